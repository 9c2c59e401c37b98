// SPDX-License-Identifier: Apache-2.0
// What a JSON Schema found wrong, in words, for whichever JSON type it was read through.
#pragma once

#include <string>
#include <valijson/validation_results.hpp>
#include <vector>

namespace sage::testing {

/// One line a violation: where, and what. Never empty.
inline std::vector<std::string> violations_in(const valijson::ValidationResults& results) {
    std::vector<std::string> found;
    for (const auto& violation : results) {
        std::string line;
        for (const std::string& part : violation.context) {
            line += part;
        }
        found.push_back(line + ": " + violation.description);
    }
    if (found.empty()) {
        found.emplace_back("refused without a reason");
    }
    return found;
}

}  // namespace sage::testing
