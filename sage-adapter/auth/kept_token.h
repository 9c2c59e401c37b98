// SPDX-License-Identifier: Apache-2.0
// How long a token that never changes is not given again after the server refused it. Internal to
// this folder.
#pragma once

#include <cstdint>

namespace sage {

inline constexpr std::int64_t kept_token_wait_ms_max = 3'600'000;

/// @param refused_before  how often it was refused in a row before this time
std::int64_t kept_token_wait_ms(int refused_before);

}  // namespace sage
