// SPDX-License-Identifier: Apache-2.0
// The life of an access token of OAuth 2.0 (RFC 6749): obtained ahead of need, shared with other
// hosts, refused. What is special about refresh tokens is in refresh_grant.cpp. The secrets are
// asked for when a token is, and overwritten as soon as the request is out.
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/auth/kept_token.h"
#include "sage-adapter/auth/renewal.h"
#include "sage-adapter/auth/seal.h"
#include "sage-adapter/auth/token_reply.h"
#include "sage-adapter/auth/token_request.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t lead_ms_max = 5 * minute_ms;
// Before token() stops giving a token there is time for a second try.
constexpr std::int64_t margin_ms_max = minute_ms / 2;
// A token refused within so long of being given was ended by somebody.
constexpr std::int64_t soon_ms = 10 * minute_ms;
// So many of those in a row are no accident.
constexpr int refused_soon_max = 5;
constexpr std::int64_t wait_ms_min = 5 * minute_ms;
constexpr std::int64_t wait_ms_max = 60 * minute_ms;

std::int64_t renewal_due(std::int64_t now_ms, std::int64_t expires_ms) {
    const std::int64_t life_ms = expires_ms - now_ms;
    const std::int64_t margin_ms = std::min(margin_ms_max, (life_ms - minute_ms) / 2);
    return expires_ms - std::max(std::min(lead_ms_max, life_ms / 10), minute_ms + margin_ms);
}

Error unsteady(TokenRefusal refusal, std::int64_t wait_ms) {
    const bool replaced = refusal == TokenRefusal::replaced;
    Error error(
        Status::auth,
        replaced
            ? Problem{"auth.token.contested", "",
                      "Sage ended several access tokens in a row soon after it gave them: another "
                      "connection authorises as the same user, and each ends the other's token.",
                      "Give this connection a user of its own that nothing else uses, or stop the "
                      "other connection.",
                      Owner::it}
            : Problem{"auth.token.refused_soon", "",
                      "Sage refused several access tokens in a row soon after it gave them.",
                      "Check that the user is active and may use web services, and that nothing "
                      "else uses this user.",
                      Owner::it});
    error.retry_after_ms = static_cast<std::uint32_t>(wait_ms);
    return error;
}

}  // namespace

Result<Secret> Secrets::read(std::string_view name) {
    Result<std::string> value = get(name);
    return value.ok() ? Result<Secret>(Secret{std::move(value).value(), {}})
                      : Result<Secret>(std::move(value).error());
}

Result<void> Secrets::put(std::string_view name, std::string_view, std::string_view) {
    return Error(Status::unsupported,
                 Problem{"host.secret_not_stored", "",
                         "The host does not store the secret named " + std::string(name) + ".",
                         "Use a warehouse system that stores secrets, or the grant "
                         "client_credentials.",
                         Owner::it});
}

TokenSource::TokenSource(ClientCredentials credentials, Transport& transport, Secrets& secrets,
                         Clock& clock, TokenShelf* shelf)
    : credentials_(std::move(credentials)),
      transport_(transport),
      secrets_(secrets),
      clock_(clock),
      shelf_(shelf) {}

TokenSource::~TokenSource() {
    wipe(token_);
}

std::optional<std::string> TokenSource::token() const {
    if (credentials_.grant == Grant::none) {
        return std::string();
    }
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    if (token_.empty() || expires_ms_ - now_ms < minute_ms) {
        return std::nullopt;
    }
    return token_;
}

std::int64_t TokenSource::renewal_due_ms() const {
    if (credentials_.grant == Grant::none) {
        return std::numeric_limits<std::int64_t>::max();
    }
    const std::lock_guard lock(mutex_);
    return token_.empty() ? 0 : renewal_due_ms_;
}

Result<void> TokenSource::renew(std::int64_t time_limit_ms) {
    const Renewal renewal(*this);
    return renewal.admitted() ? renew_alone(time_limit_ms) : Result<void>(Renewal::busy());
}

