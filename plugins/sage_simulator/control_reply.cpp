// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage_simulator/control_reply.h"

#include <boost/json.hpp>

namespace sage::simulated {

namespace json = boost::json;

Reply json_reply(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

Reply control_refusal(int status, const ControlFault& fault) {
    return json_reply(
        status, json::serialize(json::object{{"error", json::object{{"code", "control.request"},
                                                                    {"pointer", fault.pointer},
                                                                    {"cause", fault.cause},
                                                                    {"fix", fault.fix}}}}));
}

}  // namespace sage::simulated
