// SPDX-License-Identifier: Apache-2.0
// Sales orders: entered, changed as long as nothing of them is allocated, allocated.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

/// What a write answered: a number of Sage's, or why not.
struct Written {
    std::optional<Refusal> refusal;
    std::int64_t number = 0;
};

/// POST /api/salesOrder/
Written create_order(Company& company, std::string_view body);
/// PATCH /api/salesOrder/
Written change_order(Company& company, std::string_view body);

/// POST /api/salesOrder/{n}/fullyAllocate
Written allocate_order(Company& company, std::int64_t number);
/// POST /api/salesOrderPartialAllocation
Written allocate_lines(Company& company, std::string_view body);
/// POST /api/salesOrderDeAllocation/{n}
Written release_order(Company& company, std::int64_t number);

/// The order, if it can still be worked on.
std::optional<Refusal> check_open(const Company& company, std::int64_t number);
/// The line of the order; null if it has none of that id.
const Row* line_of(const Company& company, std::int64_t order, std::int64_t item_id);
/// Ordered, not delivered.
Decimal outstanding(const Row& line);
/// Writes down how much of the order is allocated and despatched.
void put_status(Company& company, std::int64_t number);

}  // namespace sage::simulated_sage50
