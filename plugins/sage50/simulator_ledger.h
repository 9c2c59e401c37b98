// SPDX-License-Identifier: Apache-2.0
// "Update ledgers": an invoice becomes a transaction of the audit trail, and the stock of one that
// is not from an order moves: out for an invoice, back for a credit.
#pragma once

#include <cstdint>
#include <optional>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

/// Posts it; what refuses is written to UPDATE_LEDGER as well. The invoice is there.
std::optional<Refusal> update_ledger(Company& company, std::int64_t invoice);

}  // namespace sage::simulated_sage50
