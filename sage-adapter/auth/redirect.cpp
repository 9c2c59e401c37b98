// SPDX-License-Identifier: Apache-2.0
// A redirect comes from a browser, and so from anybody: nothing of it is repeated in words.
#include "sage-adapter/auth/redirect.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace sage {

namespace {

constexpr std::string_view scheme = "https://";
constexpr std::size_t address_bytes_max = 2'000;
constexpr std::size_t redirect_bytes_max = 16 * 1024;

Error bad_address(std::string cause) {
    return {Status::invalid,
            Problem{"authorize.redirect_uri", "", std::move(cause),
                    "Pass the https address that is registered for this application with Sage.",
                    Owner::vendor}};
}

Error bad_redirect(std::string cause) {
    return {Status::invalid,
            Problem{"authorize.redirect_malformed", "", std::move(cause),
                    "Pass the address that the browser was sent back to, unchanged, or all behind "
                    "its question mark.",
                    Owner::vendor}};
}

bool is_plain(char c) {
    constexpr std::string_view others = "\"<>\\^`{|}#";
    return c > 0x20 && c < 0x7f && others.find(c) == std::string_view::npos;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at] == '+' ? ' ' : text[at];
            continue;
        }
        if (at + 2 >= text.size()) {
            return std::nullopt;
        }
        unsigned byte = 0;
        const char* const digits = text.data() + at + 1;
        const auto read = std::from_chars(digits, digits + 2, byte, 16);
        if (read.ec != std::errc() || read.ptr != digits + 2) {
            return std::nullopt;
        }
        out += static_cast<char>(byte);
        at += 2;
    }
    return out;
}

}  // namespace

Result<void> check_redirect_uri(std::string_view redirect_uri) {
    if (redirect_uri.size() > address_bytes_max ||
        !std::all_of(redirect_uri.begin(), redirect_uri.end(), is_plain)) {
        return bad_address("The redirect address is too long or holds what no address may hold.");
    }
    if (!redirect_uri.starts_with(scheme)) {
        return bad_address("The redirect address is not https; Sage sends nobody back to others.");
    }
    const std::string_view rest = redirect_uri.substr(scheme.size());
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
    if (authority.empty() || authority.front() == ':' ||
        authority.find('@') != std::string_view::npos) {
        return bad_address("The redirect address has no host, or a user before it.");
    }
    return {};
}

Result<Redirect> read_redirect(std::string_view redirect) {
    if (redirect.size() > redirect_bytes_max) {
        return bad_redirect("The redirect is too long.");
    }
    // What stands behind it never leaves a browser.
    redirect = redirect.substr(0, redirect.find('#'));
    Redirect read;
    std::string_view query = redirect;
    if (redirect.starts_with("https:") || redirect.starts_with("http:")) {
        const std::size_t question = redirect.find('?');
        if (question == std::string_view::npos) {
            return bad_redirect("The redirect has no query.");
        }
        read.address = redirect.substr(0, question);
        query = redirect.substr(question + 1);
    }
    query.remove_prefix(query.starts_with('?') ? 1 : 0);
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        const std::string_view name = pair.substr(0, equals);
        std::string* const into = name == "state"   ? &read.state
                                  : name == "code"  ? &read.code
                                  : name == "error" ? &read.error
                                                    : nullptr;
        if (into == nullptr || equals == std::string_view::npos) {
            continue;
        }
        std::optional<std::string> value = decoded(pair.substr(equals + 1));
        if (!value.has_value() || value->empty()) {
            return bad_redirect("A member of the redirect is empty or wrongly encoded.");
        }
        if (!into->empty()) {
            return bad_redirect("The redirect has a member twice.");
        }
        *into = *std::move(value);
    }
    if (read.state.empty()) {
        return bad_redirect("The redirect has no state.");
    }
    if (read.code.empty() == read.error.empty()) {
        return bad_redirect("The redirect has neither a code nor an error, or both.");
    }
    return read;
}

}  // namespace sage
