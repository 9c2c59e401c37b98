// SPDX-License-Identifier: Apache-2.0
// Despatch: what was allocated goes out, with a goods despatched note, movements of stock and an
// invoice that moves none.
#pragma once

#include <cstdint>
#include <string_view>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_orders.h"

namespace sage::simulated_sage50 {

/// POST /api/salesOrderPartialDespatch: the number of the order.
Written despatch_lines(Company& company, std::string_view body);

/// POST /api/salesOrder/{n}/complete: the number of the invoice.
/// @param date  YYYY-MM-DD of the invoice; empty: today
/// @param gdn   the number of the note instead, where the interface knows that wish
Written complete_order(Company& company, std::int64_t number, std::string_view date, bool gdn);
/// POST /api/salesOrderComplete
Written complete_order_on(Company& company, std::string_view body, bool gdn);

}  // namespace sage::simulated_sage50
