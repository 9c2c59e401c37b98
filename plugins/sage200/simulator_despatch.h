// SPDX-License-Identifier: Apache-2.0
// Despatch of sales orders: what is ready, confirming it with its tracking, and changing the
// tracking afterwards. What was despatched cannot be taken back here, as in Sage.
#pragma once

#include "plugins/sage200/simulator_orders.h"
#include "plugins/sage200/simulator_query.h"

namespace sage::simulated_sage200 {

/// What GET /sop_confirm_despatch would show of an order: empty if nothing is ready.
Row ready_for_despatch(const Company& company, const Row& order);

/// POST /sop_confirm_despatch: the row is the receipt.
Written confirm_despatch(Company& company, std::string_view body, std::int64_t now_ms);

/// PUT /sop_despatch_receipts/{id}
Written change_receipt(Company& company, std::int64_t id, std::string_view body,
                       std::int64_t now_ms);

}  // namespace sage::simulated_sage200
