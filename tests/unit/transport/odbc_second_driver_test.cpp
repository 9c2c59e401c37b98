// SPDX-License-Identifier: Apache-2.0
// Plan: PostgreSQL's driver, which is stricter about types, has states of its own and keeps to time
// limits: the same reads give the same values; a slow one ends; a wrong password is told and shown
// to nobody.
#include <libpq-fe.h>

#include <future>
#include <thread>

#include "tests/support/postgres_server.h"
#include "tests/unit/transport/odbc_fixture.h"

namespace sage::test {
namespace {

class SecondOdbcDriver : public OdbcTest {
  protected:
    void SetUp() override {
        if (!has_odbc_driver("PostgreSQL Unicode")) {
            GTEST_SKIP() << "skipped: odbc-postgresql is not installed";
        }
        add_source("Second",
                   "Driver=PostgreSQL Unicode\nServername=127.0.0.1\nSSLmode=disable"
                   "\nPort=" +
                       std::to_string(server.port()) + "\nDatabase=" + server.database());
        login = {server.user(), server.password()};
        options.name = "Second";
        options.encoding = TextEncoding::utf_8;
        source = opened(options);
        run("DROP TABLE IF EXISTS STOCK CASCADE; CREATE TABLE STOCK(STOCK_CODE VARCHAR(30) PRIMARY "
            "KEY, DESCRIPTION VARCHAR(60), SALES_PRICE FLOAT8, THIS_RECORD INTEGER, "
            "STOCK_TAKE_DATE DATE, RECORD_MODIFY_DATE TIMESTAMP, WEB_DETAILS TEXT);"
            "INSERT INTO STOCK VALUES('A1', '£5', 88.199999999999989, 7, '2026-01-02', "
            "'2026-01-02 03:04:05', repeat('y', 32000)), ('A2', '', NULL, 9, NULL, NULL, NULL);"
            "CREATE OR REPLACE VIEW SLOW AS SELECT pg_sleep(60)::text AS NAME");
    }

    /// The first value of the answer.
    std::string run(const std::string& sql) const {
        const std::string port = std::to_string(server.port());
        const std::string user = server.user();
        const std::string password = server.password();
        const std::string database = server.database();
        PGconn* const connection = ::PQsetdbLogin("127.0.0.1", port.c_str(), nullptr, nullptr,
                                                  database.c_str(), user.c_str(), password.c_str());
        PGresult* const result = ::PQexec(connection, sql.c_str());
        const auto status = ::PQresultStatus(result);
        EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
            << ::PQerrorMessage(connection);
        const std::string value = ::PQntuples(result) > 0 ? ::PQgetvalue(result, 0, 0) : "";
        ::PQclear(result);
        ::PQfinish(connection);
        return value;
    }

