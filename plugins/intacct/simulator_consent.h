// SPDX-License-Identifier: Apache-2.0
// The consent page of OAuth, with the person at it: consents at once as the company's Web Services
// user, or refuses if a switch says so. A code serves once, for ten minutes, and only for who can
// show the verifier of its challenge.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/intacct/simulator_company.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

inline constexpr std::string_view consent_path = "/ia/api/v1/oauth2/authorize";

/// What a token request says of a code.
struct CodeRequest {
    std::string code;
    std::string redirect_uri;
    std::string verifier;
};

class Consents {
  public:
    /// GET /ia/api/v1/oauth2/authorize: 302 with the redirect, or a page of its own where the
    /// redirect address cannot be trusted.
    Reply ask(const Company& company, std::string_view target, std::int64_t now_ms);

    struct Consent {
        std::string redirect_uri;
        std::string challenge;  ///< empty: none was given
        bool offline = false;   ///< a refresh token was asked for
        std::int64_t expires_ms = 0;
    };
    /// The consent of that code, which is used up by it; nothing: no such code, or not for this.
    std::optional<Consent> redeem(const CodeRequest& request, std::int64_t now_ms);

  private:
    std::map<std::string, Consent, std::less<>> by_code_;
    std::uint64_t given_ = 0;
};

}  // namespace sage::simulated_intacct
