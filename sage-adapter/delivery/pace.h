// SPDX-License-Identifier: Apache-2.0
// How many exchanges with Sage may be in progress at once, and how many may begin: never more than
// Sage's own replies allow, never more than the settings do.
//
// It begins with two, the least that keeps a wire busy, and takes one more with each good reply up
// to what both allow. Where replies say nothing of limits, a refusal halves it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "sage-adapter/base/clock.h"
#include "sage-adapter/edition.h"

namespace sage {

/// Thread-safe.
class Pace {
  public:
    /// @param most   exchanges at once by the settings; at least 1
    /// @param clock  must outlive it
    Pace(int most, const Clock& clock);

    /// The right to one exchange; given back when it is destroyed.
    class Place {
      public:
        explicit Place(Pace& pace);
        Place(Place&& other) noexcept;
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        Place& operator=(Place&&) = delete;
        ~Place();

        /// A request went out: it counts, whatever comes back.
        void sent() { sent_ = true; }
        /// What the reply to it says.
        void answered(const Allowance& allowance);

      private:
        friend class Pace;
        Pace* pace_;
        std::int64_t at_begin_;  ///< in progress when it began, itself included
        std::int64_t begun_;     ///< of all, when it began
        bool sent_ = false;
    };

    /// Waits while others have all places, or while only their replies can tell whether one more
    /// may begin. Nothing: none may begin before closed_until_ms().
    std::optional<Place> take();

    /// 0: exchanges may begin. Otherwise none before that time by the host's clock.
    std::int64_t closed_until_ms() const;

    /// How many may be in progress at once for now.
    std::int64_t at_once() const;

  private:
    /// How many of ours a server takes at once by one of its limits: between these two. What it
    /// says is true for the moment at which it was said, and how many of ours were in progress
    /// then is known only within bounds; what all replies have in common is closer.
    struct Room {
        std::int64_t least = 0;
        std::int64_t most = -1;  ///< below `least`: nothing is known

        /// @param beside  ours in progress when `left` was said: at least, at most
        void learn(std::int64_t left, std::int64_t beside_least, std::int64_t beside_most);
        bool known() const { return least <= most; }
    };

    void leave(bool sent);
    void learn(const Place& place, const Allowance& allowance);
    void count_calls(const Allowance& allowance, std::int64_t now_ms);
    bool spent(std::int64_t now_ms) const;

    const std::int64_t most_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::int64_t at_once_;
    Room ours_;
    Room of_all_;
    std::int64_t in_progress_ = 0;
    std::int64_t begun_ = 0;
    std::int64_t calls_left_ = 0;       ///< of the window that ends then
    std::int64_t window_until_ms_ = 0;  ///< 0: no such window is known
    std::int64_t refused_until_ms_ = 0;
};

}  // namespace sage
