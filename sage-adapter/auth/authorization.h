// SPDX-License-Identifier: Apache-2.0
// A person's consent, from the address to open to the stored refresh token: the authorization-code
// grant of OAuth 2.0 with PKCE (RFC 6749 section 4.1, RFC 7636).
//
// What was begun is kept in memory only, for ten minutes: it holds a secret, and whoever stops in
// between begins again. Nothing of a consent is stored but the refresh token at its end.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/status.h"

namespace sage {

/// Where a person consents. Empty target: this edition has no such grant.
struct ConsentPage {
    std::string address;  ///< "https://host[:port]"
    std::string target;   ///< path on it
    std::string scope;
    std::string client_id_name;               ///< name of the secret
    Grant grant = Grant::client_credentials;  ///< what the settings chose
    /// Sent as "audience" with the rest; empty: not sent.
    // g++ warns of a member that braces leave out unless it has a value here.
    std::string audience = {};  // NOLINT(readability-redundant-member-init)
};

/// Thread-safe.
class Authorization {
  public:
    /// All of it outlives this.
    Authorization(ConsentPage page, TokenSource& tokens, Secrets& secrets, const Clock& clock);

    struct Begun {
        std::string url;  ///< for a browser; holds no secret but the client id
        std::int64_t expires_ms = 0;
    };
    /// No network. Of more than eight that were begun and not completed the oldest is forgotten.
    /// Status::config: the settings chose another grant; Status::unsupported: there is none.
    Result<Begun> begin(std::string_view redirect_uri);

    /// One exchange with the token endpoint. On success the refresh token is stored with the host
    /// and the TokenSource has a token. Status::not_accepted: not begun here, expired, completed
    /// already, or led elsewhere; Status::auth: the person or Sage refused. Nothing is changed
    /// then. Where the error says that it can be completed again, it can with the same redirect.
    Result<void> complete(std::string_view redirect, std::int64_t time_limit_ms);

  private:
    struct Flow {
        std::string state;
        std::string verifier;
        std::string redirect_uri;
        std::int64_t expires_ms = 0;
        bool spent = false;  ///< it is being completed, or was: kept to say so
    };
    Result<Flow> take(std::string_view state, std::string_view address);
    void give_back(std::string_view state);
    Flow* find(std::string_view state);

    const ConsentPage page_;
    TokenSource& tokens_;
    Secrets& secrets_;
    const Clock& clock_;
    std::mutex mutex_;
    std::deque<Flow> flows_;
};

}  // namespace sage
