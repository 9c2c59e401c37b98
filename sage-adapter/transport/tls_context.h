// SPDX-License-Identifier: Apache-2.0
// What we demand of a server's certificate and of TLS, for one address. A context of our own: what
// the host or another plugin sets for the process neither weakens nor disturbs it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/transport/address.h"

namespace sage {

class TlsContext {
  public:
    /// Status::config with the pointer "/certificateAuthorityFile" when the file cannot be used.
    /// @param certificate_authority_file  PEM; empty: the system's certificates
    static Result<std::unique_ptr<TlsContext>> make(Address address,
                                                    const std::string& certificate_authority_file);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    const Address& address() const;

  private:
    friend class TlsConnection;
    struct Parts;
    explicit TlsContext(std::unique_ptr<Parts> parts);
    void* new_session() const;  ///< an OpenSSL session, bound to the address; null: no memory
    std::unique_ptr<Parts> parts_;
};

}  // namespace sage
