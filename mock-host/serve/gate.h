// SPDX-License-Identifier: Apache-2.0
// What is asked of every request before anything of it is looked at: that it was sent to this
// server by name (another name that was made to point here is an attack), and that no other page
// sent it. Pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "mock-host/serve/web_request.h"

namespace wms::serve {

/// Nothing: the request may be answered. Otherwise 421 for another host, 405 for another method
/// than GET and POST, 403 for a change that another page sends, 415 for one that is no JSON.
std::optional<Reply> refuse_at_gate(const Request& request, std::uint16_t port);

}  // namespace wms::serve
