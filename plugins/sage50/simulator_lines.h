// SPDX-License-Identifier: Apache-2.0
// Lines of orders and invoices: what product they are of, what they come to, and the totals above
// them. VAT is rounded half up on each line and then added up.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

/// Fills what a line as sent leaves out, and computes it.
/// @param quantity  the column that holds it: QTY_ORDER of orders, QUANTITY of invoices
std::optional<Refusal> complete_line(const Company& company, const Row& header,
                                     std::string_view quantity, Row& line);

/// Amounts of a line that is complete; a net amount that it has already stays.
void compute_line(std::string_view quantity, Row& line);

/// Amounts of the header, of the lines and the carriage.
void add_up(const Company& company, const std::vector<const Row*>& lines, Row& header);

/// Codes that stand for no product: S1, S2, S3, M.
bool is_special_code(std::string_view stock_code);
/// The line is of a product whose stock Sage keeps.
bool moves_stock(const Company& company, const Row& line);

}  // namespace sage::simulated_sage50
