// SPDX-License-Identifier: Apache-2.0
// Poco::Data is used here and nowhere else in the outbox. The session is made without Poco's
// registry of connectors, which is one for the whole process and belongs to the host.
//
// A statement of Poco that failed once answers "still executing" for ever; it is prepared anew.
#include "sage-adapter/outbox/sqlite_connection.h"

#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/SQLite/SessionImpl.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>

#include <exception>
#include <utility>
#include <vector>

namespace sage {
namespace {

namespace sqlite = Poco::Data::SQLite;

// Nobody else writes; a reader such as the sqlite3 shell may hold the file for a moment.
constexpr std::size_t busy_seconds = 10;

Error storage_error(std::string code, std::string cause, std::string fix) {
    return Error(Status::storage,
                 Problem{std::move(code), "", std::move(cause), std::move(fix), Owner::it});
}

/// Call inside a catch block: what was thrown, as an Error a person can act on.
Error caught() {
    try {
        throw;
    } catch (const sqlite::DatabaseFullException&) {
        return storage_error("outbox.disk_full", "The disk that holds the data directory is full.",
                             "Free space on it; the adapter goes on by itself.");
    } catch (const sqlite::ReadOnlyException&) {
        return storage_error("outbox.read_only", "The outbox cannot be written: it is read-only.",
                             "Make the data directory and its file system writable for the host.");
    } catch (const sqlite::CantOpenDBFileException&) {
        return storage_error("outbox.cannot_open", "The outbox's database cannot be opened.",
                             "Check that the host may read and write the data directory.");
    } catch (const sqlite::CorruptImageException& thrown) {
        return storage_error("outbox.damaged", "The outbox is damaged: " + thrown.message() + ".",
                             "Stop the host, keep a copy of the data directory, and restore it "
                             "from a backup.");
    } catch (const sqlite::DBLockedException&) {
        return storage_error("outbox.locked", "Another program holds the outbox's database.",
                             "Close every other program that has outbox.db open.");
    } catch (const sqlite::IOErrorException& thrown) {
        return storage_error("outbox.io", "The disk failed: " + thrown.message() + ".",
                             "Check the disk and the system log, then restart the host.");
    } catch (const Poco::Exception& thrown) {
        return storage_error("outbox.storage",
                             "The outbox could not be used: " + thrown.displayText() + ".",
                             "Restart the host; if it happens again, report it with the log.");
    } catch (const std::exception& thrown) {
        return storage_error("outbox.storage",
                             std::string("The outbox could not be used: ") + thrown.what() + ".",
                             "Restart the host; if it happens again, report it with the log.");
    }
}

}  // namespace

struct SqliteConnection::Session {
    Poco::Data::Session poco;
};

SqliteConnection::SqliteConnection(std::unique_ptr<Session> session)
    : session_(std::move(session)) {}

SqliteConnection::~SqliteConnection() = default;

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path) {
    try {
        Poco::AutoPtr<Poco::Data::SessionImpl> implementation(
            new sqlite::SessionImpl(path, busy_seconds));
        auto session = std::make_unique<Session>(Session{Poco::Data::Session(implementation)});
        return std::unique_ptr<SqliteConnection>(new SqliteConnection(std::move(session)));
    } catch (...) {
        return caught();
    }
}

Result<void> SqliteConnection::run(std::string_view sql) {
    try {
        Poco::Data::Statement statement(session_->poco);
        statement << std::string(sql);
        statement.execute();
        return {};
    } catch (...) {
        return caught();
    }
}

Result<std::string> SqliteConnection::text(std::string_view sql) {
    SqliteStatement statement(*this, sql, "", "t");
    const Result<std::size_t> rows = statement.run();
    if (!rows.ok()) {
        return rows.error();
    }
    return rows.value() == 0 ? std::string() : statement.text(0);
}

