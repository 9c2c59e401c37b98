// SPDX-License-Identifier: Apache-2.0
// Replies as Sage Intacct writes them: the three envelopes of errors, and successes that echo
// nothing but the key.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sage_simulator/control_reply.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

/// Where a refusal is put in the body.
enum class Envelope : std::uint8_t {
    result,   ///< {"ia::result":{"ia::error":{...}}}: objects
    top,      ///< {"ia::error":{...}}: services and paths
    gateway,  ///< {"error":{...}}: the gateway and OAuth
};

struct Detail {
    std::string code;
    std::string message;
};

struct Refusal {
    int status = 400;
    std::string code = "invalidRequest";
    std::string message;
    std::string error_id;
    std::vector<Detail> details;
    Envelope envelope = Envelope::result;
    std::string message_id;  ///< additionalInfo.messageId
};

Reply reply_to(const Refusal& refusal);
using simulated::json_reply;

/// An answer of the gateway: its details are an object with a request id.
Reply gateway_reply(int status, std::string_view code, std::string_view message, Envelope envelope);

/// 404 in the envelope of objects.
Refusal not_found(std::string message);

/// "invalidRequest" with the faults found in a body; `error_id` is that of the first.
Refusal bad_request(std::vector<Detail> faults);

}  // namespace sage::simulated_intacct
