// SPDX-License-Identifier: Apache-2.0
// The neutral seed of the control interface, and changes that people make by hand.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage_simulator/control_reply.h"

namespace sage::simulated_sage200 {

/// Items, customers, locations, tax codes, charges and stock in a warehouse's words. Applies
/// nothing if anything is wrong.
std::optional<simulated::ControlFault> apply_seed(Company& company, const boost::json::value& seed,
                                                  std::int64_t now_ms);

/// POST /control/change: one of "site", "add", "set", "remove", "duplicate", "forbidden",
/// "allowed", "closedUntil".
std::optional<simulated::ControlFault> apply_change(Company& company,
                                                    const boost::json::value& change,
                                                    std::int64_t now_ms);

}  // namespace sage::simulated_sage200
