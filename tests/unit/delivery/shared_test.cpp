// SPDX-License-Identifier: Apache-2.0
// Plan: two hosts, each with its own Delivery, on one outbox of a PostgreSQL server: what one
// accepts the other posts, a late result is no error, one of them reads back and reconciles for
// both, and both believe an absence by what either has seen; a replica that missed the last commits
// takes over.
#include <functional>
#include <utility>

#include "sage-adapter/outbox/keys.h"
#include "sage-adapter/outbox/postgres_connection.h"
#include "sage-adapter/outbox/postgres_session.h"
#include "tests/support/postgres_server.h"
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

using test::PostgresServer;

constexpr std::int64_t minute = 60'000;

/// Something happens while a host waits for the list of what is in Sage.
class Interrupted final : public Transport {
  public:
    explicit Interrupted(FakeSage& sage) : sage_(sage) {}
    Evidence exchange(const Request& request, std::int64_t time_limit_ms) override {
        if (request.target.starts_with("/list") && before_list) {
            std::exchange(before_list, nullptr)();
        }
        return sage_.exchange(request, time_limit_ms);
    }
    void interrupt() override {}

    std::function<void()> before_list;

  private:
    FakeSage& sage_;
};

class Shared : public World {
  protected:
    Shared() {
        static int number = 0;
        options = PostgresServer::shared().options("fake/" + std::to_string(++number));
        options.now_ms = [this] { return clock.now; };
        delivery.reset();
        store = std::make_unique<FailingStore>(open_postgres_store(options));
        delivery = host_on(*store, sage);
        other_store = open_postgres_store(options);
        other = host_on(*other_store, sage);
        start();
        EXPECT_TRUE(other->start([] { return false; }).ok());
    }
    ~Shared() override {
        other.reset();
        other_store.reset();
    }

    std::unique_ptr<Delivery> host_on(Store& its_store, Transport& line) {
        return std::make_unique<Delivery>(DeliveryParts{edition, company, its_store, line, *tokens,
                                                        clock, log, audit, [this] { ++wakes; }});
    }
    static void work_on(Delivery& host) {
        for (int call = 0; call < 1000; ++call) {
            const Result<Worked> worked = host.work([] { return false; });
            ASSERT_TRUE(worked.ok()) << worked.error().first().cause;
            if (worked.value().idle) {
                return;
            }
        }
        FAIL() << "work never became idle";
    }
    /// This host looks at the outbox every ten seconds.
    void look_for(std::int64_t most_ms) {
        for (const std::int64_t until = clock.now + most_ms; clock.now < until;) {
            work();
            EXPECT_GT(delivery->next_due_ms().value(), clock.now) << "idle, and yet due";
            clock.now += 10'000;
        }
        work();
    }
    void by_hand(const std::string& sql) {
        PostgresConnection connection([this] { return conninfo_of(options); });
        ASSERT_TRUE(connection.open().ok());
        const Result<std::int64_t> its_company = prepare_session(connection, options);
        ASSERT_TRUE(its_company.ok());
        PostgresStatement statement(connection, sql);
        ASSERT_TRUE(statement.run(its_company.value()).ok()) << sql;
    }
    std::size_t received(std::string_view target) const {
        std::size_t count = 0;
        for (const Request& request : sage.received) {
            count += request.target.starts_with(target) ? 1U : 0U;
        }
        return count;
    }
    std::size_t reads() const { return received("/read/"); }
    std::size_t lists() const { return received("/list"); }

    PostgresOptions options;
    std::unique_ptr<Store> other_store;
    std::unique_ptr<Delivery> other;
};

// What the replica has not heard of is no longer in the outbox, and nothing in it can tell. The
// warehouse hands it over again; keys are made of the document alone, so that Sage answers the
// second request with its first answer.
TEST_F(Shared, what_a_failover_loses_is_handed_over_again_and_never_doubled) {
    submit(despatch("D1"));
    work();
    PostgresServer::shared().leave_replica_behind();
    submit(despatch("D2"));
    work();
    sage.scripts = {{true, Outcome::maybe_sent, 0}};
    submit(despatch("D3"));
    work();
    submit(despatch("D4", "MISSING"));
    ASSERT_EQ(state("D2"), State::posted);
    ASSERT_EQ(state("D3"), State::in_doubt);
    PostgresServer::shared().fail_over();
    // The first commits of what was written to the old server fail.
    for (Delivery* const host : {delivery.get(), other.get()}) {
        static_cast<void>(host->flush());
        EXPECT_TRUE(host->flush().ok());
    }
    EXPECT_FALSE(store->find_message(message_id("D2")).value().has_value()) << "lost";
    EXPECT_FALSE(store->find_message(message_id("D3")).value().has_value()) << "lost";
    for (const char* number : {"D1", "D2", "D3", "D5"}) {
        const Result<Receipt> again = other->submit(despatch(number));
        ASSERT_TRUE(again.ok()) << again.error().first().cause;
        EXPECT_EQ(again.value().duplicate, std::string_view(number) == "D1");
    }
    work_on(*other);
    for (const char* number : {"D1", "D2", "D3", "D5"}) {
        EXPECT_EQ(state(number), State::posted) << number;
    }
    EXPECT_EQ(sage.kept.size(), 4U) << "each once";
}

