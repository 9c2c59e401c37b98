// SPDX-License-Identifier: Apache-2.0
// An ODBC driver without a database: the data source's attributes say what it answers, so that each
// failure can be had at each step, as no real database gives it on demand.
//
//   ROWS=3            rows of one column, "row 1" and so on; or each the text of VALUE
//   CATALOGUE=A,X.B   the columns of any table, A, and of another one, X, whose name is alike
//   FAIL=SQLFetch     the function that fails, AT=2: the second time; STATE, WORDS: as it says
//   LENGTHS=unknown   it does not say how long a value is, and gives it in pieces
//   WAITS=SQLExecute  it waits there until another thread cancels the statement
//   LOG=/path         the calls, one a line
#include <sql.h>
#include <sqlext.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#define DRIVER_FUNCTION extern "C" __attribute__((visibility("default"))) SQLRETURN SQL_API

namespace {

struct Connection {
    std::map<std::string, std::string> attributes;
    std::string state;
    std::string words;
    std::map<std::string, int> calls;

    std::string get(const std::string& name) const {
        const auto found = attributes.find(name);
        return found == attributes.end() ? "" : found->second;
    }
};

struct Statement {
    Connection* connection = nullptr;
    std::vector<std::vector<std::string>> rows;
    std::size_t at = 0;  ///< rows fetched
    std::map<SQLUSMALLINT, std::size_t> given;
    std::mutex mutex;
    std::condition_variable changed;
    bool cancelled = false;
};

/// The call fails: the script says so.
bool fails(Connection& connection, const std::string& name) {
    if (const std::string log = connection.get("LOG"); !log.empty()) {
        std::ofstream(log, std::ios::app) << name << "\n";
    }
    const int count = ++connection.calls[name];
    const std::string at = connection.get("AT");
    if (connection.get("FAIL") != name || count < (at.empty() ? 1 : std::stoi(at))) {
        return false;
    }
    connection.state = connection.get("STATE");
    // unixODBC 2.3.11 reads beyond the end of an empty text.
    connection.words = connection.get("WORDS").empty() ? "no words" : connection.get("WORDS");
    return true;
}

bool waits_in_vain(Statement& statement, const std::string& name) {
    if (statement.connection->get("WAITS") != name) {
        return false;
    }
    std::unique_lock lock(statement.mutex);
    statement.changed.wait(lock, [&] { return statement.cancelled; });
    statement.connection->state = "HY008";
    statement.connection->words = "cancelled";
    return true;
}

Statement& statement_of(SQLHSTMT handle) {
    return *static_cast<Statement*>(handle);
}

SQLRETURN step(SQLHSTMT handle, const std::string& name) {
    Statement& statement = statement_of(handle);
    return fails(*statement.connection, name) || waits_in_vain(statement, name) ? SQL_ERROR
                                                                                : SQL_SUCCESS;
}

void read_attributes(Connection& connection, const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t equals = text.find('=', at);
        if (equals == std::string::npos) {
            return;
        }
        const bool braces = equals + 1 < text.size() && text[equals + 1] == '{';
        const std::size_t begin = equals + (braces ? 2 : 1);
        const std::size_t end = std::min(text.find(braces ? '}' : ';', begin), text.size());
        connection.attributes[text.substr(at, equals - at)] = text.substr(begin, end - begin);
        at = end + (braces ? 2 : 1);
    }
}

}  // namespace

DRIVER_FUNCTION SQLAllocHandle(SQLSMALLINT type, SQLHANDLE parent, SQLHANDLE* out) {
    if (type == SQL_HANDLE_ENV) {
        *out = new int(0);
    } else if (type == SQL_HANDLE_DBC) {
        *out = new Connection;
    } else {
        auto* const statement = new Statement;
        statement->connection = static_cast<Connection*>(parent);
        *out = statement;
    }
    return SQL_SUCCESS;
}

