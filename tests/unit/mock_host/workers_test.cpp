// SPDX-License-Identifier: Apache-2.0
// Plan: work is found without being lost between asking and sleeping; a wake reaches one sleeper
// and then as many as there is work for; wait_asleep() tells the next due time; stop joins.
#include "mock-host/workers.h"

#include <gtest/gtest.h>

#include <atomic>

namespace wms {
namespace {

constexpr std::int64_t kLong = 60'000;  // of real time; only a failing test takes it

/// Work that is counted down.
class Pile {
  public:
    Turn take() {
        const std::lock_guard lock(mutex_);
        if (left_ == 0) {
            return {true, due_ms_};
        }
        --left_;
        ++done_;
        return {false, 0};
    }
    void add(int count) {
        const std::lock_guard lock(mutex_);
        left_ += count;
    }
    void due(std::int64_t due_ms) {
        const std::lock_guard lock(mutex_);
        due_ms_ = due_ms;
    }
    int done() {
        const std::lock_guard lock(mutex_);
        return done_;
    }

  private:
    std::mutex mutex_;
    int left_ = 0;
    int done_ = 0;
    std::int64_t due_ms_ = kNever;
};

TEST(Workers, no_wake_is_lost_and_everything_is_done) {
    JumpClock clock(0);
    Pile pile;
    Workers workers(4, clock, [&] { return pile.take(); });
    for (int round = 1; round <= 500; ++round) {
        pile.add(2);
        workers.wake();
        ASSERT_TRUE(workers.wait_asleep(kLong).asleep);
        ASSERT_EQ(pile.done(), 2 * round);
    }
    workers.stop();
}

TEST(Workers, one_wake_brings_as_many_as_there_is_work_for) {
    JumpClock clock(0);
    std::mutex mutex;
    std::condition_variable met;
    int inside = 0;
    int left = 0;
    Workers workers(4, clock, [&]() -> Turn {
        std::unique_lock lock(mutex);
        if (left == 0) {
            return {};
        }
        --left;
        ++inside;
        met.notify_all();
        // Goes on only when the fourth has come as well. The first hands over by returning once.
        if (left < 4) {
            EXPECT_TRUE(met.wait_for(lock, std::chrono::seconds(60), [&] { return inside >= 8; }));
        }
        return {false, 0};
    });
    ASSERT_TRUE(workers.wait_asleep(kLong).asleep);
    {
        const std::lock_guard lock(mutex);
        left = 8;
    }
    workers.wake();
    ASSERT_TRUE(workers.wait_asleep(kLong).asleep);
    EXPECT_EQ(inside, 8);
}

TEST(Workers, the_earliest_due_time_is_told) {
    JumpClock clock(0);
    Pile pile;
    pile.due(5000);
    Workers workers(3, clock, [&] { return pile.take(); });
    Workers::Rest rest = workers.wait_asleep(kLong);
    ASSERT_TRUE(rest.asleep);
    EXPECT_EQ(rest.next_due_ms, 5000);
    pile.due(9000);
    workers.wake_all();
    rest = workers.wait_asleep(kLong);
    EXPECT_EQ(rest.next_due_ms, 9000);
}

TEST(Workers, by_the_real_clock_they_rise_at_the_due_time_by_themselves) {
    RealClock clock;
    std::atomic<int> calls = 0;
    std::mutex mutex;
    std::condition_variable called;
    Workers workers(1, clock, [&]() -> Turn {
        const int call = ++calls;
        const std::lock_guard lock(mutex);
        called.notify_all();
        return {true, call < 3 ? clock.now_ms() + 1 : kNever};
    });
    std::unique_lock lock(mutex);
    EXPECT_TRUE(called.wait_for(lock, std::chrono::seconds(60), [&] { return calls >= 3; }));
}

TEST(Workers, stop_ends_them_asleep_or_awake) {
    JumpClock clock(0);
    std::atomic<bool> more = true;
    Workers workers(4, clock, [&]() -> Turn { return {!more.load(), kNever}; });
    more = true;  // they never sleep
    workers.stop();
    workers.stop();
    EXPECT_TRUE(more);
}

}  // namespace
}  // namespace wms
