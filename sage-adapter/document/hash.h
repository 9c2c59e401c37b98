// SPDX-License-Identifier: Apache-2.0
// SHA-256, from OpenSSL. Pure and thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sage {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);

/// Lower-case hexadecimal, two digits a byte.
std::string hexadecimal(const Sha256& digest);

}  // namespace sage
