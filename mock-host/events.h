// SPDX-License-Identifier: Apache-2.0
// The thread that pulls events: take the oldest, keep it, acknowledge it, until there is none. What
// was taken and not acknowledged comes again, so that no outcome is lost between the two.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace wms {

class Events {
  public:
    /// Pulls and keeps one event; false if there was none.
    using Pull = std::function<bool()>;
    explicit Events(Pull pull);
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;
    ~Events();

    /// There may be events. Coalesced; returns at once.
    void wake();
    /// Asks once more and waits until there is none.
    void drain();
    void stop();

  private:
    void run();

    const Pull pull_;
    std::mutex mutex_;
    std::condition_variable called_;
    std::condition_variable drained_;
    std::uint64_t calls_ = 1;   ///< of wake(), ever; one to begin with
    std::uint64_t served_ = 0;  ///< calls after which no event was left
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace wms
