// SPDX-License-Identifier: Apache-2.0
// Bounded: the oldest request makes room for the newest.
#include "plugins/intacct/simulator_received.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "plugins/intacct/simulator_control.h"
#include "plugins/intacct/simulator_gateway.h"
#include "plugins/intacct/simulator_reply.h"
#include "plugins/intacct/simulator_wire.h"

namespace sage::simulated_intacct {
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

void Received::add(const Request& request) {
    if (requests_.size() == received_max) {
        requests_.pop_front();
    }
    Request& kept = requests_.emplace_back(request);
    std::erase_if(kept.headers,
                  [](const Header& one) { return lower_case(one.name) == "authorization"; });
    for (const std::string_view secret : {"password", "sessionid"}) {
        const std::string open = "<" + std::string(secret) + ">";
        const std::size_t begin = kept.body.find(open);
        const std::size_t end = kept.body.find("</", begin);
        if (kept.target == gateway_path && begin != std::string::npos && end != std::string::npos) {
            kept.body.replace(begin + open.size(), end - begin - open.size(), "(not shown)");
        }
    }
    if (kept.target.starts_with(token_path)) {
        kept.body = "(not shown)";
    }
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

}  // namespace sage::simulated_intacct
