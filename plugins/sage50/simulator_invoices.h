// SPDX-License-Identifier: Apache-2.0
// Product invoices, credits and what became of them. Entering one posts nothing: that is another
// step, for which a request can ask.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_orders.h"

namespace sage::simulated_sage50 {

/// POST /api/salesInvoice/
Written create_invoice(Company& company, std::string_view body);
/// PATCH /api/salesInvoice/
Written change_invoice(Company& company, std::string_view body);

struct InvoicedLine {
    const Row* line = nullptr;  ///< of the order
    Decimal quantity;
};
/// The invoice of what left of an order; its number.
std::int64_t invoice_order(Company& company, const Row& order, std::int64_t note,
                           std::string_view date, const std::vector<InvoicedLine>& lines);

bool is_credit(const Row& invoice);

}  // namespace sage::simulated_sage50
