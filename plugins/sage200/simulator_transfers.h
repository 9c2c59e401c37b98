// SPDX-License-Identifier: Apache-2.0
// POST /stock_transfers: stock of a product from one bin to another, and the movements that it
// leaves behind.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {

/// Nothing: it was carried out, and there is nothing to show of it but its movements.
std::optional<Refusal> transfer_stock(Company& company, std::string_view body, std::int64_t now_ms);

}  // namespace sage::simulated_sage200