Result<void> SqliteConnection::run_all(std::string_view sql) {
    // Poco runs one statement at a time. A statement ends at a semicolon that ends a line, except
    // inside the body of a trigger, which ends with END.
    std::string statement;
    while (!sql.empty()) {
        const std::size_t end = std::min(sql.find('\n'), sql.size() - 1);
        const std::string_view line = sql.substr(0, end + 1);
        sql.remove_prefix(end + 1);
        if (line.starts_with("--") || line == "\n") {
            continue;
        }
        statement += line;
        const bool trigger = statement.starts_with("CREATE TRIGGER");
        if (trigger ? line.ends_with("END;\n") : line.ends_with(";\n")) {
            Result<void> done = run(statement);
            if (!done.ok()) {
                return done;
            }
            statement.clear();
        }
    }
    return statement.empty() ? Result<void>() : run(statement);
}

struct SqliteStatement::Prepared {
    struct Value {
        char kind;
        Poco::Int64 integer = 0;
        Poco::Nullable<Poco::Int64> nullable;
        std::string text;
    };

    Prepared(Poco::Data::Session& session_in, std::string_view sql_in,
             std::string_view parameters_in, std::string_view columns_in)
        : session(session_in), sql(sql_in) {
        for (const char kind : parameters_in) {
            parameters.push_back({kind, 0, {}, {}});
        }
        for (const char kind : columns_in) {
            columns.push_back({kind, 0, {}, {}});
        }
    }

    void prepare() {
        using Poco::Data::Keywords::into;
        using Poco::Data::Keywords::use;
        statement.emplace(session);
        *statement << sql;
        for (Value& value : parameters) {
            if (value.kind == 'i') {
                *statement, use(value.integer);
            } else if (value.kind == 'n') {
                *statement, use(value.nullable);
            } else {
                *statement, use(value.text);
            }
        }
        for (Value& value : columns) {
            if (value.kind == 'i') {
                *statement, into(value.integer);
            } else if (value.kind == 'n') {
                *statement, into(value.nullable);
            } else {
                *statement, into(value.text);
            }
        }
        if (!columns.empty()) {
            // One row at a time, so that the columns hold each in turn.
            *statement, Poco::Data::Keywords::limit(1);
        }
    }

    Poco::Data::Session& session;
    std::string sql;
    std::vector<Value> parameters;
    std::vector<Value> columns;
    std::optional<Poco::Data::Statement> statement;
};

SqliteStatement::SqliteStatement(SqliteConnection& connection, std::string_view sql,
                                 std::string_view parameters, std::string_view columns)
    : prepared_(std::make_unique<Prepared>(connection.session_->poco, sql, parameters, columns)) {}

SqliteStatement::~SqliteStatement() = default;

void SqliteStatement::set(std::size_t index, std::optional<std::int64_t> value) {
    Prepared::Value& place = prepared_->parameters[index];
    if (!value.has_value()) {
        place.nullable.clear();
    } else if (place.kind == 'n') {
        place.nullable = *value;
    } else {
        place.integer = *value;
    }
}

void SqliteStatement::set(std::size_t index, std::string_view value) {
    prepared_->parameters[index].text.assign(value);
}

Result<std::size_t> SqliteStatement::run_bound(const std::function<void()>* row) {
    try {
        if (!prepared_->statement.has_value()) {
            prepared_->prepare();
        }
        Poco::Data::Statement& statement = *prepared_->statement;
        std::size_t rows = 0;
        do {
            const std::size_t got = statement.execute();
            rows += got;
            if (got > 0 && row != nullptr) {
                (*row)();
            }
        } while (!statement.done());
        return rows;
    } catch (...) {
        prepared_->statement.reset();
        return caught();
    }
}

std::int64_t SqliteStatement::integer(std::size_t column) const {
    return prepared_->columns[column].integer;
}

std::optional<std::int64_t> SqliteStatement::nullable(std::size_t column) const {
    const Poco::Nullable<Poco::Int64>& value = prepared_->columns[column].nullable;
    return value.isNull() ? std::nullopt : std::optional<std::int64_t>(value.value());
}

const std::string& SqliteStatement::text(std::size_t column) const {
    return prepared_->columns[column].text;
}

}  // namespace sage
