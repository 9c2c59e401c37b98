// SPDX-License-Identifier: Apache-2.0
// Rows in, records out. What the rows mean is in trade_of(); what they say, in read_retail().
#include "mock-host/retail.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <unordered_map>

#include "mock-host/csv.h"
#include "mock-host/instant.h"

namespace wms {

namespace {

constexpr std::array<std::string_view, 8> kColumns = {"InvoiceNo",  "StockCode",   "Description",
                                                      "Quantity",   "InvoiceDate", "UnitPrice",
                                                      "CustomerID", "Country"};
// Goods whose codes do not begin with five digits.
constexpr std::array<std::string_view, 2> kGoodsPrefixes = {"GIFT_", "DCGS"};
constexpr std::size_t kCodeBytesMax = 30;

Problem bad_row(std::size_t line, std::string cause) {
    return {"retail.row", fmt::format("line {}", line), std::move(cause), "Correct the line.",
            "it"};
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string upper(std::string text) {
    for (char& letter : text) {
        if (letter >= 'a' && letter <= 'z') {
            letter = static_cast<char>(letter - 'a' + 'A');
        }
    }
    return text;
}

/// "01/12/2010 08:26", day first.
std::optional<std::int64_t> local_time_of(std::string_view text) {
    std::array<int, 5> parts = {};
    constexpr std::string_view kPattern = "dd/dd/dddd dd:dd";
    if (text.size() != kPattern.size()) {
        return std::nullopt;
    }
    std::size_t part = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (kPattern[at] == 'd') {
            if (text[at] < '0' || text[at] > '9') {
                return std::nullopt;
            }
            parts[part] = parts[part] * 10 + (text[at] - '0');
        } else if (text[at] != kPattern[at]) {
            return std::nullopt;
        } else {
            ++part;
        }
    }
    return instant_of(parts[2], parts[1], parts[0], parts[3], parts[4]);
}

Result<RetailRow> row_of(const CsvRow& row) {
    if (row.fields.size() != kColumns.size()) {
        return bad_row(
            row.line, fmt::format("It has {} fields, not {}.", row.fields.size(), kColumns.size()));
    }
    RetailRow result;
    result.line = row.line;
    result.invoice = trimmed(row.fields[0]);
    result.code = upper(trimmed(row.fields[1]));
    result.description = trimmed(row.fields[2]);
    const auto quantity = Decimal::parse(trimmed(row.fields[3]));
    const auto time = local_time_of(trimmed(row.fields[4]));
    const auto price = Decimal::parse(trimmed(row.fields[5]));
    result.customer = trimmed(row.fields[6]);
    result.country = trimmed(row.fields[7]);
    if (result.invoice.empty() || result.code.empty() || result.code.size() > kCodeBytesMax) {
        return bad_row(row.line, "It has no invoice number or no usable stock code.");
    }
    if (!quantity.has_value() || quantity->is_zero()) {
        return bad_row(row.line, fmt::format("\"{}\" is no quantity.", row.fields[3]));
    }
    if (!time.has_value()) {
        return bad_row(row.line,
                       fmt::format("\"{}\" is no time like 31/12/2010 23:59.", row.fields[4]));
    }
    if (!price.has_value()) {
        return bad_row(row.line, fmt::format("\"{}\" is no price.", row.fields[5]));
    }
    result.quantity = *quantity;
    result.local_ms = *time;
    result.price = *price;
    return result;
}

std::string columns_text() {
    std::string text;
    for (const std::string_view column : kColumns) {
        text += (text.empty() ? "" : ",") + std::string(column);
    }
    return text;
}

}  // namespace

Result<RetailFile> read_retail(std::string_view text) {
    CsvReader reader(text);
    const auto head = reader.next();
    const bool right = head.has_value() && head->ok() &&
                       std::equal(kColumns.begin(), kColumns.end(), head->value().fields.begin(),
                                  head->value().fields.end());
    if (!right) {
        return Problem{"retail.columns", "line 1", "The first line does not name the columns.",
                       "Begin the file with " + columns_text() + ".", "it"};
    }
    RetailFile file;
    while (auto row = reader.next()) {
        if (!row->ok()) {
            file.problems.push_back(row->problem());
            continue;
        }
        Result<RetailRow> read = row_of(row->value());
        if (read.ok()) {
            file.rows.push_back(std::move(read).value());
        } else {
            file.problems.push_back(read.problem());
        }
    }
    return file;
}

bool is_charge_code(std::string_view code) {
    const bool digits =
        code.size() >= 5 && std::all_of(code.begin(), code.begin() + 5,
                                        [](char letter) { return letter >= '0' && letter <= '9'; });
    const bool goods =
        std::any_of(kGoodsPrefixes.begin(), kGoodsPrefixes.end(),
                    [&](std::string_view prefix) { return code.starts_with(prefix); });
    return !digits && !goods;
}

}  // namespace wms
