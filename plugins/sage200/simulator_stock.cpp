// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/simulator_stock.h"

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

void change_stock(Company& company, Row& holding, const Decimal& in_stock,
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
