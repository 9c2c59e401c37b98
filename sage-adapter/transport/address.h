// SPDX-License-Identifier: Apache-2.0
// The address of a server as a person writes it: "https://host[:port]" and nothing else. A path, a
// user or another scheme is refused, so that no setting sends credentials where nobody expects.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"

namespace sage {

struct Address {
    std::string host;         ///< lower case; a numeric address of version 6 without its brackets
    std::uint16_t port = 0;   ///< 443 unless written
    std::string host_header;  ///< as the Host header wants it
};

/// Status::config with codes settings.address.missing, .not_https, .user, .path, .host, .port and
/// the pointer "/address".
Result<Address> parse_address(std::string_view text);

}  // namespace sage
