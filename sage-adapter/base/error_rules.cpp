// SPDX-License-Identifier: Apache-2.0
// The table that the build makes of the pages of errors, in the order of the codes.
#include "sage-adapter/base/error_rules.h"

#include <algorithm>
#include <array>

namespace sage {
namespace {

constexpr auto rules = std::to_array<ErrorRule>({
#include "error_rules.inc"
});

constexpr bool is_before(const ErrorRule& left, const ErrorRule& right) {
    return left.code < right.code;
}
static_assert(std::is_sorted(rules.begin(), rules.end(), is_before));

}  // namespace

const ErrorRule* error_rule(std::string_view code) {
    const auto* const found =
        std::lower_bound(rules.begin(), rules.end(), ErrorRule{code, {}, {}}, is_before);
    return found != rules.end() && found->code == code ? found : nullptr;
}

bool goes_on_by_itself(const ErrorRule& rule) {
    return rule.retry == "byItself" || rule.retry == "whenCauseGone";
}

}  // namespace sage
