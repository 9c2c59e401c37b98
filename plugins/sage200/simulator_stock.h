// SPDX-License-Identifier: Apache-2.0
// Stock by product and warehouse, and by bin: what is there, what orders hold of it, what is free.
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/sage200/simulator_company.h"

namespace sage::simulated_sage200 {

/// Null: the product is not held in that warehouse.
Row* holding_of(Company& company, std::int64_t product_id, std::int64_t warehouse_id);
/// Adds to what is in stock and to what is allocated to sales orders; quantities in stock units.
void change_stock(Company& company, Row& holding, const Decimal& in_stock,
                  const Decimal& allocated);
/// The same without the bins.
void change_holding(Company& company, Row& holding, const Decimal& in_stock,
                    const Decimal& allocated);
/// The bins of a product in a warehouse: Sage makes the first of them, "Unspecified".
std::vector<Row*> bins_of(Company& company, const Row& holding);
/// Makes that bin where there is none.
void add_first_bin(Company& company, const Row& holding, std::int64_t now_ms);
/// What was moved to a bin, or away from it, is added to it alone.
void change_bin(Row& bin, const Decimal& in_stock, const Decimal& allocated);
/// How much of `wanted` can be allocated there.
Decimal allocatable(const Company& company, const Row& product, const Row& holding,
                    const Decimal& wanted);

}  // namespace sage::simulated_sage200
