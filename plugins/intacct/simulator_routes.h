// SPDX-License-Identifier: Apache-2.0
// From a request that was let in to the object or service it is for, with its idempotency key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/intacct/simulator_company.h"
#include "plugins/intacct/simulator_idempotency.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

/// A request whose token, entity and content type are in order.
struct Call {
    std::string_view method;
    std::string_view target;  ///< below /ia/api/v1, with its query
    std::string_view body;
    std::string_view key;  ///< Idempotency-Key; empty: none
    std::string_view entity;
    std::int64_t now_ms = 0;
};

struct Answer {
    Reply reply;
    bool created = false;
    bool changed = false;   ///< the books changed
    bool replayed = false;  ///< the reply was given before
    bool kept = false;      ///< the reply is kept under the key
};

Answer answer_call(Company& company, Idempotency& idempotency, const Call& call);

}  // namespace sage::simulated_intacct
