// SPDX-License-Identifier: Apache-2.0
// A text that only who knows a secret can read or make: for an access token that leaves this
// process. AES-256-GCM; the key is derived from the secret, the nonce from key and text, so that
// the same text gives the same seal and no two texts share a nonce.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sage {

/// In hexadecimal; empty if OpenSSL fails.
std::string seal(std::string_view secret, std::string_view text);
/// Nothing: it was not sealed with this secret, or was changed since.
std::optional<std::string> unseal(std::string_view secret, std::string_view sealed);

}  // namespace sage
