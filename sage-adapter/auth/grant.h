// SPDX-License-Identifier: Apache-2.0
// The two words about authorisation that editions say, too: how access tokens are obtained, and
// what an answer says about one.
#pragma once

#include <cstdint>

namespace sage {

/// How access tokens are obtained (RFC 6749), where they are.
enum class Grant : std::uint8_t {
    client_credentials,  ///< section 4.4: by client id and secret alone
    authorization_code,  ///< sections 4.1 and 6: a person consents once, then by refresh token
    kept_token,          ///< not at all: it never changes, and is a secret that the host keeps
    none,                ///< nothing that is sent carries one
};

/// What an answer says about the token that its request carried.
enum class TokenRefusal : std::uint8_t {
    none,
    refused,   ///< it is not valid
    replaced,  ///< it is not valid, in the words for a token that a later authorisation ended
};

}  // namespace sage
