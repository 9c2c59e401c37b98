// SPDX-License-Identifier: Apache-2.0
// What became of the exchanges with Sage since this instance was made: for a screen that is looked
// at all day, and for whoever measures. Nothing is decided by it.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>

#include "sage-adapter/transport/transport.h"

namespace sage {

struct ExchangeFigures {
    /// Upper ends of the buckets, in milliseconds; longer ones are in no bucket.
    static constexpr std::array<std::int64_t, 8> buckets_ms = {50,    100,   250,    500,
                                                               1'000, 5'000, 15'000, 60'000};

    std::int64_t succeeded = 0;   ///< answered with a status below 400
    std::int64_t refused = 0;     ///< 400 to 499
    std::int64_t failed = 0;      ///< 500 and above
    std::int64_t unanswered = 0;  ///< sent, or some of it, and not answered
    std::int64_t not_sent = 0;
    std::int64_t last_ms = 0;  ///< when the last one ended, by the host's clock; 0: none yet
    bool last_worked = false;  ///< it was answered, and not with 500 or above
    /// Of those that were answered: how many took at most so long, those of the buckets before
    /// included.
    std::array<std::int64_t, buckets_ms.size()> within{};
    std::int64_t answered_ms = 0;  ///< the time they took together
};

/// Thread-safe.
class Exchanges {
  public:
    void note(const Evidence& evidence, std::int64_t now_ms, std::int64_t took_ms);
    ExchangeFigures figures() const;

  private:
    mutable std::mutex mutex_;
    ExchangeFigures figures_;
};

}  // namespace sage
