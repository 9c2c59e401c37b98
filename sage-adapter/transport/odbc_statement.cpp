// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/transport/odbc_statement.h"

#include <Poco/Data/ODBC/Utility.h>
// Diagnostics.h uses what Utility.h declares and does not include it.
#include <Poco/Data/ODBC/ConnectionHandle.h>
#include <Poco/Data/ODBC/Diagnostics.h>
#include <Poco/Data/ODBC/Handle.h>
#include <sql.h>
#include <sqlext.h>

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

namespace odbc = Poco::Data::ODBC;

constexpr std::size_t piece_bytes = 4096;

bool succeeded(SQLRETURN outcome) {
    return outcome == SQL_SUCCESS || outcome == SQL_SUCCESS_WITH_INFO;
}

/// ODBC takes texts as pointers to what it promises not to change.
SQLCHAR* characters(const std::string& text) {
    return const_cast<SQLCHAR*>(reinterpret_cast<const SQLCHAR*>(text.data()));
}

/// Attributes are numbers that travel as pointers.
SQLPOINTER number(std::int64_t value) {
    return reinterpret_cast<SQLPOINTER>(value);  // NOLINT(performance-no-int-to-ptr)
}

template <class Native, SQLSMALLINT type>
std::vector<OdbcDiagnostic> diagnostics_of(const Native& handle) {
    const odbc::Diagnostics<Native, type> found(handle);
    std::vector<OdbcDiagnostic> all;
    for (int index = 0; index < found.count(); ++index) {
        all.push_back({found.sqlState(index), found.message(index)});
    }
    return all;
}

struct SqlType {
    SQLSMALLINT type;
    SQLULEN size;
};

/// Named by what the column is compared as, so that no driver has to guess.
SqlType type_of(ValueKind kind, std::size_t bytes) {
    constexpr SQLULEN integer_digits = 10;
    switch (kind) {
        case ValueKind::number:
            return {SQL_INTEGER, integer_digits};
        case ValueKind::date:
            return {SQL_TYPE_DATE, bytes};
        case ValueKind::time:
            return {SQL_TYPE_TIMESTAMP, bytes};
        case ValueKind::text:
            break;
    }
    return {SQL_VARCHAR, std::max<SQLULEN>(bytes, 1)};
}

}  // namespace

struct OdbcConnection::Parts {
    const odbc::ConnectionHandle poco;
    const SQLHDBC& handle() const { return poco; }
};

OdbcConnection::OdbcConnection() : parts_(std::make_unique<Parts>()) {}

OdbcConnection::~OdbcConnection() = default;

bool OdbcConnection::open(const std::string& text, std::int64_t seconds_max) {
    const SQLHDBC& handle = parts_->handle();
    // A wish: what keeps it read only is query_text.h.
    static_cast<void>(::SQLSetConnectAttr(handle, SQL_ATTR_ACCESS_MODE, number(SQL_MODE_READ_ONLY),
                                          SQL_IS_UINTEGER));
    static_cast<void>(
        ::SQLSetConnectAttr(handle, SQL_ATTR_LOGIN_TIMEOUT, number(seconds_max), SQL_IS_UINTEGER));
    SQLSMALLINT unused = 0;
    return succeeded(::SQLDriverConnect(handle, nullptr, characters(text), SQL_NTS, nullptr, 0,
                                        &unused, SQL_DRIVER_NOPROMPT));
}

std::vector<OdbcDiagnostic> OdbcConnection::diagnostics() const {
    return diagnostics_of<SQLHDBC, SQL_HANDLE_DBC>(parts_->handle());
}

struct OdbcStatement::Parts {
    struct Bound {
        std::string value;
        SQLLEN bytes;
    };

    explicit Parts(const odbc::ConnectionHandle& connection) : poco(connection) {}

    const odbc::StatementHandle poco;
    std::deque<Bound> bound;  ///< stay where they are until the statement has run
    const SQLHSTMT& handle() const { return poco; }
};

OdbcStatement::OdbcStatement(const OdbcConnection& connection)
    : parts_(std::make_unique<Parts>(connection.parts_->poco)) {}

OdbcStatement::~OdbcStatement() = default;

void OdbcStatement::limit_time(std::int64_t seconds_max) {
    static_cast<void>(::SQLSetStmtAttr(parts_->handle(), SQL_ATTR_QUERY_TIMEOUT,
                                       number(seconds_max), SQL_IS_UINTEGER));
}

bool OdbcStatement::prepare(const std::string& text) {
    return succeeded(::SQLPrepare(parts_->handle(), characters(text), SQL_NTS));
}

bool OdbcStatement::bind(ValueKind kind, std::string value) {
    const auto bytes = static_cast<SQLLEN>(value.size());
    Parts::Bound& bound = parts_->bound.emplace_back(Parts::Bound{std::move(value), bytes});
    const SqlType type = type_of(kind, bound.value.size());
    return succeeded(::SQLBindParameter(
        parts_->handle(), static_cast<SQLUSMALLINT>(parts_->bound.size()), SQL_PARAM_INPUT,
        SQL_C_CHAR, type.type, type.size, 0, characters(bound.value), bytes, &bound.bytes));
}

bool OdbcStatement::execute() {
    return succeeded(::SQLExecute(parts_->handle()));
}

bool OdbcStatement::ask_for_columns(const std::string& table) {
    return succeeded(::SQLColumns(parts_->handle(), nullptr, 0, nullptr, 0, characters(table),
                                  SQL_NTS, nullptr, 0));
}

OdbcStatement::Fetched OdbcStatement::fetch() {
    const SQLRETURN outcome = ::SQLFetch(parts_->handle());
    if (outcome == SQL_NO_DATA) {
        return Fetched::end;
    }
    return succeeded(outcome) ? Fetched::row : Fetched::failure;
}

OdbcStatement::Got OdbcStatement::get(std::uint16_t position, std::string& value) {
    value.clear();
    std::array<char, piece_bytes> piece{};
    for (;;) {
        SQLLEN length = 0;
        const SQLRETURN outcome = ::SQLGetData(parts_->handle(), position, SQL_C_CHAR, piece.data(),
                                               static_cast<SQLLEN>(piece.size()), &length);
        if (outcome == SQL_NO_DATA) {
            return Got::value;  // the piece before was the last, to the byte
        }
        if (!succeeded(outcome)) {
            return Got::failure;
        }
        if (length == SQL_NULL_DATA) {
            return Got::null;
        }
        const bool is_cut = length == SQL_NO_TOTAL || std::cmp_greater_equal(length, piece.size());
        if (!is_cut && length < 0) {
            return Got::failure;
        }
        value.append(piece.data(), is_cut ? piece.size() - 1 : static_cast<std::size_t>(length));
        if (value.size() > limits::query_value_bytes_max) {
            return Got::too_long;
        }
        if (!is_cut) {
            return Got::value;
        }
    }
}

void OdbcStatement::cancel() {
    static_cast<void>(::SQLCancel(parts_->handle()));
}

std::vector<OdbcDiagnostic> OdbcStatement::diagnostics() const {
    return diagnostics_of<SQLHSTMT, SQL_HANDLE_STMT>(parts_->handle());
}

}  // namespace sage
