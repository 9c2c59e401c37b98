// SPDX-License-Identifier: Apache-2.0
// Secrets and access tokens. Secrets are lent by the host, by name, and held no longer than the
// request that needs them; tokens live in memory, and where several hosts act as one user, sealed
// in the place they share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/base/turn.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// The host's secret store. Thread-safe.
class Secrets {
  public:
    Secrets() = default;
    Secrets(const Secrets&) = delete;
    Secrets& operator=(const Secrets&) = delete;
    virtual ~Secrets() = default;
    /// The secret of that name. Status::auth when there is none, Status::remote when the store
    /// fails.
    virtual Result<std::string> get(std::string_view name) = 0;
};

/// What an OAuth 2.0 client-credentials grant needs (RFC 6749 section 4.4).
struct ClientCredentials {
    std::string token_target;        ///< path of the token endpoint on the same server
    std::string client_id_name;      ///< name of the secret
    std::string client_secret_name;  ///< name of the secret
    std::string user_name;           ///< extra form field "username"; empty: not sent
};

/// Where hosts that act as one user keep its token for each other: a server may end a user's first
/// token when it gives a second. What is kept is sealed. Thread-safe.
class TokenShelf {
  public:
    TokenShelf() = default;
    TokenShelf(const TokenShelf&) = delete;
    TokenShelf& operator=(const TokenShelf&) = delete;
    virtual ~TokenShelf() = default;
    /// Waits until no other host asks for a token, at most `limit_ms`; then none does until the
    /// result is destroyed, or `limit_ms` later.
    virtual Result<std::unique_ptr<Turn>> take_turn(std::int64_t limit_ms) = 0;
    /// What was put there last; empty: nothing.
    virtual Result<std::string> look() = 0;
    virtual Result<void> put(std::string_view sealed) = 0;
};

/// An access token, obtained ahead of its expiry by one caller at a time. Thread-safe.
class TokenSource {
  public:
    /// @param shelf  shared with other hosts; null: this host is alone
    TokenSource(ClientCredentials credentials, Transport& transport, Secrets& secrets, Clock& clock,
                TokenShelf* shelf = nullptr);

    /// The token, if one is in hand that is valid for at least another minute. Never touches the
    /// network, so a document never meets an expired token.
    std::optional<std::string> token() const;

    /// When to call renew(): at once without a token, otherwise five minutes (or a tenth of its
    /// life, whichever is less) before it expires, and always before token() stops giving it.
    std::int64_t renewal_due_ms() const;

    /// Takes the token from the shelf if another host has put a newer one there; otherwise one
    /// exchange with the token endpoint, one host at a time. Status::auth: refused; Status::remote:
    /// try again later, no sooner than retry_after_ms; Status::busy: another thread is at it.
    Result<void> renew(std::int64_t time_limit_ms);

    /// The server said 401 to this token: forget it, unless it was replaced meanwhile.
    void reject(std::string_view token);

  private:
    struct AccessToken {
        std::string text;
        std::int64_t expires_ms = 0;
        std::int64_t renewal_due_ms = 0;
    };
    class Renewal;
    Result<AccessToken> ask(std::int64_t time_limit_ms);
    Result<std::optional<AccessToken>> from_shelf();
    Result<void> to_shelf(const AccessToken& token);
    void take(AccessToken token);

    ClientCredentials credentials_;
    Transport& transport_;
    Secrets& secrets_;
    Clock& clock_;
    TokenShelf* const shelf_;
    mutable std::mutex mutex_;
    std::string rejected_hash_;  ///< of the last token that the server refused
    std::string token_;
    std::int64_t expires_ms_ = 0;
    std::int64_t renewal_due_ms_ = 0;
    bool renewing_ = false;
};

}  // namespace sage
