// SPDX-License-Identifier: Apache-2.0
// The control interface: what a test asks of the simulator that no client asks of Sage.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "plugins/intacct/simulator_company.h"
#include "plugins/intacct/simulator_seed.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

/// GET /control/documents?after=N&limit=M&fields=1: with fields=1 each document and line has
/// "fields" besides, all that have a value under Sage's own names
Reply control_documents(const Company& company, std::string_view parameters);
/// GET /control/stock
Reply control_stock(const Company& company);
/// GET /control/settings
Reply control_settings(const Company& company);
/// GET /control/behaviours
Reply control_behaviours(const Company& company);

/// POST /control/change: what staff do by hand, and what the customer's administrator changes.
std::optional<ControlFault> apply_change(Company& company, const boost::json::value& change);
/// POST /control/behaviours
std::optional<ControlFault> apply_behaviours(Company& company, const boost::json::value& change);

}  // namespace sage::simulated_intacct
