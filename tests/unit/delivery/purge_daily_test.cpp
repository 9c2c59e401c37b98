// SPDX-License-Identifier: Apache-2.0
// Plan: once a day, also over restarts, and never when nothing says so; by the leader alone; what
// was purged is still a duplicate, still looked for in Sage, and says plainly that it was purged to
// whoever asks for its content.
#include <fstream>
#include <iterator>

#include "sage-adapter/delivery/record.h"
#include "sage-adapter/outbox/postgres_session.h"
#include "sage-adapter/outbox/verification.h"
#include "tests/support/postgres_server.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using test::PostgresServer;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

class PurgeDaily : public World {
  protected:
    PurgeDaily() {
        log.heard = [this](std::string_view target, const std::string& line) {
            if (target == "purge") {
                said.push_back(line);
            }
        };
    }
    /// Ten days are kept; seven are compared.
    void keep_ten_days() {
        company.connection_.reconcile_days = 7;
        keep_content_days = 10;
        restart();
        said.clear();
    }
    void live(int days) {
        for (int day = 0; day < days; ++day) {
            work_for(day_ms);
            events();
        }
    }
    std::string files() const {
        std::string all;
        for (const char* const name : {"outbox.db", "outbox.db-wal"}) {
            std::ifstream file(folder / name, std::ios::binary);
            all.append(std::istreambuf_iterator<char>(file), {});
        }
        return all;
    }

    std::vector<std::string> said;
};

TEST_F(PurgeDaily, content_goes_after_its_days_and_is_told_of_in_the_log) {
    keep_ten_days();
    submit(despatch("D1"));
    submit(tracking("T1", "D1", "PARCEL-CANARY"));
    work();
    live(9);
    EXPECT_FALSE(entry("D1").purged);
    EXPECT_NE(files().find("PARCEL-CANARY"), std::string::npos);
    said.clear();
    live(2);
    EXPECT_TRUE(entry("D1").purged);
    EXPECT_TRUE(entry("T1").purged);
    const JournalVerification found = verify_journal(*store, {}, [] { return false; }).value();
    EXPECT_TRUE(found.whole());
    EXPECT_GE(found.purged, 2);
    EXPECT_EQ(files().find("PARCEL-CANARY"), std::string::npos);
    EXPECT_NE(files().find("D1"), std::string::npos);
    ASSERT_EQ(said.size(), 2U) << "once a day";
    EXPECT_NE((said[0] + said[1]).find("documents=2"), std::string::npos) << said[0];
}

TEST_F(PurgeDaily, unless_it_is_asked_for_content_is_kept_for_ever) {
    start();
    submit(despatch("D1"));
    work();
    live(400);
    EXPECT_FALSE(entry("D1").purged);
    EXPECT_TRUE(said.empty());
}

TEST_F(PurgeDaily, a_host_that_is_restarted_all_the_time_has_one_a_day_too) {
    keep_ten_days();
    for (int restarts = 0; restarts < 6; ++restarts) {
        work_for(10 * hour_ms);
        restart();
    }
    EXPECT_EQ(said.size(), 3U);
}

TEST_F(PurgeDaily, many_go_in_pieces_and_documents_are_posted_between_them) {
    keep_ten_days();
    for (int number = 1; number <= 600; ++number) {
        submit(despatch("D" + std::to_string(number)));
        if (number % 300 == 0) {
            work();
        }
    }
    work_for(hour_ms);
    events();
    ASSERT_EQ(store->counts().value().unverified, 0);
    clock.now += 12 * day_ms;
    bool between = false;
    for (int calls = 0; calls < 1'000 && !entry("D600").purged; ++calls) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
        if (entry("D500").purged && !entry("D501").purged && !between) {
            between = true;
            EXPECT_TRUE(entry("D1").purged);
            EXPECT_FALSE(entry("D600").purged);
            submit(despatch("BETWEEN"));
            while (state("BETWEEN") != State::posted && !entry("D600").purged) {
                ASSERT_TRUE(delivery->work([] { return false; }).ok());
            }
            EXPECT_FALSE(entry("D600").purged) << "what is new goes first";
        }
    }
    EXPECT_TRUE(between) << "a piece of five hundred, then the rest";
    EXPECT_TRUE(entry("D600").purged);
}

TEST_F(PurgeDaily, what_is_held_keeps_its_content_and_is_not_forgotten_later) {
    keep_ten_days();
    submit(despatch("HELD", "MISSING"));
    submit(despatch("D1"));
    work();
    live(12);
    EXPECT_FALSE(entry("HELD").purged);
    EXPECT_TRUE(entry("D1").purged);
    submit(decision("C1", "HELD", "withdraw", ""));
    work();
    live(2);
    EXPECT_TRUE(entry("HELD").purged) << "the walk begins before what still has content";
}

