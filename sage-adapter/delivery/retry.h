// SPDX-License-Identifier: Apache-2.0
// Waiting: how long before the next try, and when to stop trying a server that does not answer.
#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>

namespace sage {

/// First wait and ceiling of an exponential back-off.
struct Backoff {
    std::int64_t first_ms;
    std::int64_t most_ms;
};

/// Nothing left this machine: trying again costs little.
inline constexpr Backoff backoff_not_sent = {500, 300'000};
/// The server asked for less, or its answer was lost.
inline constexpr Backoff backoff_server = {2'000, 300'000};

/// Full jitter: between half and all of first * 2^(tries - 1), at most `most_ms`. The spread comes
/// from `seed` (a document key) and `tries`, so that the same document always waits the same and no
/// two documents wait alike.
std::int64_t backoff_ms(Backoff backoff, std::int64_t tries, std::string_view seed);

/// Opens after five failures in a row; then one probe at a time, by a request that changes nothing,
/// decides when documents may flow again. Also holds the pause a throttling server asked for.
/// Thread-safe.
class CircuitBreaker {
  public:
    /// 0: documents may be sent. Otherwise not before that time; then try_probe() first.
    std::int64_t closed_until_ms(std::int64_t now_ms) const;

    /// True for one caller when the breaker is open and its wait is over.
    bool try_probe(std::int64_t now_ms);
    /// The probe was not sent after all, which says nothing: another may be tried.
    void end_probe();

    void success();
    void failure(std::int64_t now_ms);
    /// The server said how long to wait; nothing is sent before.
    void pause(std::int64_t until_ms);

  private:
    mutable std::mutex mutex_;
    std::int64_t failures_ = 0;
    std::int64_t open_until_ms_ = 0;  ///< 0: closed
    std::int64_t pause_until_ms_ = 0;
    bool probing_ = false;
};

}  // namespace sage
