// SPDX-License-Identifier: Apache-2.0
// Real time from the operating system, jumped time from whoever jumps.
#include "mock-host/clock.h"

#include <chrono>

namespace wms {

std::int64_t RealClock::now_ms() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

bool JumpClock::jump_to(std::int64_t time_ms) {
    std::int64_t now = now_ms_.load();
    while (now < time_ms) {
        if (now_ms_.compare_exchange_weak(now, time_ms)) {
            return true;
        }
    }
    return false;
}

}  // namespace wms
