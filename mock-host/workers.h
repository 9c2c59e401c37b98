// SPDX-License-Identifier: Apache-2.0
// The threads that the host lends. Each asks for work until there is none, then sleeps until the
// plugin's next due time or until somebody wakes it. A wake that comes while a thread is asking is
// not lost: it asks once more.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#include "mock-host/clock.h"

namespace wms {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// What one call of work did.
struct Turn {
    bool idle = true;
    std::int64_t next_due_ms = kNever;  ///< when idle
};

class Workers {
  public:
    using Work = std::function<Turn()>;
    Workers(unsigned count, const Clock& clock, Work work);
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers();

    /// Somebody has work. One sleeper is woken; each that finds some wakes the next.
    void wake();
    /// The clock moved: every sleeper looks again.
    void wake_all();

    struct Rest {
        bool asleep = false;  ///< all of them, and nobody has called
        std::int64_t next_due_ms = kNever;
    };
    /// Waits until all are asleep, at most so long in real time.
    Rest wait_asleep(std::int64_t real_ms_max);

    /// The work function must return soon: it is the caller's to make it so. Joins.
    void stop();

  private:
    bool all_asleep() const;
    void run(std::size_t index);
    void sleep(std::unique_lock<std::mutex>& lock, std::int64_t due_ms);

    const Clock& clock_;
    const Work work_;
    std::mutex mutex_;
    std::condition_variable called_;
    std::condition_variable asleep_;
    std::uint64_t calls_ = 0;  ///< of wake(), ever
    std::size_t sleepers_ = 0;
    std::size_t summoned_ = 0;  ///< calls that one sleeper each has still to answer
    std::uint64_t rounds_ = 0;  ///< of wake_all(), ever
    std::size_t to_rise_ = 0;   ///< sleepers that have not yet answered the last round
    bool stopping_ = false;
    std::vector<std::int64_t> due_ms_;
    std::vector<std::thread> threads_;
};

}  // namespace wms
