// SPDX-License-Identifier: Apache-2.0
// Movements of stock: what was adjusted, went out and came back. Each leaves a row, and the product
// has what is there now.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

struct Movement {
    std::string_view type;  ///< AI, AO, GO, GR
    std::string_view stock_code;
    Decimal quantity;  ///< above zero, whatever the type
    std::string_view date;
    std::string reference;
    std::string details;
    std::optional<Decimal> cost;  ///< nothing: what the product cost last
    std::int64_t gdn_number = 0;
};

/// Writes it down and changes the product. The product is there.
void move_stock(Company& company, const Movement& movement);

/// In stock and not allocated.
Decimal free_stock(const Row& product);

/// POST /api/stock
std::optional<Refusal> adjust_stock(Company& company, std::string_view body);

}  // namespace sage::simulated_sage50
