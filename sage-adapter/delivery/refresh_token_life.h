// SPDX-License-Identifier: Apache-2.0
// The end of the refresh token that a connection lives by, told in time: 14 days, 7 days and one
// day before it, once each. Where the server replaces the token at each renewal, and renewals
// succeed, that never comes; it does where they fail for weeks, and where the token stays the same.
//
// When the token was asked for, and what was told, is kept in the outbox, so that a restart changes
// nothing. All times are the host's clock.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "sage-adapter/delivery/alerts.h"
#include "sage-adapter/delivery/delivery_parts.h"

namespace sage {

/// Thread-safe. Calls the store with a lock in hand, the host without.
class RefreshTokenLife {
  public:
    /// @param parts, alerts  outlive this
    RefreshTokenLife(const DeliveryParts& parts, Alerts& alerts);

    /// Recalls what earlier runs noted. Before everything else.
    Result<void> begin();
    /// Notes a token that was stored since, and raises the event `attention` if its end has come so
    /// near. True: it did. A stop in between tells it twice, never not at all; so may two hosts
    /// that share an outbox. Called behind the renewal of the access token: what has just been
    /// renewed does not end soon.
    Result<bool> watch();
    /// When watch() has something to tell; INT64_MAX: never, as far as is known.
    std::int64_t due_ms() const;
    /// When the token ends; nothing: it does not, or that is not known.
    std::optional<std::int64_t> ends_ms() const;
    /// What a person is to know now: the end is less than 14 days away, or has come.
    std::optional<Problem> ending() const;

  private:
    /// As noted: of which token the life counts, and the fewest days that were told of it.
    struct Noted {
        std::int64_t asked_ms = 0;  ///< 0: none
        std::int64_t told_days = 0;
    };
    static Noted fresh(std::int64_t asked_ms);
    Result<void> recall();
    Result<void> remember(const Noted& noted);
    Result<void> follow_tokens();
    Result<void> follow_clock(std::int64_t now_ms);
    Result<bool> tell(std::int64_t now_ms);
    bool is_due(std::int64_t now_ms) const;
    std::int64_t end_ms() const { return noted_.asked_ms + life_ms_; }
    std::int64_t next_days() const;
    Problem problem() const;

    const DeliveryParts& parts_;
    Alerts& alerts_;
    const std::int64_t life_ms_;
    mutable std::mutex mutex_;
    Noted noted_;
    std::int64_t seen_asked_ms_ = 0;  ///< of the token source, when it was looked at last
};

}  // namespace sage
