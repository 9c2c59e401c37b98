// SPDX-License-Identifier: Apache-2.0
// Token requests are answered in the gateway's words, with the code of the first thing wrong.
#include "plugins/intacct/simulator_token.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/intacct/simulator_reply.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/document/hash.h"

namespace sage::simulated_intacct {
namespace {

namespace json = boost::json;

struct TokenRequest {
    std::string grant_type;
    std::string client_id;
    std::string client_secret;
    std::string user_name;
    std::string refresh_token;
    CodeRequest code;
};

constexpr std::string_view by_client = "client_credentials";
constexpr std::string_view by_code = "authorization_code";
constexpr std::string_view by_refresh_token = "refresh_token";

Reply gateway_fault(std::string_view code, std::string_view message) {
    return gateway_reply(400, code, message, Envelope::gateway);
}

Reply oauth_fault(int status, std::string_view error, std::string_view description) {
    return json_reply(status, json::serialize(json::object{{"error", error},
                                                           {"error_description", description}}));
}

/// Fills in the request; the reply that refuses it if its form is wrong.
std::optional<Reply> read_request(std::string_view body, TokenRequest& request) {
    if (body.empty()) {
        return gateway_fault("GW-0035", "Missing Token Payload");
    }
    const auto fields = form_fields(body);
    if (!fields) {
        return gateway_fault("GW-0032", "Invalid Token Payload");
    }
    bool has_client = false;
    bool has_user = false;
    for (const auto& [name, value] : *fields) {
        if (name == "client_id") {
            if (has_client) {
                return gateway_fault("GW-0038", "Multiple Client IDs");
            }
            has_client = true;
            request.client_id = value;
        } else if (name == "username") {
            if (has_user) {
                return gateway_fault("GW-0039", "Multiple Usernames");
            }
            has_user = true;
            request.user_name = value;
        } else if (name == "grant_type") {
            request.grant_type = value;
        } else if (name == "client_secret") {
            request.client_secret = value;
        } else if (name == "refresh_token") {
            request.refresh_token = value;
        } else if (name == "code") {
            request.code.code = value;
        } else if (name == "redirect_uri") {
            request.code.redirect_uri = value;
        } else if (name == "code_verifier") {
            request.code.verifier = value;
        }
    }
    if (request.grant_type != by_client && request.grant_type != by_code &&
        request.grant_type != by_refresh_token) {
        return gateway_fault("GW-0032", "Invalid Token Payload");
    }
    if (!has_client || request.client_id.empty()) {
        return gateway_fault("GW-0037", "Missing Client ID");
    }
    if (request.grant_type == by_client && (!has_user || request.user_name.empty())) {
        return gateway_fault("GW-0036", "Missing User Name");
    }
    return std::nullopt;
}

/// "user@company" or "user@company|entity".
std::optional<Reply> check_user(const Company& company, std::string_view name,
                                std::string& entity) {
    const std::size_t at = name.find('@');
    if (at == std::string_view::npos || at + 1 == name.size()) {
        return gateway_fault("GW-0012", "username format is invalid (expected user@company)");
    }
    const std::size_t bar = name.find('|', at);
    const std::string_view company_id = name.substr(at + 1, bar - at - 1);
    if (company_id != company.company_id) {
        return gateway_fault("GW-0011", "Invalid Request");
    }
    if (name.substr(0, at) != company.user_id) {
        return oauth_fault(401, "invalid_grant", "The user is not known or not authorised");
    }
    if (bar != std::string_view::npos) {
        entity = name.substr(bar + 1);
        if (company.find("company-config/entity", entity) == nullptr) {
            return oauth_fault(401, "invalid_grant", "The entity is not known");
        }
    }
    return std::nullopt;
}

}  // namespace

Reply Tokens::grant(const Company& company, Consents& consents, std::string_view body,
                    std::int64_t now_ms) {
    TokenRequest request;
    if (auto refusal = read_request(body, request)) {
        return *refusal;
    }
    if (request.client_id != company.client_id || request.client_secret != company.client_secret) {
        return oauth_fault(401, "invalid_client", "Client authentication failed");
    }
    const std::string user_name = fmt::format("{}@{}", company.user_id, company.company_id);
    if (request.grant_type == by_code) {
        const auto consent = consents.redeem(request.code, now_ms);
        if (!consent) {
            return oauth_fault(400, "invalid_grant", "The authorization code is not valid");
        }
        refresh_token_.clear();
        return hand_out(company, user_name, "",
                        consent->offline ? new_refresh_token(company) : std::string(), now_ms);
    }
    if (request.grant_type == by_refresh_token) {
        if (request.refresh_token.empty() || request.refresh_token != refresh_token_) {
            return oauth_fault(400, "invalid_grant", "The refresh token is not valid");
        }
        const bool keep = company.behaviours.keep_refresh_tokens;
        return hand_out(company, user_name, "", keep ? refresh_token_ : new_refresh_token(company),
                        now_ms);
    }
    std::string entity;
    if (auto refusal = check_user(company, request.user_name, entity)) {
        return *refusal;
    }
    refresh_token_.clear();
    return hand_out(company, request.user_name, std::move(entity), "", now_ms);
}

std::string Tokens::new_refresh_token(const Company& company) {
    return hexadecimal(sha256(fmt::format("refresh {} {}", granted_ + 1, company.client_secret)));
}

Reply Tokens::hand_out(const Company& company, std::string_view user_name, std::string entity,
                       const std::string& refresh_token, std::int64_t now_ms) {
    Token token;
    token.entity = std::move(entity);
    token.number = ++granted_;
    token.expires_ms = now_ms + company.behaviours.token_seconds * 1000;
    const std::string claims = json::serialize(
        json::object{{"sub", user_name}, {"exp", token.expires_ms / 1000}, {"jti", token.number}});
    std::string text =
        fmt::format("{}.{}", base64_url(R"({"alg":"HS256","typ":"JWT"})"), base64_url(claims));
    text += "." + hexadecimal(sha256(text + company.client_secret));
    tokens_.insert_or_assign(text, token);
    json::object answer{{"access_token", text},
                        {"token_type", "Bearer"},
                        {"expires_in", company.behaviours.token_seconds}};
    refresh_token_ = refresh_token;
    if (!refresh_token.empty()) {
        answer["refresh_token"] = refresh_token;
    }
    return json_reply(200, json::serialize(answer));
}

Tokens::Checked Tokens::check(std::string_view authorization, std::int64_t now_ms) const {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) {
        return {"",
                gateway_reply(401, "GW-0034", "Invalid Authorization Header", Envelope::gateway)};
    }
    const auto found = tokens_.find(authorization.substr(scheme.size()));
    if (found == tokens_.end()) {
        return {"", gateway_reply(401, "GW-0031", "Invalid Token", Envelope::gateway)};
    }
    if (found->second.number != granted_ || now_ms >= found->second.expires_ms) {
        Refusal refusal;
        refusal.status = 401;
        refusal.code = "tokenInvalid";
        refusal.message = "Token is invalid";
        refusal.error_id = "REST-2102";
        refusal.message_id = "IA.TOKEN_IS_INVALID";
        refusal.envelope = Envelope::gateway;
        return {"", reply_to(refusal)};
    }
    return {found->second.entity, std::nullopt};
}

}  // namespace sage::simulated_intacct