    test::PostgresServer& server = PostgresServer::shared();
    DataSourceLogin login;
    DataSourceOptions options;
    std::unique_ptr<DataSource> source;
    const Query slow{"SLOW", {{"NAME"}}, "", {}, 10};
};

using Row = std::vector<QueryValue>;

TEST_F(SecondOdbcDriver, values_are_what_the_database_holds) {
    const Query all{"STOCK",
                    {{"STOCK_CODE"},
                     {"DESCRIPTION"},
                     {"SALES_PRICE", ValueKind::number},
                     {"ITEM_TYPE", ValueKind::number, true},
                     {"THIS_RECORD", ValueKind::number},
                     {"STOCK_TAKE_DATE", ValueKind::date},
                     {"RECORD_MODIFY_DATE", ValueKind::time},
                     {"WEB_DETAILS"}},
                    "WHERE STOCK_CODE > ? ORDER BY STOCK_CODE",
                    {{""}},
                    1};
    Result<QueryAnswer> answer = source->read(all, login, limit_ms);
    ASSERT_TRUE(answer.ok()) << answer.error().first().cause;
    EXPECT_EQ(answer.value().rows,
              (std::vector<Row>{{"A1", "£5", "88.2", std::nullopt, "7", "2026-01-02",
                                 "2026-01-02 03:04:05", std::string(32'000, 'y')}}));
    EXPECT_TRUE(answer.value().more);
    EXPECT_EQ(answer.value().absent, std::vector<std::string>{"ITEM_TYPE"});
    Query next = all;
    next.bindings[0].value = "A1";
    answer = source->read(next, login, limit_ms);
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.value().rows, (std::vector<Row>{{"A2", "", std::nullopt, std::nullopt, "9",
                                                      std::nullopt, std::nullopt, std::nullopt}}));
    EXPECT_FALSE(answer.value().more);
}

TEST_F(SecondOdbcDriver, bindings_are_of_the_type_that_the_column_has) {
    const auto found = [&](const std::string& condition, const QueryBinding& binding) {
        const Result<QueryAnswer> answer =
            source->read({"STOCK", {{"STOCK_CODE"}}, condition, {binding}, 9}, login, limit_ms);
        EXPECT_TRUE(answer.ok()) << answer.error().first().cause;
        return answer.ok() ? answer.value().rows.size() : 99;
    };
    EXPECT_EQ(found("WHERE STOCK_CODE = ?", {"A1' OR '1'='1"}), 0U);
    EXPECT_EQ(found("WHERE DESCRIPTION = ?", {"£5"}), 1U);
    EXPECT_EQ(found("WHERE THIS_RECORD > ?", {"8", ValueKind::number}), 1U);
    EXPECT_EQ(found("WHERE STOCK_TAKE_DATE >= ?", {"2026-01-02", ValueKind::date}), 1U);
    EXPECT_EQ(found("WHERE RECORD_MODIFY_DATE >= ?", {"2026-01-02 03:04:05", ValueKind::time}), 1U);
    EXPECT_EQ(found("WHERE RECORD_MODIFY_DATE >= ?", {"2026-01-02 03:04:06", ValueKind::time}), 0U);
}

TEST_F(SecondOdbcDriver, what_the_database_lacks_is_named) {
    EXPECT_EQ(code(source->read({"STOCK", {{"COLOUR"}}, "", {}, 9}, login, limit_ms)),
              "odbc.column_unknown");
    EXPECT_EQ(code(source->read({"NOTHING", {{"COLOUR"}}, "", {}, 9}, login, limit_ms)),
              "odbc.table_unknown");
}

TEST_F(SecondOdbcDriver, a_wrong_password_is_told_and_not_shown) {
    const Result<QueryAnswer> refused =
        source->read(slow, {"canary_user", "canary_password"}, limit_ms);
    EXPECT_EQ(code(refused), "odbc.login_refused");
    EXPECT_EQ(refused.error().status, Status::auth);
    EXPECT_EQ(refused.error().first().cause.find("canary"), std::string::npos)
        << refused.error().first().cause;
}

TEST_F(SecondOdbcDriver, a_slow_read_ends_with_its_time) {
    EXPECT_EQ(code(source->read(slow, login, 1'000)), "odbc.timeout");
}

TEST_F(SecondOdbcDriver, a_slow_read_is_called_back) {
    auto reading =
        std::async(std::launch::async, [&] { return source->read(slow, login, limit_ms); });
    while (run("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") != "1") {
        std::this_thread::yield();
    }
    source->interrupt();
    EXPECT_EQ(code(reading.get()), "odbc.interrupted");
}

TEST_F(SecondOdbcDriver, a_server_that_is_gone_is_unavailable) {
    add_source("Gone", "Driver=PostgreSQL Unicode\nServername=127.0.0.1\nPort=1\nDatabase=x");
    DataSourceOptions gone;
    gone.name = "Gone";
    EXPECT_EQ(code(opened(gone)->read(slow, login, limit_ms)), "odbc.cannot_connect");
}

}  // namespace
}  // namespace sage::test
