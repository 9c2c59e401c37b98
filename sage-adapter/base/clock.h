// SPDX-License-Identifier: Apache-2.0
// The one source of time. The adapter never asks the operating system: schedules, back-off, leases,
// settle times and token lifetimes all go by the host's clock, so that a test owns time. Socket
// time-outs and certificate dates are the two exceptions (transport/transport.h).
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
};

}  // namespace sage
