// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/edition.h"

namespace sage {

std::vector<Difference> differences(const Facts& expected, const Facts& found) {
    std::vector<Difference> result;
    for (const auto& [field, value] : expected) {
        const auto other = found.find(field);
        const std::string seen = other == found.end() ? std::string() : other->second;
        if (seen != value) {
            result.push_back({field, value, seen});
        }
    }
    return result;
}

}  // namespace sage