Result<std::unique_ptr<Turn>> TokenSource::take_turn(std::int64_t time_limit_ms) {
    return shelf_ == nullptr ? Result<std::unique_ptr<Turn>>(std::unique_ptr<Turn>())
                             : shelf_->take_turn(2 * time_limit_ms);
}

Result<void> TokenSource::renew_alone(std::int64_t time_limit_ms) {
    if (credentials_.grant == Grant::none) {
        return {};
    }
    if (credentials_.grant == Grant::kept_token) {
        // Each host keeps it: there is nothing to share.
        Result<AccessToken> kept = read_kept();
        if (kept.ok()) {
            take(std::move(kept).value());
        }
        return kept.ok() ? Result<void>() : std::move(kept).error();
    }
    Result<std::optional<AccessToken>> shared = from_shelf();
    std::unique_ptr<Turn> turn;
    if (shelf_ != nullptr && shared.ok() && !shared.value().has_value()) {
        // Hosts that asked at the same time would end each other's tokens: whoever waited looks
        // again.
        Result<std::unique_ptr<Turn>> taken = take_turn(time_limit_ms);
        if (!taken.ok()) {
            return std::move(taken).error();
        }
        turn = std::move(taken).value();
        shared = from_shelf();
    }
    if (!shared.ok()) {
        return std::move(shared).error();
    }
    if (shared.value().has_value()) {
        take(std::move(*shared.value()));
        return {};
    }
    if (std::optional<Error> wait = too_soon()) {
        return *std::move(wait);
    }
    Result<AccessToken> granted = credentials_.grant == Grant::client_credentials
                                      ? ask(time_limit_ms)
                                      : refresh(time_limit_ms);
    if (!granted.ok()) {
        return std::move(granted).error();
    }
    // Without a place on the shelf it serves this host, until another one asks for one.
    static_cast<void>(to_shelf(granted.value()));
    take(std::move(granted).value());
    return {};
}

std::optional<Error> TokenSource::too_soon() const {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    const std::int64_t wait_ms = not_before_ms_ - now_ms;
    // A clock that jumped back makes nobody wait longer.
    return wait_ms > 0 && wait_ms <= wait_ms_max ? std::optional<Error>(unsteady(refusal_, wait_ms))
                                                 : std::nullopt;
}

void TokenSource::take(AccessToken token) {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    if (!token_.empty()) {
        refused_soon_ = 0;  // The one before served its time.
        refused_kept_ = 0;
    }
    wipe(token_);
    token_ = std::move(token.text);
    expires_ms_ = token.expires_ms;
    renewal_due_ms_ = token.renewal_due_ms;
    taken_ms_ = now_ms;
    own_ = token.own;
    ++taken_;
}

std::uint64_t TokenSource::taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
}

std::int64_t TokenSource::refresh_token_asked_ms() const {
    const std::lock_guard lock(mutex_);
    return refresh_token_asked_ms_;
}

/// Another host's token, if it is better than none and than ours.
Result<std::optional<TokenSource::AccessToken>> TokenSource::from_shelf() {
    using Shared = std::optional<AccessToken>;
    if (shelf_ == nullptr) {
        return Shared();
    }
    const Result<std::string> sealed = shelf_->look();
    if (!sealed.ok() || sealed.value().empty()) {
        return sealed.ok() ? Result<Shared>(Shared()) : Result<Shared>(sealed.error());
    }
    Result<std::string> secret = secrets_.get(credentials_.client_secret_name);
    if (!secret.ok()) {
        return std::move(secret).error();
    }
    const WipedText secret_text(std::move(secret).value());
    const WipedText opened(unseal(secret_text.text, sealed.value()).value_or(""));
    // "expires_ms token"
    AccessToken token;
    const char* const end = opened.text.data() + opened.text.size();
    const auto read = std::from_chars(opened.text.data(), end, token.expires_ms);
    if (read.ec != std::errc() || read.ptr == end) {
        return Shared();
    }
    token.text.assign(read.ptr + 1, end);
    const std::int64_t now_ms = clock_.now_ms();
    token.renewal_due_ms = renewal_due(now_ms, token.expires_ms);
    const std::lock_guard lock(mutex_);
    const bool newer = token_.empty() || token.expires_ms > expires_ms_;
    const bool usable = newer && token.expires_ms - now_ms > 2 * minute_ms &&
                        hexadecimal(sha256(token.text)) != rejected_hash_;
    return usable ? Result<Shared>(Shared(std::move(token))) : Result<Shared>(Shared());
}

