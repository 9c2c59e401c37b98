// SPDX-License-Identifier: Apache-2.0
// One question to a database that is only ever read: a query in, rows out.
//
// What comes back is what the database holds, or an error: a read that failed is *unavailable* and
// never *empty*. Half a read is a read that failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/base/status.h"

namespace sage {

/// How a value is to be read. The database's own type does not matter: the driver is asked for
/// text, and what does not have this form is an error.
enum class ValueKind : std::uint8_t {
    text,  ///< UTF-8, with the blanks that the database holds: which belong to a key only an
           ///< edition knows
    /// In the grammar of Decimal (document/decimal.h), without zeros at its end. At most 15
    /// digits, from the first that is no zero, and limits::decimal_scale_max places. Amounts are
    /// binary floating point in Sage 50's tables, with digits of no meaning at the end
    /// (88.199999999999989); fifteen decimal digits are what such a number keeps of any decimal.
    number,
    date,  ///< YYYY-MM-DD
    time,  ///< YYYY-MM-DD hh:mm:ss and, where the database has one, a fraction
};

struct QueryColumn {
    std::string name;  ///< letters, digits and "_"; or COUNT(*)
    ValueKind kind = ValueKind::text;
    /// Not every version has it: it is asked for where the catalogue of the database names it, and
    /// null elsewhere.
    bool optional = false;
};

struct QueryBinding {
    std::string value;
    ValueKind kind = ValueKind::text;  ///< `number`: whole, of at most nine digits
};

/// A single SELECT of one table: "SELECT <columns> FROM <table> <condition>".
struct Query {
    std::string table;  ///< letters, digits and "_"
    std::vector<QueryColumn> columns;
    /// What follows the table, with "?" for each binding: "WHERE STOCK_CODE > ? ORDER BY
    /// STOCK_CODE". No quotation mark, no semicolon: every value is bound.
    std::string condition;
    std::vector<QueryBinding> bindings;
    /// At most so many are read, and QueryAnswer::more tells of others: the next page is a query of
    /// its own that begins behind the last key. At most limits::query_rows_max.
    std::size_t rows_max = 4'000;
};

/// Nothing: NULL, which is not the empty text.
using QueryValue = std::optional<std::string>;

struct QueryAnswer {
    std::vector<std::vector<QueryValue>> rows;  ///< a value for each of Query::columns, in order
    std::vector<std::string> absent;  ///< optional columns that the table lacks: null in each row
    bool more = false;                ///< there are rows that rows_max left out
};

enum class TextEncoding : std::uint8_t { windows_1252, utf_8 };

/// Where a company's database is. Nothing in it is secret.
struct DataSourceOptions {
    struct Attribute {
        std::string name;
        std::string value;
    };
    std::string name;                   ///< of the data source, as the machine knows it
    std::vector<Attribute> attributes;  ///< of the connection, as its driver names them: DIR
    TextEncoding encoding = TextEncoding::windows_1252;
    std::string user_name_secret;  ///< names under which the host keeps them; empty: there is none
    std::string password_secret;
};

struct DataSourceLogin {
    std::string user;
    std::string password;
};

/// Thread-safe: as many reads at once as threads call, each on a connection of its own.
class DataSource {
  public:
    DataSource() = default;
    DataSource(const DataSource&) = delete;
    DataSource& operator=(const DataSource&) = delete;
    virtual ~DataSource() = default;

    /// Connects, reads and disconnects: between two reads nobody is logged in. At most
    /// `time_limit_ms` of real time, as far as the driver keeps to it.
    virtual Result<QueryAnswer> read(const Query& query, const DataSourceLogin& login,
                                     std::int64_t time_limit_ms) = 0;

    /// Makes reads in progress return soon, with an error. Does not block. Reads begun later are
    /// not affected.
    virtual void interrupt() = 0;
};

/// Opens none yet: fails with Status::config for options that no connection can be made of.
using OpenDataSource = Result<std::unique_ptr<DataSource>> (*)(const DataSourceOptions& options);

}  // namespace sage
