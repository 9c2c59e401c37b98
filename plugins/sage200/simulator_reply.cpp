// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/simulator_reply.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/sage_simulator/control_reply.h"

namespace sage::simulated_sage200 {

namespace json = boost::json;

Reply reply_to(const Refusal& refusal, std::int64_t error_shape) {
    const std::string& message = refusal.message;
    if (message.empty() || error_shape == 7) {
        return {refusal.status, {}, ""};
    }
    if (error_shape == 5) {
        return {refusal.status, {{"Content-Type", "text/plain"}}, message};
    }
    json::value body = json::object{{"message", message}};
    if (error_shape == 1) {
        body = json::object{{"Message", message}};
    } else if (error_shape == 2) {
        body = json::object{{"error", body}};
    } else if (error_shape == 3) {
        body = json::object{{"errors", json::array{body}}};
    } else if (error_shape == 4) {
        body = json::object{{"ExceptionMessage", message}, {"ExceptionType", "System.Exception"}};
    } else if (error_shape == 6) {
        body = message;
    }
    return simulated::json_reply(refusal.status, json::serialize(body));
}

Reply gateway_reply(int status, const std::string& message) {
    return simulated::json_reply(
        status, json::serialize(json::object{{"statusCode", status}, {"message", message}}));
}

Refusal bad_field(const std::string& field, const std::string& what) {
    return {400, fmt::format("{}: {}", field, what)};
}

}  // namespace sage::simulated_sage200
