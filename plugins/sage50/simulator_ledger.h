// SPDX-License-Identifier: Apache-2.0
// "Update ledgers": an invoice becomes a transaction of the audit trail, and the stock of one that
// is not from an order moves: out for an invoice, back for a credit.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

/// Posts it; what refuses is written to UPDATE_LEDGER as well. The invoice is there.
std::optional<Refusal> update_ledger(Company& company, std::int64_t invoice);

/// A transaction of the audit trail alone, as of a row of INVOICE with its INVOICE_ITEM: what a
/// person imports moves no stock and is no invoice. INVOICE_NUMBER is its reference.
void post_transaction(Company& company, const Row& invoice, const std::vector<const Row*>& lines);

}  // namespace sage::simulated_sage50