DRIVER_FUNCTION SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle) {
    if (type == SQL_HANDLE_ENV) {
        delete static_cast<int*>(handle);
    } else if (type == SQL_HANDLE_DBC) {
        delete static_cast<Connection*>(handle);
    } else if (type == SQL_HANDLE_STMT) {
        delete static_cast<Statement*>(handle);
    }
    return SQL_SUCCESS;
}

DRIVER_FUNCTION SQLFreeStmt(SQLHSTMT, SQLUSMALLINT) {
    return SQL_SUCCESS;
}
DRIVER_FUNCTION SQLSetEnvAttr(SQLHENV, SQLINTEGER, SQLPOINTER, SQLINTEGER) {
    return SQL_SUCCESS;
}
DRIVER_FUNCTION SQLSetConnectAttr(SQLHDBC, SQLINTEGER, SQLPOINTER, SQLINTEGER) {
    return SQL_SUCCESS;
}
DRIVER_FUNCTION SQLSetStmtAttr(SQLHSTMT, SQLINTEGER, SQLPOINTER, SQLINTEGER) {
    return SQL_SUCCESS;
}
DRIVER_FUNCTION SQLGetStmtAttr(SQLHSTMT, SQLINTEGER, SQLPOINTER value, SQLINTEGER, SQLINTEGER*) {
    static char descriptor;
    *static_cast<void**>(value) = &descriptor;
    return SQL_SUCCESS;
}
DRIVER_FUNCTION SQLGetInfo(SQLHDBC, SQLUSMALLINT, SQLPOINTER value, SQLSMALLINT room,
                           SQLSMALLINT* size) {
    if (value != nullptr && room > 0) {
        std::memset(value, 0, static_cast<std::size_t>(room));
    }
    if (size != nullptr) {
        *size = 0;
    }
    return SQL_SUCCESS;
}

DRIVER_FUNCTION SQLDriverConnect(SQLHDBC handle, SQLHWND, SQLCHAR* text, SQLSMALLINT size, SQLCHAR*,
                                 SQLSMALLINT, SQLSMALLINT*, SQLUSMALLINT) {
    Connection& connection = *static_cast<Connection*>(handle);
    const char* const characters = reinterpret_cast<const char*>(text);
    read_attributes(connection, size == SQL_NTS
                                    ? std::string(characters)
                                    : std::string(characters, static_cast<std::size_t>(size)));
    return fails(connection, "SQLDriverConnect") ? SQL_ERROR : SQL_SUCCESS;
}

DRIVER_FUNCTION SQLDisconnect(SQLHDBC handle) {
    static_cast<void>(fails(*static_cast<Connection*>(handle), "SQLDisconnect"));
    return SQL_SUCCESS;
}

DRIVER_FUNCTION SQLPrepare(SQLHSTMT handle, SQLCHAR*, SQLINTEGER) {
    return step(handle, "SQLPrepare");
}

DRIVER_FUNCTION SQLBindParameter(SQLHSTMT handle, SQLUSMALLINT, SQLSMALLINT, SQLSMALLINT,
                                 SQLSMALLINT, SQLULEN, SQLSMALLINT, SQLPOINTER, SQLLEN, SQLLEN*) {
    return step(handle, "SQLBindParameter");
}

DRIVER_FUNCTION SQLExecute(SQLHSTMT handle) {
    Statement& statement = statement_of(handle);
    const std::string rows = statement.connection->get("ROWS");
    const std::string value = statement.connection->get("VALUE");
    for (int row = 1; row <= (rows.empty() ? 1 : std::stoi(rows)); ++row) {
        statement.rows.push_back({value.empty() ? "row " + std::to_string(row) : value});
    }
    return step(handle, "SQLExecute");
}

