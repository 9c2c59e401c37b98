// SPDX-License-Identifier: Apache-2.0
// Plan: each state of ODBC that says what to do has its code, while connecting and while reading;
// drivers that know only HY000 are understood by their words; a login is in no text.
#include "sage-adapter/transport/odbc_error.h"

#include <gtest/gtest.h>

#include <tuple>

namespace sage {
namespace {

Error error_of(OdbcStep step, const std::string& state, const std::string& words = "") {
    return odbc_error(step, "SageLine50v29", "STOCK", {{state, words}}, {"warehouse", "canary"});
}

TEST(OdbcError, while_connecting_says_what_is_missing) {
    const std::tuple<const char*, const char*, const char*, Status> expected[] = {
        {"IM002", "Data source name not found", "odbc.source_unknown", Status::config},
        {"IM003", "", "odbc.driver_missing", Status::config},
        {"01000", "Can't open lib 'x' : file not found", "odbc.driver_missing", Status::config},
        {"28000", "", "odbc.login_refused", Status::auth},
        {"08001", "FATAL: password authentication failed", "odbc.login_refused", Status::auth},
        {"08001", "Connection refused", "odbc.cannot_connect", Status::remote},
        {"HYT01", "", "odbc.timeout", Status::remote},
        {"HY000", "Username is already in use", "odbc.busy", Status::remote},
        {"HY000", "connect failed", "odbc.cannot_connect", Status::remote}};
    for (const auto& [state, words, code, status] : expected) {
        const Error error = error_of(OdbcStep::connect, state, words);
        EXPECT_EQ(error.first().code, code) << state << words;
        EXPECT_EQ(error.status, status) << state << words;
        EXPECT_NE(error.first().cause.find(state), std::string::npos);
        EXPECT_FALSE(error.first().fix.empty());
    }
}

TEST(OdbcError, while_reading_says_what_happened) {
    const std::tuple<const char*, const char*, const char*, Status> expected[] = {
        {"42S02", "", "odbc.table_unknown", Status::config},
        {"42P01", "", "odbc.table_unknown", Status::config},
        {"HY000", "[SQLite]no such table: STOCK (1)", "odbc.table_unknown", Status::config},
        {"42S22", "", "odbc.column_unknown", Status::config},
        {"42703", "", "odbc.column_unknown", Status::config},
        {"HY000", "[SQLite]no such column: X (1)", "odbc.column_unknown", Status::config},
        {"42501", "", "odbc.not_allowed", Status::config},
        {"HYT00", "", "odbc.timeout", Status::remote},
        {"57014", "", "odbc.timeout", Status::remote},
        {"40001", "", "odbc.busy", Status::remote},
        {"55P03", "", "odbc.busy", Status::remote},
        {"HY000", "[SQLite]database is locked (5)", "odbc.busy", Status::remote},
        {"HY000", "Accounts BUSY", "odbc.busy", Status::remote},
        {"HY000", "exclusive access", "odbc.busy", Status::remote},
        {"08S01", "", "odbc.connection_lost", Status::remote},
        {"57P01", "", "odbc.connection_lost", Status::remote},
        {"HY000", "disk I/O error", "odbc.read_failed", Status::remote}};
    for (const auto& [state, words, code, status] : expected) {
        const Error error = error_of(OdbcStep::read, state, words);
        EXPECT_EQ(error.first().code, code) << state << words;
        EXPECT_EQ(error.status, status) << state << words;
        EXPECT_NE(error.first().cause.find("STOCK"), std::string::npos);
    }
    EXPECT_EQ(odbc_error(OdbcStep::read, "S", "STOCK", {}, {}).first().code, "odbc.read_failed");
}

TEST(OdbcError, never_shows_the_login) {
    const Error error =
        error_of(OdbcStep::connect, "08001", "UID=warehouse;PWD=canary\n\tcanarycanary \xA3");
    EXPECT_EQ(error.first().cause.find("canary"), std::string::npos) << error.first().cause;
    EXPECT_EQ(error.first().cause.find("warehouse"), std::string::npos);
    EXPECT_EQ(error.first().cause.find('\n'), std::string::npos);
    EXPECT_NE(error.first().cause.find("UID=***;PWD=***  ****** £"), std::string::npos)
        << error.first().cause;
    EXPECT_LT(error_of(OdbcStep::read, "HY000", std::string(5'000, 'x')).first().cause.size(),
              400U);
}

}  // namespace
}  // namespace sage
