// SPDX-License-Identifier: Apache-2.0
// What an invoice of the retail data set means to a warehouse.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "mock-host/instant.h"
#include "mock-host/retail.h"

namespace wms {

namespace {

using Invoice = std::vector<const RetailRow*>;

constexpr std::int64_t kMinuteMs = 60'000;

struct Country {
    std::string_view name;
    std::string_view code;
};
constexpr std::array<Country, 37> kCountries = {{{"Australia", "AU"},
                                                 {"Austria", "AT"},
                                                 {"Bahrain", "BH"},
                                                 {"Belgium", "BE"},
                                                 {"Brazil", "BR"},
                                                 {"Canada", "CA"},
                                                 {"Channel Islands", "JE"},
                                                 {"Cyprus", "CY"},
                                                 {"Czech Republic", "CZ"},
                                                 {"Denmark", "DK"},
                                                 {"EIRE", "IE"},
                                                 {"Finland", "FI"},
                                                 {"France", "FR"},
                                                 {"Germany", "DE"},
                                                 {"Greece", "GR"},
                                                 {"Hong Kong", "HK"},
                                                 {"Iceland", "IS"},
                                                 {"Israel", "IL"},
                                                 {"Italy", "IT"},
                                                 {"Japan", "JP"},
                                                 {"Lebanon", "LB"},
                                                 {"Lithuania", "LT"},
                                                 {"Malta", "MT"},
                                                 {"Netherlands", "NL"},
                                                 {"Norway", "NO"},
                                                 {"Poland", "PL"},
                                                 {"Portugal", "PT"},
                                                 {"RSA", "ZA"},
                                                 {"Saudi Arabia", "SA"},
                                                 {"Singapore", "SG"},
                                                 {"Spain", "ES"},
                                                 {"Sweden", "SE"},
                                                 {"Switzerland", "CH"},
                                                 {"USA", "US"},
                                                 {"United Arab Emirates", "AE"},
                                                 {"United Kingdom", "GB"},
                                                 {"Nigeria", "NG"}}};

Problem bad_invoice(const RetailRow& row, std::string cause) {
    return {"retail.invoice", fmt::format("line {}, invoice {}", row.line, row.invoice),
            std::move(cause), "Correct the invoice; it is left out as a whole.", "warehouse"};
}

std::int64_t utc_ms(const RetailRow& row) {
    return row.local_ms - london_offset_minutes(row.local_ms) * kMinuteMs;
}

Customer customer_of(const RetailRow& row) {
    Customer customer;
    customer.id = row.customer;
    customer.country_code = country_code_of(row.country);
    return customer;
}

Charge charge_of(const RetailRow& row, bool credit) {
    const Decimal amount = line_amount(row.quantity, row.price);
    return {row.code, row.description, credit ? -amount : amount};
}

std::string line_id(std::size_t index) {
    return std::to_string(index + 1);
}

bool is_adjustment(const Invoice& invoice) {
    return std::all_of(invoice.begin(), invoice.end(), [](const RetailRow* row) {
        return row->price.is_zero() && row->customer.empty();
    });
}

bool is_credit(const Invoice& invoice) {
    if (invoice.front()->invoice.starts_with("C")) {
        return true;
    }
    // A correction without goods that takes more than it gives.
    Decimal net;
    for (const RetailRow* row : invoice) {
        if (!is_charge_code(row->code)) {
            return false;
        }
        net += line_amount(row->quantity, row->price);
    }
    return net.is_negative();
}

Result<Trade> sale_of(const Invoice& invoice) {
    const RetailRow& first = *invoice.front();
    Trade trade;
    trade.kind = TradeKind::sale;
    trade.despatch_id = "DN-" + first.invoice;
    Order& order = trade.order;
    order.id = first.invoice;
    order.customer = customer_of(first);
    order.site = kRetailSite;
    order.date = date_text(first.local_ms);
    order.entered_ms = utc_ms(first);
    for (std::size_t index = 0; index < invoice.size(); ++index) {
        const RetailRow& row = *invoice[index];
        if (is_charge_code(row.code)) {
            order.charges.push_back(charge_of(row, false));
            continue;
        }
        if (row.quantity.is_negative() || row.price.is_negative()) {
            return bad_invoice(row, "A sale has goods with a negative quantity or price.");
        }
        OrderLine line;
        line.id = line_id(index);
        line.item = row.code;
        line.item_name = row.description;
        line.ordered = row.quantity;
        line.price = row.price;
        order.lines.push_back(std::move(line));
    }
    return trade;
}

Result<Trade> credit_of(const Invoice& invoice) {
    const RetailRow& first = *invoice.front();
    Trade trade;
    trade.kind = TradeKind::credit;
    Return& credit = trade.credit;
    credit.id = first.invoice;
    credit.customer = customer_of(first);
    credit.site = kRetailSite;
    credit.date = date_text(first.local_ms);
    credit.received_ms = utc_ms(first);
    for (std::size_t index = 0; index < invoice.size(); ++index) {
        const RetailRow& row = *invoice[index];
        if (is_charge_code(row.code)) {
            credit.charges.push_back(charge_of(row, true));
            continue;
        }
        if (!row.quantity.is_negative() || row.price.is_negative()) {
            return bad_invoice(row, "A credit has goods with a positive quantity.");
        }
        ReturnLine line;
        line.id = line_id(index);
        line.item = row.code;
        line.quantity = -row.quantity;
        line.price = row.price;
        credit.lines.push_back(std::move(line));
    }
    return trade;
}

/// One document per direction: what was found and what was lost are different postings.
std::vector<Trade> adjustments_of(const Invoice& invoice) {
    const RetailRow& first = *invoice.front();
    std::array<Trade, 2> directions;
    for (std::size_t index = 0; index < invoice.size(); ++index) {
        const RetailRow& row = *invoice[index];
        if (is_charge_code(row.code)) {
            continue;  // neither goods nor money
        }
        const bool down = row.quantity.is_negative();
        Adjustment& adjustment = directions[down ? 1 : 0].adjustment;
        adjustment.lines.push_back({line_id(index), row.code, row.quantity,
                                    down ? "shrinkage" : "correction", row.description});
    }
    const bool both =
        !directions[0].adjustment.lines.empty() && !directions[1].adjustment.lines.empty();
    std::vector<Trade> trades;
    for (std::size_t direction = 0; direction < directions.size(); ++direction) {
        Trade& trade = directions[direction];
        if (trade.adjustment.lines.empty()) {
            continue;
        }
        const char* suffix = !both ? "" : direction == 0 ? "-UP" : "-DOWN";
        trade.kind = TradeKind::adjustment;
        trade.adjustment.id = "ADJ-" + first.invoice + suffix;
        trade.adjustment.site = kRetailSite;
        trade.adjustment.date = date_text(first.local_ms);
        trade.adjustment.counted_ms = utc_ms(first);
        trades.push_back(std::move(trade));
    }
    return trades;
}

void add_master_data(const Invoice& invoice, MasterData& data) {
    for (const RetailRow* row : invoice) {
        MasterData::Item& item = data.items[row->code];
        item.charge = is_charge_code(row->code);
        if (item.name.empty()) {
            item.name = row->description;
        }
        // Everything that leaves, whatever comes back: then no order of events runs short.
        const bool credit = row->invoice.starts_with("C");
        const bool leaves = row->quantity.is_negative()
                                ? row->price.is_zero() && !credit
                                : !row->price.is_zero() || !row->customer.empty();
        if (leaves && !item.charge) {
            item.stock += row->quantity.magnitude();
        }
        if (!row->customer.empty()) {
            data.customers[row->customer] = country_code_of(row->country);
        }
    }
}

}  // namespace

std::string_view country_code_of(std::string_view name) {
    const auto found = std::find_if(kCountries.begin(), kCountries.end(),
                                    [&](const Country& country) { return country.name == name; });
    return found == kCountries.end() ? std::string_view{} : found->code;
}

RetailTrade trade_of(const std::vector<RetailRow>& rows) {
    std::vector<Invoice> invoices;
    std::unordered_map<std::string_view, std::size_t> by_number;
    for (const RetailRow& row : rows) {
        const auto [known, added] = by_number.try_emplace(row.invoice, invoices.size());
        if (added) {
            invoices.emplace_back();
        }
        invoices[known->second].push_back(&row);
    }
    RetailTrade result;
    for (const Invoice& invoice : invoices) {
        add_master_data(invoice, result.master_data);
        if (is_adjustment(invoice)) {
            for (Trade& trade : adjustments_of(invoice)) {
                trade.invoice = invoice.front()->invoice;
                result.trades.push_back(std::move(trade));
            }
            continue;
        }
        Result<Trade> trade = is_credit(invoice) ? credit_of(invoice) : sale_of(invoice);
        if (!trade.ok()) {
            result.problems.push_back(trade.problem());
            continue;
        }
        trade.value().invoice = invoice.front()->invoice;
        result.trades.push_back(std::move(trade).value());
    }
    for (auto& [code, item] : result.master_data.items) {
        if (item.name.empty()) {
            item.name = code;
        }
    }
    return result;
}

}  // namespace wms
