// SPDX-License-Identifier: Apache-2.0
// Lines of sales orders and returns: what each of the four types needs and may have, permissions,
// defaults, amounts and quantities.
#pragma once

#include <optional>
#include <string>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {

inline constexpr std::string_view standard_line = "EnumLineTypeStandard";

/// Changes nothing but the line, which gets its defaults.
std::optional<Refusal> check_line(Company& company, const Row& customer, Row& line,
                                  const std::string& path);
/// line_total_value and line_tax_value.
void price_line(const Company& company, Row& line);
/// Quantities in stock units and statuses, from the quantities in selling units.
void refresh_line(Row& line);
/// A quantity of the line in the other kind of unit, in five places.
Decimal in_stock_units(const Row& line, const Decimal& selling_units);
Decimal in_selling_units(const Row& line, const Decimal& stock_units,
                         Rounding rounding = Rounding::half_away_from_zero);

}  // namespace sage::simulated_sage200
