// SPDX-License-Identifier: Apache-2.0
// Plan: SQLite's driver over tables as Sage 50 has them - values of each kind, NULL, code page,
// pages by key, bindings, columns that a version lacks, what is unknown or locked, nothing written.
// The scripted driver - connection lost between rows, called back, time over, disconnected after.
#include "sage-adapter/transport/odbc.h"

#include <future>
#include <map>
#include <thread>

#include "tests/unit/transport/odbc_fixture.h"

namespace sage::test {
namespace {

class Odbc : public OdbcTest {
  protected:
    void SetUp() override {
        if (!has_odbc_driver("SQLite3")) {
            GTEST_SKIP() << "skipped: libsqliteodbc is not installed";
        }
        file = (folder / "accounts.db").string();
        // unixODBC remembers what it has read of a source for as long as the process lives.
        options.name = "Sage50" + folder.filename().string().substr(5);
        add_source(options.name, "Driver=SQLite3\nDatabase=" + file + "\nTimeout=50");
        run("CREATE TABLE STOCK(STOCK_CODE VARCHAR(30) PRIMARY KEY, DESCRIPTION VARCHAR(60),"
            " SALES_PRICE DOUBLE, QTY_IN_STOCK DOUBLE, THIS_RECORD INTEGER, INACTIVE_FLAG TINYINT,"
            " STOCK_TAKE_DATE DATE, RECORD_MODIFY_DATE TIMESTAMP, WEB_DETAILS VARCHAR(1023))");
        source = opened(options);
    }

    void run(const std::string& sql) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(::sqlite3_open(file.c_str(), &database), SQLITE_OK);
        EXPECT_EQ(::sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << ::sqlite3_errmsg(database);
        ::sqlite3_close(database);
    }
    Result<QueryAnswer> read(const Query& query) const {
        return source->read(query, nobody, limit_ms);
    }

