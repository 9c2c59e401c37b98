// SPDX-License-Identifier: Apache-2.0
// Plan: Delivery::start, work, finish and next_due_ms as a whole: an outage of a day, eight
// threads at once, giving back what was claimed.
#include "sage-adapter/delivery/delivery.h"

#include <cstdint>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <utility>

#include "sage-adapter/outbox/sqlite_connection.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t hour = 3'600'000;

using WholeDelivery = World;

TEST_F(WholeDelivery, an_outage_of_a_day_loses_nothing_and_is_caught_up_in_order) {
    start();
    sage.reachable = false;
    for (int number = 0; number < 50; ++number) {
        submit(despatch("D" + std::to_string(number), "SKU-1", "one order"));
    }
    work_for(24 * hour);
    EXPECT_TRUE(sage.kept.empty());
    sage.reachable = true;
    work_for(hour);
    ASSERT_EQ(sage.kept.size(), 50U);
    for (int number = 0; number < 50; ++number) {
        EXPECT_EQ(sage.kept[static_cast<std::size_t>(number)].content,
                  "D" + std::to_string(number));
    }
}

TEST_F(WholeDelivery, work_is_idle_with_a_due_time_when_nothing_waits) {
    start();
    work();
    const Result<Worked> worked = delivery->work([] { return false; });
    ASSERT_TRUE(worked.ok());
    EXPECT_TRUE(worked.value().idle);
    EXPECT_GT(worked.value().next_due_ms, clock.now);
    EXPECT_LT(worked.value().next_due_ms, std::numeric_limits<std::int64_t>::max());
}

