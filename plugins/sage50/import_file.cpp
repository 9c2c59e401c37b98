// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/import_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plugins/sage50/wire_values.h"
#include "sage-adapter/document/hash.h"

namespace sage::sage50 {
namespace {

constexpr std::string_view line_end = "\r\n";
// The wizard finds columns by these names as well as by their order.
constexpr std::string_view stock_heading =
    "Transaction Type,Stock Code,Date,Reference,Details,Quantity,Cost Price,Sales Price\r\n";
constexpr std::string_view ledger_heading =
    "Type,Account Reference,Nominal A/C Ref,Department Code,Date,Reference,Details,Net Amount,"
    "Tax Code,Tax Amount,Exchange Rate,Extra Reference\r\n";
constexpr int created = 201;
constexpr int conflict = 409;

std::string quoted(std::string_view text) {
    if (text.find_first_of(",\"") == std::string_view::npos) {
        return std::string(text);
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

/// "18/11/2026", whatever the language of a machine: Sage's own template says so.
std::string day(std::string_view date) {
    return day_on_wire(date, false);
}

Request file_request(std::string_view sage_type, std::string_view reference, std::string body) {
    return {"PUT",
            "/" + import_file_name(sage_type, reference),
            {{"Content-Type", "text/csv; charset=windows-1252"}},
            std::move(body)};
}

bool is_upper_or_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool fits_import(const Decimal& value) {
    const Decimal limit = Decimal::of(import_limits::amount_limit);
    return value.fits(import_limits::amount_places) && value < limit && -value < limit;
}

bool is_import_account(std::string_view account) {
    return !account.empty() && account.size() <= import_limits::account &&
           std::all_of(account.begin(), account.end(), is_upper_or_digit);
}

bool is_import_stock_code(std::string_view code) {
    return !code.empty() && code.size() <= import_limits::stock_code && code.front() != '-' &&
           std::all_of(code.begin(), code.end(), [](char c) {
               return is_upper_or_digit(c) || std::string_view("/.-#").find(c) != std::string::npos;
           });
}

Send encode(const StockFile& file) {
    const std::string reference = short_reference(file.reference);
    std::string body(stock_heading);
    Send send;
    send.sage_type = stock_import_type;
    send.facts["date"] = file.date;
    std::map<std::string, Decimal> moved;
    for (const StockRow& row : file.rows) {
        const std::string_view type = row.in ? "AI" : "AO";
        const bool costs = row.in && row.cost_price;
        body += fmt::format("{},{},{},{},{},{},{},{}", type, row.stock_code, day(file.date),
                            reference, quoted(row.details), plain_number(row.quantity),
                            costs ? money(*row.cost_price) : "", line_end);
        Decimal& sum = moved[fmt::format("{} {}", type, row.stock_code)];
        sum = sum + row.quantity;
    }
    for (const auto& [what, quantity] : moved) {
        send.facts[what] = plain_number(quantity);
    }
    send.request = file_request(send.sage_type, file.reference, std::move(body));
    return send;
}

Send encode(const LedgerFile& file) {
    std::string body(ledger_heading);
    Decimal net;
    Decimal tax;
    for (const LedgerRow& row : file.rows) {
        body += fmt::format("{},{},{},{},{},{},{},{},T{},{},1,{}{}", row.credit ? "SC" : "SI",
                            file.account, row.nominal,
                            row.department ? std::to_string(*row.department) : "", day(file.date),
                            file.reference, quoted(row.details), money(row.net), row.tax_code,
                            money(row.tax), quoted(file.extra_reference), line_end);
        const bool same_way = row.credit == file.credit;
        net = same_way ? net + row.net : net - row.net;
        tax = same_way ? tax + row.tax : tax - row.tax;
    }
    Send send;
    send.sage_type = ledger_import_type;
    send.facts = {{"type", file.credit ? "SC" : "SI"},
                  {"accountRef", file.account},
                  {"date", file.date},
                  {"reference", file.reference},
                  {"netAmount", money(net)},
                  {"taxAmount", money(tax)}};
    send.request = file_request(send.sage_type, file.reference, std::move(body));
    return send;
}

bool is_import(std::string_view sage_type) {
    return sage_type == stock_import_type || sage_type == ledger_import_type;
}

std::string short_reference(std::string_view external_reference) {
    // Without letters that are taken for digits, and W first: no program reads a number into it.
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    constexpr std::size_t size = 8;
    constexpr unsigned bits = 5;
    const Sha256 digest = sha256(external_reference);
    std::uint64_t value = 0;
    for (std::size_t at = 0; at < sizeof value; ++at) {
        value = value << 8U | digest.at(at);
    }
    std::string text = "W";
    while (text.size() < size) {
        text += letters[value % letters.size()];
        value >>= bits;
    }
    return text;
}

std::string import_file_name(std::string_view sage_type, std::string_view external_reference) {
    return fmt::format("{}-{}.csv", sage_type == stock_import_type ? "stock" : "ledger",
                       external_reference);
}

Verdict classify_import(const Send& sent, const Reply& reply) {
    const std::string file = sent.request.target.empty() ? "" : sent.request.target.substr(1);
    Verdict verdict;
    verdict.judgement = Judgement::unknown;
    if (reply.status == conflict) {
        verdict.judgement = Judgement::refused_cause;
        verdict.problem = {
            "sage50.import_file_taken", "",
            "The drop folder has a file " + file + " that is not the one to be written.",
            "Look where it comes from. If it was imported, record that with an operatorDecision "
            "markPosted; otherwise move it away and decide sendAgain.",
            Owner::it};
        return verdict;
    }
    verdict.problem = {"sage50.import_file_unclear", "",
                       reply.status == created
                           ? "The file " + file + " is in the drop folder."
                           : "The drop folder gave an answer that nobody lists for " + file + ".",
                       "Nothing to do: the document is held until the file has been imported.",
                       Owner::it};
    return verdict;
}

Hold awaited_import(const Send& sent, std::string_view external_reference) {
    return {{"sage50.waiting_for_import", "",
             "The file " + import_file_name(sent.sage_type, external_reference) +
                 " waits in the drop folder until a person imports it in Sage 50.",
             "In Sage 50, File > Import > " + sent.sage_type +
                 ": import it once, and move it to another folder. With a data source that is "
                 "seen by itself; otherwise record it with an operatorDecision markPosted, "
                 "checkedByHand, and the number of the transaction. If the folder has no such file "
                 "and Sage no transaction of it, writing it was broken off: decide sendAgain, "
                 "checkedByHand.",
             Owner::finance},
            fmt::format("{}:{}", import_cause, sent.sage_type)};
}

Request ask_folder() {
    return {"GET", "/", {}, ""};
}

LookUp folder_shows_nothing() {
    LookUp unknown;
    unknown.why = "a folder does not show what was imported from it";
    return unknown;
}

}  // namespace sage::sage50
