// SPDX-License-Identifier: Apache-2.0
// Plan: every event is pulled after a wake, drain() returns only when none is left, stop() ends
// both.
#include "mock-host/events.h"

#include <gtest/gtest.h>

#include <atomic>

namespace wms {
namespace {

TEST(Events, drain_returns_when_none_is_left) {
    std::atomic<int> left = 0;
    std::atomic<int> pulled = 0;
    Events events([&] {
        if (left.load() == 0) {
            return false;
        }
        --left;
        ++pulled;
        return true;
    });
    for (int round = 1; round <= 200; ++round) {
        left = 3;
        events.wake();
        events.drain();
        ASSERT_EQ(pulled, 3 * round);
    }
}

TEST(Events, what_was_there_before_is_pulled_without_a_wake) {
    std::atomic<int> left = 5;
    Events events([&] { return left.load() > 0 && left-- > 0; });
    events.drain();
    EXPECT_EQ(left, 0);
}

TEST(Events, stop_is_idempotent_and_ends_a_drain) {
    Events events([] { return false; });
    events.stop();
    events.stop();
    events.drain();
    SUCCEED();
}

}  // namespace
}  // namespace wms
