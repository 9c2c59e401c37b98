// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_stock.h"

#include <fmt/format.h>

#include "plugins/sage50/simulator_body.h"
#include "plugins/sage50/simulator_customer.h"
#include "plugins/sage50/simulator_lines.h"
#include "plugins/sage50/simulator_words.h"

namespace sage::simulated_sage50 {
namespace {

bool goes_out(std::string_view type) {
    return type == "AO" || type == "GO";
}

std::optional<Refusal> check_quantity(const Company& company, Row& adjustment) {
    const Decimal quantity = adjustment.number("QUANTITY");
    if (quantity.sign() <= 0) {
        return Refusal{sdo_none, "quantity: A quantity above zero is expected"};
    }
    if (quantity.fits(0)) {
        return std::nullopt;
    }
    switch (company.behaviours.fractional_adjustments) {
        case 0:
            return Refusal{sdo_none, "quantity: A whole number is expected"};
        case 1:
            return std::nullopt;
        default:
            adjustment.set_number("QUANTITY", quantity.rounded(0, Rounding::toward_zero));
            return std::nullopt;
    }
}

std::optional<Refusal> check_adjustment(const Company& company, Row& adjustment) {
    const std::string code(adjustment.text("STOCK_CODE"));
    const Row* const product = company.find("STOCK", code);
    if (product == nullptr || is_special_code(code)) {
        return Refusal{sdo_none, fmt::format("Product {} was not found", code)};
    }
    const std::int64_t type = adjustment.integer("TYPE");
    if (type != 1 && type != 2) {
        return Refusal{sdo_none, "type: 1 (in) or 2 (out) is expected"};
    }
    if (auto refusal = check_quantity(company, adjustment)) {
        return refusal;
    }
    if (!adjustment.has("DATE")) {
        adjustment.set("DATE", company.today());
    }
    if (is_closed(company, adjustment.text("DATE")) &&
        company.behaviours.lock_date_stops_documents) {
        return Refusal{sdo_closed_ledger_date, ""};
    }
    if (adjustment.number("COST_PRICE").sign() < 0) {
        return Refusal{sdo_none, "costPrice: It is below zero"};
    }
    const bool short_of = adjustment.number("QUANTITY") > free_stock(*product);
    if (type == 2 && short_of && !company.flag("ALLOW_NEGATIVE_STOCK")) {
        return Refusal{sdo_none, fmt::format("Product {} has not enough free stock", code)};
    }
    return std::nullopt;
}

}  // namespace

Decimal free_stock(const Row& product) {
    return product.number("QTY_IN_STOCK") - product.number("QTY_ALLOCATED");
}

void move_stock(Company& company, const Movement& movement) {
    Row& product = company.change("STOCK", *company.find("STOCK", movement.stock_code));
    const bool out = goes_out(movement.type);
    const Decimal signed_quantity = out ? -movement.quantity : movement.quantity;
    const Decimal cost = movement.cost.value_or(product.number("LAST_PURCHASE_PRICE"));
    product.set_number("QTY_IN_STOCK", product.number("QTY_IN_STOCK") + signed_quantity);
    if (movement.type == "AI" && movement.cost) {
        product.set_number("LAST_PURCHASE_PRICE", cost);
    }
    if (movement.type == "GO") {
        product.set("LAST_SALE_DATE", movement.date);
    }
    Row row;
    row.set_integer("TRAN_NUMBER", company.next_movement++);
    row.set("STOCK_CODE", movement.stock_code);
    row.set("TYPE", movement.type);
    row.set("DATE", movement.date);
    row.set("REFERENCE", movement.reference);
    row.set_integer("REFERENCE_NUMERIC", number_in(movement.reference));
    row.set("DETAILS", movement.details);
    row.set_number("QUANTITY", signed_quantity);
    row.set_number("COST_PRICE", cost);
    row.set_integer("GDN_NUMBER", movement.gdn_number);
    company.add("STOCK_TRAN", std::move(row));
}

std::optional<Refusal> adjust_stock(Company& company, std::string_view text) {
    Body body;
    auto refusal = read_body(company, "stock", text, body);
    refusal = refusal ? refusal : check_adjustment(company, body.row);
    if (refusal) {
        return refusal;
    }
    const Row& row = body.row;
    const bool in = row.integer("TYPE") == 1;
    Movement movement;
    movement.type = in ? "AI" : "AO";
    movement.stock_code = row.text("STOCK_CODE");
    movement.quantity = row.number("QUANTITY");
    movement.date = row.text("DATE");
    movement.reference = row.text("REFERENCE");
    movement.details = row.text("DETAILS");
    if (in && row.has("COST_PRICE")) {
        movement.cost = row.number("COST_PRICE");
    }
    move_stock(company, movement);
    return std::nullopt;
}

}  // namespace sage::simulated_sage50
