// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <tuple>

#include "plugins/sage50/simulator_customer.h"
#include "plugins/sage50/simulator_ledger.h"
#include "plugins/sage50/simulator_stock.h"
#include "plugins/sage50/simulator_values.h"
#include "sage-adapter/base/json.h"

namespace sage::simulated_sage50 {
namespace {

namespace json = boost::json;

using Fault = std::optional<simulated::ControlFault>;
using Cells = std::vector<std::string>;

struct Column {
    std::string_view heading;
    std::size_t characters;
};
constexpr Column stock_columns[] = {{"Transaction Type", 2}, {"Stock Code", 30}, {"Date", 10},
                                    {"Reference", 8},        {"Details", 60},    {"Quantity", 11},
                                    {"Cost Price", 11},      {"Sales Price", 11}};
constexpr Column ledger_columns[] = {
    {"Type", 2},       {"Account Reference", 8}, {"Nominal A/C Ref", 8}, {"Department Code", 3},
    {"Date", 10},      {"Reference", 30},        {"Details", 60},        {"Net Amount", 11},
    {"Tax Code", 3},   {"Tax Amount", 11},       {"Exchange Rate", 11},  {"Extra Reference", 30},
    {"User Name", 32}, {"Project Refn", 30},     {"Cost Code Refn", 30}};

Fault wrong(std::string cause) {
    return simulated::ControlFault{"/import", std::move(cause), "Correct the file."};
}

/// Nothing: no hexadecimal digits, two a byte.
std::optional<std::string> bytes_of(std::string_view digits) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        unsigned value = 0;
        const char* const end = digits.data() + at + 2;
        const auto [stop, error] = std::from_chars(digits.data() + at, end, value, 16);
        if (error != std::errc() || stop != end) {
            return std::nullopt;
        }
        bytes += static_cast<char>(value);
    }
    return digits.size() % 2 == 0 ? std::optional(bytes) : std::nullopt;
}

/// One row, up to its line end, which is taken as well. Nothing: the file is broken there.
std::optional<Cells> take_row(std::string_view& rest) {
    Cells cells(1);
    bool quoted = false;
    for (std::size_t at = 0; at < rest.size(); ++at) {
        const char c = rest[at];
        if (quoted && c == '"' && at + 1 < rest.size() && rest[at + 1] == '"') {
            cells.back() += '"';
            ++at;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && c == ',') {
            cells.emplace_back();
        } else if (!quoted && c == '\r' && at + 1 < rest.size() && rest[at + 1] == '\n') {
            rest.remove_prefix(at + 2);
            return cells;
        } else if (c == '\r' || c == '\n') {
            return std::nullopt;
        } else {
            cells.back() += c;
        }
    }
    return std::nullopt;
}

template <std::size_t count>
bool is_heading(const Cells& cells, const Column (&columns)[count]) {
    return std::any_of(cells.begin(), cells.end(),
                       [&](const std::string& cell) { return cell == columns[0].heading; });
}

/// Eight digits and two places, above zero or nothing, without a sign.
std::optional<Decimal> amount_in(const std::string& cell) {
    const Decimal limit = Decimal::of(100'000'000);
    const auto value = cell.empty() ? std::optional(Decimal()) : Decimal::parse(cell);
    const bool fits = value && value->fits(2) && value->sign() >= 0 && *value < limit;
    return fits ? value : std::nullopt;
}

/// A row by its headings, as texts in UTF-8.
struct Record {
    std::map<std::string, std::string, std::less<>> cells;

    const std::string& at(std::string_view heading) const {
        static const std::string none;
        const auto found = cells.find(heading);
        return found == cells.end() ? none : found->second;
    }
    Decimal number(std::string_view heading) const {
        return amount_in(at(heading)).value_or(Decimal());
    }
};

