// SPDX-License-Identifier: Apache-2.0
// Plan: what many documents are held for is told once, also over a restart, and again when it comes
// back; when it is gone all are released, more than are read at once too, in the order accepted.
// Where only Sage's answer shows that, one is tried first.
#include <algorithm>

#include "tests/unit/delivery/orders_first.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

class Causes : public World {
  protected:
    /// What was told, without what is over.
    std::vector<std::string> told() {
        std::vector<std::string> attentions;
        over.clear();
        for (const StoredEvent& event : events()) {
            if (event.type == "attention") {
                const bool closed = event.json.find(R"("closed":true)") != std::string::npos;
                (closed ? over : attentions).push_back(event.json);
            }
        }
        return attentions;
    }
    std::vector<std::string> over;  ///< ended, as of the last told()
    void read_catalogue_again() {
        clock.now += connection().catalogue_refresh_ms + 1;
        work();
    }
    const Connection& connection() const { return company.connection(); }
};

TEST_F(Causes, one_root_cause_is_told_once_however_many_wait_for_it) {
    start();
    for (int number = 1; number <= 20; ++number) {
        submit(despatch("D" + std::to_string(number), "MISSING"));
    }
    submit(despatch("E1", "OTHER"));
    work();
    ASSERT_EQ(state("D20"), State::held);
    const std::vector<std::string> attentions = told();
    ASSERT_EQ(attentions.size(), 2U) << "one for each cause";
    EXPECT_NE(attentions[0].find(R"("rootCause":"item:MISSING")"), std::string::npos);
    EXPECT_NE(attentions[0].find(R"("code":"fake.unknown_item")"), std::string::npos);
    EXPECT_NE(attentions[0].find(R"("fieldPath":"")"), std::string::npos);
    EXPECT_EQ(attentions[0].find("messageId"), std::string::npos);
    EXPECT_EQ(store->held_count("item:MISSING").value(), 20);
    EXPECT_EQ(store->held_count("item:OTHER").value(), 1);
    EXPECT_EQ(store->held_count("item:NONE").value(), 0);
}

TEST_F(Causes, what_was_told_before_a_restart_is_not_told_again) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
    restart();
    submit(despatch("D2", "MISSING"));
    work();
    EXPECT_TRUE(told().empty());
}

