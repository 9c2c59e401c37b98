// SPDX-License-Identifier: Apache-2.0
// Records as Sage shows them: nulls left out, texts without a value as "", missing ids as 0, parts
// only where they were asked for.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage200/simulator_company.h"

namespace sage::simulated_sage200 {

/// What a query or a reply to a write shows of a record.
struct Shape {
    std::vector<std::string> select;  ///< "code", "customer.name"; empty: everything
    std::set<std::string, std::less<>> expand;
    bool own_parts = false;  ///< what is part of the record and no record of its own
};

void append_row(std::string& out, const Company& company, std::string_view model, const Row& row,
                const Shape& shape);
std::string shown(const Company& company, std::string_view model, const Row& row,
                  const Shape& shape);

}  // namespace sage::simulated_sage200