template <std::size_t count>
std::string read_cells(const Company& company, const Cells& cells, const Column (&columns)[count],
                       Record& record) {
    if (cells.size() > count) {
        return "There are more values than columns.";
    }
    for (std::size_t at = 0; at < cells.size(); ++at) {
        // Every byte of Windows-1252 is one character.
        std::string text = utf8_of(trimmed(cells[at]));
        if (characters(text) > columns[at].characters) {
            if (!company.behaviours.cut_long_texts) {
                return fmt::format("{} is too long.", columns[at].heading);
            }
            text = first_characters(text, columns[at].characters);
        }
        record.cells.emplace(columns[at].heading, std::move(text));
    }
    return "";
}

std::string read_day(const Company& company, Record& record) {
    std::string& day = record.cells["Date"];
    const auto stored = day.empty() ? std::optional(company.today()) : stored_date(day, false);
    if (!stored) {
        return "The date is none.";
    }
    day = *stored;
    return is_closed(company, day) ? "The ledger is closed on that date." : "";
}

std::string check_stock_row(const Company& company, Record& record) {
    const std::string& type = record.at("Transaction Type");
    const Row* const product = company.find("STOCK", upper_case(record.at("Stock Code")));
    if (type != "AI" && type != "AO") {
        return "The type is none that is simulated.";
    }
    if (product == nullptr) {
        return "The product was not found.";
    }
    if (!amount_in(record.at("Quantity")) || record.number("Quantity").sign() == 0 ||
        !amount_in(record.at("Cost Price")) || !amount_in(record.at("Sales Price"))) {
        return "A number has not eight digits and two places above zero.";
    }
    const bool short_of = record.number("Quantity") > free_stock(*product);
    if (type == "AO" && short_of && !company.flag("ALLOW_NEGATIVE_STOCK")) {
        return "There is not enough free stock.";
    }
    return read_day(company, record);
}

void import_stock_row(Company& company, const Record& record) {
    Movement movement;
    movement.type = record.at("Transaction Type");
    const std::string code = upper_case(record.at("Stock Code"));
    movement.stock_code = code;
    movement.quantity = record.number("Quantity");
    movement.date = record.at("Date");
    movement.reference = record.at("Reference");
    movement.details = record.at("Details");
    if (!record.at("Cost Price").empty()) {
        movement.cost = record.number("Cost Price");
    }
    move_stock(company, movement);
}

/// "abc 001" is ABC001; what is longer than eight is cut.
std::string account_in(const Record& record) {
    std::string account = upper_case(record.at("Account Reference"));
    std::erase(account, ' ');
    return account;
}

