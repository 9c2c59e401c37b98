// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage200/simulator_token.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "plugins/sage_simulator/control_reply.h"
#include "plugins/sage_simulator/wire.h"
#include "sage-adapter/document/hash.h"

namespace sage::simulated_sage200 {
namespace {

namespace json = boost::json;

using Form = std::map<std::string, std::string, std::less<>>;

std::string_view of(const Form& form, std::string_view name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string_view() : std::string_view(found->second);
}

Reply refusal(std::int64_t status, std::string_view error) {
    return simulated::json_reply(static_cast<int>(status),
                                 json::serialize(json::object{{"error", error}}));
}

}  // namespace

Reply Tokens::grant(const Company& company, simulated::Consents& consents, std::string_view body,
                    std::int64_t now_ms) {
    Form form;
    const auto fields = simulated::form_fields(body);
    if (!fields) {
        return refusal(400, "invalid_request");
    }
    for (const auto& [name, value] : *fields) {
        form.insert_or_assign(name, value);
    }
    if (of(form, "client_id") != company.client_id ||
        of(form, "client_secret") != company.client_secret) {
        return refusal(401, "invalid_client");
    }
    const std::int64_t status = company.behaviours.token_refusal_status;
    if (of(form, "grant_type") == "authorization_code") {
        const auto consent =
            consents.redeem({std::string(of(form, "code")), std::string(of(form, "redirect_uri")),
                             std::string(of(form, "code_verifier"))},
                            now_ms);
        return consent ? hand_out(company, consent->audience == audience, consent->offline, now_ms)
                       : refusal(status, "invalid_grant");
    }
    if (of(form, "grant_type") != "refresh_token") {
        return refusal(400, "unsupported_grant_type");
    }
    const auto found = refresh_.find(of(form, "refresh_token"));
    if (found == refresh_.end()) {
        return refusal(status, "invalid_grant");
    }
    const Token used = found->second;
    refresh_.erase(found);
    return now_ms < used.expires_ms ? hand_out(company, used.for_sage200, true, now_ms)
                                    : refusal(status, "invalid_grant");
}

std::string Tokens::next(const Company& company, std::string_view kind) const {
    return hexadecimal(
        sha256(fmt::format("{} {} {} {}", kind, granted_, consented_, company.client_secret)));
}

std::string Tokens::refresh_token(const Company& company, std::int64_t now_ms) {
    ++consented_;
    std::string token = next(company, "consented");
    refresh_[token] = {now_ms + company.behaviours.refresh_seconds * 1000, true};
    return token;
}

Reply Tokens::hand_out(const Company& company, bool for_sage200, bool offline,
                       std::int64_t now_ms) {
    ++granted_;
    const std::int64_t seconds = company.behaviours.token_seconds;
    const std::string access = next(company, "access");
    access_[access] = {now_ms + seconds * 1000, for_sage200};
    json::object answer{
        {"access_token", access}, {"token_type", "Bearer"}, {"expires_in", seconds}};
    if (offline) {
        const std::string refresh = next(company, "refresh");
        refresh_[refresh] = {now_ms + company.behaviours.refresh_seconds * 1000, for_sage200};
        answer["refresh_token"] = refresh;
    }
    return simulated::json_reply(200, json::serialize(answer));
}

bool Tokens::serves(std::string_view authorization, std::int64_t now_ms) const {
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme)) {
        return false;
    }
    const auto found = access_.find(authorization.substr(scheme.size()));
    return found != access_.end() && found->second.for_sage200 && now_ms < found->second.expires_ms;
}

}  // namespace sage::simulated_sage200
