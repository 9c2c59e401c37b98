// SPDX-License-Identifier: Apache-2.0
// File > Import, as a person does it: rows of a text file in Windows-1252 become movements of stock
// or transactions of the audit trail. Columns, lengths and types are those of the templates that
// Sage publishes. Nothing keeps a file from being imported twice.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage_simulator/control_reply.h"

namespace sage::simulated_sage50 {

/// {"template": "stockTransactions" or "auditTrailTransactions", "bytes": hexadecimal digits of the
/// file, "grouped": rows of one account, day and reference become one transaction (left out: each
/// is one), "skipsWrongRows": the others are imported (left out: nothing is)}. What the wizard does
/// with a wrong row is published nowhere.
std::optional<simulated::ControlFault> import_file(Company& company,
                                                   const boost::json::value& change);

}  // namespace sage::simulated_sage50
