// SPDX-License-Identifier: Apache-2.0
// Certificates for tests, good and bad, made when they are needed: one that was written down would
// expire.
#pragma once

#include <cstdint>
#include <string>

namespace sage::test {

/// A private key and its certificate, both in PEM form.
struct Identity {
    std::string key;
    std::string certificate;
};

struct CertificateWish {
    std::string common_name = "localhost";
    std::string alternative_names = "DNS:localhost,IP:127.0.0.1";  ///< as OpenSSL writes them
    std::int64_t valid_from_s = -3600;                             ///< from now
    std::int64_t valid_until_s = 3600;
    bool authority = false;
};

/// @param issuer  whose key signs; null: its own. An empty identity comes back if OpenSSL fails.
Identity make_identity(const CertificateWish& wish, const Identity* issuer);

/// A certificate authority of its own.
Identity make_authority(const std::string& name);

}  // namespace sage::test
