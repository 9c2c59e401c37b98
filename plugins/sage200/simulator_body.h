// SPDX-License-Identifier: Apache-2.0
// Bodies of requests against the tables of fields: unknown and read-only fields, nulls, wrong
// kinds, texts that are too long, decimals that are too fine, bare dates. Only the first fault is
// told, as Sage does.
#pragma once

#include <optional>
#include <string_view>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage200/simulator_reply.h"

namespace sage::simulated_sage200 {

/// Fills `row` from a JSON object of that model.
std::optional<Refusal> read_body(const Company& company, std::string_view model,
                                 std::string_view body, Row& row);

}  // namespace sage::simulated_sage200
