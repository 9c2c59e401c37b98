// SPDX-License-Identifier: Apache-2.0
// Plan: the moments that people would name, with their zone; then what must hold for any schedule
// at any time, found by walking minute after minute: never in the past, inside the days and hours,
// the first of all, over midnight, week ends and changes of the clock.
#include "sage-adapter/base/schedule.h"

#include <gtest/gtest.h>

#include <random>

namespace sage {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;
// Monday 2026-03-23T00:00Z: London's clocks are put forward on the Sunday of this week.
constexpr std::int64_t monday_ms = 1'774'224'000'000;
constexpr std::uint8_t working_days = 0b0111110;

TimeZone london() {
    return parse_time_zone("GMT0BST,M3.5.0/1,M10.5.0").value();
}

std::int64_t at(int day, int hour, int minute = 0) {
    return monday_ms + day * day_ms + hour * hour_ms + minute * minute_ms;
}

TEST(Schedule, of_which_nothing_is_said_is_at_once) {
    const Schedule schedule;
    for (const std::int64_t now : {std::int64_t{0}, at(0, 0), at(6, 1) + 1, at(3, 12) - 1}) {
        EXPECT_EQ(next_due_ms(schedule, now), now);
        EXPECT_EQ(due_since_ms(schedule, now - day_ms, now), now);
    }
}

TEST(Schedule, of_an_interval_goes_by_the_clock) {
    Schedule schedule;
    schedule.every_minutes = 30;
    EXPECT_EQ(next_due_ms(schedule, at(0, 9, 1)), at(0, 9, 30));
    EXPECT_EQ(next_due_ms(schedule, at(0, 9, 30)), at(0, 9, 30));
    EXPECT_EQ(next_due_ms(schedule, at(0, 9, 30) + 1), at(0, 10));
    EXPECT_EQ(next_due_ms(schedule, at(0, 23, 59)), at(1, 0));
}

TEST(Schedule, of_times_goes_at_the_next_by_the_clock_of_its_zone) {
    Schedule schedule;
    schedule.times = {18 * 60, 7 * 60 + 30};
    schedule.zone = london();
    EXPECT_EQ(next_due_ms(schedule, at(0, 0)), at(0, 7, 30));
    EXPECT_EQ(next_due_ms(schedule, at(0, 7, 31)), at(0, 18));
    EXPECT_EQ(next_due_ms(schedule, at(0, 18, 1)), at(1, 7, 30));
    // Sunday, an hour earlier by UTC.
    EXPECT_EQ(next_due_ms(schedule, at(6, 3)), at(6, 6, 30));
}

TEST(Schedule, of_business_hours_waits_over_the_night_and_the_week_end) {
    Schedule schedule;
    schedule.weekdays = working_days;
    schedule.hours = Hours{8 * 60, 18 * 60};
    schedule.zone = london();
    EXPECT_EQ(next_due_ms(schedule, at(0, 7, 59)), at(0, 8));
    EXPECT_EQ(next_due_ms(schedule, at(0, 12)), at(0, 12));
    EXPECT_EQ(next_due_ms(schedule, at(0, 18)), at(1, 8)) << "the end is not in it any more";
    EXPECT_EQ(next_due_ms(schedule, at(4, 19)), at(7, 7)) << "Monday, with summer time";
}

TEST(Schedule, of_hours_over_midnight_belongs_to_the_day_on_which_they_begin) {
    Schedule schedule;
    schedule.weekdays = 0b0100000;  // Friday
    schedule.hours = Hours{22 * 60, 6 * 60};
    EXPECT_EQ(next_due_ms(schedule, at(4, 23)), at(4, 23));
    EXPECT_EQ(next_due_ms(schedule, at(5, 5, 59)), at(5, 5, 59)) << "Saturday morning";
    EXPECT_EQ(next_due_ms(schedule, at(5, 6)), at(11, 22));
    EXPECT_EQ(next_due_ms(schedule, at(4, 5)), at(4, 22)) << "Friday morning is Thursday's";
}

TEST(Schedule, of_an_hour_that_is_not_shown_comes_a_week_later) {
    Schedule schedule;
    schedule.weekdays = 1;  // Sunday
    schedule.hours = Hours{60, 120};
    schedule.zone = london();
    EXPECT_EQ(next_due_ms(schedule, at(6, 0)), at(13, 0)) << "01:00 BST a week later";
}

TEST(Schedule, of_moments_lets_go_what_came_before_the_last_one_however_late) {
    Schedule schedule;
    schedule.times = {18 * 60};
    EXPECT_EQ(due_since_ms(schedule, at(0, 12), at(0, 12)), at(0, 18));
    EXPECT_EQ(due_since_ms(schedule, at(0, 12), at(0, 17, 59)), at(0, 18));
    EXPECT_EQ(due_since_ms(schedule, at(0, 12), at(0, 18)), at(0, 18));
    EXPECT_EQ(due_since_ms(schedule, at(0, 12), at(0, 23, 59)), at(0, 23, 59));
    EXPECT_EQ(due_since_ms(schedule, at(0, 18, 1), at(0, 23, 59)), at(1, 18));
}

TEST(Schedule, of_an_interval_in_business_hours_lets_nothing_go_when_they_are_over) {
    Schedule schedule;
    schedule.every_minutes = 60;
    schedule.hours = Hours{9 * 60, 17 * 60};
    EXPECT_EQ(due_since_ms(schedule, at(0, 16, 5), at(0, 16, 6)), at(1, 9));
    EXPECT_EQ(due_since_ms(schedule, at(0, 15, 5), at(0, 16, 20)), at(0, 16, 20));
    EXPECT_EQ(due_since_ms(schedule, at(0, 15, 5), at(0, 17, 20)), at(1, 9));
}

TEST(Schedule, of_moments_is_not_delayed_by_a_clock_that_is_set_back) {
    Schedule schedule;
    schedule.times = {18 * 60};
    EXPECT_EQ(due_since_ms(schedule, at(40, 12), at(0, 12)), at(0, 18));
    // Set forward, the moment has passed.
    EXPECT_EQ(due_since_ms(schedule, at(0, 12), at(40, 12)), at(40, 12));
}

class AnySchedule {
  public:
    explicit AnySchedule(unsigned seed) : random_(seed) {}

