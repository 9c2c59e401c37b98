// SPDX-License-Identifier: Apache-2.0
// Reading the answer of a token endpoint. A token is taken only if it can be used as it is; a
// refusal is told in the server's words, because they name what the operator has to change.
#include "sage-adapter/auth/token_reply.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/text.h"

namespace sage {

namespace {

constexpr std::size_t token_bytes_max = 16 * 1024;
// RFC 6749 lets a server leave out "expires_in". Then a short life is assumed: too short costs a
// request, too long would cost refused documents.
constexpr std::int64_t life_seconds_assumed = 600;
// A token is used for a minute at least; one that lives no longer would be renewed without end.
constexpr std::int64_t life_seconds_min = 61;
constexpr std::int64_t life_seconds_max = 10LL * 365 * 24 * 3600;
constexpr std::uint32_t retry_seconds_max = 3600;

Error remote(std::string_view code, std::string cause, std::uint32_t retry_after_ms = 0) {
    Error error(Status::remote,
                Problem{"auth.token." + std::string(code), "", std::move(cause),
                        "Check that the address is that of the Sage server; it is tried again by "
                        "itself.",
                        Owner::it});
    error.retry_after_ms = retry_after_ms;
    return error;
}

/// The first digits of a text as a number, 0 if it does not begin with one.
std::int64_t number_at_start(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range) {
        return text.starts_with('-') ? 0 : life_seconds_max;
    }
    const bool integer = end == text.data() + text.size() || *end == '.';
    return error == std::errc() && integer ? number : 0;
}

std::uint32_t retry_after_ms(const Reply& reply) {
    const std::int64_t seconds = number_at_start(reply.header("Retry-After"));
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(seconds, 0, retry_seconds_max)) *
           1000U;
}

/// The error in the envelopes of Sage and of OAuth: code, number and message, as far as given.
std::string words_of(const boost::json::value& reply) {
    constexpr std::array<std::string_view, 3> envelopes = {"/ia::result/ia::error", "/ia::error",
                                                           "/error"};
    constexpr std::array<std::string_view, 4> members = {"/errorId", "/code", "/message",
                                                         "/details/0/message"};
    std::vector<std::string_view> parts;
    for (const std::string_view envelope : envelopes) {
        for (const std::string_view member : members) {
            parts.push_back(text_at(reply, std::string(envelope).append(member)));
        }
    }
    parts.push_back(text_at(reply, "/error"));
    parts.push_back(text_at(reply, "/error_description"));
    std::string words;
    for (const std::string_view part : parts) {
        if (!part.empty()) {
            words.append(words.empty() ? "" : ", ").append(part);
        }
    }
    return words;
}

std::string quoted(const std::string& words) {
    return words.empty() ? std::string() : ": \"" + excerpt(words) + "\"";
}

/// Refused for now, whatever the request was.
bool is_passing(int status) {
    return status == 408 || status == 425 || status == 429;
}

Error not_granted(const Reply& reply, std::initializer_list<std::string_view> secrets) {
    std::string words;
    const Result<boost::json::value> body =
        parse_json(reply.body, token_bytes_max, JsonNumbers::as_text);
    if (body.ok()) {
        words = words_of(body.value());
        strike_out(words, secrets);
    }
    const std::string status = std::to_string(reply.status);
    if (reply.status < 400 || reply.status >= 500 || is_passing(reply.status)) {
        return remote("not_now",
                      "Sage gave no access token now (HTTP " + status + ")" + quoted(words) + ".",
                      retry_after_ms(reply));
    }
    return {Status::auth,
            Problem{"auth.token.refused", "",
                    "Sage refused an access token (HTTP " + status + ")" + quoted(words) + ".",
                    "Check client id, client secret, user and company, and that the company "
                    "admits this application.",
                    Owner::it}};
}

}  // namespace

bool is_usable_token(std::string_view token) {
    return !token.empty() && token.size() <= token_bytes_max &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

void strike_out(std::string& words, std::initializer_list<std::string_view> secrets) {
    for (const std::string_view secret : secrets) {
        if (secret.empty()) {
            continue;
        }
        for (std::size_t at = words.find(secret); at != std::string::npos;
             at = words.find(secret, at)) {
            words.replace(at, secret.size(), "***");
            at += 3;
        }
    }
}

Error no_token_reply(const std::string& reason) {
    return {Status::remote,
            Problem{"auth.token.unreachable", "",
                    "Sage gave no answer to the request for an access token: " + reason + ".",
                    "Check the address, the network and the certificate; it is tried again by "
                    "itself.",
                    Owner::it}};
}

std::string refresh_token_in(const Reply& reply) {
    if (reply.status < 200 || reply.status >= 300) {
        return {};
    }
    const Result<boost::json::value> body =
        parse_json(reply.body, 2 * token_bytes_max, JsonNumbers::as_text);
    const std::string_view token =
        body.ok() ? text_at(body.value(), "/refresh_token") : std::string_view();
    return is_usable_token(token) ? std::string(token) : std::string();
}

bool says_invalid_grant(const Reply& reply) {
    if (reply.status < 400 || reply.status >= 500 || is_passing(reply.status)) {
        return false;
    }
    const Result<boost::json::value> body =
        parse_json(reply.body, token_bytes_max, JsonNumbers::as_text);
    // RFC 6749 section 5.2 has the first word; the second is Sage's for a token that has ended.
    return body.ok() && (text_at(body.value(), "/error") == "invalid_grant" ||
                         text_at(body.value(), "/error/code") == "tokenInvalid");
}

Result<GrantedToken> read_token_reply(const Reply& reply,
                                      std::initializer_list<std::string_view> secrets) {
    if (reply.status < 200 || reply.status >= 300) {
        return not_granted(reply, secrets);
    }
    const Result<boost::json::value> body =
        parse_json(reply.body, 2 * token_bytes_max, JsonNumbers::as_text);
    if (!body.ok()) {
        return remote("garbage", "The answer to the request for an access token is no JSON.");
    }
    const std::string_view token = text_at(body.value(), "/access_token");
    if (!is_usable_token(token)) {
        return remote("garbage", "The answer to the request for an access token holds none.");
    }
    std::string type(text_at(body.value(), "/token_type"));
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!type.empty() && type != "bearer") {
        return remote("not_bearer", "The access token is of a kind that is not known here.");
    }
    const std::int64_t seconds =
        at_pointer(body.value(), "/expires_in") == nullptr
            ? life_seconds_assumed
            : std::min(number_at_start(text_at(body.value(), "/expires_in")), life_seconds_max);
    if (seconds < life_seconds_min) {
        return remote("short_lived", "The access token would expire within a minute.");
    }
    return GrantedToken{std::string(token), seconds * 1000};
}

}  // namespace sage
