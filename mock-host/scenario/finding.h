// SPDX-License-Identifier: Apache-2.0
// What a scenario expected and is not so, for a person who has to decide which of the two is wrong.
#pragma once

#include <string>
#include <vector>

namespace wms::scenarios {

struct Finding {
    std::string step;      ///< "step 3 (expect)"; empty: not known yet
    std::string place;     ///< JSON pointer into the expectation, or a path
    std::string expected;  ///< empty: `found` is told beside other findings
    std::string found;
    std::string advice;  ///< one sentence: what to do
};

using Findings = std::vector<Finding>;

/// "step 3 (expect), /documents/0/net: expected "3.39", there is "6.78"".
inline std::string in_one_line(const Finding& finding) {
    return (finding.step.empty() ? "" : finding.step + ", ") + finding.place + ": " +
           (finding.expected.empty() ? "" : "expected " + finding.expected + ", ") + "there is " +
           finding.found;
}

}  // namespace wms::scenarios
