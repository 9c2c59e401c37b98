// SPDX-License-Identifier: Apache-2.0
// The session of the gateway, which REST gives for the access token, and the places in a request
// where it and the sender's credentials belong. A text of the warehouse cannot be taken for such a
// place: its angle brackets are written as entities, and the places come first.
#include <array>
#include <charconv>

#include "plugins/intacct/gateway.h"
#include "plugins/intacct/wire.h"
#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/xml.h"

namespace sage::intacct {
namespace {

constexpr std::size_t session_bytes_max = 4096;
constexpr std::int64_t life_seconds_max = 7LL * 24 * 3600;
// A session of less than a minute is never used.
constexpr std::int64_t life_seconds_min = 61;

Error refused(Status status, std::string cause) {
    return {status, Problem{"intacct.session_refused", "/gateway", std::move(cause),
                            "Give the Web Services user the right to use XML sessions, or send all "
                            "documents by REST; it is asked again by itself.",
                            Owner::it}};
}

}  // namespace

SessionRules gateway_session_rules(const GatewayUse& use) {
    SessionRules rules{{use.sender_id_name}};
    if (!use.sender_password_name.empty()) {
        rules.secret_names.push_back(use.sender_password_name);
    }
    return rules;
}

Request gateway_session_request(const Settings& settings) {
    return get_session(settings);
}

Result<GrantedSession> read_gateway_session(const Reply& reply) {
    if (reply.status != 200) {
        const SageError error = read_error(reply.body);
        const bool passing = reply.status == 401 || reply.status == 408 || reply.status == 429 ||
                             reply.status >= 500;
        Error told = refused(
            passing ? Status::remote : Status::auth,
            "Sage Intacct gives no XML session: " +
                (error.message.empty() ? "status " + std::to_string(reply.status) : error.message) +
                ".");
        told.retry_after_ms = retry_after_ms(reply);
        return told;
    }
    const Result<JsonValue> body =
        parse_json(reply.body, limits::reply_bytes_max, JsonNumbers::as_text);
    if (!body.ok()) {
        return refused(Status::remote, "The answer to a request for an XML session is no JSON.");
    }
    for (const std::string_view place : {"/ia::result", ""}) {
        const std::string at(place);
        const std::string_view session = text_at(body.value(), at + "/sessionId");
        const std::string_view seconds = text_at(body.value(), at + "/expiresIn");
        std::int64_t life = 0;
        const auto read = std::from_chars(seconds.data(), seconds.data() + seconds.size(), life);
        if (session.empty() || session.size() > session_bytes_max || read.ec != std::errc() ||
            life < life_seconds_min) {
            continue;
        }
        return GrantedSession{std::string(session), std::min(life, life_seconds_max) * 1'000};
    }
    return refused(Status::remote, "Sage Intacct's answer has no XML session that could be used.");
}

void enter_gateway_session(Request& request, const SessionCredentials& credentials) {
    const auto secret = [&](std::size_t index) {
        return index < credentials.secrets.size() ? std::string_view(credentials.secrets[index])
                                                  : std::string_view();
    };
    struct Place {
        std::string_view element;
        std::string_view value;
    };
    const std::array<Place, 3> places = {Place{"senderid", secret(0)}, Place{"password", secret(1)},
                                         Place{"sessionid", credentials.session}};
    std::size_t room = request.body.size();
    for (const Place& place : places) {
        constexpr std::size_t entity_bytes_max = 6;
        room += 2 * place.element.size() + entity_bytes_max * (place.value.size() + 1);
    }
    // In one allocation: no copy of a secret is left behind.
    std::string body;
    body.reserve(room);
    std::string_view rest = request.body;
    for (const Place& place : places) {
        const std::string empty = "<" + std::string(place.element) + "/>";
        const std::size_t at = rest.find(empty);
        if (at == std::string_view::npos) {
            return;
        }
        body += rest.substr(0, at);
        append_xml_element(body, place.element, place.value);
        rest.remove_prefix(at + empty.size());
    }
    body += rest;
    request.body = std::move(body);
}

}  // namespace sage::intacct
