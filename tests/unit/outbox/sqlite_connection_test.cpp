// SPDX-License-Identifier: Apache-2.0
// Plan: values in and out of a statement (integers, NULL, text, nothing), many rows, use again
// after a failure, and every failure of the file as an error a person can act on.
#include "sage-adapter/outbox/sqlite_connection.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "tests/unit/outbox/outbox_folder.h"

namespace sage::outbox_test {
namespace {

class SqliteConnectionTest : public testing::Test {
  public:
    SqliteConnectionTest() : connection(value_of(SqliteConnection::open(folder.file("test.db")))) {
        done(
            connection->run("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE,"
                            " number INTEGER) STRICT"));
    }

    OutboxFolder folder;
    std::unique_ptr<SqliteConnection> connection;
};

TEST_F(SqliteConnectionTest, values_come_back_as_they_went_in) {
    SqliteStatement insert(*connection, "INSERT INTO thing (name, number) VALUES (?, ?)", "ti");
    SqliteStatement select(*connection, "SELECT name, number FROM thing WHERE id = ?", "i", "ti");
    const std::vector<std::pair<std::string, std::int64_t>> values = {
        {"", 0},
        {"Müller & Söhne, 北京", -1},
        {std::string(100'000, 'x'), std::numeric_limits<std::int64_t>::max()},
        {"quote ' and \" and ; --", std::numeric_limits<std::int64_t>::min()}};
    for (const auto& [name, number] : values) {
        EXPECT_TRUE(insert.run(name, number).ok());
    }
    for (std::size_t index = 0; index < values.size(); ++index) {
        ASSERT_EQ(value_of(select.run(index + 1)), 1U);
        EXPECT_EQ(select.text(0), values[index].first);
        EXPECT_EQ(select.integer(1), values[index].second);
    }
}

TEST_F(SqliteConnectionTest, null_is_told_from_zero) {
    SqliteStatement insert(*connection, "INSERT INTO thing (number) VALUES (?)", "i");
    SqliteStatement select(*connection, "SELECT number FROM thing WHERE id = ?", "i", "i");
    EXPECT_TRUE(insert.run(std::optional<std::int64_t>()).ok());
    EXPECT_TRUE(insert.run(0).ok());
    EXPECT_TRUE(insert.run(std::optional<std::int64_t>()).ok());
    value_of(select.run(2));
    EXPECT_EQ(select.nullable(0), 0);
    for (const int id : {1, 3}) {
        value_of(select.run(id));
        EXPECT_FALSE(select.nullable(0).has_value());
        EXPECT_EQ(select.integer(0), 0);
    }
}

TEST_F(SqliteConnectionTest, rows_come_one_after_the_other) {
    SqliteStatement insert(*connection, "INSERT INTO thing (number) VALUES (?)", "i");
    for (int number = 0; number < 100; ++number) {
        EXPECT_TRUE(insert.run(number * number).ok());
    }
    SqliteStatement select(*connection, "SELECT number FROM thing WHERE number >= ? ORDER BY id",
                           "i", "i");
    for (int again = 0; again < 2; ++again) {
        std::vector<std::int64_t> seen;
        EXPECT_EQ(value_of(select.each([&] { seen.push_back(select.integer(0)); }, 9'409)), 3U);
        EXPECT_EQ(seen, (std::vector<std::int64_t>{9'409, 9'604, 9'801}));
    }
    EXPECT_EQ(value_of(select.run(1'000'000)), 0U);
}

TEST_F(SqliteConnectionTest, returning_tells_whether_a_row_was_written) {
    SqliteStatement insert(*connection,
                           "INSERT INTO thing (name) VALUES (?) ON CONFLICT DO NOTHING"
                           " RETURNING id",
                           "t", "i");
    EXPECT_EQ(value_of(insert.run("a")), 1U);
    EXPECT_EQ(insert.integer(0), 1);
    EXPECT_EQ(value_of(insert.run("a")), 0U);
    EXPECT_EQ(value_of(insert.run("b")), 1U);
    EXPECT_EQ(insert.integer(0), 2);
}

TEST_F(SqliteConnectionTest, statement_that_failed_can_be_used_again) {
    SqliteStatement insert(*connection, "INSERT INTO thing (name) VALUES (?)", "t");
    EXPECT_TRUE(insert.run("a").ok());
    const Result<std::size_t> failed = insert.run("a");
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().status, Status::storage);
    EXPECT_EQ(failed.error().first().code, "outbox.storage");
    EXPECT_NE(failed.error().first().cause.find("UNIQUE"), std::string::npos);
    EXPECT_TRUE(insert.run("b").ok());
    EXPECT_EQ(value_of(connection->text("SELECT count(*) FROM thing")), "2");
}

TEST_F(SqliteConnectionTest, wrong_sql_says_what_is_wrong_with_it) {
    const Result<void> failed = connection->run("SELECT thing FROM nowhere");
    ASSERT_FALSE(failed.ok());
    EXPECT_NE(failed.error().first().cause.find("nowhere"), std::string::npos);
    SqliteStatement statement(*connection, "SELECT 1 FROM nowhere", "", "i");
    EXPECT_FALSE(statement.run().ok());
}

TEST_F(SqliteConnectionTest, text_of_several_statements_runs_with_comments_and_triggers) {
    done(
        connection->run_all("-- a comment; with a semicolon\n"
                            "CREATE TABLE other (id INTEGER,\n    name TEXT\n);\n\n"
                            "CREATE TRIGGER kept BEFORE DELETE ON other\n"
                            "BEGIN SELECT RAISE(ABORT, 'kept'); END;\n"
                            "INSERT INTO other VALUES (1, 'one');"));
    EXPECT_EQ(value_of(connection->text("SELECT name FROM other")), "one");
    const Result<void> refused = connection->run("DELETE FROM other");
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().first().cause.find("kept"), std::string::npos);
}

TEST_F(SqliteConnectionTest, text_of_several_statements_stops_at_the_first_wrong_one) {
    EXPECT_FALSE(connection
                     ->run_all("CREATE TABLE first (id INTEGER);\n"
                               "CREATE NONSENSE;\n"
                               "CREATE TABLE second (id INTEGER);\n")
                     .ok());
    EXPECT_EQ(value_of(connection->text("SELECT group_concat(name) FROM sqlite_master"
                                        " WHERE name IN ('first', 'second')")),
              "first");
}

TEST_F(SqliteConnectionTest, full_disk_is_called_by_its_name) {
    done(connection->run("PRAGMA max_page_count = 10"));
    SqliteStatement insert(*connection, "INSERT INTO thing (name) VALUES (?)", "t");
    const Result<std::size_t> failed = insert.run(std::string(100'000, 'x'));
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().status, Status::storage);
    EXPECT_EQ(failed.error().first().code, "outbox.disk_full");
    EXPECT_TRUE(insert.run("small").ok());
}

TEST_F(SqliteConnectionTest, read_only_is_called_by_its_name) {
    done(connection->run("PRAGMA query_only = ON"));
    const Result<void> failed = connection->run("INSERT INTO thing (name) VALUES ('a')");
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().first().code, "outbox.read_only");
}

TEST_F(SqliteConnectionTest, every_failure_says_what_to_do_and_who) {
    done(connection->run("PRAGMA query_only = ON"));
    const Error error = connection->run("INSERT INTO thing (name) VALUES ('a')").error();
    EXPECT_FALSE(error.first().cause.empty());
    EXPECT_FALSE(error.first().fix.empty());
    EXPECT_EQ(error.first().owner, Owner::it);
}

TEST(SqliteConnection, file_that_is_no_database_is_damaged) {
    const OutboxFolder folder;
    std::ofstream(folder.file("text.db")) << std::string(5'000, 'x');
    const std::unique_ptr<SqliteConnection> connection =
        value_of(SqliteConnection::open(folder.file("text.db")));
    const Result<std::string> failed = connection->text("SELECT count(*) FROM sqlite_master");
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().first().code, "outbox.damaged");
}

TEST(SqliteConnection, file_in_no_folder_cannot_be_opened) {
    const OutboxFolder folder;
    const Result<std::unique_ptr<SqliteConnection>> opened =
        SqliteConnection::open(folder.file("none/test.db"));
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().status, Status::storage);
}

TEST_F(SqliteConnectionTest, knows_whether_a_transaction_is_open) {
    EXPECT_FALSE(connection->in_transaction());
    done(connection->run("BEGIN IMMEDIATE"));
    EXPECT_TRUE(connection->in_transaction());
    done(connection->run("ROLLBACK"));
    EXPECT_FALSE(connection->in_transaction());
}

TEST_F(SqliteConnectionTest, statement_is_compiled_once_however_often_it_runs) {
    // Another connection changes the schema: SQLite compiles anew by itself, and the values stay
    // bound to the right places.
    SqliteStatement insert(*connection, "INSERT INTO thing (name, number) VALUES (?, ?)", "ti");
    EXPECT_TRUE(insert.run("a", 1).ok());
    const std::unique_ptr<SqliteConnection> other =
        value_of(SqliteConnection::open(folder.file("test.db")));
    done(other->run("ALTER TABLE thing ADD COLUMN more TEXT"));
    EXPECT_TRUE(insert.run("b", 2).ok());
    EXPECT_EQ(value_of(connection->text("SELECT number FROM thing WHERE name = 'b'")), "2");
}

TEST_F(SqliteConnectionTest, no_row_is_no_text) {
    EXPECT_EQ(value_of(connection->text("SELECT name FROM thing")), "");
}

TEST_F(SqliteConnectionTest, without_a_log_there_is_none_to_write_again) {
    done(connection->run("INSERT INTO thing (name) VALUES ('kept')"));
    done(connection->write_log_again());
    EXPECT_EQ(value_of(connection->text("SELECT name FROM thing")), "kept");
}

}  // namespace
}  // namespace sage::outbox_test
