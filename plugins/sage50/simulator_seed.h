// SPDX-License-Identifier: Apache-2.0
// The neutral seed of the control interface, and changes that people make by hand.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage_simulator/control_reply.h"

namespace sage::simulated_sage50 {

/// Items, customers, locations, tax codes, charges and stock in a warehouse's words. Applies
/// nothing of an entry that is wrong, nor of those after it.
std::optional<simulated::ControlFault> apply_seed(Company& company, const boost::json::value& seed);

/// POST /control/change: one of "add", "set", "remove", "duplicate", "installation", "busy",
/// "updateLedgers", "closedUntil".
std::optional<simulated::ControlFault> apply_change(Company& company,
                                                    const boost::json::value& change);

}  // namespace sage::simulated_sage50
