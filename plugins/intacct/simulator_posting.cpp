// SPDX-License-Identifier: Apache-2.0
// Amounts, stock and the ledger. Exact decimals throughout.
#include "plugins/intacct/simulator_posting.h"

#include <fmt/format.h>

namespace sage::simulated_intacct {
namespace {

constexpr Rounding commercial = Rounding::half_away_from_zero;
constexpr int working_places = 10;

Decimal decimal_of(std::string_view text) {
    return Decimal::parse(text).value_or(Decimal());
}

/// Price after discount per unit, to ten places.
std::optional<Decimal> net_price(const Company& company, const Record& line) {
    const KnownFields& known = company.known;
    const std::string_view priced = line.text(known.unit_price);
    const Decimal price = decimal_of(priced.empty() ? line.text(known.unit_cost) : priced);
    const std::string_view discount = line.text(known.discount_percent);
    if (discount.empty()) {
        return price;
    }
    const Decimal part = *Decimal::multiply(Decimal::of(100) - decimal_of(discount),
                                            Decimal::of(1, 2), working_places, commercial);
    return Decimal::multiply(price, part, working_places, commercial);
}

bool is_stock_item(const Company& company, const Record& line) {
    const Record* const item =
        company.find("inventory-control/item", line.text(company.known.item_id));
    return item != nullptr && company.text(*item, "itemType") == "inventory";
}

int stock_direction(const Company& company, const Definition& definition) {
    if (!definition.order_entry) {
        return definition.stock_direction;
    }
    const Record& rules = company.rules(definition);
    const std::string_view update = company.text(rules, "inventoryUpdateType");
    if (update != "quantity" && update != "quantityAndValue") {
        return 0;
    }
    return company.text(rules, "increaseOrDecreaseInventory") == "increase" ? 1 : -1;
}

/// Stores what line_value() would not derive by itself.
void set_derived(Record& record, FieldId field, const std::string& text, std::string_view derived) {
    if (text == derived) {
        record.erase(field);
    } else {
        record.set(field, text);
    }
}

Decimal line_tax(const Company& company, const Record& line, const Decimal& net) {
    const std::string_view schedule_id = line.text(company.known.tax_schedule_id);
    const Record* const schedule = company.find("tax/order-entry-tax-schedule", schedule_id);
    if (schedule == nullptr) {
        return Decimal::of(0, 2);
    }
    const Record* const detail =
        company.find("tax/order-entry-tax-detail", company.text(*schedule, "taxDetail.id"));
    if (detail == nullptr) {
        return Decimal::of(0, 2);
    }
    const Decimal percent = decimal_of(company.text(*detail, "taxPercent"));
    const auto rate = Decimal::multiply(percent, Decimal::of(1, 2), working_places, commercial);
    return Decimal::multiply(net, *rate, 2, commercial).value_or(Decimal::of(0, 2));
}

}  // namespace

std::optional<Decimal> line_net(const Company& company, const Record& line) {
    const KnownFields& known = company.known;
    const auto price = net_price(company, line);
    if (!price) {
        return std::nullopt;
    }
    const Decimal quantity = decimal_of(line.text(known.unit_quantity));
    const std::string_view multiplier = line.text(known.multiplier);
    if (multiplier.empty()) {
        return Decimal::multiply(quantity, *price, 2, commercial);
    }
    const auto times =
        Decimal::multiply(quantity, decimal_of(multiplier), working_places, commercial);
    return times ? Decimal::multiply(*times, *price, 2, commercial) : std::nullopt;
}

std::string unit_table_id(const Company& company, std::string_view group, std::string_view unit) {
    const Record* const first = company.find("inventory-control/unit-of-measure", unit);
    return first == nullptr || company.text(*first, "parent.id") == group
               ? std::string(unit)
               : fmt::format("{}\n{}", group, unit);
}

std::optional<Decimal> unit_factor(const Company& company, const Record& line, bool order_entry) {
    const KnownFields& known = company.known;
    const Record* const item = company.find("inventory-control/item", line.text(known.item_id));
    const std::string_view unit = line.text(order_entry ? known.unit : known.unit_id);
    if (item == nullptr) {
        return std::nullopt;
    }
    const std::string_view group = company.text(*item, "unitOfMeasureGroup.id");
    const Record* const measure =
        company.find("inventory-control/unit-of-measure", unit_table_id(company, group, unit));
    if (measure == nullptr || company.text(*measure, "parent.id") != group) {
        return std::nullopt;
    }
    return decimal_of(company.text(*measure, "conversionFactor"));
}

void compute_amounts(const Company& company, const Definition& definition, StoredDocument& document,
                     std::vector<Detail>& refusals) {
    const KnownFields& known = company.known;
    Decimal subtotal = Decimal::of(0, 2);
    Decimal tax = Decimal::of(0, 2);
    for (Line& line : document.lines) {
        const auto factor = unit_factor(company, line.record, definition.order_entry);
        const auto net = line_net(company, line.record);
        const auto price = net_price(company, line.record);
        const Decimal quantity = decimal_of(line.record.text(known.unit_quantity));
        const auto base = factor
                              ? Decimal::multiply(quantity, *factor, quantity.scale(), commercial)
                              : std::nullopt;
        if (!factor || !net || !price || !base) {
            if (factor) {
                refusals.push_back({"BL01001973", "The amount of a line is too large."});
            }
            continue;
        }
        subtotal = subtotal + *net;
        line.record.set(known.quantity, base->text());
        if (definition.order_entry) {
            set_derived(line.record, known.price, price->text(),
                        line.record.text(known.unit_price));
            const Decimal this_tax = line_tax(company, line.record, *net);
            tax = tax + this_tax;
            set_derived(line.record, known.line_tax, this_tax.text(), "0.00");
        }
    }
    Decimal subtotals = Decimal::of(0, 2);
    for (const Subtotal& one : document.subtotals) {
        subtotals = subtotals + one.total;
        tax = tax + *Decimal::multiply(one.total,
                                       Decimal::of(company.behaviours.subtotal_tax_percent, 2), 2,
                                       commercial);
    }
    const Decimal total = subtotal + subtotals + tax;
    if (company.behaviours.subtotals_in_subtotal) {
        subtotal = subtotal + subtotals;
    }
    // A value and no view of it: what is set below moves the texts of the header.
    const std::string_view stated = document.header.text(known.rate);
    const Decimal rate = stated.empty() ? Decimal::of(1) : decimal_of(stated);
    const auto base = [&](const Decimal& amount) {
        const auto product = Decimal::multiply(amount, rate, 2, commercial);
        return product ? product->text() : amount.text();
    };
    document.header.set(known.subtotal, base(subtotal));
    document.header.set(known.total, base(total));
    if (definition.order_entry) {
        document.header.set(known.subtotal_txn, subtotal.text());
        document.header.set(known.total_txn, total.text());
    }
}

bool is_posted_state(std::string_view state) {
    return state != "draft" && state != "submitted" && state != "declined" &&
           state != "partiallyApproved" && state != "exception";
}

Movements movements(const Company& company, const Definition& definition,
                    const StoredDocument& document) {
    Movements moves;
    const int direction = stock_direction(company, definition);
    if (direction == 0 || !document.posted) {
        return moves;
    }
    const KnownFields& known = company.known;
    for (const Line& line : document.lines) {
        if (!is_stock_item(company, line.record)) {
            continue;
        }
        const Decimal quantity = decimal_of(line.record.text(known.quantity));
        Decimal& move = moves[{std::string(line.record.text(known.item_id)),
                               std::string(line.record.text(known.warehouse_id))}];
        move = direction > 0 ? move + quantity : move - quantity;
    }
    return moves;
}

void check_stock(const Company& company, const Movements& moves, std::vector<Detail>& refusals) {
    for (const auto& [place, quantity] : moves) {
        const auto held = company.stock.find(place);
        const Decimal left = held == company.stock.end() ? quantity : held->second + quantity;
        if (quantity.sign() >= 0 || left.sign() >= 0) {
            continue;
        }
        const Record* const warehouse = company.find("inventory-control/warehouse", place.second);
        if (warehouse == nullptr || company.text(*warehouse, "enableNegativeInv") != "true") {
            refusals.push_back(
                {"BL01001973",
                 fmt::format("Insufficient quantity on hand for item '{}' in warehouse '{}'.",
                             place.first, place.second)});
        }
    }
}

void apply_stock(Company& company, const Movements& moves) {
    for (const auto& [place, quantity] : moves) {
        Decimal& held = company.stock[place];
        held = held + quantity;
    }
}

Movements difference(const Movements& after, const Movements& before) {
    Movements moves = after;
    for (const auto& [place, quantity] : before) {
        Decimal& move = moves[place];
        move = move - quantity;
    }
    return moves;
}

void post_receivable(Company& company, const Definition& definition, StoredDocument& document) {
    const KnownFields& known = company.known;
    const bool receivable = definition.order_entry &&
                            company.text(company.rules(definition), "txnPostingMethod") == "toAR";
    if (!receivable || !document.posted) {
        document.header.erase(known.invoice_key);
        document.header.erase(known.invoice_id);
        return;
    }
    const std::string key = std::to_string(company.next_invoice_key++);
    document.header.set(known.invoice_key, key);
    document.header.set(known.invoice_id, key);
    if (document.header.text(known.payment_status).empty()) {
        document.header.set(known.payment_status, "open");
    }
}

}  // namespace sage::simulated_intacct
