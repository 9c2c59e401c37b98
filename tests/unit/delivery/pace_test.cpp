// SPDX-License-Identifier: Apache-2.0
// Plan: begins with two, grows by one with each good reply up to what the settings and the replies
// allow, shrinks at once; counts calls of a window so that none begins beyond it; waits where
// others' replies will tell; opens again when the time is over.
#include "sage-adapter/delivery/pace.h"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <thread>
#include <vector>

namespace sage {
namespace {

class SetClock final : public Clock {
  public:
    std::int64_t now_ms() const override { return now; }
    std::atomic<std::int64_t> now = 1'000'000;
};

Allowance at_once_left(std::int64_t left) {
    Allowance allowance;
    allowance.at_once_left = left;
    return allowance;
}

Allowance calls_left(std::int64_t left, std::int64_t for_ms = 60'000) {
    Allowance allowance;
    allowance.calls_left = left;
    allowance.calls_for_ms = for_ms;
    return allowance;
}

Allowance refused(std::uint32_t retry_after_ms) {
    Allowance allowance;
    allowance.refused = true;
    allowance.retry_after_ms = retry_after_ms;
    return allowance;
}

class PaceTest : public ::testing::Test {
  protected:
    /// One exchange alone.
    void exchange(Pace& pace, const Allowance& allowance) {
        std::optional<Pace::Place> place = pace.take();
        ASSERT_TRUE(place.has_value());
        place->sent();
        place->answered(allowance);
    }

