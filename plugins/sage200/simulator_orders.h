// SPDX-License-Identifier: Apache-2.0
// Sales orders and returns of sales order processing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {

/// What became of a write: refused, or the record that it made or changed.
struct Written {
    std::optional<Refusal> refusal;
    const Row* row = nullptr;
};

/// @param model  "sop_order" or "sop_return"
Written create_order(Company& company, std::string_view model, std::string_view body,
                     std::int64_t now_ms);
/// Drafts, and orders of which nothing was despatched; what they held is free again.
std::optional<Refusal> delete_order(Company& company, std::int64_t id);

}  // namespace sage::simulated_sage200
