// SPDX-License-Identifier: Apache-2.0
// The rows a caller may see of an object, in the order of their keys.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "plugins/intacct/simulator_path.h"

namespace sage::simulated_intacct {

struct Viewer {
    std::string_view entity;       ///< empty: the top level
    bool include_private = false;  ///< at the top level: records of entities too
    std::int64_t now_ms = 0;
};

/// @param keys  only these documents; nothing: all
/// @param made  keeps records that are computed, for as long as the rows are used
void visit_rows(Company& company, const Subject& subject, const Viewer& viewer,
                const std::optional<std::vector<std::uint64_t>>& keys, std::deque<Record>& made,
                const std::function<void(const Row&)>& visit);

/// True for fields of a document's header that Documents::candidates() knows.
bool is_indexed(const Company& company, const Path& path);

}  // namespace sage::simulated_intacct
