// SPDX-License-Identifier: Apache-2.0
// libpq itself, and not Poco's layer over it: in Poco 1.11 a prepared statement that is executed,
// then fails, and is executed or destroyed after that frees its former result twice; its errors
// have no SQLSTATE, without which "try again" cannot be told from "never"; and it keeps the
// connection string with the password for as long as the connection lives.
#include "sage-adapter/outbox/postgres_connection.h"

#include <libpq-fe.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <utility>
#include <vector>

#include "sage-adapter/base/text.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

constexpr std::string_view contended = "outbox.contended";
constexpr std::string_view connection_lost = "outbox.connection_lost";
constexpr std::uint64_t planned_anew_after = 64;

Error storage_error(std::string_view code, std::string cause, std::string fix) {
    return Error(Status::storage,
                 Problem{std::string(code), "", std::move(cause), std::move(fix), Owner::it});
}

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

struct Cleared {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Outcome = std::unique_ptr<PGresult, Cleared>;

/// The first line of what the server or libpq says.
std::string line_of(const char* text) {
    std::string_view rest(text == nullptr ? "" : text);
    rest = rest.substr(0, rest.find('\n'));
    while (!rest.empty() && (rest.back() == ' ' || rest.back() == '.')) {
        rest.remove_suffix(1);
    }
    return excerpt(rest);
}

/// @param connected  whether the connection outlived it
Error statement_error(const PGresult* result, const PGconn* connection, bool connected) {
    const char* const code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string_view state(code == nullptr ? "" : code);
    const char* const message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const std::string said = line_of(message == nullptr ? PQerrorMessage(connection) : message);
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

struct PostgresConnection::Session {
    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() { PQfinish(connection); }

    PGconn* connection = nullptr;
    std::uint64_t number = 0;      ///< of connections made; a statement is prepared for one of them
    std::uint64_t statements = 0;  ///< that were given a name
    std::uint64_t runs = 0;        ///< of those
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
    session_->connection = PQconnectdb(text.text.c_str());
    if (connected()) {
        // Notices would go to the host's error output.
        PQsetNoticeProcessor(session_->connection, [](void*, const char*) {}, nullptr);
        ++session_->number;
        session_->runs = 0;
        session_->server_process = PQbackendPID(session_->connection);
        return true;
    }
    // A line for each address that was tried; the last one tells most.
    const std::string all = PQerrorMessage(session_->connection);
    constexpr std::string_view failed = " failed: ";
    const std::size_t last = all.rfind(failed);
    const std::string said =
        line_of(all.c_str() + (last == std::string::npos ? 0 : last + failed.size()));
    close();
    return storage_error(
        "outbox.unreachable", "The outbox's database server cannot be reached: " + said + ".",
        "Check the server, and the host, port, database, user, password and TLS mode of the "
        "setting \"outbox\"; the adapter goes on by itself.");
}

void PostgresConnection::close() {
    PQfinish(session_->connection);
    session_->connection = nullptr;
}

bool PostgresConnection::connected() const {
    return PQstatus(session_->connection) == CONNECTION_OK;
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

/// The server keeps the plan of a prepared statement, made for tables as large as they were then.
/// So it is told to forget them whenever as much again has been done.
void PostgresConnection::plan_anew() {
    const std::uint64_t runs = ++session_->runs;
    if (runs >= planned_anew_after && std::has_single_bit(runs)) {
        // If it fails, so does the statement itself.
        PQclear(PQexec(session_->connection, "DISCARD PLANS"));
    }
}

struct PostgresStatement::Prepared {
    std::vector<std::optional<std::string>> parameters;
    std::uint64_t session = 0;  ///< in which it ran last
    std::string name;           ///< in that session; empty: it ran once and has none
    Outcome outcome;
    int row = 0;  ///< of the outcome, on which the columns stand
};

PostgresStatement::PostgresStatement(PostgresConnection& connection, std::string sql)
    : connection_(connection), sql_(std::move(sql)), prepared_(std::make_unique<Prepared>()) {}

PostgresStatement::~PostgresStatement() = default;

void PostgresStatement::begin(std::size_t parameters) {
    prepared_->parameters.assign(parameters, std::nullopt);
}

void PostgresStatement::set(std::size_t index, std::optional<std::int64_t> value) {
    if (value.has_value()) {
        prepared_->parameters[index] = std::to_string(*value);
    }
}

void PostgresStatement::set(std::size_t index, std::string_view value) {
    prepared_->parameters[index] = storable(value);
}

/// A statement that runs once has no name; one that runs again in the same session is prepared.
Result<void> PostgresStatement::prepare() {
    PostgresConnection::Session& session = *connection_.session_;
    Prepared& own = *prepared_;
    if (own.session != session.number) {
        own.session = session.number;
        own.name.clear();
        return {};
    }
    if (!own.name.empty()) {
        return {};
    }
    const std::string name = "s" + std::to_string(++session.statements);
    own.outcome.reset(PQprepare(session.connection, name.c_str(), sql_.c_str(), 0, nullptr));
    if (PQresultStatus(own.outcome.get()) != PGRES_COMMAND_OK) {
        return failed();
    }
    own.name = name;
    return {};
}

Error PostgresStatement::failed() {
    PGconn* const connection = connection_.session_->connection;
    Error error = statement_error(prepared_->outcome.get(), connection, connection_.connected());
    prepared_->outcome.reset();
    if (error.first().code == connection_lost) {
        connection_.close();
    }
    return error;
}

Result<std::size_t> PostgresStatement::run_bound(const std::function<void()>* row) {
    Prepared& own = *prepared_;
    own.outcome.reset();
    if (!connection_.connected()) {
        return failed();
    }
    const Result<void> prepared = prepare();
    if (!prepared.ok()) {
        return prepared.error();
    }
    if (!own.name.empty()) {
        connection_.plan_anew();
    }
    std::vector<const char*> values;
    values.reserve(own.parameters.size());
    for (const std::optional<std::string>& parameter : own.parameters) {
        values.push_back(parameter.has_value() ? parameter->c_str() : nullptr);
    }
    PGconn* const connection = connection_.session_->connection;
    const int count = static_cast<int>(values.size());
    own.outcome.reset(own.name.empty() ? PQexecParams(connection, sql_.c_str(), count, nullptr,
                                                      values.data(), nullptr, nullptr, 0)
                                       : PQexecPrepared(connection, own.name.c_str(), count,
                                                        values.data(), nullptr, nullptr, 0));
    const ExecStatusType status = PQresultStatus(own.outcome.get());
    if (status == PGRES_COMMAND_OK) {
        const std::string_view changed = PQcmdTuples(own.outcome.get());
        std::size_t rows = 0;
        std::from_chars(changed.data(), changed.data() + changed.size(), rows);
        return rows;
    }
    if (status != PGRES_TUPLES_OK) {
        return failed();
    }
    const int rows = PQntuples(own.outcome.get());
    for (own.row = 0; row != nullptr && own.row < rows; ++own.row) {
        (*row)();
    }
    own.row = std::max(rows - 1, 0);
    return static_cast<std::size_t>(rows);
}

std::int64_t PostgresStatement::integer(std::size_t column) const {
    return nullable(column).value_or(0);
}

std::optional<std::int64_t> PostgresStatement::nullable(std::size_t column) const {
    const std::string_view digits = text(column);
    std::int64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

bool PostgresStatement::flag(std::size_t column) const {
    return text(column) == "t";
}

std::string_view PostgresStatement::text(std::size_t column) const {
    const PGresult* const result = prepared_->outcome.get();
    const int place = static_cast<int>(column);
    // libpq gives NULL as empty text.
    return {PQgetvalue(result, prepared_->row, place),
            static_cast<std::size_t>(PQgetlength(result, prepared_->row, place))};
}

std::string_view PostgresStatement::done() const {
    return PQcmdStatus(prepared_->outcome.get());
}

}  // namespace sage