TEST_F(PurgeDaily, document_submitted_again_is_a_duplicate_and_with_other_content_a_conflict) {
    keep_ten_days();
    submit(despatch("D1"));
    work();
    live(12);
    ASSERT_TRUE(entry("D1").purged);
    const Result<Receipt> again = delivery->submit(despatch("D1"));
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again.value().duplicate);
    EXPECT_EQ(again.value().state, State::posted);
    EXPECT_FALSE(delivery->submit(despatch("D1", "OTHER")).ok());
    work();
    EXPECT_EQ(sage.kept.size(), 1U);
    const Result<Preview> preview = delivery->preview(despatch("D1"));
    ASSERT_TRUE(preview.ok());
    EXPECT_NE(preview.value().reason.find("removed"), std::string::npos);
}

TEST_F(PurgeDaily, decisions_about_it_are_refused_and_say_why) {
    keep_ten_days();
    submit(despatch("D1"));
    work();
    live(12);
    submit(decision("A1", "D1", "sendAgain", ""));
    submit(cancellation("C1", "D1"));
    work();
    for (const char* const number : {"A1", "C1"}) {
        EXPECT_EQ(state(number), State::rejected);
        EXPECT_EQ(problem_from_json(entry(number).problem_json).code, "decision.content_purged");
    }
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(PurgeDaily, new_version_of_it_is_held_because_what_differs_is_no_longer_known) {
    keep_ten_days();
    submit(despatch("D1"));
    work();
    live(12);
    ASSERT_TRUE(entry("D1").purged);
    std::string revised = despatch("D1");
    for (const auto& [from, to] :
         {std::pair(message_id("D1"), message_id("D1/2")),
          {std::string(R"("documentVersion":"1")"), std::string(R"("documentVersion":"2")")},
          {std::string(R"("value":"2")"), std::string(R"("value":"3")")}}) {
        revised.replace(revised.find(from), from.size(), to);
    }
    submit(revised);
    work();
    EXPECT_EQ(state("D1/2"), State::held);
    EXPECT_EQ(problem_from_json(entry("D1/2").problem_json).code, "delivery.version_purged");
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(PurgeDaily, reconciling_still_sees_each_reference) {
    keep_ten_days();
    for (const char* const number : {"RIGHT", "TWICE", "GONE", "CHANGED"}) {
        submit(despatch(number));
    }
    submit(tracking("T1", "RIGHT", "PARCEL"));
    work();
    live(12);
    ASSERT_TRUE(entry("RIGHT").purged);
    sage.kept.push_back(sage.kept.at(1));
    sage.kept.back().key = "copy";
    sage.kept.at(3).content = "TYPED";
    sage.kept.erase(sage.kept.begin() + 2);
    const auto reconciled = [&] {
        return delivery->reconcile({"2023-11-01", "2023-11-30", std::nullopt},
                                   [] { return false; });
    };
    const Result<Reconciled> found = reconciled();
    ASSERT_TRUE(found.ok());
    EXPECT_TRUE(found.value().complete);
    EXPECT_EQ(found.value().compared, 4);
    EXPECT_EQ(found.value().purged, 4) << "what they said is no longer known, and that is said";
    ASSERT_EQ(found.value().findings.size(), 2U);
    events();
    ASSERT_EQ(reconciled().value().findings.size(), 2U);
    EXPECT_TRUE(events().empty()) << "the same finding is told once";
    live(2);
    ASSERT_EQ(reconciled().value().findings.size(), 2U);
    EXPECT_TRUE(events().empty()) << "also when its text was removed meanwhile";
}

TEST_F(PurgeDaily, finding_that_was_told_is_not_told_again_once_its_text_was_removed) {
    keep_ten_days();
    submit(despatch("D1"));
    work();
    live(1);
    sage.kept.push_back(sage.kept.at(0));
    sage.kept.back().key = "copy";
    const auto findings = [&](const std::string& from, const std::string& to) {
        const Result<Reconciled> found =
            delivery->reconcile({from, to, std::nullopt}, [] { return false; });
        EXPECT_TRUE(found.ok());
        return found.value().findings.size();
    };
    EXPECT_EQ(findings("2026-11-20", "2026-11-20"), 1U) << "by its own date";
    EXPECT_EQ(events().size(), 1U);
    live(12);
    ASSERT_TRUE(entry("D1").purged);
    EXPECT_EQ(findings("2023-11-01", "2023-11-30"), 1U) << "by the day it was accepted";
    EXPECT_TRUE(events().empty());
}

TEST_F(PurgeDaily, change_that_was_purged_does_not_make_an_older_document_look_wrong) {
    keep_ten_days();
    submit(despatch("D1"));
    submit(tracking("T1", "D1", "PARCEL"));
    work();
    // Only the second one is old enough and told: the first has an event that nobody heard.
    work_for(hour_ms);
    while (const std::optional<StoredEvent> event = store->next_event().value()) {
        if (event->json.find("\"D1\"") != std::string::npos) {
            break;
        }
        ASSERT_TRUE(store->acknowledge(event->id).ok());
    }
    const Entry first = entry("D1");
    const Result<std::optional<Expectation>> expected = expectation_of(*store, company, first);
    ASSERT_TRUE(expected.ok());
    for (const StoredEvent& event : events()) {
        static_cast<void>(event);
    }
    clock.now += 12 * day_ms;
    ASSERT_TRUE(store->purge({}, {clock.now, first.sequence, 100}).ok());
    ASSERT_TRUE(entry("T1").purged);
    ASSERT_FALSE(entry("D1").purged);
    const Result<std::optional<Facts>> latest = latest_facts(*store, first, *expected.value());
    ASSERT_TRUE(latest.ok());
    ASSERT_TRUE(latest.value().has_value());
    EXPECT_TRUE(latest.value()->empty()) << "nothing can be told wrong";
}

TEST_F(PurgeDaily, without_sage_it_goes_on) {
    keep_ten_days();
    submit(despatch("D1"));
    work();
    live(2);
    sage.token_status = 500;
    sage.reachable = false;
    clock.now += 12 * day_ms;
    for (int call = 0; call < 50; ++call) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
        clock.now += 60'000;
    }
    EXPECT_TRUE(entry("D1").purged);
}

TEST_F(PurgeDaily, leader_that_lost_the_duty_writes_nothing_and_says_so) {
    keep_ten_days();
    submit(despatch("D1"));
    work();
    live(2);
    clock.now += 12 * day_ms;
    said.clear();
    store->another_leads = true;
    work();
    EXPECT_FALSE(entry("D1").purged);
    ASSERT_FALSE(said.empty());
    EXPECT_NE(said[0].find("another host"), std::string::npos);
    store->another_leads = false;
    live(2);
    EXPECT_TRUE(entry("D1").purged);
}

/// Two hosts on one outbox.
class PurgeOfTwo : public PurgeDaily {
  protected:
    PurgeOfTwo() {
        static int number = 0;
        options = PostgresServer::shared().options("purge/" + std::to_string(++number));
        options.now_ms = [this] { return clock.now; };
        company.connection_.reconcile_days = 7;
        delivery.reset();
        store = std::make_unique<FailingStore>(open_postgres_store(options));
        other_store = std::make_unique<FailingStore>(open_postgres_store(options));
        delivery = host_on(*store);
        other = host_on(*other_store);
        start();
        EXPECT_TRUE(other->start([] { return false; }).ok());
    }
    ~PurgeOfTwo() override {
        other.reset();
        other_store.reset();
    }
    std::unique_ptr<Delivery> host_on(Store& its_store) {
        return std::make_unique<Delivery>(DeliveryParts{edition, company, its_store, sage, *tokens,
                                                        clock, log, audit, [this] { ++wakes; },
                                                        60'000, 10});
    }
    void work_on(Delivery& host) {
        for (int call = 0; call < 1'000; ++call) {
            const Result<Worked> worked = host.work([] { return false; });
            ASSERT_TRUE(worked.ok()) << worked.error().first().cause;
            if (worked.value().idle) {
                return;
            }
        }
        FAIL() << "work never became idle";
    }

    PostgresOptions options;
    std::unique_ptr<FailingStore> other_store;
    std::unique_ptr<Delivery> other;
};

TEST_F(PurgeOfTwo, one_of_two_hosts_does_it_and_the_other_only_when_the_first_is_gone) {
    work_on(*delivery);
    work_on(*other);
    EXPECT_EQ(said.size(), 1U) << "the first one leads";
    submit(despatch("D1"));
    work_on(*delivery);
    clock.now += hour_ms;
    work_on(*delivery);
    events();
    ASSERT_EQ(store->counts().value().unverified, 0);
    clock.now += 12 * day_ms;
    said.clear();
    // The other one comes first, and may not.
    work_on(*other);
    EXPECT_FALSE(entry("D1").purged);
    EXPECT_TRUE(said.empty());
    work_on(*delivery);
    EXPECT_TRUE(entry("D1").purged);
    EXPECT_EQ(said.size(), 1U);
    // It was done today: whoever leads next finds that out first.
    PostgresConnection connection([this] { return conninfo_of(options); });
    ASSERT_TRUE(connection.open().ok());
    ASSERT_TRUE(prepare_session(connection, options).ok());
    ASSERT_TRUE(connection.run("UPDATE leader SET until_ms = 0").ok());
    delivery.reset();
    clock.now += hour_ms;
    work_on(*other);
    EXPECT_EQ(said.size(), 1U);
    clock.now += day_ms;
    work_on(*other);
    EXPECT_EQ(said.size(), 2U);
}

}  // namespace
}  // namespace sage::testing
