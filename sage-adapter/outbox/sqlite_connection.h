// SPDX-License-Identifier: Apache-2.0
// One connection to the database file and its prepared statements, over Poco::Data. A statement is
// prepared once and bound to places in memory once; running it copies values in and out. Not
// thread-safe: whoever owns a connection lets one thread at a time use it.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"

namespace sage {

class SqliteConnection {
  public:
    /// Opens an existing file for reading and writing.
    static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path);

    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;
    ~SqliteConnection();

    /// Runs one statement that returns nothing of interest.
    Result<void> run(std::string_view sql);
    /// Runs every statement of a text, comments and triggers included.
    Result<void> run_all(std::string_view sql);
    /// The first column of the only row; empty if there is none.
    Result<std::string> text(std::string_view sql);
    /// Whether a transaction is open.
    bool in_transaction() const;
    /// Writes the bytes of the write-ahead log to where they are, and waits for the disk. Inside a
    /// transaction that writes, so that nobody else does.
    Result<void> write_log_again();

  private:
    friend class SqliteStatement;
    struct Session;
    explicit SqliteConnection(std::unique_ptr<Session> session);

    std::unique_ptr<Session> session_;
};

/// A prepared statement. Parameters and columns are described by one letter each, in order: 'i' an
/// integer or NULL, 't' text.
class SqliteStatement {
  public:
    SqliteStatement(SqliteConnection& connection, std::string_view sql,
                    std::string_view parameters = "", std::string_view columns = "");
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;
    ~SqliteStatement();

    /// Runs it to its end; the columns then hold the last row. Returns how many rows it gave or,
    /// for one without columns, how many it changed; what its triggers changed does not count.
    template <class... Values>
    Result<std::size_t> run(const Values&... values) {
        make_anew_after_failure();
        std::size_t index = 0;
        (set(index++, values), ...);
        return run_bound(nullptr);
    }

    /// Runs it to its end, calling `row` while the columns hold one row after the other.
    template <class... Values>
    Result<std::size_t> each(const std::function<void()>& row, const Values&... values) {
        make_anew_after_failure();
        std::size_t index = 0;
        (set(index++, values), ...);
        return run_bound(&row);
    }

    /// The row id that the last INSERT of this connection gave.
    std::int64_t inserted() const;
    /// NULL is 0.
    std::int64_t integer(std::size_t column) const;
    std::optional<std::int64_t> nullable(std::size_t column) const;
    const std::string& text(std::size_t column) const;

  private:
    class Parameter;
    class Prepared;

    void set(std::size_t index, std::optional<std::int64_t> value);
    void set(std::size_t index, std::string_view value);
    template <std::integral Integer>
    void set(std::size_t index, Integer value) {
        set(index, std::optional<std::int64_t>(static_cast<std::int64_t>(value)));
    }
    Result<std::size_t> run_bound(const std::function<void()>* row);
    /// Poco's statement stops wherever something was thrown, and does not find back from there.
    void make_anew_after_failure();
    std::unique_ptr<Prepared> make() const;

    SqliteConnection& connection_;
    std::string sql_;
    std::string parameters_;
    std::string columns_;
    bool failed_ = false;
    std::unique_ptr<Prepared> prepared_;
};

}  // namespace sage
