// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/odbc.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/windows_1252.h"
#include "sage-adapter/transport/ascii.h"
#include "sage-adapter/transport/connection_text.h"
#include "sage-adapter/transport/deadline.h"
#include "sage-adapter/transport/odbc_error.h"
#include "sage-adapter/transport/odbc_statement.h"
#include "sage-adapter/transport/query_text.h"
#include "sage-adapter/transport/query_values.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

using Fetched = OdbcStatement::Fetched;
using Got = OdbcStatement::Got;

// Of the rows that SQLColumns gives.
constexpr std::uint16_t table_name_position = 3;
constexpr std::uint16_t column_name_position = 4;

std::int64_t seconds_left(const Deadline& deadline) {
    constexpr std::int64_t second = 1'000;
    return std::max<std::int64_t>(1, (deadline.left_ms() + second - 1) / second);
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), lower_ascii);
    return text;
}

Error query_refused(std::string_view fault, const Query& query) {
    return {Status::internal,
            Problem{"odbc.query_refused", "",
                    "A query of " + query.table + " is not sent: " + std::string(fault) + ".",
                    "Report this to the vendor of the plugin.", Owner::vendor}};
}

Error interrupted() {
    return {Status::cancelled,
            Problem{"odbc.interrupted", "", "The host called back the reading of a table.",
                    "Nothing to do: it is read again by itself.", Owner::it}};
}

/// Not the value itself: it may name a customer, and causes are shown to others than may see it.
Error value_unreadable(const Query& query, const QueryColumn& column, std::size_t bytes) {
    const char* const wanted = column.kind == ValueKind::number ? "number"
                               : column.kind == ValueKind::date ? "date"
                               : column.kind == ValueKind::time ? "time"
                                                                : "text of this encoding";
    return {Status::remote,
            Problem{"odbc.value_unreadable", "",
                    "The column " + column.name + " of " + query.table + " holds " +
                        std::to_string(bytes) + " bytes that are no " + wanted + ".",
                    "Correct the record in Sage, or the text encoding in the settings; numbers "
                    "have to come with a point, whatever the machine's region.",
                    Owner::it}};
}

/// Which statements of a source run now, so that another thread can call them back.
class Running {
  public:
    std::uint64_t interruptions() const { return interruptions_; }

    void add(OdbcStatement& statement) {
        const std::lock_guard lock(mutex_);
        all_.insert(&statement);
    }
    void remove(OdbcStatement& statement) {
        const std::lock_guard lock(mutex_);
        all_.erase(&statement);
    }
    void interrupt() {
        ++interruptions_;
        const std::lock_guard lock(mutex_);
        for (OdbcStatement* statement : all_) {
            statement->cancel();
        }
    }

  private:
    std::atomic<std::uint64_t> interruptions_{0};
    std::mutex mutex_;
    std::set<OdbcStatement*> all_;
};

/// Until the end of the scope the statement can be called back.
class Callable {
  public:
    Callable(Running& running, OdbcStatement& statement)
        : running_(running), statement_(statement) {
        running_.add(statement_);
    }
    Callable(const Callable&) = delete;
    Callable& operator=(const Callable&) = delete;
    ~Callable() { running_.remove(statement_); }

  private:
    Running& running_;
    OdbcStatement& statement_;
};

/// One read, from the connection to the last row.
class Reading {
  public:
    Reading(const DataSourceOptions& options, Running& running, const Query& query,
            const DataSourceLogin& login, std::int64_t time_limit_ms)
        : options_(options),
          running_(running),
          query_(query),
          login_(login),
          deadline_(time_limit_ms),
          interruptions_(running.interruptions()) {}

    Result<QueryAnswer> run() {
        {
            WipedText text;
            write_connection_text(options_, login_, text);
            if (!connection_.open(text.text, seconds_left(deadline_))) {
                return failed(OdbcStep::connect, connection_.diagnostics());
            }
        }
        Result<void> chosen = is_interrupted() ? interrupted() : choose_columns();
        return chosen.ok() ? ask() : Result<QueryAnswer>(std::move(chosen).error());
    }

  private:
    using Names = std::set<std::string>;

    Result<void> choose_columns() {
        const bool any_optional =
            std::any_of(query_.columns.begin(), query_.columns.end(),
                        [](const QueryColumn& column) { return column.optional; });
        if (!any_optional) {
            columns_ = query_.columns;
            return {};
        }
        const Result<Names> there = columns_there();
        if (!there.ok()) {
            return there.error();
        }
        if (std::optional<Error> lacking = what_lacks(there.value())) {
            return std::move(*lacking);
        }
        for (const QueryColumn& column : query_.columns) {
            if (!column.optional || there.value().contains(lower(column.name))) {
                columns_.push_back(column);
            } else {
                answer_.absent.push_back(column.name);
            }
        }
        return {};
    }

    /// What the driver's catalogue names, in lower case. In the question "_" stands for any
    /// character, so that other tables may be in the answer.
    Result<Names> columns_there() {
        OdbcStatement statement(connection_);
        statement.limit_time(seconds_left(deadline_));
        const Callable callable(running_, statement);
        Names names;
        Fetched fetched =
            statement.ask_for_columns(query_.table) ? statement.fetch() : Fetched::failure;
        for (; fetched == Fetched::row; fetched = statement.fetch()) {
            std::string table;
            std::string name;
            if (statement.get(table_name_position, table) != Got::value ||
                statement.get(column_name_position, name) != Got::value) {
                return failed(OdbcStep::read, statement.diagnostics());
            }
            if (equal_without_case(table, query_.table)) {
                names.insert(lower(name));
            }
        }
        return fetched == Fetched::end ? Result<Names>(std::move(names))
                                       : failed(OdbcStep::read, statement.diagnostics());
    }

