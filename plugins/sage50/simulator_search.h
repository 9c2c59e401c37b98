// SPDX-License-Identifier: Apache-2.0
// Searches: an array of filters over the columns of one table. A column that there is not, as one
// in the names of the interface itself, finds silently nothing; no filter finds everything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage50/simulator_company.h"
#include "plugins/sage50/simulator_reply.h"

namespace sage::simulated_sage50 {

/// Fills `found` with records of the table, oldest first.
std::optional<Refusal> search(const Company& company, std::string_view table, std::string_view body,
                              std::vector<const Row*>& found);

}  // namespace sage::simulated_sage50
