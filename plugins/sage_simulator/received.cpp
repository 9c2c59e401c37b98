// SPDX-License-Identifier: Apache-2.0
// Bounded: the oldest request makes room for the newest.
#include "plugins/sage_simulator/received.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "plugins/sage_simulator/control_reply.h"
#include "plugins/sage_simulator/wire.h"

namespace sage::simulated {
namespace {

namespace json = boost::json;

constexpr std::size_t received_max = 1000;

json::object shown(const Request& request) {
    json::object headers;
    for (const Header& one : request.headers) {
        headers[one.name] = one.value;
    }
    return {{"method", request.method},
            {"target", request.target},
            {"headers", std::move(headers)},
            {"body", request.body}};
}

}  // namespace

void Received::add(Request request) {
    if (requests_.size() == received_max) {
        requests_.pop_front();
    }
    std::erase_if(request.headers,
                  [](const Header& one) { return lower_case(one.name) == "authorization"; });
    requests_.push_back(std::move(request));
}

Reply Received::show(std::string_view parameters) const {
    std::size_t limit = received_max;
    constexpr std::string_view name = "limit=";
    if (!parameters.empty()) {
        const std::string_view text = parameters.substr(std::min(name.size(), parameters.size()));
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
        if (!parameters.starts_with(name) || error != std::errc() ||
            end != text.data() + text.size()) {
            return control_refusal(
                400, {"", "The parameter is unknown or no number.", "Use limit=1 to 1000."});
        }
    }
    json::array all;
    for (std::size_t at = requests_.size() - std::min(limit, requests_.size());
         at < requests_.size(); ++at) {
        all.push_back(shown(requests_[at]));
    }
    return json_reply(200, json::serialize(json::object{{"received", std::move(all)}}));
}

}  // namespace sage::simulated
