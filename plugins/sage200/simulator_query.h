// SPDX-License-Identifier: Apache-2.0
// The query of a list or of one record: $select, $filter, $orderby, $top, $skip, $expand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/simulator_filter.h"
#include "plugins/sage200/simulator_show.h"

namespace sage::simulated_sage200 {

struct Query {
    Filter filter;
    std::optional<Path> order;
    bool descending = false;
    std::int64_t top = 500;
    std::int64_t skip = 0;
    Shape shape;
};

/// @param text  what stands after the question mark
std::optional<Refusal> read_query(const Company& company, std::string_view model,
                                  std::string_view text, Query& query);

/// The records that a list shows, in their order. Only what may be seen at that time.
std::vector<const Row*> select_rows(const Company& company, const Query& query,
                                    const std::vector<const Row*>& rows, std::int64_t now_ms);

}  // namespace sage::simulated_sage200
