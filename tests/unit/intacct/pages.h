// SPDX-License-Identifier: Apache-2.0
// Pages of the query service as Sage would answer them.
#pragma once

#include <string>
#include <string_view>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct::sample {

inline std::string page_of(const std::string& rows, std::string_view count,
                           std::string_view next = "null", std::string_view start = "1") {
    return R"({"ia::result":[)" + rows + R"(],"ia::meta":{"totalCount":)" + std::string(count) +
           R"(,"start":)" + std::string(start) + R"(,"pageSize":10,"next":)" + std::string(next) +
           R"(,"previous":null}})";
}

// The row Sage would show for a document, from what was promised.
inline json::object row_for(const Facts& facts, std::string_view shown = "12922") {
    json::object row = {{"key", shown}, {"documentNumber", "SI-1"}, {"invoice.key", "2789"}};
    for (const auto& [field, value] : facts) {
        row[field] = value;
    }
    return row;
}

}  // namespace sage::intacct::sample