TEST_F(WholeDelivery, a_large_outbox_is_read_through_when_nothing_else_is_to_be_done) {
    start();
    submit(despatch("1"));
    work_for(60'000);
    ASSERT_EQ(state("1"), State::posted);
    store.reset();
    {
        const std::unique_ptr<SqliteConnection> file =
            std::move(SqliteConnection::open((folder / "outbox.db").string())).value();
        const std::string page =
            file->text("SELECT rootpage FROM sqlite_master WHERE name = 'content'").value();
        std::fstream(folder / "outbox.db", std::ios::binary | std::ios::in | std::ios::out)
            .seekp((std::stol(page) - 1) * 4'096)
            .write("\xFF\xFF\xFF\xFF", 4);
    }
    pages_checked_when_opened = 0;
    restart();
    Result<Worked> worked = delivery->work([] { return false; });
    for (int call = 0; call < 100 && worked.ok() && !worked.value().idle; ++call) {
        worked = delivery->work([] { return false; });
    }
    ASSERT_FALSE(worked.ok());
    EXPECT_EQ(worked.error().status, Status::storage);
    EXPECT_EQ(worked.error().first().code, "outbox.damaged");
    const Result<Receipt> refused = delivery->submit(despatch("2"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().first().code, "outbox.damaged");
}

TEST_F(WholeDelivery, finish_gives_back_what_was_claimed) {
    start();
    submit(despatch("D1"));
    submit(despatch("D2"));
    ASSERT_TRUE(delivery->work([] { return false; }).ok());
    ASSERT_TRUE(delivery->finish().ok());
    EXPECT_EQ(store->next_due_ms().value(), clock.now);
    restart();
    work();
    EXPECT_EQ(sage.kept.size(), 2U);
}

/// The made-up Sage behind a lock, for many threads.
class LockedSage final : public Transport {
  public:
    explicit LockedSage(FakeSage& sage) : sage_(sage) {}
    Evidence exchange(const Request& request, std::int64_t time_limit_ms) override {
        const std::lock_guard lock(mutex_);
        return sage_.exchange(request, time_limit_ms);
    }
    void interrupt() override {}

  private:
    FakeSage& sage_;
    std::mutex mutex_;
};

class LockedAudit final : public Audit {
  public:
    Result<void> announce(std::string_view) override { return {}; }
};

TEST_F(WholeDelivery, eight_threads_post_each_document_once_and_keep_each_order) {
    LockedSage locked(sage);
    LockedAudit quiet;
    TokenSource token_source({"/token", "id", "secret", ""}, locked, secrets, clock);
    Delivery shared(
        DeliveryParts{edition, company, *store, locked, token_source, clock, log, quiet, [] {}});
    ASSERT_TRUE(shared.start([] { return false; }).ok());
    for (int number = 0; number < 400; ++number) {
        const std::string key = "order " + std::to_string(number % 40);
        ASSERT_TRUE(shared.submit(despatch("D" + std::to_string(number), "SKU-1", key)).ok());
    }
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            // Calls that find nothing cost next to nothing: a thread that gets no turn while the
            // others work must not use up its calls. It gives up once nothing is posted any more.
            std::int64_t posted = 0;
            for (int fruitless = 0; fruitless < 5000 && posted < 400; ++fruitless) {
                EXPECT_TRUE(shared.work([] { return false; }).ok());
                const std::int64_t before = posted;
                posted = store->counts().value().posted;
                fruitless = posted == before ? fruitless : 0;
                std::this_thread::yield();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    ASSERT_TRUE(shared.finish().ok());
    EXPECT_EQ(store->counts().value().posted, 400);
    ASSERT_EQ(sage.kept.size(), 400U);
    std::map<int, int> last;
    for (const Kept& kept : sage.kept) {
        const int number = std::stoi(kept.content.substr(1));
        EXPECT_GE(number, last[number % 40]);
        last[number % 40] = number;
    }
}

bool no() {
    return false;
}

TEST_F(WholeDelivery, a_check_asks_sage_one_harmless_question) {
    company.unfit = {Problem{"fake.unfit", "/units", "No.", "Yes.", Owner::it}};
    const Result<std::vector<Problem>> checked = delivery->check(no);
    ASSERT_TRUE(checked.ok());
    EXPECT_EQ(checked.value(), company.unfit);
    ASSERT_EQ(sage.received.size(), 1U);
    EXPECT_EQ(sage.received[0].target, "/probe");
}

TEST_F(WholeDelivery, a_check_says_why_sage_did_not_answer) {
    sage.token_status = 401;
    EXPECT_EQ(delivery->check(no).error().status, Status::auth);
    sage.token_status = 200;
    EXPECT_EQ(delivery->check([] { return true; }).error().status, Status::cancelled);
    sage.probe_status = 503;
    EXPECT_NE(delivery->check(no).error().first().cause.find("status 503"), std::string::npos);
    sage.reachable = false;
    EXPECT_NE(delivery->check(no).error().first().cause.find("connection refused"),
              std::string::npos);
}

TEST_F(WholeDelivery, a_start_without_master_data_fails_and_one_called_back_says_so) {
    sage.items_answer = false;
    const Result<void> unread = delivery->start(no);
    ASSERT_FALSE(unread.ok());
    EXPECT_EQ(unread.error().first().code, "delivery.catalogue_unread");
    const Result<void> called_back = delivery->start([] { return true; });
    ASSERT_FALSE(called_back.ok());
    EXPECT_EQ(called_back.error().status, Status::cancelled);
}

TEST_F(WholeDelivery, with_master_data_of_an_earlier_run_an_unreachable_sage_fails_no_start) {
    start();
    sage.reachable = false;
    restart();
    sage.reachable = true;
    sage.token_status = 401;
    EXPECT_EQ(delivery->start(no).error().status, Status::auth);
}

TEST_F(WholeDelivery, what_cannot_be_given_back_is_an_error_of_finish) {
    company.connection_.connections_max = 1;
    start();
    for (int number = 0; number < 20; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    ASSERT_TRUE(delivery->work(no).ok());
    EXPECT_EQ(delivery->next_due_ms().value(), clock.now);
    store->fail("release");
    EXPECT_EQ(delivery->finish().error().first().code, "test.store_failed");
}

TEST_F(WholeDelivery, without_reconciliation_nothing_is_due_for_it) {
    company.connection_.reconcile_ms = 0;
    company.connection_.catalogue_refresh_ms = 1'000 * hour;
    start();
    work();
    EXPECT_GT(delivery->next_due_ms().value(), clock.now + hour);
    work_for(9 * hour);
    for (const Request& request : sage.received) {
        EXPECT_FALSE(request.target.starts_with("/list")) << request.target;
    }
}

TEST_F(WholeDelivery, a_result_that_comes_too_late_is_an_error_where_nobody_else_works) {
    start();
    submit(despatch("D1"));
    ASSERT_TRUE(delivery->work(no).ok());
    ASSERT_EQ(sage.kept.size(), 1U);
    const Entry sending = entry("D1");
    const DeliveryFacts facts{sending.state, false, false};
    ASSERT_TRUE(
        store->apply(change_of(sending, *transition(facts, Happening::outcome_unknown), clock.now))
            .ok());
    const Result<void> flushed = delivery->flush();
    EXPECT_TRUE(flushed.ok() || flushed.error().status == Status::state);
}

TEST_F(WholeDelivery, finish_gives_back_what_no_attempt_was_begun_for) {
    company.connection_.connections_max = 1;
    start();
    for (int number = 0; number < 20; ++number) {
        submit(despatch("D" + std::to_string(number)));
    }
    ASSERT_TRUE(delivery->work(no).ok());
    ASSERT_TRUE(delivery->finish().ok());
    EXPECT_EQ(store->next_due_ms().value(), clock.now);
    work();
    EXPECT_EQ(sage.kept.size(), 20U);
}

}  // namespace
}  // namespace sage::testing
