// SPDX-License-Identifier: Apache-2.0
// Connections whose request is not there yet. Who takes too long, or sends a byte now and then to
// keep a thread busy, is cut off.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace wms::serve {

/// Thread-safe.
class Arrivals {
  public:
    explicit Arrivals(std::chrono::milliseconds patience);
    Arrivals(const Arrivals&) = delete;
    Arrivals& operator=(const Arrivals&) = delete;
    ~Arrivals();

    /// @param cut  called once if nobody says arrived() in time, or at cut_all()
    /// @return by what to call it
    std::uint64_t expect(std::function<void()> cut);
    /// The request is there, or the connection is gone.
    void arrived(std::uint64_t number);
    /// Everybody who has not arrived.
    void cut_all();

  private:
    struct Expected {
        std::chrono::steady_clock::time_point until;
        std::function<void()> cut;
    };
    void watch();

    const std::chrono::milliseconds patience_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, Expected> expected_;  ///< the oldest first
    std::uint64_t last_ = 0;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace wms::serve
