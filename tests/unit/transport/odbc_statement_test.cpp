// SPDX-License-Identifier: Apache-2.0
// Plan: a connection that opens and one that does not, with the driver's own words; a value in one
// piece, in pieces of known and unknown length, at the border of a piece, too long, null.
#include "sage-adapter/transport/odbc_statement.h"

#include "sage-adapter/base/limits.h"
#include "tests/unit/transport/odbc_fixture.h"

namespace sage::test {
namespace {

class OdbcStatements : public ScriptedOdbc {
  protected:
    /// The first value that a driver gives of a row with this one.
    static std::string value_of(const std::string& script, OdbcStatement::Got expected) {
        OdbcConnection connection;
        EXPECT_TRUE(connection.open("DSN=Scripted;" + script, 5));
        OdbcStatement statement(connection);
        EXPECT_TRUE(statement.prepare("SELECT NAME FROM STOCK") && statement.execute());
        EXPECT_EQ(statement.fetch(), OdbcStatement::Fetched::row);
        std::string value = "before";
        EXPECT_EQ(statement.get(1, value), expected);
        EXPECT_EQ(statement.fetch(), OdbcStatement::Fetched::end);
        return value;
    }
};

TEST_F(OdbcStatements, a_connection_that_fails_has_the_words_of_the_driver) {
    OdbcConnection connection;
    EXPECT_FALSE(
        connection.open("DSN=Scripted;FAIL=SQLDriverConnect;STATE=28000;WORDS=not you;", 5));
    const std::vector<OdbcDiagnostic> why = connection.diagnostics();
    ASSERT_FALSE(why.empty());
    EXPECT_EQ(why[0].state, "28000");
    EXPECT_NE(why[0].words.find("not you"), std::string::npos);
}

TEST_F(OdbcStatements, a_statement_that_fails_has_the_words_of_the_driver) {
    OdbcConnection connection;
    ASSERT_TRUE(connection.open("DSN=Scripted;FAIL=SQLExecute;STATE=HYT00;WORDS=slow;", 5));
    OdbcStatement statement(connection);
    statement.limit_time(1);
    ASSERT_TRUE(statement.prepare("SELECT NAME FROM STOCK WHERE NAME = ?"));
    ASSERT_TRUE(statement.bind(ValueKind::text, "A"));
    EXPECT_FALSE(statement.execute());
    const std::vector<OdbcDiagnostic> why = statement.diagnostics();
    ASSERT_EQ(why.size(), 1U);
    EXPECT_EQ(why[0].state, "HYT00");
    EXPECT_EQ(why[0].words, "slow");
}

TEST_F(OdbcStatements, a_value_is_whole_whatever_the_pieces) {
    using Got = OdbcStatement::Got;
    EXPECT_EQ(value_of("VALUE=short;", Got::value), "short");
    for (const std::size_t size : {4094U, 4095U, 4096U, 8189U, 8190U, 8191U, 100'000U}) {
        const std::string text(size, 'x');
        EXPECT_EQ(value_of("VALUE=" + text + ";", Got::value), text) << size;
        EXPECT_EQ(value_of("VALUE=" + text + ";LENGTHS=unknown;", Got::value), text) << size;
    }
    value_of("VALUE=" + std::string(limits::query_value_bytes_max + 1, 'x') + ";", Got::too_long);
    value_of("VALUE=x;LENGTHS=wrong;", Got::failure);
}

TEST_F(OdbcStatements, null_is_not_the_empty_text) {
    if (!has_odbc_driver("SQLite3")) {
        GTEST_SKIP() << "skipped: libsqliteodbc is not installed";
    }
    add_source("Empty", "Driver=SQLite3\nDatabase=" + (folder / "empty.db").string());
    OdbcConnection connection;
    ASSERT_TRUE(connection.open("DSN=Empty;", 5));
    OdbcStatement statement(connection);
    ASSERT_TRUE(statement.prepare("SELECT NULL, ''") && statement.execute());
    ASSERT_EQ(statement.fetch(), OdbcStatement::Fetched::row);
    std::string value;
    EXPECT_EQ(statement.get(1, value), OdbcStatement::Got::null);
    EXPECT_EQ(statement.get(2, value), OdbcStatement::Got::value);
    EXPECT_EQ(value, "");
}

}  // namespace
}  // namespace sage::test
