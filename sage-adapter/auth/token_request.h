// SPDX-License-Identifier: Apache-2.0
// The requests to a token endpoint, one for each grant, and the form encoding that they and the
// address of a consent page share. Pure.
#pragma once

#include <string>
#include <string_view>

#include "sage-adapter/auth/auth.h"

namespace sage {

/// Who asks: read from the host for one request, and wiped after it.
struct ClientSecrets {
    std::string_view id;
    std::string_view secret;
};

/// RFC 6749 section 4.4.2, with the field "username" where the credentials have one.
Request client_credentials_request(const ClientCredentials& credentials,
                                   const ClientSecrets& client);
/// RFC 6749 section 6.
Request refresh_request(const ClientCredentials& credentials, const ClientSecrets& client,
                        std::string_view refresh_token);
/// RFC 6749 section 4.1.3 and RFC 7636 section 4.5.
Request code_request(const ClientCredentials& credentials, const ClientSecrets& client,
                     const ConsentCode& consent);

/// Appends a value as application/x-www-form-urlencoded wants it.
void append_form_encoded(std::string& out, std::string_view value);

}  // namespace sage