TEST_F(Causes, a_cause_that_comes_back_is_told_again) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
    sage.items.emplace_back("MISSING");
    read_catalogue_again();
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_TRUE(told().empty());
    ASSERT_EQ(over.size(), 1U) << "its end is told, once";
    EXPECT_NE(over[0].find(R"("alertKey":"cause:item:MISSING")"), std::string::npos);
    EXPECT_NE(over[0].find(R"("code":"fake.unknown_item")"), std::string::npos);
    sage.items.pop_back();
    read_catalogue_again();
    submit(despatch("D2", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
    EXPECT_TRUE(over.empty());
}

TEST_F(Causes, alert_is_over_once_a_person_has_decided_about_the_last_document) {
    start();
    submit(despatch("D1", "MISSING"));
    submit(despatch("D2", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
    submit(decision("X1", "D1", "withdraw"));
    work();
    EXPECT_TRUE(told().empty());
    EXPECT_TRUE(over.empty()) << "another document waits for it";
    restart();
    start();
    submit(decision("X2", "D2", "withdraw"));
    work();
    EXPECT_TRUE(told().empty());
    EXPECT_EQ(over.size(), 1U);
}

TEST_F(Causes, alert_that_is_missing_is_opened_for_what_is_held) {
    start();
    submit(despatch("D1", "MISSING"));
    work();
    EXPECT_EQ(told().size(), 1U);
    ASSERT_TRUE(store->close_alert("cause:item:MISSING", R"({"closed":true})", clock.now).value());
    restart();
    start();
    work();
    const std::vector<std::string> again = told();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_NE(again[0].find(R"("rootCause":"item:MISSING")"), std::string::npos);
}

TEST_F(Causes, a_refusal_of_sages_for_a_cause_outside_the_document_is_told_once_as_well) {
    start();
    sage.scripts.push_back({false, Outcome::answered, 422});
    sage.scripts.push_back({false, Outcome::answered, 422});
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    ASSERT_EQ(state("D2"), State::held);
    EXPECT_EQ(told().size(), 1U);
}

TEST_F(Causes, more_than_are_read_at_once_are_all_released_and_posted_in_the_order_accepted) {
    start();
    constexpr int waiting = 1'100;
    for (int number = 1; number <= waiting; ++number) {
        submit(despatch("D" + std::to_string(number), "MISSING"));
    }
    for (int look = 0; look < 4; ++look) {
        work();
    }
    ASSERT_EQ(store->counts().value().held, waiting);
    sage.items.emplace_back("MISSING");
    clock.now += connection().catalogue_refresh_ms + 1;
    for (int look = 0; look < 8 && store->counts().value().posted < waiting; ++look) {
        for (int call = 0; call < 900; ++call) {
            ASSERT_TRUE(delivery->work([] { return false; }).ok());
        }
    }
    ASSERT_EQ(store->counts().value().posted, waiting);
    std::vector<std::string> contents;
    for (const Kept& kept : sage.kept) {
        contents.push_back(kept.content);
    }
    for (int number = 1; number <= waiting; ++number) {
        ASSERT_EQ(contents.at(static_cast<std::size_t>(number) - 1), "D" + std::to_string(number));
    }
}

constexpr const char* right = "right:post";

/// A right that is missing says nothing before a document was sent.
class CauseTrial : public OrdersFirst {
  protected:
    CauseTrial() {
        company.orders_first = false;
        company.cause_of_403 = right;
        company.gone = right;
        forbid();
    }
    void forbid() { sage.scripts.assign(1'000, Script{false, Outcome::answered, 403}); }
    void read_catalogue_again() {
        clock.now += company.connection().catalogue_refresh_ms + 1;
        work();
    }
    std::size_t posts() const {
        return static_cast<std::size_t>(
            std::count_if(sage.received.begin(), sage.received.end(),
                          [](const Request& request) { return request.target == "/post"; }));
    }
    /// What was told, without what is over.
    std::size_t attentions() {
        const std::vector<StoredEvent> all = events();
        return static_cast<std::size_t>(
            std::count_if(all.begin(), all.end(), [](const StoredEvent& event) {
                return event.type == "attention" &&
                       event.json.find(R"("closed":true)") == std::string::npos;
            }));
    }
};

TEST_F(CauseTrial, sends_one_document_and_the_others_once_it_is_posted) {
    start();
    for (int number = 1; number <= 20; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    work();
    EXPECT_EQ(store->held_count(right).value(), 20);
    EXPECT_EQ(attentions(), 1U);
    EXPECT_EQ(posts(), 20U);
    read_catalogue_again();
    EXPECT_EQ(posts(), 21U) << "one is tried";
    EXPECT_EQ(store->held_count(right).value(), 20);
    EXPECT_EQ(attentions(), 0U) << "it is known already";
    sage.scripts.clear();
    read_catalogue_again();
    EXPECT_EQ(store->counts().value().posted, 20);
    ASSERT_EQ(sage.kept.size(), 20U);
    EXPECT_EQ(sage.kept[0].content, "D1");
    EXPECT_EQ(sage.kept[19].content, "D20");
    forbid();
    submit(despatch("E1"));
    work();
    EXPECT_EQ(attentions(), 1U) << "it has come back";
}

TEST_F(CauseTrial, of_the_only_document_is_told_to_nobody) {
    start();
    submit(despatch("D1"));
    work();
    EXPECT_EQ(attentions(), 1U);
    for (int reading = 0; reading < 3; ++reading) {
        read_catalogue_again();
        EXPECT_EQ(state("D1"), State::held);
        EXPECT_EQ(attentions(), 0U);
    }
}

TEST_F(CauseTrial, is_not_made_where_the_catalogue_shows_that_the_cause_is_there) {
    company.gone.clear();
    start();
    submit(despatch("D1"));
    work();
    read_catalogue_again();
    EXPECT_EQ(posts(), 1U);
}

TEST_F(CauseTrial, that_ends_for_another_reason_is_made_with_the_next_document) {
    start();
    submit(despatch("D1"));
    submit(despatch("D2"));
    work();
    sage.scripts.assign(1, Script{false, Outcome::answered, 422});
    read_catalogue_again();
    EXPECT_EQ(entry("D1").root_cause, "item:LATE");
    EXPECT_EQ(state("D2"), State::held);
    read_catalogue_again();
    EXPECT_EQ(state("D2"), State::posted);
}

TEST_F(CauseTrial, that_has_no_end_yet_is_not_made_twice) {
    company.settles = SettleClass::searchable;
    start();
    for (int number = 1; number <= 3; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    work();
    sage.scripts.assign(1, Script{false, Outcome::maybe_sent, 0});
    sage.look_up_works = false;
    read_catalogue_again();
    EXPECT_EQ(state("D1"), State::in_doubt);
    const std::size_t before = posts();
    read_catalogue_again();
    EXPECT_EQ(posts(), before);
    EXPECT_EQ(store->held_count(right).value(), 2);
}

TEST_F(CauseTrial, that_another_host_ends_frees_the_others_at_the_next_reading) {
    start();
    for (int number = 1; number <= 3; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    work();
    sage.scripts.clear();
    // Another host has the document from the moment at which it is queued.
    store->change_claimed = [](Entry& claimed) { claimed.epoch += 100; };
    read_catalogue_again();
    store->change_claimed = nullptr;
    const Entry tried = entry("D1");
    ASSERT_NE(tried.state, State::posted);
    Change change;
    change.sequence = tried.sequence;
    change.epoch = tried.epoch;
    change.from = tried.state;
    change.to = State::posted;
    change.edge = tried.state == State::queued ? 3 : 7;
    change.now_ms = clock.now;
    change.sage_document_json = R"({"key":"1"})";
    ASSERT_TRUE(store->apply(change).value());
    read_catalogue_again();
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(state("D3"), State::posted);
}

TEST_F(CauseTrial, takes_what_has_to_be_in_sage_first_with_it) {
    company.orders_first = true;
    start();
    submit(despatch("D1"));
    submit(despatch("D2"));
    work_for(60'000);
    ASSERT_EQ(order_of("D1")->state, State::held);
    ASSERT_EQ(state("D1"), State::held);
    EXPECT_EQ(store->held_count(right).value(), 2);
    sage.scripts.clear();
    read_catalogue_again();
    work_for(60'000);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(sage.kept.size(), 4U);
}

TEST_F(CauseTrial, whose_store_fails_is_made_by_the_next_reading) {
    start();
    submit(despatch("D1"));
    work();
    sage.scripts.clear();
    for (const char* const function : {"held_for", "find_document"}) {
        store->fail(function);
        clock.now += company.connection().catalogue_refresh_ms + 1;
        bool failed = false;
        for (int call = 0; call < 10 && !failed; ++call) {
            failed = !delivery->work([] { return false; }).ok();
        }
        EXPECT_TRUE(failed) << function;
        EXPECT_EQ(state("D1"), State::held) << function;
        store->mend();
    }
    read_catalogue_again();
    EXPECT_EQ(state("D1"), State::posted);
}

}  // namespace
}  // namespace sage::testing
