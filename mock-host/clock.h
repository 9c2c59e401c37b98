// SPDX-License-Identifier: Apache-2.0
// The host's clock, the only one a plugin goes by. Real time, or a clock that stands still and
// jumps to the next due time when nothing is left to do: waits of minutes and days then take
// milliseconds.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace wms {

/// Thread-safe.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    virtual std::int64_t now_ms() const = 0;
    /// Whether time only moves by jump_to().
    virtual bool jumps() const = 0;
    /// Moves forward; a time that has passed changes nothing. Returns whether the clock moved. The
    /// real clock never does.
    virtual bool jump_to(std::int64_t time_ms) = 0;
};

class RealClock final : public Clock {
  public:
    std::int64_t now_ms() const override;
    bool jumps() const override { return false; }
    bool jump_to(std::int64_t) override { return false; }
};

class JumpClock final : public Clock {
  public:
    explicit JumpClock(std::int64_t start_ms) : now_ms_(start_ms) {}
    std::int64_t now_ms() const override { return now_ms_.load(); }
    bool jumps() const override { return true; }
    bool jump_to(std::int64_t time_ms) override;

  private:
    std::atomic<std::int64_t> now_ms_;
};

}  // namespace wms
