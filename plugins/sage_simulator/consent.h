// SPDX-License-Identifier: Apache-2.0
// The consent page of OAuth, with the person at it: consents at once, or refuses if a switch says
// so. A code serves once, for ten minutes, and only for who can show the verifier of its challenge.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/transport/transport.h"

namespace sage::simulated {

/// Who may ask for consent, and what the person at the page does.
struct ConsentPage {
    std::string client_id;
    std::string client_secret;  ///< codes are made of it, so that nobody can guess one
    bool denied = false;
};

/// What a token request says of a code.
struct CodeRequest {
    std::string code;
    std::string redirect_uri;
    std::string verifier;
};

class Consents {
  public:
    /// The browser at the edition's authorisation address: 302 with the redirect, or a page of its
    /// own where the redirect address cannot be trusted.
    Reply ask(const ConsentPage& page, std::string_view target, std::int64_t now_ms);

    struct Consent {
        std::string redirect_uri;
        std::string challenge;  ///< empty: none was given
        bool offline = false;   ///< a refresh token was asked for
        std::string audience;   ///< for whom the tokens shall be; empty: not said
        std::int64_t expires_ms = 0;
    };
    /// The consent of that code, which is used up by it; nothing: no such code, or not for this.
    std::optional<Consent> redeem(const CodeRequest& request, std::int64_t now_ms);

  private:
    std::map<std::string, Consent, std::less<>> by_code_;
    std::uint64_t given_ = 0;
};

}  // namespace sage::simulated
