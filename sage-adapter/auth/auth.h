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

#include "sage-adapter/auth/grant.h"
#include "sage-adapter/base/clock.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/base/turn.h"
#include "sage-adapter/transport/transport.h"

namespace sage {

/// A secret, and the version under which the host keeps it.
struct Secret {
    std::string value;
    std::string version;
};

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
    /// The same, with its version. Usual: what get() gives, without a version.
    virtual Result<Secret> read(std::string_view name);
    /// Stores a secret in place of the version last read (empty: there was none); on success it is
    /// durable. Status::conflict: it moved on meanwhile. Usual: Status::unsupported.
    virtual Result<void> put(std::string_view name, std::string_view value,
                             std::string_view if_version);
};

/// What the token endpoint is to know of us.
struct ClientCredentials {
    std::string token_target;        ///< path of the token endpoint
    std::string client_id_name;      ///< name of the secret
    std::string client_secret_name;  ///< name of the secret; of a kept token: it is the secret
    /// By client credentials the form field "username", not sent if empty.
    std::string user_name;
    // g++ warns of members that braces leave out unless they have a value here.
    Grant grant = Grant::client_credentials;
    /// By authorization code: name of the secret that this program reads and replaces.
    std::string refresh_token_name = {};  // NOLINT(readability-redundant-member-init)
};

struct GrantedToken;

/// What a consent brought back, and what proves that it was ours (RFC 7636).
struct ConsentCode {
    std::string code;
    std::string verifier;
    std::string redirect_uri;
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
///
/// A kept token is read from the host and serves for an hour, then it is read again. One that the
/// server refused is given again only after a while (five minutes, then twice as long each time, at
/// most an hour) or once the host keeps another text: Status::auth, with retry_after_ms, meanwhile.
/// Without a grant token() gives an empty text, and renew() has nothing to do.
///
/// By authorization code the refresh token is replaced at each use. The new one is stored with the
/// host before the access token beside it is given to anybody; until it is stored it is kept in
/// memory, storing is tried again at each renew(), and nothing is asked of the server. A refresh
/// token that the server refused is not sent again: renew() answers Status::auth until the host
/// holds another one.
class TokenSource {
  public:
    /// @param shelf  shared with other hosts; null: this host is alone
    TokenSource(ClientCredentials credentials, Transport& transport, Secrets& secrets, Clock& clock,
                TokenShelf* shelf = nullptr);
    TokenSource(const TokenSource&) = delete;
    TokenSource& operator=(const TokenSource&) = delete;
    ~TokenSource();

    /// The token, if one is in hand that is valid for at least another minute. Never touches the
    /// network, so a document never meets an expired token.
    std::optional<std::string> token() const;

    /// When to call renew(): at once without a token, otherwise five minutes (or a tenth of its
    /// life, whichever is less) before it expires, and always before token() stops giving it.
    std::int64_t renewal_due_ms() const;

    /// Takes the token from the shelf if another host has put a newer one there; otherwise one
    /// exchange with the token endpoint, one host at a time. Status::auth: refused, or nobody has
    /// consented; Status::remote: try again later, no sooner than retry_after_ms; Status::storage:
    /// the host did not store the refresh token; Status::busy: another thread is at it.
    ///
    /// A server that refuses each token soon after it gave it is asked for five in a row, then
    /// less and less often, at last once an hour: Status::auth, with retry_after_ms, meanwhile.
    Result<void> renew(std::int64_t time_limit_ms);

    /// Exchanges the code of a consent for tokens: the refresh token is stored with the host, then
    /// token() gives the access token. Status::storage and Status::busy, and problem codes
    /// "auth.token.unreachable" and "host.secret_unavailable": the same consent can be given to
    /// accept() again, and a code that was exchanged already is not exchanged twice. After every
    /// other failure another consent is needed.
    Result<void> accept(const ConsentCode& consent, std::int64_t time_limit_ms);

    /// The server refused this token: forget it, unless it was replaced meanwhile.
    void reject(std::string_view token, TokenRefusal refusal = TokenRefusal::refused);

    /// How many tokens were taken so far: what was told about the lack of one is over when it
    /// grows.
    std::uint64_t taken() const;

    /// By authorization code: when the refresh token was asked for that the host stored last, by
    /// this source; 0: it has stored none yet. From then on its life counts.
    std::int64_t refresh_token_asked_ms() const;

  private:
    struct AccessToken {
        std::string text;
        std::int64_t expires_ms = 0;
        std::int64_t renewal_due_ms = 0;
        bool own = false;  ///< asked for by this host
    };
    /// The server gave it and the host has not stored it.
    struct Unstored;
    class Renewal;
    Result<void> renew_alone(std::int64_t time_limit_ms);
    Result<std::unique_ptr<Turn>> take_turn(std::int64_t time_limit_ms);
    Result<AccessToken> ask(std::int64_t time_limit_ms);
    Result<AccessToken> read_kept();
    static AccessToken own_token(GrantedToken granted, std::int64_t asked_ms);
    Result<AccessToken> refresh(std::int64_t time_limit_ms);
    Result<AccessToken> refresh_with(const Secret& refresh_token, std::int64_t time_limit_ms);
    Result<AccessToken> consented(const ConsentCode& consent, std::int64_t time_limit_ms);
    Result<AccessToken> exchange_code(const ConsentCode& consent, const Secret& before,
                                      std::int64_t time_limit_ms);
    Result<AccessToken> keep_granted(std::unique_ptr<Unstored> granted);
    Result<void> store_refresh_token();
    Error consent_needed(std::string_view refresh_hash) const;
    std::optional<Error> too_soon() const;
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
    std::int64_t taken_ms_ = 0;
    bool own_ = false;
    std::uint64_t taken_ = 0;
    std::int64_t refresh_token_asked_ms_ = 0;
    int refused_soon_ = 0;  ///< tokens of our own in a row
    int refused_kept_ = 0;  ///< how often the one that the host keeps, in a row
    TokenRefusal refusal_ = TokenRefusal::none;
    std::int64_t refused_ms_ = 0;  ///< when the last was
    std::int64_t not_before_ms_ = 0;
    bool renewing_ = false;

    // Touched by the one renewal only.
    std::unique_ptr<Unstored> unstored_;
    std::string refused_refresh_;   ///< hash of the refresh token that the server refused
    std::string doubtful_refresh_;  ///< hash of one that the server may have replaced unheard
};

}  // namespace sage
