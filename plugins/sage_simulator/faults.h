// SPDX-License-Identifier: Apache-2.0
// Faults as data, for any simulator: which requests, and what becomes of them. Replies that are
// lost, connections that end, servers that are slow or talk rubbish.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plugins/sage_simulator/simulator.h"
#include "sage-adapter/base/status.h"

namespace sage {

enum class FaultAction : std::uint8_t { drop_request, drop_reply, cut_reply, reply, delay };

struct Fault {
    std::string id;
    std::string method;           ///< empty: any
    std::string target_contains;  ///< compared with the target as sent and percent-decoded
    std::string body_contains;
    std::int64_t skip = 0;   ///< matching requests to let pass first
    std::int64_t times = 1;  ///< 0: every time
    FaultAction action = FaultAction::drop_reply;
    bool execute = false;  ///< with `reply`: carry the request out first
    Reply reply;           ///< with `reply`
    std::int64_t delay_ms = 0;
};

/// {"faults":[...]}. Status::invalid with the pointer of what is wrong.
Result<std::vector<Fault>> read_faults(std::string_view text);

/// Applies faults to a simulator and answers POST /control/faults; adds to /control/counters how
/// often each fired. POST /control/reset takes them away.
std::unique_ptr<Simulator> with_faults(std::unique_ptr<Simulator> simulator,
                                       std::vector<Fault> faults = {});

}  // namespace sage
