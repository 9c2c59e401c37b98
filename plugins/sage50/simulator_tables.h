// SPDX-License-Identifier: Apache-2.0
// The company's tables as Sage's ODBC driver shows them: the columns of its version, texts in
// Windows-1252, blanks and zeros instead of NULL, dates that are missing as NULL.
#pragma once

#include <vector>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage_simulator/tables.h"

namespace sage::simulated_sage50 {

std::vector<TableLayout> table_layouts(const Company& company);
/// What changed since the last call.
std::vector<TableChange> table_changes(Company& company);
/// Everything.
std::vector<TableChange> whole_tables(Company& company);

}  // namespace sage::simulated_sage50
