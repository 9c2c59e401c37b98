// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/simulator_stock.h"

#include <functional>

namespace sage::simulated_sage200 {

Row* holding_of(Company& company, std::int64_t product_id, std::int64_t warehouse_id) {
    for (Row& holding : company.table("warehouse_holding").rows()) {
        if (holding.integer("product_id") == product_id &&
            holding.integer("warehouse_id") == warehouse_id) {
            return &holding;
        }
    }
    return nullptr;
}

namespace {

constexpr std::string_view first_bin = "Unspecified";

/// From each bin what is there of it, in their order; what is left, and what comes, to the first.
void spread(const std::vector<Row*>& bins, std::string_view field, Decimal change,
            const std::function<void(Row&, const Decimal&)>& put) {
    for (std::size_t at = 0; at < bins.size() && change.sign() < 0; ++at) {
        const Decimal there = bins[at]->number(field);
        const Decimal part = there < -change ? there : -change;
        if (part.sign() > 0) {
            put(*bins[at], -part);
            change = change + part;
        }
    }
    if (!bins.empty() && change.sign() != 0) {
        put(*bins.front(), change);
    }
}

}  // namespace

std::vector<Row*> bins_of(Company& company, const Row& holding) {
    std::vector<Row*> bins;
    for (Row& bin : company.table("bin_holding").rows()) {
        if (bin.integer("warehouse_holding_id") == holding.id) {
            bins.push_back(&bin);
        }
    }
    return bins;
}

void add_first_bin(Company& company, const Row& holding, std::int64_t now_ms) {
    if (!bins_of(company, holding).empty()) {
        return;
    }
    Row bin = company.make(now_ms);
    bin.set_integer("warehouse_holding_id", holding.id);
    bin.set_integer("product_id", holding.integer("product_id"));
    bin.set_text("name", first_bin);
    bin.set_integer("allocation_priority", 9);
    change_bin(bin, holding.number("quantity_in_stock"), holding.number("quantity_allocated_sop"));
    company.table("bin_holding").add(std::move(bin));
}

void change_bin(Row& bin, const Decimal& in_stock, const Decimal& allocated) {
    const Decimal there = bin.number("quantity_in_stock") + in_stock;
    const Decimal held = bin.number("quantity_allocated_sop") + allocated;
    bin.set_number("quantity_in_stock", there);
    bin.set_number("confirmed_qty_in_stock", there);
    bin.set_number("quantity_allocated_sop", held);
    bin.set_number("quantity_allocated", held);
    bin.set_number("free_stock_available", there - held);
}

void change_stock(Company& company, Row& holding, const Decimal& in_stock,
                  const Decimal& allocated) {
    const std::vector<Row*> bins = bins_of(company, holding);
    spread(bins, "quantity_in_stock", in_stock,
           [](Row& bin, const Decimal& part) { change_bin(bin, part, Decimal()); });
    spread(bins, "quantity_allocated_sop", allocated,
           [](Row& bin, const Decimal& part) { change_bin(bin, Decimal(), part); });
    change_holding(company, holding, in_stock, allocated);
}

void change_holding(Company& company, Row& holding, const Decimal& in_stock,
                    const Decimal& allocated) {
    const Decimal there = holding.number("quantity_in_stock") + in_stock;
    const Decimal held = holding.number("quantity_allocated_sop") + allocated;
    holding.set_number("quantity_in_stock", there);
    holding.set_number("confirmed_qty_in_stock", there);
    holding.set_number("quantity_allocated_sop", held);
    holding.set_number("quantity_allocated", held);
    holding.set_number("free_stock_available", there - held);
    Decimal free;
    for (const Row& one : company.table("warehouse_holding").rows()) {
        if (one.integer("product_id") == holding.integer("product_id")) {
            free = free + one.number("free_stock_available");
        }
    }
    if (Row* const product = company.table("product").find(holding.integer("product_id"))) {
        product->set_number("free_stock_quantity", free);
    }
}

Decimal allocatable(const Company& company, const Row& product, const Row& holding,
                    const Decimal& wanted) {
    const Row* const group = company.find("product_group", product.integer("product_group_id"));
    if (group != nullptr && group->truth("can_levels_go_negative")) {
        return wanted;
    }
    const Decimal free = holding.number("free_stock_available");
    return free.sign() <= 0 ? Decimal() : free < wanted ? free : wanted;
}

}  // namespace sage::simulated_sage200