    std::optional<Error> what_lacks(const Names& there) const {
        if (there.empty()) {
            return failed(OdbcStep::read, {{"42S02", "its catalogue does not name it"}});
        }
        for (const QueryColumn& column : query_.columns) {
            const bool is_column = column.name.find('(') == std::string::npos;
            if (is_column && !column.optional && !there.contains(lower(column.name))) {
                return failed(OdbcStep::read, {{"42S22", column.name}});
            }
        }
        return std::nullopt;
    }

    Result<QueryAnswer> ask() {
        OdbcStatement statement(connection_);
        statement.limit_time(seconds_left(deadline_));
        const Callable callable(running_, statement);
        if (!statement.prepare(query_text(query_, columns_))) {
            return refused(statement);
        }
        for (const QueryBinding& binding : query_.bindings) {
            std::optional<std::string> value = options_.encoding == TextEncoding::utf_8
                                                   ? std::optional(binding.value)
                                                   : to_windows_1252(binding.value);
            if (!value.has_value()) {
                return query_refused("its code page lacks a character of a value", query_);
            }
            if (!statement.bind(binding.kind, *std::move(value))) {
                return refused(statement);
            }
        }
        if (is_interrupted()) {
            return interrupted();  // by a call that came before there was a statement
        }
        return statement.execute() ? take_rows(statement) : refused(statement);
    }

    Result<QueryAnswer> take_rows(OdbcStatement& statement) {
        std::size_t bytes = 0;
        for (Fetched fetched = statement.fetch(); fetched != Fetched::end;
             fetched = statement.fetch()) {
            if (fetched == Fetched::failure) {
                return failed(OdbcStep::read, statement.diagnostics());
            }
            if (is_interrupted()) {
                return interrupted();
            }
            if (deadline_.over()) {
                return failed(OdbcStep::read, {{"HYT00", "the time for it is over"}});
            }
            // What is left out for its size is behind the last key, too.
            if (answer_.rows.size() == query_.rows_max || bytes > limits::reply_bytes_max) {
                answer_.more = true;
                break;
            }
            Result<void> taken = take_row(statement, bytes);
            if (!taken.ok()) {
                return std::move(taken).error();
            }
        }
        return std::move(answer_);
    }

    Result<void> take_row(OdbcStatement& statement, std::size_t& bytes) {
        std::vector<QueryValue> row(query_.columns.size());
        std::uint16_t position = 0;
        std::string given;
        for (std::size_t index = 0; index < row.size(); ++index) {
            const QueryColumn& column = query_.columns[index];
            if (position == columns_.size() || columns_[position].name != column.name) {
                continue;  // absent
            }
            const Got got = statement.get(++position, given);
            if (got == Got::null) {
                continue;
            }
            if (got == Got::failure) {
                return failed(OdbcStep::read, statement.diagnostics());
            }
            if (got == Got::value) {
                row[index] = query_value(decoded(given), column.kind);
            }
            if (!row[index].has_value()) {
                return value_unreadable(query_, column, given.size());
            }
            bytes += row[index]->size();
        }
        answer_.rows.push_back(std::move(row));
        return {};
    }

    std::string decoded(const std::string& given) const {
        return options_.encoding == TextEncoding::utf_8 ? given : from_windows_1252(given);
    }

    bool is_interrupted() const { return running_.interruptions() != interruptions_; }

    Error failed(OdbcStep step, const std::vector<OdbcDiagnostic>& diagnostics) const {
        if (is_interrupted()) {
            return interrupted();
        }
        return odbc_error(step, options_.name, query_.table, diagnostics, login_);
    }

    /// The text was not taken. What the catalogue lacks says more than the words of a driver.
    Error refused(const OdbcStatement& statement) {
        Error error = failed(OdbcStep::read, statement.diagnostics());
        const std::string& code = error.first().code;
        if (code != "odbc.read_failed" && !code.ends_with("_unknown")) {
            return error;
        }
        const Result<Names> there = columns_there();
        return there.ok() ? what_lacks(there.value()).value_or(std::move(error)) : error;
    }

    const DataSourceOptions& options_;
    Running& running_;
    const Query& query_;
    const DataSourceLogin& login_;
    Deadline deadline_;
    std::uint64_t interruptions_;  ///< before it began
    OdbcConnection connection_;
    std::vector<QueryColumn> columns_;  ///< of the query, those that the table has
    QueryAnswer answer_;
};

class OdbcSource final : public DataSource {
  public:
    explicit OdbcSource(DataSourceOptions options) : options_(std::move(options)) {}

    Result<QueryAnswer> read(const Query& query, const DataSourceLogin& login,
                             std::int64_t time_limit_ms) override {
        const std::string_view fault = query_fault(query);
        if (!fault.empty()) {
            return query_refused(fault, query);
        }
        try {
            return Reading(options_, running_, query, login, time_limit_ms).run();
        } catch (const std::exception&) {
            // There was no handle to be had. Its words may quote what was connected with.
            return odbc_error(OdbcStep::read, options_.name, query.table, {}, login);
        }
    }

    void interrupt() override { running_.interrupt(); }

  private:
    DataSourceOptions options_;
    Running running_;
};

}  // namespace

Result<std::unique_ptr<DataSource>> open_odbc_source(const DataSourceOptions& options) {
    Result<void> usable = check_data_source(options);
    if (!usable.ok()) {
        return std::move(usable).error();
    }
    return std::unique_ptr<DataSource>(std::make_unique<OdbcSource>(options));
}

}  // namespace sage
