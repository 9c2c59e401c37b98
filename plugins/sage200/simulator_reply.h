// SPDX-License-Identifier: Apache-2.0
// Refusals. What the body of one looks like is published nowhere: the switch errorShape decides,
// and a client has to live with each of them.
#pragma once

#include <cstdint>
#include <string>

#include "sage-adapter/transport/transport.h"

namespace sage::simulated_sage200 {

struct Refusal {
    int status = 400;
    std::string message;  ///< empty: a reply without a body
};

/// 0: {"message"}, 1: {"Message"}, 2: {"error":{"message"}}, 3: {"errors":[{"message"}]},
/// 4: {"ExceptionMessage"}, 5: plain text, 6: a JSON string, 7: nothing at all.
inline constexpr std::int64_t error_shape_last = 7;
Reply reply_to(const Refusal& refusal, std::int64_t error_shape);

/// What the gateway in front of Sage answers by itself.
Reply gateway_reply(int status, const std::string& message);

/// 400 that names the field.
Refusal bad_field(const std::string& field, const std::string& what);

}  // namespace sage::simulated_sage200
