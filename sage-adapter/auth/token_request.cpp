// SPDX-License-Identifier: Apache-2.0
// Secrets go into the one body that is wiped once it is out: it is allocated once, so that growing
// leaves no copy of it behind.
#include "sage-adapter/auth/token_request.h"

#include <initializer_list>

namespace sage {

namespace {

struct Field {
    std::string_view name;
    std::string_view value;
};

Request form_request(const ClientCredentials& credentials, std::string_view grant_type,
                     std::initializer_list<Field> fields) {
    Request request{
        "POST",
        credentials.token_target,
        {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
        {}};
    std::size_t size = 20 + grant_type.size();
    for (const Field& field : fields) {
        // Three bytes for each at most.
        size += 2 + field.name.size() + 3 * field.value.size();
    }
    request.body.reserve(size);
    request.body.append("grant_type=").append(grant_type);
    for (const Field& field : fields) {
        request.body.append("&").append(field.name).append("=");
        append_form_encoded(request.body, field.value);
    }
    return request;
}

}  // namespace

void append_form_encoded(std::string& out, std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : value) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '*';
        if (plain) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
        }
    }
}

Request client_credentials_request(const ClientCredentials& credentials,
                                   const ClientSecrets& client) {
    if (credentials.user_name.empty()) {
        return form_request(credentials, "client_credentials",
                            {{"client_id", client.id}, {"client_secret", client.secret}});
    }
    return form_request(credentials, "client_credentials",
                        {{"client_id", client.id},
                         {"client_secret", client.secret},
                         {"username", credentials.user_name}});
}

Request refresh_request(const ClientCredentials& credentials, const ClientSecrets& client,
                        std::string_view refresh_token) {
    return form_request(credentials, "refresh_token",
                        {{"client_id", client.id},
                         {"client_secret", client.secret},
                         {"refresh_token", refresh_token}});
}

Request code_request(const ClientCredentials& credentials, const ClientSecrets& client,
                     const ConsentCode& consent) {
    return form_request(credentials, "authorization_code",
                        {{"client_id", client.id},
                         {"client_secret", client.secret},
                         {"code", consent.code},
                         {"redirect_uri", consent.redirect_uri},
                         {"code_verifier", consent.verifier}});
}

}  // namespace sage
