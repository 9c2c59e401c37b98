// SPDX-License-Identifier: Apache-2.0
// Poco's session handle and statement executor are used without the layers above them: those
// prepare a statement anew for each execution and cut the connection string into pieces that they
// do not quote. What Poco throws has no SQLSTATE of its own; it stands in the text.
#include "sage-adapter/outbox/postgres_connection.h"

#include <Poco/Data/DataException.h>
#include <Poco/Data/PostgreSQL/PostgreSQLException.h>
#include <Poco/Data/PostgreSQL/SessionHandle.h>
#include <Poco/Data/PostgreSQL/StatementExecutor.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <utility>
#include <vector>

#include "sage-adapter/base/text.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

namespace postgres = Poco::Data::PostgreSQL;

constexpr std::string_view contended = "outbox.contended";
constexpr std::string_view connection_lost = "outbox.connection_lost";

Error storage_error(std::string_view code, std::string cause, std::string fix) {
    return Error(Status::storage,
                 Problem{std::string(code), "", std::move(cause), std::move(fix), Owner::it});
}

/// Five characters after "State: "; empty if the server did not answer.
std::string_view state_in(std::string_view text) {
    constexpr std::string_view label = " State: ";
    const std::size_t found = text.rfind(label);
    if (found == std::string_view::npos) {
        return {};
    }
    const std::string_view state = text.substr(found + label.size(), 5);
    return state.starts_with("N/A") ? std::string_view() : state;
}

/// What the server said, without what Poco puts around it.
std::string message_in(std::string_view text) {
    constexpr std::string_view label = "error: ";
    const std::size_t found = text.find(label);
    std::string_view rest =
        found == std::string_view::npos ? text : text.substr(found + label.size());
    rest = rest.substr(0, rest.find(" Severity: "));
    std::string line(rest.substr(0, rest.find('\n')));
    while (!line.empty() && (line.back() == ' ' || line.back() == '.')) {
        line.pop_back();
    }
    return excerpt(line);
}

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

/// @param connected  whether the connection outlived it
Error statement_error(std::string_view text, bool connected) {
    const std::string_view state = state_in(text);
    const std::string said = message_in(text);
    // 57P0x: the server ends this session; 25P03: it waited too long for the next statement.
    if (!connected ||
        is_one_of(state, {"57P01", "57P02", "57P03", "57P05", "25P03", "08003", "08006"})) {
        return storage_error(
            connection_lost,
            "The connection to the outbox's database server was lost: " + said + ".",
            "Nothing to do if it comes back by itself; otherwise check the "
            "server and the network between.");
    }
    // Serialization, deadlock, a lock not had in time, a statement cancelled or out of time.
    if (is_one_of(state, {"40001", "40P01", "55P03", "57014"})) {
        return storage_error(contended,
                             "The outbox's database server gave up a change in favour of another "
                             "one: " +
                                 said + ".",
                             "Nothing to do: it is tried again. If it persists, look for long "
                             "transactions on the server.");
    }
    if (state == "53100") {
        return storage_error("outbox.disk_full",
                             "The disk of the outbox's database server is full.",
                             "Free space on it; the adapter goes on by itself.");
    }
    return storage_error("outbox.server_refused",
                         "The outbox's database server refused a statement: " + said +
                             (state.empty() ? "" : " (SQLSTATE " + std::string(state) + ")") + ".",
                         state == "42501"
                             ? "Give the user of the outbox the rights that INSTALL.md lists."
                             : "Look at the server's log; report it if it happens again.");
}

/// Text that PostgreSQL can keep: it takes no NUL and nothing that is not UTF-8.
std::string storable(std::string_view text) {
    if (text.find('\0') == std::string_view::npos &&
        first_not_utf8(text) == std::string_view::npos) {
        return std::string(text);
    }
    std::string clean;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const std::size_t good = std::min({rest.find('\0'), first_not_utf8(rest), rest.size()});
        clean += rest.substr(0, good);
        at += good;
        if (at < text.size()) {
            clean += "\xEF\xBF\xBD";
            ++at;
        }
    }
    return clean;
}

}  // namespace

bool may_be_repeated(const Error& error) {
    return error.first().code == contended || error.first().code == connection_lost;
}

/// A handle is used for one connection only: a statement that goes out of use asks its handle to
/// forget it, which on a later connection of the same handle would be an error of the server's.
struct PostgresConnection::Session {
    std::shared_ptr<postgres::SessionHandle> handle = std::make_shared<postgres::SessionHandle>();
    int server_process = 0;
};

PostgresConnection::PostgresConnection(std::function<Result<std::string>()> conninfo)
    : conninfo_(std::move(conninfo)), session_(std::make_unique<Session>()) {}

PostgresConnection::~PostgresConnection() = default;

Result<bool> PostgresConnection::open() {
    if (connected()) {
        return false;
    }
    close();
    Result<std::string> conninfo = conninfo_();
    if (!conninfo.ok()) {
        return Error(Status::storage, std::move(conninfo).error().problems);
    }
    const WipedText text(std::move(conninfo).value());
    try {
        auto handle = std::make_shared<postgres::SessionHandle>();
        handle->connect(text.text);
        session_->server_process = handle->serverProcessID();
        session_->handle = std::move(handle);
        return true;
    } catch (const Poco::Exception& thrown) {
        // A line for each address that was tried; the last one tells most.
        const std::string& all = thrown.message();
        constexpr std::string_view failed = " failed: ";
        const std::size_t last = all.rfind(failed);
        const std::string said =
            message_in(last == std::string::npos ? all : all.substr(last + failed.size()));
        return storage_error(
            "outbox.unreachable", "The outbox's database server cannot be reached: " + said + ".",
            "Check the server, and the host, port, database, user, password and TLS mode of the "
            "setting \"outbox\"; the adapter goes on by itself.");
    }
}

