// SPDX-License-Identifier: Apache-2.0
// The one source of time. Schedules, back-off, leases, settle times and token lifetimes all go by
// the host's clock, so that a test owns time. It may be set, also back: the last moment at which a
// request may leave is therefore measured by a second clock, too, that nobody sets. Socket
// time-outs and certificate dates alone go by neither (transport/transport.h).
#pragma once

#include <cstdint>

namespace sage {

/// Milliseconds since 1970-01-01T00:00:00Z, as the host tells them. Thread-safe.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    virtual std::int64_t now_ms() const = 0;
    /// Milliseconds since some moment of the past. Never set; counts while the machine sleeps. A
    /// host's clock that nobody sets serves as both.
    virtual std::int64_t steady_ms() const { return now_ms(); }
};

}  // namespace sage
