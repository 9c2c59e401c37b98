// SPDX-License-Identifier: Apache-2.0
// One connection to a PostgreSQL server and its prepared statements, over libpq.
// A connection may be lost at any moment: the statement that notices says so, open() connects anew,
// and every statement prepares itself again. Not thread-safe: one thread at a time.
//
// Errors are of Status::storage. Their codes tell what the caller may do:
//   outbox.contended        the server gave up this transaction in favour of another, or in time:
//                           roll back, and the same may be tried again
//   outbox.connection_lost  the connection broke while the statement ran
//   outbox.unreachable      there is no connection and none could be made
//   outbox.server_refused   the server says no; trying again does not help
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

/// True when the transaction that failed so may be tried again from its beginning.
bool may_be_repeated(const Error& error);

class PostgresConnection {
  public:
    /// @param conninfo  asked for libpq's connection string whenever a connection is to be made; it
    ///                  may hold a password
    explicit PostgresConnection(std::function<Result<std::string>()> conninfo);
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;
    ~PostgresConnection();

    /// Connects, unless connected. True: this is a new session, in which nothing is set yet.
    Result<bool> open();
    void close();
    bool connected() const;
    /// The server's process behind this session, or the last one; 0 before the first.
    int server_process() const;

    /// Runs one statement that returns nothing of interest.
    Result<void> run(std::string_view sql);
    /// Runs every statement of a text. A statement ends with a semicolon that ends a line.
    Result<void> run_all(std::string_view sql);
    /// The first column of the only row; empty if there is none, or if it is NULL.
    Result<std::string> text(std::string_view sql);

  private:
    friend class PostgresStatement;
    struct Session;

    void plan_anew();

    std::function<Result<std::string>()> conninfo_;
    std::unique_ptr<Session> session_;
};

/// A prepared statement with $1, $2 … in it. Every parameter travels as text, whose type the server
/// finds out. Columns are read as text or as whole numbers; booleans as such.
class PostgresStatement {
  public:
    PostgresStatement(PostgresConnection& connection, std::string sql);
    PostgresStatement(const PostgresStatement&) = delete;
    PostgresStatement& operator=(const PostgresStatement&) = delete;
    ~PostgresStatement();

    /// Runs it; the columns then hold the last row. Returns how many rows there were, or, of a
    /// statement that returns none, how many it changed.
    template <class... Values>
    Result<std::size_t> run(const Values&... values) {
        begin(sizeof...(values));
        std::size_t index = 0;
        (set(index++, values), ...);
        return run_bound(nullptr);
    }

    /// Runs it, calling `row` while the columns hold one row after the other.
    template <class... Values>
    Result<std::size_t> each(const std::function<void()>& row, const Values&... values) {
        begin(sizeof...(values));
        std::size_t index = 0;
        (set(index++, values), ...);
        return run_bound(&row);
    }

    /// NULL is 0.
    std::int64_t integer(std::size_t column) const;
    std::optional<std::int64_t> nullable(std::size_t column) const;
    bool flag(std::size_t column) const;
    /// NULL is empty. Valid until the statement runs again.
    std::string_view text(std::size_t column) const;
    /// What the server calls what was done: "COMMIT".
    std::string_view done() const;

  private:
    struct Prepared;

    void begin(std::size_t parameters);
    void set(std::size_t index, std::optional<std::int64_t> value);
    void set(std::size_t index, std::string_view value);
    template <std::integral Integer>
    void set(std::size_t index, Integer value) {
        set(index, std::optional<std::int64_t>(static_cast<std::int64_t>(value)));
    }
    Result<std::size_t> run_bound(const std::function<void()>* row);
    Result<void> prepare();
    Error failed();

    PostgresConnection& connection_;
    const std::string sql_;
    std::unique_ptr<Prepared> prepared_;
};

}  // namespace sage
