// SPDX-License-Identifier: Apache-2.0
// How bad an error is and when what it stopped goes on, by its code: the line under each code of
// packaging/ERRORS.md and of each edition's ERRORS.md. The build reads those pages, so that a host
// is told what a person can look up.
#pragma once

#include <string_view>

namespace sage {

struct ErrorRule {
    std::string_view code;
    std::string_view severity;  ///< information, warning, error, critical
    /// byItself, whenCauseGone, afterDecision, afterNewVersion, never
    std::string_view retry;
};

/// Null: no page has the code. Constant; any thread.
const ErrorRule* error_rule(std::string_view code);

/// Whether the plugin goes on by itself, at once or when the cause is gone.
bool goes_on_by_itself(const ErrorRule& rule);

}  // namespace sage
