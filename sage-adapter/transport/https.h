// SPDX-License-Identifier: Apache-2.0
// The HTTPS transport, over Poco::Net. TLS 1.2 or newer, chain and host name always verified, also
// on loopback; its own context, never the process-wide one. Connections are kept and reused; before
// reuse an idle connection is checked for a pending close, and a write that fails is never
// repeated.
#pragma once

#include <memory>
#include <string>

#include "sage-adapter/base/status.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

struct HttpsOptions {
    std::string address;                     ///< "https://host[:port]", nothing after it
    std::string certificate_authority_file;  ///< PEM; empty: the system's certificates
    int connections_max = 8;                 ///< kept when idle
    std::int64_t idle_ms_max = 30'000;  ///< real time; older connections are closed, not reused
};

/// Fails with Status::config, pointers "/address" or "/certificateAuthorityFile", when an option
/// cannot be used. Does not connect.
Result<std::unique_ptr<Transport>> make_https_transport(const HttpsOptions& options);

}  // namespace sage