    SetClock clock;
};

TEST_F(PaceTest, begins_with_two_and_takes_one_more_with_each_good_reply_up_to_the_settings) {
    Pace pace(4, clock);
    EXPECT_EQ(pace.at_once(), 2);
    for (const int now : {3, 4, 4}) {
        exchange(pace, {});
        EXPECT_EQ(pace.at_once(), now);
    }
    EXPECT_EQ(Pace(1, clock).at_once(), 1);
}

TEST_F(PaceTest, takes_no_more_at_once_than_the_server_says_is_left) {
    Pace pace(8, clock);
    for (int reply = 0; reply < 20; ++reply) {
        exchange(pace, at_once_left(4));
    }
    EXPECT_EQ(pace.at_once(), 5) << "this one and four more";
    exchange(pace, at_once_left(0));
    EXPECT_EQ(pace.at_once(), 1) << "others have taken the rest";
    exchange(pace, at_once_left(-3));
    EXPECT_EQ(pace.at_once(), 1) << "one is always tried: its reply is what tells";
}

TEST_F(PaceTest, what_is_left_beside_several_of_its_own_fits_what_is_known) {
    Pace pace(8, clock);
    for (int reply = 0; reply < 6; ++reply) {
        exchange(pace, at_once_left(5));
    }
    ASSERT_EQ(pace.at_once(), 6);
    std::deque<Pace::Place> places;
    for (int begun = 0; begun < 6; ++begun) {
        places.push_back(*pace.take());
    }
    for (const int left : {5, 3, 0, 2}) {
        places.back().answered(at_once_left(left));
        EXPECT_EQ(pace.at_once(), 6) << "one to six of them were in progress when it was said";
    }
}

TEST_F(PaceTest, takes_the_least_of_what_may_have_been_meant) {
    Pace pace(8, clock);
    for (int reply = 0; reply < 6; ++reply) {
        exchange(pace, {});
    }
    std::deque<Pace::Place> places;
    for (int begun = 0; begun < 6; ++begun) {
        places.push_back(*pace.take());
    }
    // Said beside one or beside six of its own?
    places.front().answered(at_once_left(3));
    EXPECT_EQ(pace.at_once(), 4);
    places.clear();
    exchange(pace, at_once_left(5));
    EXPECT_EQ(pace.at_once(), 5) << "six, beside nothing else of its own: one more now";
}

TEST_F(PaceTest, notices_that_others_have_come_and_gone) {
    Pace pace(8, clock);
    for (int reply = 0; reply < 8; ++reply) {
        exchange(pace, at_once_left(7));
    }
    EXPECT_EQ(pace.at_once(), 8);
    exchange(pace, at_once_left(1));
    EXPECT_EQ(pace.at_once(), 2);
    exchange(pace, at_once_left(5));
    EXPECT_EQ(pace.at_once(), 3);
}

TEST_F(PaceTest, the_tighter_of_two_limits_counts) {
    Pace pace(8, clock);
    Allowance both = at_once_left(7);
    both.at_once_left_of_all = 2;
    for (int reply = 0; reply < 8; ++reply) {
        exchange(pace, both);
    }
    EXPECT_EQ(pace.at_once(), 3);
}

TEST_F(PaceTest, a_refusal_without_numbers_halves_it_and_nothing_begins_before_the_time_it_names) {
    Pace pace(8, clock);
    for (int reply = 0; reply < 6; ++reply) {
        exchange(pace, {});
    }
    std::deque<Pace::Place> places;
    for (int begun = 0; begun < 8; ++begun) {
        places.push_back(*pace.take());
    }
    places.front().answered(refused(5'000));
    EXPECT_EQ(pace.at_once(), 4);
    EXPECT_EQ(pace.closed_until_ms(), clock.now + 5'000);
    places.clear();
    EXPECT_FALSE(pace.take().has_value());
    clock.now += 5'000;
    EXPECT_EQ(pace.closed_until_ms(), 0);
    EXPECT_TRUE(pace.take().has_value());
}

TEST_F(PaceTest, what_was_refused_was_not_among_those_that_the_server_takes) {
    Pace pace(8, clock);
    for (int reply = 0; reply < 6; ++reply) {
        exchange(pace, at_once_left(7));
    }
    Allowance full = refused(0);
    full.at_once_left = 0;
    exchange(pace, full);
    EXPECT_EQ(pace.at_once(), 1) << "none beside others' requests; one is always tried";
    exchange(pace, at_once_left(0));
    EXPECT_EQ(pace.at_once(), 1);
    exchange(pace, at_once_left(1));
    EXPECT_EQ(pace.at_once(), 2);
}

TEST_F(PaceTest, begins_as_many_calls_as_are_left_and_no_more_until_the_window_is_over) {
    Pace pace(8, clock);
    exchange(pace, calls_left(3));
    for (const int left : {2, 1, 0}) {
        EXPECT_EQ(pace.closed_until_ms(), 0);
        exchange(pace, calls_left(left));
    }
    EXPECT_EQ(pace.closed_until_ms(), clock.now + 60'000);
    EXPECT_FALSE(pace.take().has_value());
    clock.now += 60'000;
    EXPECT_TRUE(pace.take().has_value());
}

TEST_F(PaceTest, of_those_in_progress_none_is_taken_for_counted) {
    Pace pace(8, clock);
    exchange(pace, {});
    exchange(pace, {});
    std::deque<Pace::Place> places;
    for (int begun = 0; begun < 3; ++begun) {
        places.push_back(*pace.take());
        places.back().sent();
    }
    places.front().answered(calls_left(2));
    places.pop_front();
    std::atomic<bool> begun = false;
    std::thread waiting([&] {
        const std::optional<Pace::Place> place = pace.take();
        begun = place.has_value();
    });
    // Two were left, and two are in progress that may not have been counted.
    EXPECT_FALSE(begun);
    places.front().answered(calls_left(2));
    EXPECT_EQ(pace.closed_until_ms(), 0) << "others will tell: nothing is closed";
    places.clear();
    waiting.join();
    EXPECT_FALSE(begun) << "neither reply said that more is left than the first one did";
    EXPECT_NE(pace.closed_until_ms(), 0);
}

TEST_F(PaceTest, a_reply_that_was_overtaken_gives_nothing_back) {
    Pace pace(8, clock);
    exchange(pace, calls_left(10));
    exchange(pace, calls_left(2));
    exchange(pace, calls_left(5));
    exchange(pace, {});
    EXPECT_NE(pace.closed_until_ms(), 0) << "two were left, and two have begun since";
}

TEST_F(PaceTest, much_more_than_was_left_is_a_new_window) {
    Pace pace(8, clock);
    exchange(pace, calls_left(2));
    clock.now += 30'000;
    exchange(pace, calls_left(900));
    for (int call = 0; call < 800; ++call) {
        exchange(pace, {});
    }
    EXPECT_EQ(pace.closed_until_ms(), 0);
}

TEST_F(PaceTest, a_time_that_the_server_names_counts_before_the_length_of_the_window) {
    Pace pace(8, clock);
    Allowance none = calls_left(0, 3'600'000);
    none.refused = true;
    none.retry_after_ms = 7'000;
    exchange(pace, none);
    EXPECT_EQ(pace.closed_until_ms(), clock.now + 7'000);
    EXPECT_EQ(pace.at_once(), 3) << "refused for their number, not for what was in progress";
}

TEST_F(PaceTest, what_never_left_takes_no_call_from_the_window) {
    Pace pace(8, clock);
    exchange(pace, calls_left(1));
    {
        const std::optional<Pace::Place> unused = pace.take();
    }
    EXPECT_EQ(pace.closed_until_ms(), 0);
    EXPECT_TRUE(pace.take().has_value());
}

TEST_F(PaceTest, a_server_with_a_limit_is_never_asked_beyond_it_whatever_threads_do) {
    constexpr std::int64_t limit = 5;
    Pace pace(8, clock);
    exchange(pace, at_once_left(limit - 1));
    std::atomic<std::int64_t> in_progress = 0;
    std::atomic<int> beyond = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (int call = 0; call < 2'000; ++call) {
                std::optional<Pace::Place> place = pace.take();
                const std::int64_t now = ++in_progress;
                beyond += now > limit ? 1 : 0;
                place->sent();
                std::this_thread::yield();
                const std::int64_t left = limit - in_progress--;
                place->answered(at_once_left(left));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(beyond, 0);
    EXPECT_EQ(pace.at_once(), limit);
}

}  // namespace
}  // namespace sage
