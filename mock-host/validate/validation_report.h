// SPDX-License-Identifier: Apache-2.0
// What a validation found: for people, for continuous integration, for programs.
#pragma once

#include <string>
#include <vector>

#include "mock-host/validate/validate.h"

namespace wms::validate {

struct Totals {
    unsigned passed = 0;
    unsigned warned = 0;  ///< of those that passed
    unsigned failed = 0;  ///< crashes and those out of time, too
    unsigned skipped = 0;
};

Totals totals_of(const std::vector<CheckResult>& results);
/// "51 passed, 0 failed, 2 skipped"
std::string in_words(const Totals& totals);

/// The last line is that of the totals.
std::string text_report(const std::vector<CheckResult>& results, std::uint64_t seed);
std::string junit_report(const std::vector<CheckResult>& results);
std::string json_report(const std::vector<CheckResult>& results, std::uint64_t seed);

}  // namespace wms::validate