DRIVER_FUNCTION SQLColumns(SQLHSTMT handle, SQLCHAR*, SQLSMALLINT, SQLCHAR*, SQLSMALLINT,
                           SQLCHAR* table, SQLSMALLINT, SQLCHAR*, SQLSMALLINT) {
    Statement& statement = statement_of(handle);
    std::istringstream names(statement.connection->get("CATALOGUE"));
    for (std::string name; std::getline(names, name, ',');) {
        const std::size_t point = name.find('.');
        const bool is_of_another = point != std::string::npos;
        statement.rows.push_back(
            {"", "", is_of_another ? name.substr(0, point) : reinterpret_cast<const char*>(table),
             is_of_another ? name.substr(point + 1) : name});
    }
    return step(handle, "SQLColumns");
}

DRIVER_FUNCTION SQLNumResultCols(SQLHSTMT, SQLSMALLINT* count) {
    *count = 1;
    return SQL_SUCCESS;
}

DRIVER_FUNCTION SQLFetch(SQLHSTMT handle) {
    Statement& statement = statement_of(handle);
    if (step(handle, "SQLFetch") != SQL_SUCCESS) {
        return SQL_ERROR;
    }
    statement.given.clear();
    return statement.at++ < statement.rows.size() ? SQL_SUCCESS : SQL_NO_DATA;
}

DRIVER_FUNCTION SQLGetData(SQLHSTMT handle, SQLUSMALLINT position, SQLSMALLINT, SQLPOINTER out,
                           SQLLEN room, SQLLEN* length) {
    Statement& statement = statement_of(handle);
    if (step(handle, "SQLGetData") != SQL_SUCCESS) {
        return SQL_ERROR;
    }
    const std::string& value = statement.rows[statement.at - 1].at(position - 1U);
    const auto found = statement.given.find(position);
    const std::size_t begin = found == statement.given.end() ? 0 : found->second;
    if (found != statement.given.end() && begin == value.size()) {
        return SQL_NO_DATA;
    }
    const bool unknown = statement.connection->get("LENGTHS") == "unknown";
    const std::size_t left = value.size() - begin;
    const std::size_t size = std::min(left, static_cast<std::size_t>(room - 1));
    std::memcpy(out, value.data() + begin, size);
    static_cast<char*>(out)[size] = '\0';
    statement.given[position] = begin + size;
    *length = unknown && size < left ? SQL_NO_TOTAL : static_cast<SQLLEN>(left);
    if (statement.connection->get("LENGTHS") == "wrong") {
        *length = -17;
    }
    return size < left ? SQL_SUCCESS_WITH_INFO : SQL_SUCCESS;
}

DRIVER_FUNCTION SQLCancel(SQLHSTMT handle) {
    Statement& statement = statement_of(handle);
    const std::lock_guard lock(statement.mutex);
    statement.cancelled = true;
    statement.changed.notify_all();
    return SQL_SUCCESS;
}

DRIVER_FUNCTION SQLGetDiagRec(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT number,
                              SQLCHAR* state, SQLINTEGER* native, SQLCHAR* words, SQLSMALLINT room,
                              SQLSMALLINT* size) {
    Connection* const connection = type == SQL_HANDLE_DBC    ? static_cast<Connection*>(handle)
                                   : type == SQL_HANDLE_STMT ? statement_of(handle).connection
                                                             : nullptr;
    if (connection == nullptr || number != 1 || connection->state.empty()) {
        return SQL_NO_DATA;
    }
    std::strncpy(reinterpret_cast<char*>(state), connection->state.c_str(), SQL_SQLSTATE_SIZE + 1);
    *native = 0;
    if (words != nullptr && room > 0) {
        std::strncpy(reinterpret_cast<char*>(words), connection->words.c_str(),
                     static_cast<std::size_t>(room));
        words[room - 1] = '\0';
    }
    *size = static_cast<SQLSMALLINT>(connection->words.size());
    return SQL_SUCCESS;
}

// Nothing beyond the records; a driver manager takes the records of none that lacks it.
DRIVER_FUNCTION SQLGetDiagField(SQLSMALLINT, SQLHANDLE, SQLSMALLINT, SQLSMALLINT, SQLPOINTER,
                                SQLSMALLINT, SQLSMALLINT*) {
    return SQL_NO_DATA;
}
