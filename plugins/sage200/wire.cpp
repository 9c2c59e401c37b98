// SPDX-License-Identifier: Apache-2.0
// Step 7 of the flow for Sage 200: addresses, headers and options of queries.
#include "plugins/sage200/wire.h"

#include <fmt/format.h>

namespace sage::sage200 {
namespace {

constexpr std::string_view professional_path = "/uk/sage200extra/accounts/v1";
constexpr std::string_view standard_path = "/uk/sage200/accounts/v1";

std::string_view base_path(const Books& books) {
    return books.professional ? professional_path : standard_path;
}

std::vector<Header> headers_of(const Books& books) {
    return {
        {"Accept", "application/json"}, {"X-Site", books.site_id}, {"X-Company", books.company_id}};
}

}  // namespace

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    encoded.reserve(text.size());
    for (const char letter : text) {
        const bool unreserved = (letter >= 'A' && letter <= 'Z') ||
                                (letter >= 'a' && letter <= 'z') ||
                                (letter >= '0' && letter <= '9') || letter == '-' ||
                                letter == '.' || letter == '_' || letter == '~';
        if (unreserved) {
            encoded += letter;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
    return encoded;
}

std::string quoted(std::string_view text) {
    std::string literal = "'";
    for (const char letter : text) {
        literal += letter == '\'' ? "''" : std::string(1, letter);
    }
    return literal + "'";
}

Request get(const Books& books, std::string_view resource, const std::vector<Option>& options) {
    std::string target = fmt::format("{}/{}", base_path(books), resource);
    char joint = '?';
    for (const Option& option : options) {
        target += fmt::format("{}{}={}", joint, option.name, percent_encoded(option.text));
        joint = '&';
    }
    return {"GET", std::move(target), headers_of(books), ""};
}

Request post(const Books& books, std::string_view resource, std::string body) {
    Request request{"POST", fmt::format("{}/{}", base_path(books), resource), headers_of(books),
                    std::move(body)};
    request.headers.push_back({"Content-Type", "application/json"});
    return request;
}

Request get_sites(const Books& books) {
    return {"GET", fmt::format("{}/sites", base_path(books)), {{"Accept", "application/json"}}, ""};
}

std::string_view resource_of(const Request& request) {
    std::string_view target = request.target;
    for (const std::string_view base : {professional_path, standard_path}) {
        if (target.starts_with(base)) {
            target.remove_prefix(base.size() + (target.size() > base.size() ? 1 : 0));
            return target.substr(0, target.find_first_of("/?"));
        }
    }
    return {};
}

}  // namespace sage::sage200
