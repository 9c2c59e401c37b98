// SPDX-License-Identifier: Apache-2.0
// A simulator behind HTTPS: connections are kept alive, one thread each, and faults end them where
// they say.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "plugins/sage_simulator/certificate.h"
#include "plugins/sage_simulator/simulator.h"
#include "sage-adapter/base/status.h"

namespace sage {

struct ServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free one
    CertificateFiles certificates;
    int connections_max = 256;
};

/// Requests below /control/ go to the control interface, all others to the simulated Sage.
class Server {
  public:
    Server() = default;
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    virtual ~Server() = default;

    /// "https://localhost:PORT"
    virtual const std::string& address() const = 0;
    /// Ends all connections and threads.
    virtual void stop() = 0;
};

/// Listens at once. Status::config when the address cannot be used. The simulator outlives the
/// server.
Result<std::unique_ptr<Server>> start_server(Simulator& simulator, const ServerOptions& options);

}  // namespace sage
