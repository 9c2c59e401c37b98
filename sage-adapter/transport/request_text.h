// SPDX-License-Identifier: Apache-2.0
// A request as the bytes of HTTP/1.1, headers and body in one piece so that a small request is one
// TLS record and one packet.
#pragma once

#include <string>
#include <string_view>

#include "sage-adapter/transport/transport.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {

/// Writes the request into `out` (wiped when it goes out of scope: it holds the credentials).
/// Returns what is wrong with the request, empty if nothing is: a name, value or target that could
/// end a line early, or a header that is the transport's own.
std::string_view write_request(const Request& request, std::string_view host_header,
                               WipedText& out);

}  // namespace sage