std::string check_ledger_row(const Company& company, Record& record) {
    const std::string& type = record.at("Type");
    if (type != "SI" && type != "SC") {
        return "The type is none that is simulated.";
    }
    const std::string account = account_in(record);
    const bool letters = std::all_of(account.begin(), account.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
    if (!letters) {
        return "The account reference is not alphanumeric.";
    }
    if (company.find("SALES_LEDGER", account) == nullptr) {
        return "The account was not found.";
    }
    if (company.find("NOMINAL_LEDGER", record.at("Nominal A/C Ref")) == nullptr) {
        return "The nominal code was not found.";
    }
    if (company.find("TAX_CODE", record.at("Tax Code")) == nullptr) {
        return "The tax code was not found.";
    }
    if (!amount_in(record.at("Net Amount")) || !amount_in(record.at("Tax Amount")) ||
        record.number("Net Amount").sign() == 0) {
        return "A number has not eight digits and two places above zero.";
    }
    return read_day(company, record);
}

/// As a line of an invoice.
Row line_of(const Record& record) {
    Row line;
    line.set("STOCK_CODE", "S1");
    line.set("DESCRIPTION", record.at("Details"));
    line.set("NOMINAL_CODE", record.at("Nominal A/C Ref"));
    line.set("DEPT_NUMBER", record.at("Department Code"));
    line.set("TAX_CODE", record.at("Tax Code"));
    line.set("EXT_ORDER_REF", record.at("Extra Reference"));
    line.set_number("NET_AMOUNT", record.number("Net Amount"));
    line.set_number("TAX_AMOUNT", record.number("Tax Amount"));
    return line;
}

void import_transaction(Company& company, const std::vector<const Record*>& records) {
    const Record& first = *records.front();
    Row header;
    header.set_integer("INVOICE_TYPE_CODE", first.at("Type") == "SC" ? 3 : 0);
    header.set("INVOICE_DATE", first.at("Date"));
    header.set("ACCOUNT_REF", account_in(first));
    header.set("INVOICE_NUMBER", first.at("Reference"));
    header.set("CURRENCY", "1");
    std::vector<Row> lines;
    Decimal net;
    Decimal tax;
    for (const Record* const record : records) {
        lines.push_back(line_of(*record));
        net = net + record->number("Net Amount");
        tax = tax + record->number("Tax Amount");
    }
    header.set_number("INVOICE_NET", net);
    header.set_number("INVOICE_TAX", tax);
    header.set_number("INVOICE_GROSS", net + tax);
    std::vector<const Row*> pointers;
    for (const Row& line : lines) {
        pointers.push_back(&line);
    }
    post_transaction(company, header, pointers);
}

void import_ledger(Company& company, const std::vector<Record>& records, bool grouped) {
    using Group = std::tuple<std::string, std::string, std::string, std::string>;
    std::vector<std::pair<Group, std::vector<const Record*>>> transactions;
    for (const Record& record : records) {
        Group group{record.at("Type"), account_in(record), record.at("Date"),
                    record.at("Reference")};
        const auto same = std::find_if(transactions.begin(), transactions.end(),
                                       [&](const auto& one) { return one.first == group; });
        if (grouped && same != transactions.end()) {
            same->second.push_back(&record);
        } else {
            transactions.push_back({std::move(group), {&record}});
        }
    }
    for (const auto& [group, members] : transactions) {
        import_transaction(company, members);
    }
}

struct Options {
    bool stock = false;
    bool grouped = false;
    bool skips_wrong_rows = false;
};

/// The rows that are right; the fault of the first that is not, where none is skipped: then
/// nothing is imported.
Fault import_rows(Company& company, std::string_view rest, const Options& options) {
    std::vector<Record> records;
    for (int number = 1; !rest.empty(); ++number) {
        const std::optional<Cells> cells = take_row(rest);
        if (!cells) {
            return wrong(fmt::format("Row {} has no end, or an odd quotation mark.", number));
        }
        if (number == 1 && (options.stock ? is_heading(*cells, stock_columns)
                                          : is_heading(*cells, ledger_columns))) {
            continue;
        }
        Record record;
        std::string fault = options.stock ? read_cells(company, *cells, stock_columns, record)
                                          : read_cells(company, *cells, ledger_columns, record);
        if (fault.empty()) {
            fault = options.stock ? check_stock_row(company, record)
                                  : check_ledger_row(company, record);
        }
        if (fault.empty()) {
            records.push_back(std::move(record));
        } else if (!options.skips_wrong_rows) {
            return wrong(fmt::format("Row {}: {}", number, fault));
        }
    }
    if (!options.stock) {
        import_ledger(company, records, options.grouped);
        return std::nullopt;
    }
    for (const Record& record : records) {
        import_stock_row(company, record);
    }
    return std::nullopt;
}

}  // namespace

Fault import_file(Company& company, const json::value& change) {
    const std::string_view name = text_at(change, "/template");
    const std::optional<std::string> bytes = bytes_of(text_at(change, "/bytes"));
    if (name != "stockTransactions" && name != "auditTrailTransactions") {
        return wrong("There is no such template.");
    }
    if (!bytes) {
        return wrong("The bytes are no hexadecimal digits.");
    }
    const auto is_true = [&](std::string_view pointer) {
        const json::value* const value = at_pointer(change, pointer);
        return value != nullptr && value->is_bool() && value->get_bool();
    };
    return import_rows(
        company, *bytes,
        {name == "stockTransactions", is_true("/grouped"), is_true("/skipsWrongRows")});
}

}  // namespace sage::simulated_sage50