void PostgresConnection::close() {
    try {
        session_->handle->disconnect();
    } catch (const Poco::Exception&) {
        // It is gone, whatever it said.
        return;
    }
}

bool PostgresConnection::connected() const {
    return session_->handle->isConnected();
}

int PostgresConnection::server_process() const {
    return session_->server_process;
}

Result<void> PostgresConnection::run(std::string_view sql) {
    PostgresStatement statement(*this, std::string(sql));
    const Result<std::size_t> rows = statement.run();
    return rows.ok() ? Result<void>() : Result<void>(rows.error());
}

Result<std::string> PostgresConnection::text(std::string_view sql) {
    PostgresStatement statement(*this, std::string(sql));
    std::string value;
    const Result<std::size_t> rows = statement.each([&] { value = statement.text(0); });
    return rows.ok() ? Result<std::string>(std::move(value)) : Result<std::string>(rows.error());
}

Result<void> PostgresConnection::run_all(std::string_view sql) {
    std::string statement;
    while (!sql.empty()) {
        const std::size_t end = std::min(sql.find('\n'), sql.size() - 1);
        const std::string_view line = sql.substr(0, end + 1);
        sql.remove_prefix(end + 1);
        if (line.starts_with("--") || line == "\n") {
            continue;
        }
        statement += line;
        if (line.ends_with(";\n")) {
            Result<void> done = run(statement);
            if (!done.ok()) {
                return done;
            }
            statement.clear();
        }
    }
    return statement.empty() ? Result<void>() : run(statement);
}

struct PostgresStatement::Prepared {
    std::shared_ptr<postgres::SessionHandle> handle;  ///< outlives the executor
    std::unique_ptr<postgres::StatementExecutor> executor;
    postgres::InputParameterVector parameters;
};

PostgresStatement::PostgresStatement(PostgresConnection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)), prepared_(std::make_unique<Prepared>()) {}

PostgresStatement::~PostgresStatement() = default;

void PostgresStatement::begin(std::size_t parameters) {
    prepared_->parameters.assign(parameters, postgres::InputParameter());
}

void PostgresStatement::set(std::size_t index, std::optional<std::int64_t> value) {
    if (!value.has_value()) {
        return;
    }
    std::array<char, 24> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), *value);
    set(index,
        std::string_view(digits.data(), static_cast<std::size_t>(written.ptr - digits.data())));
}

void PostgresStatement::set(std::size_t index, std::string_view value) {
    postgres::InputParameter parameter(Poco::Data::MetaColumn::FDT_STRING, value.data(),
                                       value.size());
    parameter.setStringVersionRepresentation(storable(value));
    prepared_->parameters[index] = std::move(parameter);
}

Result<std::size_t> PostgresStatement::run_bound(const std::function<void()>* row) {
    const std::shared_ptr<postgres::SessionHandle> handle = connection_.session_->handle;
    try {
        if (prepared_->executor == nullptr || prepared_->handle != handle) {
            prepared_->executor.reset();
            prepared_->handle = handle;
            prepared_->executor = std::make_unique<postgres::StatementExecutor>(*handle);
            prepared_->executor->prepare(sql_);
        }
        postgres::StatementExecutor& executor = *prepared_->executor;
        if (!prepared_->parameters.empty()) {
            executor.bindParams(prepared_->parameters);
        }
        executor.execute();
        if (executor.columnsReturned() == 0) {
            return executor.getAffectedRowCount();
        }
        std::size_t rows = 0;
        while (executor.fetch()) {
            ++rows;
            if (row != nullptr) {
                (*row)();
            }
        }
        return rows;
    } catch (const Poco::Exception& thrown) {
        Error error = statement_error(thrown.message(), handle->isConnected());
        if (error.first().code == connection_lost) {
            connection_.close();
        }
        if (prepared_->executor != nullptr &&
            prepared_->executor->state() == postgres::StatementExecutor::STMT_INITED) {
            prepared_->executor.reset();
        }
        return error;
    }
}

std::int64_t PostgresStatement::integer(std::size_t column) const {
    return nullable(column).value_or(0);
}

std::optional<std::int64_t> PostgresStatement::nullable(std::size_t column) const {
    const postgres::OutputParameter& value = prepared_->executor->resultColumn(column);
    if (value.isNull()) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    std::from_chars(value.pData(), value.pData() + value.size(), number);
    return number;
}

bool PostgresStatement::flag(std::size_t column) const {
    return text(column) == "t";
}

std::string_view PostgresStatement::text(std::size_t column) const {
    const postgres::OutputParameter& value = prepared_->executor->resultColumn(column);
    return value.isNull() ? std::string_view() : std::string_view(value.pData(), value.size());
}

std::string_view PostgresStatement::done() const {
    return PQcmdStatus(*prepared_->executor);
}

}  // namespace sage
