// SPDX-License-Identifier: Apache-2.0
// Plan: one host has the turn, the others wait for it until it is given back, the host is gone, or
// it took too long; other turns and other companies are not concerned.
#include "sage-adapter/outbox/postgres_turn.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/statement_cutter.h"
#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

constexpr std::int64_t long_ms = 60'000;
constexpr std::int64_t short_ms = 50;

class PostgresTurn : public testing::Test {
  public:
    PostgresOptions options = postgres_options(fresh_company());
    std::unique_ptr<Store> here = open_postgres_store(options);
    std::unique_ptr<Store> there = open_postgres_store(options);
    ByHand by_hand{options};
};

TEST_F(PostgresTurn, is_had_by_one_host_after_the_other) {
    std::unique_ptr<Turn> turn = value_of(here->take_turn("token", long_ms));
    ASSERT_NE(turn, nullptr);
    std::atomic<bool> given_back = false;
    std::atomic<bool> had = false;
    std::thread waiting([&] {
        const std::unique_ptr<Turn> next = value_of(there->take_turn("token", long_ms));
        EXPECT_TRUE(given_back);
        had = true;
    });
    while (!had &&
           by_hand.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") ==
               "0") {
    }
    given_back = true;
    turn.reset();
    waiting.join();
}

TEST_F(PostgresTurn, is_waited_for_no_longer_than_allowed) {
    const std::unique_ptr<Turn> turn = value_of(here->take_turn("token", long_ms));
    const Result<std::unique_ptr<Turn>> refused = there->take_turn("token", short_ms);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().status, Status::storage);
    EXPECT_EQ(refused.error().first().code, "outbox.contended");
}

TEST_F(PostgresTurn, of_a_host_that_stands_still_ends_by_itself) {
    const std::unique_ptr<Turn> turn = value_of(here->take_turn("token", short_ms));
    EXPECT_TRUE(there->take_turn("token", long_ms).ok());
}

TEST_F(PostgresTurn, concerns_nobody_else) {
    const std::unique_ptr<Turn> turn = value_of(here->take_turn("token", long_ms));
    EXPECT_TRUE(there->take_turn("another", short_ms).ok());
    const std::unique_ptr<Store> other = open_postgres_store(postgres_options(fresh_company()));
    EXPECT_TRUE(other->take_turn("token", short_ms).ok());
    EXPECT_FALSE(value_of(there->accept(new_entry(1))).duplicate);
}

TEST_F(PostgresTurn, cannot_be_had_while_the_server_is_away) {
    PostgresOptions nowhere = options;
    nowhere.port = 1;
    EXPECT_EQ(open_postgres_store(nowhere)->take_turn("token", short_ms).error().first().code,
              "outbox.unreachable");
}

TEST_F(PostgresTurn, that_is_cut_off_anywhere_is_an_error_and_free_again) {
    const int port = options.port;
    int cuts = 0;
    for (int statement = 1;; ++statement) {
        sage::test::StatementCutter cutter(port);
        cutter.cut_at(statement, sage::test::Cut::before_server);
        options.port = cutter.port();
        const Result<std::unique_ptr<Turn>> cut = take_postgres_turn(options, "turn", 5'000);
        options.port = port;
        if (!cutter.has_cut()) {
            EXPECT_TRUE(cut.ok());
            break;
        }
        ++cuts;
        EXPECT_FALSE(cut.ok()) << statement;
        EXPECT_TRUE(take_postgres_turn(options, "turn", 5'000).ok()) << statement;
    }
    EXPECT_GT(cuts, 5);
}

}  // namespace
}  // namespace sage::outbox_test
