// SPDX-License-Identifier: Apache-2.0
// What the plugin holds for a person, asked for as a host asks: by the queries "held" and
// "heldLines".
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "mock-host/result.h"
#include "mock-host/session.h"

namespace wms {

struct HeldQueryOptions {
    SessionOptions session;  ///< with the data folder of the run that holds something
    std::string root_cause;  ///< of one issue; empty: all issues, without their lines
    std::function<void(std::string_view line)> say;
};

struct HeldQueryResult {
    std::string text;    ///< issues for people, or the lines as comma-separated values
    std::string answer;  ///< the plugin's JSON
    bool any = false;    ///< something is held
};

/// A Problem if the answer is none of the query "held".
Result<HeldQueryResult> read_held_answer(std::string_view answer);
/// A Problem if the answer is none of the query "heldLines".
Result<HeldQueryResult> read_held_lines_answer(std::string_view answer);

/// A Problem if the run could not be made.
Result<HeldQueryResult> ask_held(const HeldQueryOptions& options);

}  // namespace wms
