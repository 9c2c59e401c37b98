// SPDX-License-Identifier: Apache-2.0
// From a request that was let in to the resource that it is for. What a site of that release or
// edition does not offer is not found there.
#pragma once

#include <cstdint>
#include <string_view>

#include "plugins/sage200/simulator_company.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_sage200 {

/// A request whose token, site and company are in order.
struct Call {
    std::string_view method;
    std::string_view target;  ///< below the base path, with its query
    std::string_view body;
    std::int64_t now_ms = 0;
};

struct Answer {
    Reply reply;
    bool created = false;
    bool changed = false;  ///< the books changed
};

Answer answer_call(Company& company, const Call& call);

}  // namespace sage::simulated_sage200
