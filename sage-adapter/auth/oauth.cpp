// SPDX-License-Identifier: Apache-2.0
// The client-credentials grant of OAuth 2.0 (RFC 6749, section 4.4). The secrets are asked for when
// a token is, and overwritten as soon as the request is out.
#include <algorithm>
#include <charconv>
#include <utility>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/auth/seal.h"
#include "sage-adapter/auth/token_reply.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t lead_ms_max = 5 * minute_ms;
// Before token() stops giving a token there is time for a second try.
constexpr std::int64_t margin_ms_max = minute_ms / 2;

/// Appends a value as application/x-www-form-urlencoded wants it.
void append_encoded(std::string& out, std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : value) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '*';
        if (plain) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4U], digits[byte & 0xfU]};
        }
    }
}

Request token_request(const ClientCredentials& credentials, std::string_view id,
                      std::string_view secret) {
    Request request{
        "POST",
        credentials.token_target,
        {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
        {}};
    // Three bytes for each at most, in one allocation: no copy of a secret is left behind.
    request.body.reserve(100 + 3 * (id.size() + secret.size() + credentials.user_name.size()));
    request.body += "grant_type=client_credentials&client_id=";
    append_encoded(request.body, id);
    request.body += "&client_secret=";
    append_encoded(request.body, secret);
    if (!credentials.user_name.empty()) {
        request.body += "&username=";
        append_encoded(request.body, credentials.user_name);
    }
    return request;
}

Error unreachable(const std::string& reason) {
    return {Status::remote,
            Problem{"auth.token.unreachable", "",
                    "Sage gave no answer to the request for an access token: " + reason + ".",
                    "Check the address, the network and the certificate; it is tried again by "
                    "itself.",
                    Owner::it}};
}

std::int64_t renewal_due(std::int64_t now_ms, std::int64_t expires_ms) {
    const std::int64_t life_ms = expires_ms - now_ms;
    const std::int64_t margin_ms = std::min(margin_ms_max, (life_ms - minute_ms) / 2);
    return expires_ms - std::max(std::min(lead_ms_max, life_ms / 10), minute_ms + margin_ms);
}

}  // namespace

TokenSource::TokenSource(ClientCredentials credentials, Transport& transport, Secrets& secrets,
                         Clock& clock, TokenShelf* shelf)
    : credentials_(std::move(credentials)),
      transport_(transport),
      secrets_(secrets),
      clock_(clock),
      shelf_(shelf) {}

std::optional<std::string> TokenSource::token() const {
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    if (token_.empty() || expires_ms_ - now_ms < minute_ms) {
        return std::nullopt;
    }
    return token_;
}

std::int64_t TokenSource::renewal_due_ms() const {
    const std::lock_guard lock(mutex_);
    return token_.empty() ? 0 : renewal_due_ms_;
}

/// One renewal at a time; the flag falls whatever happens on the way, also when memory runs out.
class TokenSource::Renewal {
  public:
    explicit Renewal(TokenSource& source) : source_(source) {
        const std::lock_guard lock(source_.mutex_);
        admitted_ = !std::exchange(source_.renewing_, true);
    }
    Renewal(const Renewal&) = delete;
    Renewal& operator=(const Renewal&) = delete;
    ~Renewal() {
        if (admitted_) {
            const std::lock_guard lock(source_.mutex_);
            source_.renewing_ = false;
        }
    }
    bool admitted() const { return admitted_; }

  private:
    TokenSource& source_;
    bool admitted_ = false;
};

Result<void> TokenSource::renew(std::int64_t time_limit_ms) {
    const Renewal renewal(*this);
    if (!renewal.admitted()) {
        return Error(Status::busy,
                     Problem{"auth.token.busy", "", "An access token is being asked for already.",
                             "Wait: another thread is at it.", Owner::it});
    }
    Result<std::optional<AccessToken>> shared = from_shelf();
    std::unique_ptr<Turn> turn;
    if (shelf_ != nullptr && shared.ok() && !shared.value().has_value()) {
        // Hosts that asked at the same time would end each other's tokens: whoever waited looks
        // again.
        Result<std::unique_ptr<Turn>> taken = shelf_->take_turn(2 * time_limit_ms);
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
    Result<AccessToken> granted = ask(time_limit_ms);
    if (!granted.ok()) {
        return std::move(granted).error();
    }
    // Without a place on the shelf it serves this host, until another one asks for one.
    static_cast<void>(to_shelf(granted.value()));
    take(std::move(granted).value());
    return {};
}

void TokenSource::take(AccessToken token) {
    const std::lock_guard lock(mutex_);
    wipe(token_);
    token_ = std::move(token.text);
    expires_ms_ = token.expires_ms;
    renewal_due_ms_ = token.renewal_due_ms;
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
    Request request = token_request(credentials_, id_text.text, secret_text.text);
    Evidence evidence = transport_.exchange(request, time_limit_ms);
    wipe(request.body);
    if (evidence.outcome != Outcome::answered) {
        return unreachable(evidence.reason);
    }
    Result<GrantedToken> granted =
        read_token_reply(evidence.reply, {secret_text.text, id_text.text});
    wipe(evidence.reply.body);
    if (!granted.ok()) {
        return std::move(granted).error();
    }
    const std::int64_t expires_ms = now_ms + granted.value().life_ms;
    return AccessToken{std::move(granted.value().text), expires_ms,
                       renewal_due(now_ms, expires_ms)};
}

void TokenSource::reject(std::string_view token) {
    const std::lock_guard lock(mutex_);
    if (token_ == token) {
        rejected_hash_ = hexadecimal(sha256(token));
        wipe(token_);
        expires_ms_ = 0;
        renewal_due_ms_ = 0;
    }
}

}  // namespace sage
