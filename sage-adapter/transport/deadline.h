// SPDX-License-Identifier: Apache-2.0
// The end of an exchange, in real time. Sockets are the one place that goes by real time: a server
// that does not answer does not wait for the host's clock either.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sage {

class Deadline {
  public:
    /// @param time_ms  from now; less than nothing counts as nothing, more than a day as a day
    explicit Deadline(std::int64_t time_ms)
        : end_(std::chrono::steady_clock::now() +
               std::chrono::milliseconds(std::clamp<std::int64_t>(time_ms, 0, 86'400'000))) {}

    /// What is left, rounded up, so that a wait does not end just before its time. 0: over.
    int left_ms() const {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
        return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
    }

    bool over() const { return left_ms() == 0; }

  private:
    std::chrono::steady_clock::time_point end_;
};

}  // namespace sage
