// SPDX-License-Identifier: Apache-2.0
// Files for Sage's own File > Import, for companies that nothing can write to: rows of the
// templates "stock transactions" and "audit trail transactions", and what Sage's tables show once a
// person has imported them. Columns, lengths and forms are those of Sage's published templates. All
// functions are pure and thread-safe.
//
// A file is of one document and has its reference in its name, which is the batch: so no document
// is ever in two files under two names, and nothing is written over another. A free text never
// begins a value, because a spreadsheet takes one with = + - or @ for a formula: a word of ours or
// our reference stands before it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/edition.h"

namespace sage::sage50 {

/// What is made of a document: types of what is sent, as Sage's wizard names them.
inline constexpr std::string_view stock_import_type = "Stock Transactions";
inline constexpr std::string_view ledger_import_type = "Audit Trail Transactions";

namespace import_limits {
inline constexpr std::size_t account = 8;
inline constexpr std::size_t stock_code = 30;
inline constexpr std::size_t details = 60;
inline constexpr std::size_t extra_reference = 30;
inline constexpr std::int64_t amount_limit = 100'000'000;  ///< eight digits before the point
inline constexpr int amount_places = 2;
}  // namespace import_limits

/// Begins the root cause of what waits for a person.
inline constexpr std::string_view import_cause = "import";

struct StockRow {
    bool in = false;  ///< AI instead of AO
    std::string stock_code;
    Decimal quantity;                   ///< above zero
    std::optional<Decimal> cost_price;  ///< of one; only of what comes in
    std::string details;                ///< behind our reference
};
struct StockFile {
    std::string reference;  ///< ours, 18 characters
    std::string date;       ///< YYYY-MM-DD
    std::vector<StockRow> rows;
};

struct LedgerRow {
    bool credit = false;  ///< SC instead of SI
    std::string nominal;
    std::optional<int> department;
    std::string details;  ///< begins with a word of ours
    Decimal net;          ///< above zero
    int tax_code = 0;     ///< 1 is "T1"
    Decimal tax;
};
struct LedgerFile {
    bool credit = false;  ///< the document, of which rows may go the other way
    std::string reference;
    std::string account;
    std::string date;
    std::string extra_reference;  ///< begins with a word of ours; or empty
    std::vector<LedgerRow> rows;
};

/// An amount or a quantity fits into a column of Sage's templates.
bool fits_import(const Decimal& value);
/// Of characters that Sage imports, and none that begins a formula: letters A to Z and digits, in
/// stock codes also / . # and, behind the first, a hyphen.
bool is_import_account(std::string_view account);
bool is_import_stock_code(std::string_view code);

Send encode(const StockFile& file);
Send encode(const LedgerFile& file);

bool is_import(std::string_view sage_type);
/// The reference column of stock transactions has eight characters: W and seven made of ours. Two
/// documents may have the same; the details begin with the whole reference and decide.
std::string short_reference(std::string_view external_reference);
/// "stock-WQ3M8Z5T0R7P2A9K4C.csv"
std::string import_file_name(std::string_view sage_type, std::string_view external_reference);

/// That the file is there says nothing of its import, and is never done. A name that is taken is
/// for a person: whether the other file was imported nothing here can know.
Verdict classify_import(const Send& sent, const Reply& reply);
/// As Company::awaited().
Hold awaited_import(const Send& sent, std::string_view external_reference);
/// As Company::arrival_query() and read_arrival(). A file that was imported several times is found
/// as often.
Query import_query(const Send& sent, std::string_view external_reference);
LookUp read_import(const Send& sent, std::string_view external_reference,
                   const QueryAnswer& answer);
/// A folder shows nothing of what was imported.
Request ask_folder();
LookUp folder_shows_nothing();

}  // namespace sage::sage50
