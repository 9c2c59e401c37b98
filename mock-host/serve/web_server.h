// SPDX-License-Identifier: Apache-2.0
// Speaks HTTP with browsers on this machine, and nobody else: 127.0.0.1. One request a connection;
// what is too large, too slow or not for this server is refused before anybody looks at it, and
// every answer carries the headers that keep a browser from being used against it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "mock-host/serve/web_request.h"

namespace wms::serve {

struct WebLimits {
    int threads = 16;
    int waiting = 64;  ///< connections; one more is closed
    std::size_t body_bytes = 512UL * 1024;
    std::int64_t request_ms = 10'000;  ///< from the connection to the last byte of the request
};

class WebServer {
  public:
    /// Called by several threads at once.
    using Answer = std::function<Reply(const Request&)>;
    /// @param port  0: the system picks one
    static Result<std::unique_ptr<WebServer>> start(std::uint16_t port, const WebLimits& limits,
                                                    Answer answer);
    WebServer() = default;
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;
    /// Takes no more connections, and waits for the answers that are being made.
    virtual ~WebServer() = default;

    virtual std::uint16_t port() const = 0;
};

}  // namespace wms::serve
