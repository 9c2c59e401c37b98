// SPDX-License-Identifier: Apache-2.0
// The warehouse's database: one connection, its schema, and statements that are prepared once. Not
// thread-safe: warehouse.h holds the lock. Errors are SQLite's exceptions; the warehouse makes
// Problems of them.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

#include "mock-host/wms/decimal.h"

namespace wms {

class Store {
  public:
    /// A file, made if there is none, or ":memory:". What is committed in a file survives a power
    /// cut.
    explicit Store(const std::string& file);

    /// Runs a statement that answers nothing. Returns how many rows it changed.
    template <class... Values>
    int run(const char* text, const Values&... values) {
        return bound(text, values...).exec();
    }
    /// A question: executeStep() on what is returned, until the same text is asked again.
    template <class... Values>
    SQLite::Statement& ask(const char* text, const Values&... values) {
        SQLite::Statement& statement = bound(text, values...);
        asked_.insert(&statement);
        return statement;
    }
    std::int64_t last_id() const { return database_.getLastInsertRowid(); }

    void begin() { run("BEGIN IMMEDIATE"); }
    /// Ends questions that were not read to their end, too: one that stayed open would hold what
    /// the database was then, and no change could begin once another program has changed it.
    void commit();
    void roll_back();

  private:
    /// @param text  a literal: it is known by its address
    template <class... Values>
    SQLite::Statement& bound(const char* text, const Values&... values) {
        SQLite::Statement& statement = prepared(text);
        int position = 0;
        (bind(statement, ++position, values), ...);
        return statement;
    }
    SQLite::Statement& prepared(const char* text);

    static void bind(SQLite::Statement& statement, int position, Decimal value) {
        statement.bind(position, value.millionths());
    }
    static void bind(SQLite::Statement& statement, int position, const std::string& value) {
        statement.bind(position, value);
    }
    static void bind(SQLite::Statement& statement, int position, const char* value) {
        statement.bind(position, value);
    }
    template <class Whole>
        requires std::is_integral_v<Whole>
    static void bind(SQLite::Statement& statement, int position, Whole value) {
        statement.bind(position, static_cast<std::int64_t>(value));
    }

    SQLite::Database database_;
    std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
    std::unordered_set<SQLite::Statement*> asked_;  ///< in this transaction
};

inline Decimal decimal_at(SQLite::Statement& row, int column) {
    return Decimal::of_millionths(row.getColumn(column).getInt64());
}
inline std::string text_at(SQLite::Statement& row, int column) {
    return row.getColumn(column).getString();
}
inline std::int64_t whole_at(SQLite::Statement& row, int column) {
    return row.getColumn(column).getInt64();
}

}  // namespace wms
