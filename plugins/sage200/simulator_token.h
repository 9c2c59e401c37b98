// SPDX-License-Identifier: Apache-2.0
// Sage ID: the token endpoint for the code of a consent and for refresh tokens, which are replaced
// at each use. A token serves Sage 200 only if the consent named its audience.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "plugins/sage200/simulator_company.h"
#include "plugins/sage_simulator/consent.h"
#include "sage-adapter/transport/transport.h"

namespace sage::simulated_sage200 {

inline constexpr std::string_view token_path = "/oauth/token";
inline constexpr std::string_view consent_path = "/authorize";
inline constexpr std::string_view audience = "s200ukipd/sage200";

class Tokens {
  public:
    /// POST /oauth/token
    Reply grant(const Company& company, simulated::Consents& consents, std::string_view body,
                std::int64_t now_ms);
    /// A refresh token as a person got it who consented before.
    std::string refresh_token(const Company& company, std::int64_t now_ms);
    bool serves(std::string_view authorization, std::int64_t now_ms) const;
    std::uint64_t granted() const { return granted_; }

  private:
    struct Token {
        std::int64_t expires_ms = 0;
        bool for_sage200 = false;
    };
    std::string next(const Company& company, std::string_view kind) const;
    Reply hand_out(const Company& company, bool for_sage200, bool offline, std::int64_t now_ms);

    std::map<std::string, Token, std::less<>> access_;
    std::map<std::string, Token, std::less<>> refresh_;
    std::uint64_t granted_ = 0;
    std::uint64_t consented_ = 0;
};

}  // namespace sage::simulated_sage200