    std::string file;
    DataSourceOptions options;
    std::unique_ptr<DataSource> source;
    const Query codes{"STOCK", {{"STOCK_CODE"}}, "ORDER BY STOCK_CODE", {}, 100};
};

using Row = std::vector<QueryValue>;

TEST_F(Odbc, values_are_what_the_database_holds) {
    run("INSERT INTO STOCK VALUES('  A1 ', CAST(x'A335' AS TEXT), 88.199999999999989, 2e-15, 7, 0,"
        " '2026-01-02', '2026-01-02 03:04:05', '')");
    run("INSERT INTO STOCK VALUES('A2', NULL, NULL, -0.1, 2000000000, 1, NULL, NULL,"
        " printf('%.32000c', 'y'))");
    const Query all{"STOCK",
                    {{"STOCK_CODE"},
                     {"DESCRIPTION"},
                     {"SALES_PRICE", ValueKind::number},
                     {"QTY_IN_STOCK", ValueKind::number},
                     {"THIS_RECORD", ValueKind::number},
                     {"INACTIVE_FLAG", ValueKind::number},
                     {"STOCK_TAKE_DATE", ValueKind::date},
                     {"RECORD_MODIFY_DATE", ValueKind::time},
                     {"WEB_DETAILS"}},
                    "ORDER BY STOCK_CODE",
                    {},
                    100};
    const Result<QueryAnswer> answer = read(all);
    ASSERT_TRUE(answer.ok()) << answer.error().first().cause;
    ASSERT_EQ(answer.value().rows.size(), 2U);
    EXPECT_EQ(answer.value().rows[0],
              (Row{"  A1 ", "£5", "88.2", "0", "7", "0", "2026-01-02", "2026-01-02 03:04:05", ""}));
    EXPECT_EQ(answer.value().rows[1],
              (Row{"A2", std::nullopt, std::nullopt, "-0.1", "2000000000", "1", std::nullopt,
                   std::nullopt, std::string(32'000, 'y')}));
    EXPECT_FALSE(answer.value().more);
}

TEST_F(Odbc, pages_by_key_give_each_record_once) {
    for (int number = 10; number < 35; ++number) {
        run("INSERT INTO STOCK(STOCK_CODE) VALUES('S" + std::to_string(number) + "')");
    }
    Query page{"STOCK", {{"STOCK_CODE"}}, "WHERE STOCK_CODE > ? ORDER BY STOCK_CODE", {{""}}, 10};
    std::vector<std::string> seen;
    int pages = 0;
    for (bool more = true; more;) {
        const Result<QueryAnswer> answer = read(page);
        ASSERT_TRUE(answer.ok());
        for (const Row& row : answer.value().rows) {
            seen.push_back(*row[0]);
        }
        more = answer.value().more;
        page.bindings[0].value = seen.back();
        ++pages;
    }
    EXPECT_EQ(pages, 3);
    ASSERT_EQ(seen.size(), 25U);
    EXPECT_EQ(seen.front(), "S10");
    EXPECT_EQ(seen.back(), "S34");
    page.bindings[0].value = "S34";
    EXPECT_TRUE(read(page).value().rows.empty());
    page.rows_max = 25;
    page.bindings[0].value = "";
    EXPECT_FALSE(read(page).value().more) << "all of them is not more than there are";
}

TEST_F(Odbc, a_page_ends_early_where_its_values_are_large) {
    run("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 799)"
        " INSERT INTO STOCK(STOCK_CODE, WEB_DETAILS) SELECT 'S' || i, printf('%.32000c', 'z') FROM "
        "n");
    const Query all{"STOCK", {{"STOCK_CODE"}, {"WEB_DETAILS"}}, "ORDER BY STOCK_CODE", {}, 10'000};
    const Result<QueryAnswer> answer = read(all);
    ASSERT_TRUE(answer.ok());
    EXPECT_TRUE(answer.value().more);
    EXPECT_GT(answer.value().rows.size(), 500U);
    EXPECT_LT(answer.value().rows.size(), 600U) << "sixteen mebibytes";
}

TEST_F(Odbc, what_is_asked_for_is_bound_whatever_it_says) {
    run("INSERT INTO STOCK VALUES('A1', NULL, 1, 1, 7, 0, '2026-01-02', '2026-01-02 03:04:05', "
        "'')");
    run("INSERT INTO STOCK VALUES(CAST(x'43A3' AS TEXT), NULL, 1, 1, 9, 0, '2026-02-02',"
        " '2026-02-02 03:04:05', '')");
    const auto found = [&](const std::string& condition, const QueryBinding& binding) {
        const Result<QueryAnswer> answer =
            read({"STOCK", {{"STOCK_CODE"}}, condition, {binding}, 100});
        EXPECT_TRUE(answer.ok()) << condition << answer.error().first().cause;
        return answer.ok() ? answer.value().rows.size() : 99;
    };
    EXPECT_EQ(found("WHERE STOCK_CODE = ?", {"A1"}), 1U);
    EXPECT_EQ(found("WHERE STOCK_CODE = ?", {"C£"}), 1U) << "in the code page of the database";
    EXPECT_EQ(found("WHERE STOCK_CODE = ?", {"A1' OR '1'='1"}), 0U);
    EXPECT_EQ(found("WHERE STOCK_CODE = ?", {"'; DROP TABLE STOCK; --"}), 0U);
    EXPECT_EQ(found("WHERE THIS_RECORD > ?", {"8", ValueKind::number}), 1U);
    EXPECT_EQ(found("WHERE STOCK_TAKE_DATE >= ?", {"2026-02-01", ValueKind::date}), 1U);
    EXPECT_EQ(found("WHERE RECORD_MODIFY_DATE >= ?", {"2026-02-02 03:04:05", ValueKind::time}), 1U);
    const Query cyrillic{"STOCK", {{"STOCK_CODE"}}, "WHERE STOCK_CODE = ?", {{"Ж"}}, 100};
    EXPECT_EQ(code(read(cyrillic)), "odbc.query_refused");
    const Query count{"STOCK", {{"COUNT(*)", ValueKind::number}}, "", {}, 1};
    EXPECT_EQ(read(count).value().rows, std::vector<Row>{{"2"}});
}

TEST_F(Odbc, a_column_that_this_version_lacks_is_told_and_null) {
    run("INSERT INTO STOCK(STOCK_CODE, THIS_RECORD) VALUES('A1', 7)");
    run("CREATE TABLE STOCKX(ITEM_TYPE INTEGER); CREATE TABLE S_OCK(ITEM_TYPE INTEGER)");
    const Query items{"STOCK",
                      {{"STOCK_CODE"},
                       {"ITEM_TYPE", ValueKind::number, true},
                       {"THIS_RECORD", ValueKind::number, true},
                       {"COUNTRY_CODE_OF_ORIGIN", ValueKind::text, true}},
                      "",
                      {},
                      100};
    const Result<QueryAnswer> answer = read(items);
    ASSERT_TRUE(answer.ok()) << answer.error().first().cause;
    EXPECT_EQ(answer.value().absent,
              (std::vector<std::string>{"ITEM_TYPE", "COUNTRY_CODE_OF_ORIGIN"}));
    EXPECT_EQ(answer.value().rows, (std::vector<Row>{{"A1", std::nullopt, "7", std::nullopt}}));
}

TEST_F(Odbc, what_the_database_lacks_is_named) {
    const Result<QueryAnswer> column = read({"STOCK", {{"STOCK_CODE"}, {"COLOUR"}}, "", {}, 100});
    EXPECT_EQ(code(column), "odbc.column_unknown");
    EXPECT_EQ(column.error().status, Status::config);
    EXPECT_NE(column.error().first().cause.find("COLOUR"), std::string::npos);
    EXPECT_EQ(code(read({"STOCK", {{"COLOUR"}, {"ITEM_TYPE", ValueKind::text, true}}, "", {}, 9})),
              "odbc.column_unknown");
    const Result<QueryAnswer> table = read({"SALES_LEDGER", {{"ACCOUNT_REF"}}, "", {}, 100});
    EXPECT_EQ(code(table), "odbc.table_unknown");
    EXPECT_NE(table.error().first().cause.find("SALES_LEDGER"), std::string::npos);
    EXPECT_EQ(code(read({"SALES_LEDGER", {{"A", ValueKind::text, true}}, "", {}, 9})),
              "odbc.table_unknown");
}

TEST_F(Odbc, a_source_or_driver_that_the_machine_lacks_is_told) {
    const auto failure = [&](const std::string& name) {
        DataSourceOptions other;
        other.name = name;
        return opened(other)->read(codes, nobody, limit_ms);
    };
    const Result<QueryAnswer> source_missing = failure("SageLine50v30");
    EXPECT_EQ(code(source_missing), "odbc.source_unknown");
    EXPECT_EQ(source_missing.error().status, Status::config);
    EXPECT_EQ(source_missing.error().first().pointer, "/dataSource/name");
    EXPECT_NE(source_missing.error().first().cause.find("SageLine50v30"), std::string::npos);
    add_source("Broken", "Driver=/nowhere/S11DBC64.so");
    EXPECT_EQ(code(failure("Broken")), "odbc.driver_missing");
    add_source("Elsewhere", "Driver=SQLite3\nDatabase=/nowhere/accounts.db");
    EXPECT_EQ(code(failure("Elsewhere")), "odbc.cannot_connect");
    EXPECT_EQ(open_odbc_source({}).error().first().code, "settings.data_source.name");
}

TEST_F(Odbc, a_database_that_others_lock_is_busy_and_not_empty) {
    run("INSERT INTO STOCK(STOCK_CODE) VALUES('A1')");
    sqlite3* other = nullptr;
    ASSERT_EQ(::sqlite3_open(file.c_str(), &other), SQLITE_OK);
    ASSERT_EQ(::sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(code(read(codes)), "odbc.busy");
    ASSERT_EQ(::sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
    ::sqlite3_close(other);
    EXPECT_EQ(read(codes).value().rows.size(), 1U);
}

TEST_F(Odbc, nothing_can_be_written) {
    run("INSERT INTO STOCK(STOCK_CODE) VALUES('A1')");
    const char* const conditions[] = {"; DELETE FROM STOCK", "WHERE STOCK_CODE = 'A1'", "INTO COPY",
                                      "UNION SELECT 1", "/* */"};
    for (const char* condition : conditions) {
        EXPECT_EQ(code(read({"STOCK", {{"STOCK_CODE"}}, condition, {}, 100})), "odbc.query_refused")
            << condition;
    }
    EXPECT_EQ(read(codes).value().rows.size(), 1U);
}

TEST_F(ScriptedOdbc, a_connection_that_is_lost_between_rows_gives_none_of_them) {
    const Result<QueryAnswer> lost = answer(
        {{"ROWS", "5"}, {"FAIL", "SQLFetch"}, {"AT", "3"}, {"STATE", "08S01"}, {"WORDS", "reset"}},
        names);
    EXPECT_EQ(code(lost), "odbc.connection_lost");
    EXPECT_EQ(lost.error().status, Status::remote);
    EXPECT_EQ(code(answer({{"FAIL", "SQLGetData"}, {"STATE", "08S01"}}, names)),
              "odbc.connection_lost");
    EXPECT_EQ(code(answer({{"ROWS", "5"}, {"LENGTHS", "wrong"}}, names)), "odbc.read_failed");
    EXPECT_EQ(answer({{"ROWS", "5"}}, names).value().rows.size(), 5U);
}

TEST_F(ScriptedOdbc, each_step_that_fails_is_an_error) {
    for (const char* step :
         {"SQLDriverConnect", "SQLPrepare", "SQLExecute", "SQLFetch", "SQLGetData"}) {
        EXPECT_EQ(code(answer({{"FAIL", step}, {"STATE", "HYT00"}}, names)), "odbc.timeout")
            << step;
    }
    const Query bound{"STOCK", {{"NAME"}}, "WHERE NAME > ?", {{"A"}}, 100};
    EXPECT_EQ(code(answer({{"FAIL", "SQLBindParameter"}, {"STATE", "HYT00"}}, bound)),
              "odbc.timeout");
    const Query optional{"STOCK", {{"NAME", ValueKind::text, true}}, "", {}, 100};
    const DataSourceOptions::Attribute catalogue = {"CATALOGUE", "NAME"};
    for (const char* step : {"SQLColumns", "SQLFetch", "SQLGetData"}) {
        EXPECT_EQ(code(answer({catalogue, {"FAIL", step}, {"STATE", "HYT00"}}, optional)),
                  "odbc.timeout")
            << step << ": what the catalogue does not say is not absent";
    }
    EXPECT_EQ(answer({catalogue}, optional).value().absent.size(), 0U);
    EXPECT_EQ(
        code(answer({{"FAIL", "SQLPrepare"}, {"STATE", "HY000"}, {"CATALOGUE", "OTHER"}}, names)),
        "odbc.column_unknown");
    EXPECT_EQ(
        code(answer({{"FAIL", "SQLPrepare"}, {"STATE", "HY000"}, {"CATALOGUE", "NAME"}}, names)),
        "odbc.read_failed");
}

TEST_F(ScriptedOdbc, the_catalogue_may_answer_with_tables_whose_names_are_alike) {
    const Query items{"SALES_LEDGER", {{"NAME"}, {"BALANCE", ValueKind::number, true}}, "", {}, 9};
    const Result<QueryAnswer> found = answer({{"CATALOGUE", "NAME,SALESXLEDGER.BALANCE"}}, items);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found.value().absent, std::vector<std::string>{"BALANCE"});
    EXPECT_EQ(found.value().rows, (std::vector<Row>{{"row 1", std::nullopt}}));
}

TEST_F(ScriptedOdbc, a_value_of_another_kind_is_an_error_that_does_not_show_it) {
    const Query numbers{"STOCK", {{"PRICE", ValueKind::number}}, "", {}, 100};
    const Result<QueryAnswer> comma = answer({{"VALUE", "12,5"}}, numbers);
    EXPECT_EQ(code(comma), "odbc.value_unreadable");
    EXPECT_NE(comma.error().first().cause.find("PRICE of STOCK"), std::string::npos);
    EXPECT_EQ(comma.error().first().cause.find("12,5"), std::string::npos);
    DataSourceOptions other = scripted({{"VALUE", "\xC2\xA3"}});
    other.encoding = TextEncoding::utf_8;
    EXPECT_EQ(*opened(other)->read(names, nobody, limit_ms).value().rows[0][0], "£");
}

/// How often each step was taken, as the driver wrote it down.
std::map<std::string, int> calls_in(const std::string& log) {
    std::ifstream in(log);
    std::map<std::string, int> calls;
    for (std::string line; std::getline(in, line);) {
        ++calls[line];
    }
    return calls;
}

TEST_F(ScriptedOdbc, a_read_that_waits_is_called_back_from_another_thread) {
    for (const char* step : {"SQLPrepare", "SQLExecute", "SQLFetch", "SQLGetData"}) {
        const std::string log = (folder / step).string();
        const std::unique_ptr<DataSource> source =
            opened(scripted({{"WAITS", step}, {"LOG", log}}));
        auto reading =
            std::async(std::launch::async, [&] { return source->read(names, nobody, limit_ms); });
        while (calls_in(log)[step] == 0) {
            std::this_thread::yield();
        }
        source->interrupt();
        EXPECT_EQ(code(reading.get()), "odbc.interrupted") << step;
    }
}

TEST_F(ScriptedOdbc, a_read_that_is_called_back_does_not_end_the_next) {
    const std::unique_ptr<DataSource> source = opened(scripted({{"ROWS", "2"}}));
    source->interrupt();
    EXPECT_EQ(source->read(names, nobody, limit_ms).value().rows.size(), 2U);
    EXPECT_EQ(code(source->read(names, nobody, 0)), "odbc.timeout") << "no time for it";
}

TEST_F(ScriptedOdbc, nobody_is_logged_in_between_two_reads) {
    const std::string log = (folder / "calls").string();
    const std::unique_ptr<DataSource> source = opened(scripted({{"LOG", log}}));
    ASSERT_TRUE(source->read(names, nobody, limit_ms).ok());
    ASSERT_TRUE(source->read(names, nobody, limit_ms).ok());
    EXPECT_EQ(calls_in(log)["SQLDriverConnect"], 2);
    EXPECT_EQ(calls_in(log)["SQLDisconnect"], 2);
}

}  // namespace
}  // namespace sage::test
