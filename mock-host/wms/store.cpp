// SPDX-License-Identifier: Apache-2.0
#include "mock-host/wms/store.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace wms {
namespace {

constexpr int kSchemaVersion = 2;

constexpr const char* kSchema =
#include "warehouse_schema.inc"
    ;

/// Another of our programs has the file for a moment.
constexpr int kBusyMs = 5'000;

}  // namespace

Store::Store(const std::string& file)
    : database_(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMs) {
    database_.exec("PRAGMA journal_mode = WAL");
    database_.exec("PRAGMA synchronous = FULL");
    database_.exec("PRAGMA foreign_keys = ON");
    const int version = database_.execAndGet("PRAGMA user_version").getInt();
    if (version != 0 && version != kSchemaVersion) {
        throw SQLite::Exception("the file is of another version of this program", SQLITE_CANTOPEN);
    }
    if (version == 0) {
        database_.exec(std::string("BEGIN IMMEDIATE;") + kSchema +
                       "PRAGMA user_version = " + std::to_string(kSchemaVersion) + ";COMMIT;");
    }
}

SQLite::Statement& Store::prepared(const char* text) {
    auto found = statements_.find(text);
    if (found == statements_.end()) {
        found =
            statements_.emplace(text, std::make_unique<SQLite::Statement>(database_, text)).first;
    }
    const std::unique_ptr<SQLite::Statement>& statement = found->second;
    // The earlier run of the same text has been read: it gives its locks back.
    statement->tryReset();
    return *statement;
}

void Store::commit() {
    for (SQLite::Statement* const statement : asked_) {
        statement->tryReset();
    }
    asked_.clear();
    run("COMMIT");
}

void Store::roll_back() {
    asked_.clear();
    for (const auto& [text, statement] : statements_) {
        statement->tryReset();
    }
    // After some errors SQLite has rolled back itself.
    if (sqlite3_get_autocommit(database_.getHandle()) == 0) {
        database_.tryExec("ROLLBACK");
    }
}

}  // namespace wms