    Schedule make() {
        Schedule schedule;
        schedule.weekdays = static_cast<std::uint8_t>(number(1, 127));
        schedule.zone = number(0, 2) == 0 ? TimeZone{} : number(0, 1) == 0 ? london() : dublin();
        if (number(0, 2) == 0) {
            for (std::int64_t count = number(1, 4); count > 0; --count) {
                schedule.times.push_back(number(0, 1'439));
            }
            return schedule;
        }
        std::int64_t open = 1'440;
        if (number(0, 3) != 0) {
            const std::int64_t from = number(0, 1'439);
            open = number(1, 1'439);
            schedule.hours = Hours{from, (from + open) % 1'440};
        }
        schedule.every_minutes = number(0, 1) == 0 ? 0 : number(1, open);
        return schedule;
    }
    std::int64_t time() {
        // Around both changes of the clock, and anywhere.
        const std::int64_t day = number(0, 2) == 0   ? number(5, 7)
                                 : number(0, 1) == 0 ? number(215, 218)
                                                     : number(-400, 400);
        return monday_ms + day * day_ms + number(0, day_ms);
    }
    std::int64_t number(std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
    }

  private:
    static TimeZone dublin() { return parse_time_zone("IST-1GMT0,M10.5.0,M3.5.0/1").value(); }
    std::mt19937_64 random_;
};

/// Said another way than the function does: by what the clock on the wall shows.
bool is_moment(const Schedule& schedule, std::int64_t time_ms) {
    const std::int64_t day = local_day(schedule.zone, time_ms);
    const auto is_on = [&](std::int64_t one) {
        return ((schedule.weekdays >> ((one + 4) % 7)) & 1) != 0;
    };
    if (!schedule.times.empty()) {
        for (const std::int64_t minute : schedule.times) {
            if (is_on(day) && time_of(schedule.zone, day, minute) == time_ms) {
                return true;
            }
        }
        return false;
    }
    if (schedule.every_minutes > 0 && time_ms % (schedule.every_minutes * minute_ms) != 0) {
        return false;
    }
    if (!schedule.hours.has_value()) {
        return is_on(day);
    }
    const std::int64_t shown = time_ms + offset_at(schedule.zone, time_ms) * 1'000 - day * day_ms;
    const std::int64_t from = schedule.hours->from_minute * minute_ms;
    const std::int64_t to = schedule.hours->to_minute * minute_ms;
    return from < to ? is_on(day) && from <= shown && shown < to
                     : (is_on(day) && from <= shown) || (is_on(day - 1) && shown < to);
}

TEST(Schedule, property_the_next_moment_is_one_is_not_past_and_is_the_first) {
    AnySchedule any(4'711);
    for (int round = 0; round < 400; ++round) {
        const Schedule schedule = any.make();
        const std::int64_t now = any.time();
        const std::int64_t due = next_due_ms(schedule, now);
        ASSERT_GE(due, now) << round;
        ASSERT_EQ(next_due_ms(schedule, due), due) << round << ": a moment is its own next one";
        // Where clocks are put forward what would be shown then is done a little later.
        const bool odd_hour =
            offset_at(schedule.zone, due) != offset_at(schedule.zone, due - day_ms) ||
            offset_at(schedule.zone, due) != offset_at(schedule.zone, due + day_ms);
        ASSERT_TRUE(odd_hour || is_moment(schedule, due)) << round << " at " << due;
        for (std::int64_t earlier = (now / minute_ms + 1) * minute_ms; earlier < due && !odd_hour;
             earlier += minute_ms) {
            const bool changes =
                offset_at(schedule.zone, earlier) != offset_at(schedule.zone, earlier - day_ms) ||
                offset_at(schedule.zone, earlier) != offset_at(schedule.zone, earlier + day_ms);
            ASSERT_TRUE(changes || !is_moment(schedule, earlier))
                << round << ": " << earlier << " comes before " << due;
        }
    }
}

TEST(Schedule, property_what_waits_goes_in_the_end_and_never_before_it_came) {
    AnySchedule any(815);
    for (int round = 0; round < 20'000; ++round) {
        const Schedule schedule = any.make();
        const std::int64_t since = any.time();
        std::int64_t now = since + any.number(-3 * day_ms, 3 * day_ms);  // clocks jump
        const std::int64_t first = now;
        for (int looks = 0; looks < 3; ++looks) {
            const std::int64_t due = due_since_ms(schedule, since, now);
            ASSERT_GE(due, now) << round;
            ASSERT_LE(due, first + 15 * day_ms) << round;
            if (due == now) {
                break;
            }
            ASSERT_LT(looks, 2) << round << ": put off again and again";
            now = due;
        }
    }
}

}  // namespace
}  // namespace sage
