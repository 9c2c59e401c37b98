// SPDX-License-Identifier: Apache-2.0
// Plan: the jumping clock stands still, jumps forward only, also under eight threads; the real one
// goes by itself and never jumps.
#include "mock-host/clock.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace wms {
namespace {

TEST(Clock, a_jumping_clock_only_goes_forward) {
    JumpClock clock(1000);
    EXPECT_TRUE(clock.jumps());
    EXPECT_EQ(clock.now_ms(), 1000);
    EXPECT_TRUE(clock.jump_to(5000));
    EXPECT_FALSE(clock.jump_to(4000));
    EXPECT_FALSE(clock.jump_to(5000));
    EXPECT_EQ(clock.now_ms(), 5000);
}

TEST(Clock, many_jumpers_end_at_the_latest_time) {
    JumpClock clock(0);
    std::vector<std::thread> crew;
    for (int thread = 0; thread < 8; ++thread) {
        crew.emplace_back([&, thread] {
            std::int64_t last = 0;
            for (std::int64_t time = thread; time < 8000; time += 8) {
                clock.jump_to(time);
                const std::int64_t now = clock.now_ms();
                EXPECT_GE(now, last);
                last = now;
            }
        });
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    EXPECT_EQ(clock.now_ms(), 7999);
}

TEST(Clock, the_real_clock_is_after_this_was_written_and_does_not_jump) {
    RealClock clock;
    const std::int64_t before = clock.now_ms();
    EXPECT_GT(before, 1'700'000'000'000);
    EXPECT_FALSE(clock.jumps());
    EXPECT_FALSE(clock.jump_to(before + 1'000'000'000));
    EXPECT_LT(clock.now_ms(), before + 1'000'000'000);
}

}  // namespace
}  // namespace wms
