// SPDX-License-Identifier: Apache-2.0
// Poco::Data is used here and nowhere else in the outbox. The session is made without Poco's
// registry of connectors, which is one for the whole process and belongs to the host.
//
// Poco 1.11 compiles a statement anew each time it is executed, which costs more than running it,
// and one that failed answers "still executing" for ever. So a statement here is Poco's SQLite
// statement compiled once and then only bound and stepped.
#include "sage-adapter/outbox/sqlite_connection.h"

#include <Poco/Data/AbstractBinding.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/SQLite/SQLiteStatementImpl.h>
#include <Poco/Data/SQLite/SessionImpl.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <Poco/Nullable.h>
#include <sqlite3.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>
#include <vector>

namespace sage {
namespace {

namespace sqlite = Poco::Data::SQLite;

// SQLite's own file system writes less than 128 KiB at a time, and of a multiple of that nothing.
constexpr std::size_t log_chunk_bytes = std::size_t{64} * 1024;

// Poco tries for so long to open a file that cannot be opened.
constexpr std::size_t open_seconds = 1;

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

/// SQLite's code of the first step that failed.
int write_file_again(sqlite3_file& file) {
    sqlite3_int64 size = 0;
    int code = file.pMethods->xFileSize(&file, &size);
    std::vector<char> bytes(log_chunk_bytes);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size;) {
        const auto amount =
            static_cast<int>(std::min(size - at, static_cast<sqlite3_int64>(bytes.size())));
        code = file.pMethods->xRead(&file, bytes.data(), amount, at);
        if (code == SQLITE_OK) {
            code = file.pMethods->xWrite(&file, bytes.data(), amount, at);
        }
        at += amount;
    }
    return code == SQLITE_OK ? file.pMethods->xSync(&file, SQLITE_SYNC_NORMAL) : code;
}

}  // namespace

struct SqliteConnection::Session {
    Poco::AutoPtr<sqlite::SessionImpl> implementation;
    Poco::Data::Session poco;
};

SqliteConnection::SqliteConnection(std::unique_ptr<Session> session)
    : session_(std::move(session)) {}

SqliteConnection::~SqliteConnection() = default;

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path) {
    try {
        Poco::AutoPtr<sqlite::SessionImpl> implementation(
            new sqlite::SessionImpl(path, open_seconds));
        Poco::AutoPtr<Poco::Data::SessionImpl> shared(implementation);
        auto session =
            std::make_unique<Session>(Session{implementation, Poco::Data::Session(shared)});
        return std::unique_ptr<SqliteConnection>(new SqliteConnection(std::move(session)));
    } catch (...) {
        return caught();
    }
}

Result<void> SqliteConnection::run(std::string_view sql) {
    SqliteStatement statement(*this, sql);
    const Result<std::size_t> rows = statement.run();
    return rows.ok() ? Result<void>() : Result<void>(rows.error());
}

Result<std::string> SqliteConnection::text(std::string_view sql) {
    SqliteStatement statement(*this, sql, "", "t");
    const Result<std::size_t> rows = statement.run();
    if (!rows.ok()) {
        return rows.error();
    }
    return rows.value() == 0 ? std::string() : statement.text(0);
}

bool SqliteConnection::in_transaction() const {
    return ::sqlite3_get_autocommit(sqlite::Utility::dbHandle(session_->poco)) == 0;
}

