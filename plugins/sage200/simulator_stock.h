// SPDX-License-Identifier: Apache-2.0
// Stock by product and warehouse: what is there, what orders hold of it, what is free.
#pragma once

#include <cstdint>

#include "plugins/sage200/simulator_company.h"

namespace sage::simulated_sage200 {

/// Null: the product is not held in that warehouse.
Row* holding_of(Company& company, std::int64_t product_id, std::int64_t warehouse_id);
/// Adds to what is in stock and to what is allocated to sales orders; quantities in stock units.
void change_stock(Company& company, Row& holding, const Decimal& in_stock,
                  const Decimal& allocated);
/// How much of `wanted` can be allocated there.
Decimal allocatable(const Company& company, const Row& product, const Row& holding,
                    const Decimal& wanted);

}  // namespace sage::simulated_sage200
