// SPDX-License-Identifier: Apache-2.0
// Texts that nobody can guess, and how they are compared.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wms::serve {

/// So many bytes of the system's randomness, in hexadecimal digits. Throws std::runtime_error where
/// the system has none.
std::string random_hex(std::size_t bytes);

/// Takes as long for texts that differ at their beginning as for those that differ at their end.
bool same_secret(std::string_view one, std::string_view other);

/// What scrypt makes of a password, in hexadecimal digits. `cost` is a power of two: each doubling
/// doubles time and memory. Throws std::runtime_error where there is no memory for it.
std::string stretched(std::string_view password, std::string_view salt, std::size_t cost);

}  // namespace wms::serve
