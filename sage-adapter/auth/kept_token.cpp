// SPDX-License-Identifier: Apache-2.0
// A token that never changes: a secret of the host's. A server may refuse it in passing, so it is
// tried again; but not with each document, since a server may lock out who keeps trying.
#include "sage-adapter/auth/kept_token.h"

#include <algorithm>
#include <utility>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/auth/token_reply.h"
#include "sage-adapter/document/hash.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t life_ms = 60 * minute_ms;
constexpr std::int64_t read_again_ms = 55 * minute_ms;

Error unusable(const std::string& name) {
    return {Status::auth,
            Problem{"auth.token.kept_unusable", "",
                    "The secret " + name +
                        " is empty, or has blanks or other characters that no request can carry.",
                    "Put the token into it as the server's administrator gave it, without a blank "
                    "or a new line at its end.",
                    Owner::it}};
}

Error refused(const std::string& name, std::int64_t wait_ms) {
    Error error(Status::auth,
                Problem{"auth.token.kept_refused", "",
                        "The server refused the token in the secret " + name + ".",
                        "Put the token that is valid now into the secret " + name +
                            ": it is used at once. The one that is there is tried again later.",
                        Owner::it});
    error.retry_after_ms = static_cast<std::uint32_t>(wait_ms);
    return error;
}

}  // namespace

std::int64_t kept_token_wait_ms(int refused_before) {
    return std::min(5 * minute_ms << std::clamp(refused_before, 0, 8), kept_token_wait_ms_max);
}

Result<TokenSource::AccessToken> TokenSource::read_kept() {
    const std::string& name = credentials_.client_secret_name;
    Result<std::string> secret = secrets_.get(name);
    if (!secret.ok()) {
        return std::move(secret).error();
    }
    const WipedText kept(std::move(secret).value());
    if (!is_usable_token(kept.text)) {
        return unusable(name);
    }
    const std::int64_t now_ms = clock_.now_ms();
    const std::lock_guard lock(mutex_);
    if (hexadecimal(sha256(kept.text)) != rejected_hash_) {
        refused_kept_ = 0;
    } else if (const std::int64_t wait_ms = not_before_ms_ - now_ms;
               // A clock that jumped back makes nobody wait longer.
               wait_ms > 0 && wait_ms <= kept_token_wait_ms_max) {
        return refused(name, wait_ms);
    }
    return AccessToken{kept.text, now_ms + life_ms, now_ms + read_again_ms, true};
}

}  // namespace sage
