// SPDX-License-Identifier: Apache-2.0
// The OAuth token endpoint: client credentials, the code of a consent, and refresh tokens, which
// are replaced when they are used. One user has one live token: a second authorisation ends the
// first, and its refresh token with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "plugins/intacct/simulator_company.h"
#include "plugins/sage_simulator/consent.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_intacct {

using simulated::CodeRequest;
using simulated::ConsentPage;
using simulated::Consents;

inline constexpr std::string_view token_path = "/ia/api/v1/oauth2/token";
inline constexpr std::string_view consent_path = "/ia/api/v1/oauth2/authorize";

class Tokens {
  public:
    /// POST /ia/api/v1/oauth2/token
    Reply grant(const Company& company, Consents& consents, std::string_view body,
                std::int64_t now_ms);

    /// Whose token the request carries: the entity it stands for; or the answer that refuses it.
    struct Checked {
        std::string entity;
        std::optional<Reply> refusal;
    };
    Checked check(std::string_view authorization, std::int64_t now_ms) const;

    std::uint64_t granted() const { return granted_; }

  private:
    Reply hand_out(const Company& company, std::string_view user_name, std::string entity,
                   const std::string& refresh_token, std::int64_t now_ms);
    std::string new_refresh_token(const Company& company);

    struct Token {
        std::string entity;
        std::uint64_t number = 0;
        std::int64_t expires_ms = 0;
    };
    std::unordered_map<std::string, Token, TextHash, std::equal_to<>> tokens_;
    std::uint64_t granted_ = 0;
    std::string refresh_token_;  ///< the live one; empty: the last authorisation gave none
};

}  // namespace sage::simulated_intacct