Result<void> TokenSource::to_shelf(const AccessToken& token) {
    if (shelf_ == nullptr) {
        return {};
    }
    Result<std::string> secret = secrets_.get(credentials_.client_secret_name);
    if (!secret.ok()) {
        return std::move(secret).error();
    }
    const WipedText secret_text(std::move(secret).value());
    WipedText text;
    text.text.reserve(32 + token.text.size());
    text.text = std::to_string(token.expires_ms) + " ";
    text.text += token.text;
    return shelf_->put(seal(secret_text.text, text.text));
}

Result<TokenSource::AccessToken> TokenSource::ask(std::int64_t time_limit_ms) {
    Result<std::string> id = secrets_.get(credentials_.client_id_name);
    if (!id.ok()) {
        return std::move(id).error();
    }
    const WipedText id_text(std::move(id).value());
    Result<std::string> secret = secrets_.get(credentials_.client_secret_name);
    if (!secret.ok()) {
        return std::move(secret).error();
    }
    const WipedText secret_text(std::move(secret).value());

    // The life of a token counts from before it was asked for: on the way it grows no younger.
    const std::int64_t now_ms = clock_.now_ms();
    Request request = client_credentials_request(credentials_, {id_text.text, secret_text.text});
    Evidence evidence = transport_.exchange(request, time_limit_ms);
    wipe(request.body);
    if (evidence.outcome != Outcome::answered) {
        return no_token_reply(evidence.reason);
    }
    Result<GrantedToken> granted =
        read_token_reply(evidence.reply, {secret_text.text, id_text.text});
    wipe(evidence.reply.body);
    if (!granted.ok()) {
        return std::move(granted).error();
    }
    return own_token(std::move(granted).value(), now_ms);
}

TokenSource::AccessToken TokenSource::own_token(GrantedToken granted, std::int64_t asked_ms) {
    const std::int64_t expires_ms = asked_ms + granted.life_ms;
    return {std::move(granted.text), expires_ms, renewal_due(asked_ms, expires_ms), true};
}

void TokenSource::reject(std::string_view token, TokenRefusal refusal) {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    if (token_ != token) {
        return;
    }
    rejected_hash_ = hexadecimal(sha256(token));
    wipe(token_);
    expires_ms_ = 0;
    renewal_due_ms_ = 0;
    const std::int64_t age_ms = now_ms - taken_ms_;
    // After an hour of peace it is another row.
    const std::int64_t peace_ms = now_ms - refused_ms_;
    refused_soon_ = peace_ms >= 0 && peace_ms <= wait_ms_max + soon_ms ? refused_soon_ : 0;
    refused_ms_ = now_ms;
    refused_soon_ = own_ && age_ms >= 0 && age_ms < soon_ms ? refused_soon_ + 1 : 0;
    refusal_ = refusal;
    if (credentials_.grant == Grant::kept_token) {
        not_before_ms_ = now_ms + kept_token_wait_ms(refused_kept_++);
        return;
    }
    if (refused_soon_ >= refused_soon_max) {
        const int doublings = std::min(refused_soon_ - refused_soon_max, 8);
        not_before_ms_ = now_ms + std::min(wait_ms_min << doublings, wait_ms_max);
    }
}

}  // namespace sage
