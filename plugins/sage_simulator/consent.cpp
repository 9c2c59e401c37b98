// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage_simulator/consent.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/sage_simulator/control_reply.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/document/hash.h"

namespace sage::simulated {
namespace {

constexpr std::int64_t code_ms = 10 * 60'000;

using Parameters = std::map<std::string, std::string, std::less<>>;

/// Nothing if it cannot be read or says something twice.
std::optional<Parameters> parameters_of(std::string_view target) {
    const std::size_t question = target.find('?');
    const auto fields =
        form_fields(question == std::string_view::npos ? "" : target.substr(question + 1));
    if (!fields) {
        return std::nullopt;
    }
    Parameters parameters;
    for (const auto& [name, value] : *fields) {
        if (!parameters.emplace(name, value).second) {
            return std::nullopt;
        }
    }
    return parameters;
}

std::string_view of(const Parameters& parameters, std::string_view name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

/// Somebody who cannot be trusted with a redirect gets a page.
Reply page(std::string_view error) {
    return json_reply(400, boost::json::serialize(boost::json::object{{"error", error}}));
}

Reply send_back(const Parameters& parameters, std::string_view name, std::string_view value) {
    const std::string_view address = of(parameters, "redirect_uri");
    const char joint = address.find('?') == std::string_view::npos ? '?' : '&';
    std::string location = fmt::format("{}{}{}={}", address, joint, name, percent_encoded(value));
    if (const std::string_view state = of(parameters, "state"); !state.empty()) {
        location += fmt::format("&state={}", percent_encoded(state));
    }
    Reply reply = json_reply(302, "{}");
    reply.headers.push_back({"Location", std::move(location)});
    return reply;
}

std::string challenge_of(std::string_view verifier) {
    const Sha256 digest = sha256(verifier);
    return base64_url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

Reply Consents::ask(const ConsentPage& rules, std::string_view target, std::int64_t now_ms) {
    const auto parameters = parameters_of(target);
    if (!parameters) {
        return page("invalid_request");
    }
    if (of(*parameters, "client_id") != rules.client_id) {
        return page("unauthorized_client");
    }
    if (!of(*parameters, "redirect_uri").starts_with("https://")) {
        return page("invalid_redirect_uri");
    }
    if (of(*parameters, "response_type") != "code") {
        return send_back(*parameters, "error", "unsupported_response_type");
    }
    Consent consent;
    consent.challenge = of(*parameters, "code_challenge");
    if (!consent.challenge.empty() && of(*parameters, "code_challenge_method") != "S256") {
        return send_back(*parameters, "error", "invalid_request");
    }
    if (rules.denied) {
        return send_back(*parameters, "error", "access_denied");
    }
    consent.redirect_uri = of(*parameters, "redirect_uri");
    consent.audience = of(*parameters, "audience");
    for (const std::string_view scope : split(of(*parameters, "scope"), ' ')) {
        consent.offline = consent.offline || scope == "offline_access";
    }
    consent.expires_ms = now_ms + code_ms;
    const std::string code =
        hexadecimal(sha256(fmt::format("code {} {}", ++given_, rules.client_secret)));
    by_code_.insert_or_assign(code, std::move(consent));
    return send_back(*parameters, "code", code);
}

std::optional<Consents::Consent> Consents::redeem(const CodeRequest& request, std::int64_t now_ms) {
    const auto found = by_code_.find(request.code);
    if (found == by_code_.end()) {
        return std::nullopt;
    }
    const Consent consent = found->second;
    // Whoever tries uses it up: it may have been stolen.
    by_code_.erase(found);
    const bool proven =
        consent.challenge.empty() || challenge_of(request.verifier) == consent.challenge;
    return proven && request.redirect_uri == consent.redirect_uri && now_ms < consent.expires_ms
               ? std::optional<Consent>(consent)
               : std::nullopt;
}

}  // namespace sage::simulated
