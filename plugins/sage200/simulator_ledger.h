// SPDX-License-Identifier: Apache-2.0
// Invoices and credit notes of the sales ledger: amounts with their analysis of tax and nominal
// codes, no products and no stock. What was posted is read as a posted transaction.
#pragma once

#include "plugins/sage200/simulator_orders.h"

namespace sage::simulated_sage200 {

/// @param model  "sales_invoice" or "sales_credit_note"; the row is the posted transaction
Written post_to_ledger(Company& company, std::string_view model, std::string_view body,
                       std::int64_t now_ms);

}  // namespace sage::simulated_sage200