Result<void> SqliteConnection::write_log_again() {
    sqlite3_file* log = nullptr;
    const int asked = ::sqlite3_file_control(sqlite::Utility::dbHandle(session_->poco), "main",
                                             SQLITE_FCNTL_JOURNAL_POINTER, &log);
    // In another journal mode there is no log, and its file is not open.
    if (asked != SQLITE_OK || log == nullptr || log->pMethods == nullptr) {
        return {};
    }
    try {
        const int code = write_file_again(*log);
        if (code != SQLITE_OK) {
            sqlite::Utility::throwException(sqlite::Utility::dbHandle(session_->poco), code);
        }
    } catch (...) {
        return caught();
    }
    return {};
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

/// A value to be bound. Poco asks canBind() whether there is more: a parameter that always says yes
/// is bound again each time the statement runs.
class SqliteStatement::Parameter : public Poco::Data::AbstractBinding {
  public:
    void set(std::int64_t value) { value_ = static_cast<Poco::Int64>(value); }
    void set(std::string_view value) {
        if (std::string* text = std::get_if<std::string>(&value_)) {
            text->assign(value);
        } else {
            value_ = std::string(value);
        }
    }
    void clear() { value_ = std::monostate(); }

    std::size_t numOfColumnsHandled() const override { return 1; }
    std::size_t numOfRowsHandled() const override { return 1; }
    bool canBind() const override { return true; }
    void reset() override {}
    void bind(std::size_t position) override {
        using Poco::Data::AbstractBinder;
        AbstractBinder& binder = *getBinder();
        if (const auto* integer = std::get_if<Poco::Int64>(&value_)) {
            binder.bind(position, *integer, AbstractBinder::PD_IN);
        } else if (const auto* text = std::get_if<std::string>(&value_)) {
            binder.bind(position, *text, AbstractBinder::PD_IN);
        } else {
            binder.bind(position, Poco::Data::NullData(Poco::NULL_GENERIC), AbstractBinder::PD_IN);
        }
    }

  private:
    std::variant<std::monostate, Poco::Int64, std::string> value_;
};

class SqliteStatement::Prepared : public sqlite::SQLiteStatementImpl {
  public:
    struct Column {
        Poco::Nullable<Poco::Int64> integer;
        std::string text;
    };

    Prepared(sqlite::SessionImpl& session, sqlite3* database, std::string_view sql,
             std::string_view parameters, std::string_view column_kinds)
        : SQLiteStatementImpl(session, database),
          columns(column_kinds.size()),
          database_(database) {
        add(std::string(sql));
        bound.reserve(parameters.size());
        for (std::size_t index = 0; index < parameters.size(); ++index) {
            // Owned by the statement; Poco frees it itself where there is no memory for that.
            bound.push_back(new Parameter);
            addBind(bound.back());
        }
        for (std::size_t index = 0; index < columns.size(); ++index) {
            using Poco::Data::Keywords::into;
            addExtract(column_kinds[index] == 't' ? into(columns[index].text)
                                                  : into(columns[index].integer));
        }
    }

    /// No RETURNING anywhere: SQLite makes and drops a temporary table for it, which costs more
    /// than the change itself. So the changes are counted by SQLite's own interface.
    std::size_t run(const std::function<void()>* row) {
        if (!compiled_) {
            compileImpl();
            fixupExtraction();
            fixupBinding();
            compiled_ = true;
        }
        bindImpl();
        std::size_t rows = 0;
        while (hasNext()) {
            ++rows;
            if (columns.empty()) {
                // A row nobody asked for, such as a pragma's answer.
                break;
            }
            for (auto& extraction : extractions()) {
                extraction->reset();
            }
            next();
            if (row != nullptr) {
                (*row)();
            }
        }
        return columns.empty() ? static_cast<std::size_t>(::sqlite3_changes(database_)) : rows;
    }
    std::int64_t inserted() const { return ::sqlite3_last_insert_rowid(database_); }

    std::vector<Parameter*> bound;
    std::vector<Column> columns;

  private:
    sqlite3* database_;
    bool compiled_ = false;
};

SqliteStatement::SqliteStatement(SqliteConnection& connection, std::string_view sql,
                                 std::string_view parameters, std::string_view columns)
    : connection_(connection),
      sql_(sql),
      parameters_(parameters),
      columns_(columns),
      prepared_(make()) {}

std::unique_ptr<SqliteStatement::Prepared> SqliteStatement::make() const {
    return std::make_unique<Prepared>(*connection_.session_->implementation,
                                      sqlite::Utility::dbHandle(connection_.session_->poco), sql_,
                                      parameters_, columns_);
}

void SqliteStatement::make_anew_after_failure() {
    if (failed_) {
        prepared_ = make();
        failed_ = false;
    }
}

SqliteStatement::~SqliteStatement() = default;

void SqliteStatement::set(std::size_t index, std::optional<std::int64_t> value) {
    if (value.has_value()) {
        prepared_->bound[index]->set(*value);
    } else {
        prepared_->bound[index]->clear();
    }
}

void SqliteStatement::set(std::size_t index, std::string_view value) {
    prepared_->bound[index]->set(value);
}

Result<std::size_t> SqliteStatement::run_bound(const std::function<void()>* row) {
    try {
        return prepared_->run(row);
    } catch (...) {
        failed_ = true;
        return caught();
    }
}

std::int64_t SqliteStatement::inserted() const {
    return prepared_->inserted();
}

std::int64_t SqliteStatement::integer(std::size_t column) const {
    return prepared_->columns[column].integer.value(0);
}

std::optional<std::int64_t> SqliteStatement::nullable(std::size_t column) const {
    const Poco::Nullable<Poco::Int64>& value = prepared_->columns[column].integer;
    return value.isNull() ? std::nullopt : std::optional<std::int64_t>(value.value());
}

const std::string& SqliteStatement::text(std::size_t column) const {
    return prepared_->columns[column].text;
}

}  // namespace sage
