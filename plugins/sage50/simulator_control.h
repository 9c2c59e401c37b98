// SPDX-License-Identifier: Apache-2.0
// What a test reads of the simulator, and the switches for what nobody published.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage_simulator/control_reply.h"

namespace sage::simulated_sage50 {

/// GET /control/documents?after=N&limit=M: orders, invoices, credits and adjustments, in the order
/// in which they were made.
Reply control_documents(const Company& company, std::string_view parameters);
/// GET /control/stock
Reply control_stock(const Company& company);
/// GET /control/settings: how to reach both faces of the company, and the secrets for it.
Reply control_settings(const Company& company);
/// GET /control/behaviours
Reply control_behaviours(const Company& company);
/// POST /control/behaviours
std::optional<simulated::ControlFault> apply_behaviours(Company& company,
                                                        const boost::json::value& change);

}  // namespace sage::simulated_sage50
