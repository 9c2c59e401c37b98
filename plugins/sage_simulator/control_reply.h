// SPDX-License-Identifier: Apache-2.0
// Replies in JSON, and the one that refuses a request of the control interface.
#pragma once

#include <string>

#include "sage-adapter/transport/transport.h"

namespace sage::simulated {

/// What is wrong with a control request, for the person who wrote the test.
struct ControlFault {
    std::string pointer;
    std::string cause;
    std::string fix;
};

Reply json_reply(int status, std::string body);
/// {"error":{"code","pointer","cause","fix"}}
Reply control_refusal(int status, const ControlFault& fault);

}  // namespace sage::simulated
