// SPDX-License-Identifier: Apache-2.0
#include "mock-host/serve/gate.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace wms::serve {
namespace {

namespace json = boost::json;

bool is_json(std::string_view content_type) {
    const std::string_view type = content_type.substr(0, content_type.find(';'));
    return type == "application/json";
}

}  // namespace

Reply refusal(int status, const Problem& problem) {
    Reply reply;
    reply.status = status;
    reply.body = json::serialize(json::object{{"problem", json::object{{"code", problem.code},
                                                                       {"pointer", problem.pointer},
                                                                       {"cause", problem.cause},
                                                                       {"fix", problem.fix},
                                                                       {"owner", problem.owner}}}});
    return reply;
}

std::optional<Reply> refuse_at_gate(const Request& request, std::uint16_t port) {
    const std::string number = std::to_string(port);
    if (request.host != "127.0.0.1:" + number && request.host != "localhost:" + number) {
        return refusal(421, {"serve.host", "", "This server is not the one that was asked for.",
                             "Open the address that mock-host serve has printed.", "it"});
    }
    if (request.method == "GET") {
        return std::nullopt;
    }
    if (request.method != "POST") {
        return refusal(405, {"serve.method", "", "Only GET and POST are answered.",
                             "Use the page that this server shows.", "it"});
    }
    const bool elsewhere =
        (!request.origin.empty() && request.origin != "http://" + request.host) ||
        (!request.fetch_site.empty() && request.fetch_site != "same-origin");
    if (elsewhere) {
        return refusal(403, {"serve.origin", "", "Another page has sent this.",
                             "Use the page that this server shows.", "it"});
    }
    if (!is_json(request.content_type)) {
        return refusal(415, {"serve.content_type", "", "A change is sent as application/json.",
                             "Use the page that this server shows.", "it"});
    }
    return std::nullopt;
}

}  // namespace wms::serve
