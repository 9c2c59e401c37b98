// SPDX-License-Identifier: Apache-2.0
// The inside of TokenSource that its two sources share: the one renewal at a time, and a refresh
// token that the server gave and the host has not stored yet.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "sage-adapter/auth/auth.h"
#include "sage-adapter/transport/wipe.h"

namespace sage {

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
    static Error busy() {
        return {Status::busy,
                Problem{"auth.token.busy", "", "An access token is being asked for already.",
                        "Wait: another thread is at it.", Owner::it}};
    }

  private:
    TokenSource& source_;
    bool admitted_ = false;
};

/// Kept in memory alone, and overwritten when it goes.
struct TokenSource::Unstored {
    Unstored() = default;
    Unstored(const Unstored&) = delete;
    Unstored& operator=(const Unstored&) = delete;
    ~Unstored() {
        wipe(refresh_token);
        wipe(access.text);
    }

    std::string refresh_token;
    std::int64_t asked_ms = 0;  ///< when the server was asked for it
    std::string if_version;     ///< of what it replaces
    std::string replaced_hash;  ///< hash of what it replaces; empty: there was none
    std::string code_hash;  ///< by a consent: hash of its code; then it is newer than all others
    AccessToken access;     ///< what came beside it; without text: nothing that can be used
};

}  // namespace sage
