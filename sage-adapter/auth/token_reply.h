// SPDX-License-Identifier: Apache-2.0
// What the token endpoint answered: a token, a refusal in one of the envelopes Sage uses, or
// something that is neither. Pure: no network, no clock.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

struct GrantedToken {
    std::string text;
    std::int64_t life_ms = 0;
};

/// A header can carry it as it is.
bool is_usable_token(std::string_view token);

/// The refresh token beside it, also where the access token cannot be used; empty: none.
std::string refresh_token_in(const Reply& reply);

/// True for a definite word that the code or the refresh token of the request is not valid, or no
/// longer.
bool says_invalid_grant(const Reply& reply);

/// Status::auth: refused, with the server's own words; Status::remote: try again later, no sooner
/// than retry_after_ms.
/// @param secrets  are struck out of the server's words, should it quote them
Result<GrantedToken> read_token_reply(const Reply& reply,
                                      std::initializer_list<std::string_view> secrets);

/// What is told when no answer came. @param reason  what broke, in a few words
Error no_token_reply(const std::string& reason);

/// Strikes secrets out of words that may quote them.
void strike_out(std::string& words, std::initializer_list<std::string_view> secrets);

}  // namespace sage