TEST_F(Shared, what_one_host_accepts_another_one_posts) {
    submit(despatch("D1"));
    work_on(*other);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Shared, idle_host_looks_again_soon_because_nobody_wakes_it_for_others) {
    work();
    EXPECT_LE(delivery->next_due_ms().value(), clock.now + 5'000);
}

TEST_F(Shared, result_that_comes_when_another_host_has_the_document_is_no_error) {
    submit(despatch("D1"));
    while (sage.kept.empty()) {
        ASSERT_TRUE(delivery->work([] { return false; }).ok());
    }
    by_hand("UPDATE document SET epoch = epoch + 1 WHERE company = $1");
    work();
    EXPECT_EQ(state("D1"), State::sending) << "nothing was written";
    by_hand("UPDATE document SET lease_until_ms = 0 WHERE company = $1");
    work_on(*other);
    clock.now += minute;
    work_on(*other);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 1U);
}

TEST_F(Shared, one_host_reads_back_for_all_until_it_is_gone) {
    submit(despatch("D1"));
    work_on(*other);
    EXPECT_EQ(reads(), 1U) << "the other leads now";
    submit(despatch("D2"));
    work();
    EXPECT_EQ(state("D2"), State::posted);
    EXPECT_EQ(reads(), 1U);
    EXPECT_FALSE(entry("D2").verified);
    work_on(*other);
    EXPECT_EQ(reads(), 2U);
    EXPECT_TRUE(entry("D2").verified);
    submit(despatch("D3"));
    by_hand("UPDATE leader SET until_ms = 0 WHERE company = $1");
    clock.now += 10 * minute;
    work();
    EXPECT_TRUE(entry("D3").verified) << "whoever comes next leads";
}

TEST_F(Shared, absence_is_believed_by_what_another_host_has_seen) {
    company.settles = SettleClass::searchable;
    sage.scripts = {{false, Outcome::maybe_sent, 0}};
    submit(despatch("D1"));
    work();
    EXPECT_EQ(state("D1"), State::in_doubt);
    // Hours on, and nothing later was seen by anybody: no proof.
    look_for(60 * minute);
    EXPECT_EQ(state("D1"), State::in_doubt);
    submit(despatch("D2"));
    work_on(*other);
    EXPECT_EQ(reads(), 1U);
    look_for(60 * minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_EQ(sage.kept.size(), 2U);
}

TEST_F(Shared, one_host_reconciles_for_all_and_once_a_day) {
    submit(despatch("D1"));
    work();
    for (int hour = 0; hour < 72; ++hour) {
        clock.now += 60 * minute;
        work_on(*other);
        by_hand("UPDATE leader SET until_ms = 0 WHERE company = $1");
        work();
    }
    EXPECT_EQ(lists(), 3U);
}

TEST_F(Shared, host_that_stood_still_while_it_reconciled_tells_nothing_once_another_one_leads) {
    sage.kept.push_back({"91", external_reference("a key of nobody", "fake", "acme"), "X"});
    Interrupted line(sage);
    const std::unique_ptr<Delivery> slow = host_on(*store, line);
    ASSERT_TRUE(slow->start([] { return false; }).ok());
    clock.now += 25 * 60 * minute;
    line.before_list = [this] {
        by_hand("UPDATE leader SET until_ms = 0 WHERE company = $1");
        EXPECT_TRUE(other_store->elect("reconcile", minute).value().has_value());
    };
    work_on(*slow);
    EXPECT_EQ(lists(), 1U);
    EXPECT_TRUE(events().empty());
    work_on(*other);
    EXPECT_EQ(lists(), 2U);
    ASSERT_EQ(events().size(), 1U);
    clock.now += 10 * minute;
    work_on(*slow);
    EXPECT_EQ(lists(), 2U) << "it was done for all";
}

}  // namespace
}  // namespace sage::testing
