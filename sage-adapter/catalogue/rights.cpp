// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/catalogue/rights.h"

namespace sage {

RightVerdict verdict_of(const Right& right) {
    if (!right.given.has_value()) {
        return RightVerdict::unknown;
    }
    if (*right.given == right.needed) {
        return RightVerdict::fits;
    }
    return right.needed ? RightVerdict::missing : RightVerdict::excess;
}

std::string_view text_of(RightVerdict verdict) {
    switch (verdict) {
        case RightVerdict::fits:
            return "fits";
        case RightVerdict::missing:
            return "missing";
        case RightVerdict::excess:
            return "excess";
        case RightVerdict::unknown:
            return "unknown";
    }
    return "unknown";
}

std::string fix_of(const Right& right) {
    switch (verdict_of(right)) {
        case RightVerdict::missing:
            return "Give the user " + right.name + " in Sage" +
                   (right.setting.empty() ? "." : ", or change the setting " + right.setting + ".");
        case RightVerdict::excess:
            return "Take " + right.name +
                   " from the user in Sage: nothing in these settings needs "
                   "it.";
        case RightVerdict::fits:
        case RightVerdict::unknown:
            break;
    }
    return {};
}

}  // namespace sage
