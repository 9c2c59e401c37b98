// SPDX-License-Identifier: Apache-2.0
// Reading the address of a server. Strict: what is not understood is refused, never guessed.
#include "sage-adapter/transport/address.h"

#include <algorithm>
#include <charconv>

#include "sage-adapter/base/text.h"
#include "sage-adapter/transport/ascii.h"

namespace sage {

namespace {

constexpr std::string_view scheme = "https://";
constexpr std::uint16_t https_port = 443;
constexpr std::size_t host_bytes_max = 253;

Error refused(std::string_view code, std::string cause) {
    return {Status::config,
            Problem{"settings.address." + std::string(code), "/address", std::move(cause),
                    "Write the address as \"https://host\" or \"https://host:port\".", Owner::it}};
}

bool is_host_name(std::string_view host) {
    const bool characters = std::all_of(host.begin(), host.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
    });
    return characters && !host.empty() && host.size() <= host_bytes_max && host.front() != '.' &&
           host.front() != '-' && host.back() != '.' && host.find("..") == std::string_view::npos;
}

bool is_version_6(std::string_view host) {
    return host.find(':') != std::string_view::npos &&
           std::all_of(host.begin(), host.end(), [](char c) {
               return is_digit(c) || (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'f') || c == ':' ||
                      c == '.';
           });
}

bool read_port(std::string_view text, std::uint16_t& port) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port != 0;
}

/// Splits "host", "host:port", "[six]" and "[six]:port"; false when the brackets do not fit.
bool split(std::string_view authority, std::string_view& host, std::string_view& port) {
    std::size_t colon = authority.find(':');
    if (authority.starts_with('[')) {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string_view::npos) {
            return false;
        }
        host = authority.substr(1, bracket - 1);
        authority.remove_prefix(bracket + 1);
        if (!authority.empty() && authority.front() != ':') {
            return false;
        }
        colon = authority.empty() ? std::string_view::npos : 0;
    } else {
        host = authority.substr(0, colon);
    }
    port = colon == std::string_view::npos ? std::string_view("443") : authority.substr(colon + 1);
    return true;
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
    if (text.empty()) {
        return refused("missing", "The address of the server is missing.");
    }
    if (!equal_without_case(text.substr(0, scheme.size()), scheme)) {
        return refused("not_https", "The address does not begin with \"https://\".");
    }
    const std::string_view authority = text.substr(scheme.size());
    // The text is not quoted before this point: with a user there may be a password in it.
    if (authority.find('@') != std::string_view::npos) {
        return refused("user", "The address names a user; credentials do not belong there.");
    }
    if (authority.find_first_of("/?#\\") != std::string_view::npos) {
        return refused("path", "The address \"" + excerpt(text) + "\" goes on after the host.");
    }
    std::string_view host;
    std::string_view port;
    if (!split(authority, host, port) ||
        !(authority.starts_with('[') ? is_version_6(host) : is_host_name(host))) {
        return refused("host", "\"" + excerpt(authority) + "\" is no name of a host.");
    }
    Address address;
    if (!read_port(port, address.port)) {
        return refused("port", "\"" + excerpt(port) + "\" is no port from 1 to 65535.");
    }
    address.host = host;
    std::transform(host.begin(), host.end(), address.host.begin(), lower_ascii);
    address.host_header = authority.starts_with('[') ? "[" + address.host + "]" : address.host;
    if (address.port != https_port) {
        address.host_header += ":" + std::to_string(address.port);
    }
    return address;
}

}  // namespace sage
