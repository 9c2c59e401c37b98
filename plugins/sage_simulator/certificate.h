// SPDX-License-Identifier: Apache-2.0
// The simulator's own certificate authority and the server certificate it signs, kept over
// restarts so that a client configured once stays configured.
#pragma once

#include <string>

#include "sage-adapter/base/status.h"

namespace sage {

struct CertificateFiles {
    std::string authority;           ///< ca.pem: what clients trust
    std::string server_certificate;  ///< server.pem, for localhost and 127.0.0.1
    std::string server_key;          ///< server.key, readable by its owner only
};

/// Makes what is missing or about to expire. Status::storage when the folder cannot be written.
Result<CertificateFiles> provide_certificates(const std::string& folder);

}  // namespace sage
