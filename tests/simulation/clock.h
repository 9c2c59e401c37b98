// SPDX-License-Identifier: Apache-2.0
// The time of one world: the true time, which only goes forward and by which Sage goes, and what
// the host's clock says, which somebody may set.
#pragma once

#include <cstdint>

#include "sage-adapter/base/clock.h"

namespace sage::simulation {

class WorldClock final : public Clock {
  public:
    std::int64_t now_ms() const override { return true_ms_ + offset_ms_; }
    std::int64_t steady_ms() const override { return true_ms_; }
    std::int64_t true_ms() const { return true_ms_; }
    void advance(std::int64_t ms) { true_ms_ += ms > 0 ? ms : 0; }
    void set_wrong_by(std::int64_t offset_ms) { offset_ms_ = offset_ms; }
    std::int64_t wrong_by() const { return offset_ms_; }

  private:
    std::int64_t true_ms_ = 1'764'000'000'000;
    std::int64_t offset_ms_ = 0;
};

}  // namespace sage::simulation
