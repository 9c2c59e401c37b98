// SPDX-License-Identifier: Apache-2.0
// Plan: values there and back, NULL and long ones included; rows counted; statements of a script;
// each kind of error with its code; a lost connection, and statements used again on the next one.
#include "sage-adapter/outbox/postgres_connection.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/unit/outbox/any_outbox.h"

namespace sage::outbox_test {
namespace {

class PostgresConnectionTest : public testing::Test {
  public:
    PostgresOptions options = postgres_options(fresh_company());
    PostgresConnection connection{[this] { return conninfo_of(options); }};

    PostgresConnectionTest() { EXPECT_TRUE(value_of(connection.open())); }

    std::string code_of(const std::string& sql) {
        const Result<void> done = connection.run(sql);
        return done.ok() ? "" : done.error().first().code;
    }
};

TEST_F(PostgresConnectionTest, values_come_back_as_they_went) {
    PostgresStatement echo(connection, "SELECT $1::bigint, $2::text, $3::boolean, $4::text");
    const std::string text = "o'b\\r $1 ; -- " + std::string(200'000, 'x');
    for (const std::int64_t number : {std::int64_t{0}, std::numeric_limits<std::int64_t>::max(),
                                      std::numeric_limits<std::int64_t>::min()}) {
        std::size_t rows = 0;
        const auto look = [&] {
            ++rows;
            EXPECT_EQ(echo.integer(0), number);
            EXPECT_EQ(echo.text(1), text);
            EXPECT_TRUE(echo.flag(2));
            EXPECT_EQ(echo.text(3), "");
        };
        EXPECT_EQ(value_of(echo.each(look, number, text, "t", "")), 1U);
        EXPECT_EQ(rows, 1U);
    }
}

TEST_F(PostgresConnectionTest, null_is_neither_zero_nor_empty_text) {
    PostgresStatement ask(connection, "SELECT $1::bigint IS NULL, $1::bigint, NULL::text");
    const auto look = [&] {
        EXPECT_TRUE(ask.flag(0));
        EXPECT_FALSE(ask.nullable(1).has_value());
        EXPECT_EQ(ask.integer(1), 0);
        EXPECT_EQ(ask.text(2), "");
    };
    EXPECT_EQ(value_of(ask.each(look, std::optional<std::int64_t>())), 1U);
}

TEST_F(PostgresConnectionTest, rows_are_counted_whether_returned_or_changed) {
    done(connection.run("CREATE TEMPORARY TABLE t (a bigint)"));
    PostgresStatement insert(connection, "INSERT INTO t SELECT generate_series(1, $1::bigint)");
    EXPECT_EQ(value_of(insert.run(3)), 3U);
    EXPECT_EQ(value_of(insert.run(0)), 0U);
    EXPECT_EQ(insert.done(), "INSERT 0 0");
    PostgresStatement select(connection, "SELECT a FROM t ORDER BY a");
    std::string all;
    EXPECT_EQ(value_of(select.each([&] { all += select.text(0); })), 3U);
    EXPECT_EQ(all, "123");
    EXPECT_EQ(value_of(connection.text("SELECT a FROM t WHERE a > 5")), "");
}

TEST_F(PostgresConnectionTest, script_is_run_statement_by_statement) {
    done(
        connection.run_all("-- a comment;\n\nCREATE TEMPORARY TABLE s (a text);\n"
                           "INSERT INTO s VALUES\n('x;y');\n"));
    EXPECT_EQ(value_of(connection.text("SELECT a FROM s")), "x;y");
    EXPECT_FALSE(connection.run_all("SELECT 1;\nSELECT nonsense;\nDROP TABLE s;\n").ok());
    EXPECT_EQ(value_of(connection.text("SELECT count(*) FROM s")), "1");
}

TEST_F(PostgresConnectionTest, errors_say_whether_to_try_again) {
    EXPECT_EQ(code_of("SELECT nonsense"), "outbox.server_refused");
    EXPECT_EQ(code_of("SELECT 1/0"), "outbox.server_refused");
    const auto raised = [&](const std::string& state) {
        return code_of("DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '" + state +
                       "'; END $$");
    };
    for (const std::string state : {"40001", "40P01", "55P03", "57014"}) {
        EXPECT_EQ(raised(state), "outbox.contended") << state;
    }
    EXPECT_EQ(raised("53100"), "outbox.disk_full");
    EXPECT_EQ(raised("42501"), "outbox.server_refused");
    EXPECT_TRUE(connection.connected());
    const Error refused = connection.run("SELECT 1/0").error();
    EXPECT_EQ(refused.status, Status::storage);
    EXPECT_NE(refused.first().cause.find("division by zero"), std::string::npos);
    EXPECT_NE(refused.first().cause.find("22012"), std::string::npos);
    EXPECT_FALSE(may_be_repeated(refused));
}

TEST_F(PostgresConnectionTest, lost_connection_is_noticed_and_replaced) {
    PostgresStatement ask(connection, "SELECT $1::bigint");
    value_of(ask.run(1));
    const int before = connection.server_process();
    const Result<void> lost = connection.run("SELECT pg_terminate_backend(pg_backend_pid())");
    ASSERT_FALSE(lost.ok());
    EXPECT_EQ(lost.error().first().code, "outbox.connection_lost");
    EXPECT_TRUE(may_be_repeated(lost.error()));
    EXPECT_FALSE(connection.connected());
    EXPECT_EQ(ask.run(2).error().first().code, "outbox.connection_lost");
    EXPECT_TRUE(value_of(connection.open()));
    EXPECT_FALSE(value_of(connection.open())) << "the same session";
    EXPECT_NE(connection.server_process(), before);
    // Prepared anew, in a transaction too: what is forgotten must not be an error there.
    done(connection.run("BEGIN"));
    std::int64_t seen = 0;
    value_of(ask.each([&] { seen = ask.integer(0); }, 3));
    EXPECT_EQ(seen, 3);
    done(connection.run("COMMIT"));
}

TEST_F(PostgresConnectionTest, commit_of_a_transaction_that_failed_does_not_say_commit) {
    PostgresStatement commit(connection, "COMMIT");
    done(connection.run("BEGIN"));
    EXPECT_FALSE(connection.run("SELECT 1/0").ok());
    value_of(commit.run());
    EXPECT_EQ(commit.done(), "ROLLBACK");
    done(connection.run("BEGIN"));
    value_of(commit.run());
    EXPECT_EQ(commit.done(), "COMMIT");
}

TEST_F(PostgresConnectionTest, plan_made_for_an_empty_table_is_made_anew_when_it_has_grown) {
    done(connection.run("CREATE TEMPORARY TABLE grown (number integer)"));
    PostgresStatement count(connection, "SELECT count(*) FROM grown WHERE number < $1");
    const auto run = [&](int times) {
        for (int time = 0; time < times; ++time) {
            value_of(count.run(7));
        }
    };
    done(connection.run("SET plan_cache_mode TO force_generic_plan"));
    run(2);
    const auto expected = [&] {
        PostgresStatement explain(connection, "EXPLAIN EXECUTE s1 (7)");
        std::string plan;
        value_of(explain.each([&] { plan += std::string(explain.text(0)) + "\n"; }));
        return plan;
    };
    const std::string empty = expected();
    done(connection.run("INSERT INTO grown SELECT generate_series(1, 10000)"));
    EXPECT_EQ(expected(), empty);
    run(100);
    EXPECT_NE(expected(), empty);
}

TEST_F(PostgresConnectionTest, text_that_is_no_utf8_is_replaced) {
    PostgresStatement echo(connection, "SELECT $1::text");
    value_of(echo.each([&] { EXPECT_EQ(echo.text(0), "a\xEF\xBF\xBDz"); }, "a\xFFz"));
}

TEST_F(PostgresConnectionTest, script_may_end_without_a_line_break) {
    done(connection.run_all("CREATE TEMPORARY TABLE here (number integer);\nSELECT 1 FROM here"));
    EXPECT_NE(code_of("CREATE TEMPORARY TABLE here (number integer)"), "");
}

TEST_F(PostgresConnectionTest, what_libpq_says_of_wrong_settings_is_told) {
    PostgresConnection wrong([] { return Result<std::string>("neither name nor value"); });
    const Result<bool> opened = wrong.open();
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().first().code, "outbox.unreachable");
    EXPECT_NE(opened.error().first().cause.find("neither"), std::string::npos);
}

}  // namespace
}  // namespace sage::outbox_test
