// SPDX-License-Identifier: Apache-2.0
// Plan: rules as the system's database writes them, and what is none; offsets and local times of
// whole years beside those of the C library; hours that are shown twice or never.
#include "sage-adapter/base/time_zone.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <string>

namespace sage {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
// 2026-01-01T00:00Z.
constexpr std::int64_t new_year_ms = 1'767'225'600'000;
constexpr std::int64_t new_year_day = new_year_ms / day_ms;

TimeZone zone(const std::string& rule) {
    const std::optional<TimeZone> parsed = parse_time_zone(rule);
    EXPECT_TRUE(parsed.has_value()) << rule;
    return parsed.value_or(TimeZone{});
}

TEST(TimeZoneRule, that_says_nothing_of_summer_is_one_offset) {
    EXPECT_EQ(zone("UTC0").offset_s, 0);
    EXPECT_EQ(zone("CET-1").offset_s, 3'600);
    EXPECT_EQ(zone("<+0545>-5:45").offset_s, 20'700);
    EXPECT_EQ(zone("EST+5").offset_s, -18'000);
    EXPECT_FALSE(zone("EST5").daylight_saving.has_value());
}

TEST(TimeZoneRule, that_is_none_is_not_read) {
    for (const std::string rule : {"",
                                   "UTC",
                                   "Europe/London",
                                   "GMT0BST",
                                   "GMT0BST,M3.5.0/1",
                                   "GMT0BST,M3.5.0/1,",
                                   "GMT0BST,M13.5.0,M10.5.0",
                                   "GMT0BST,M3.6.0,M10.5.0",
                                   "GMT0BST,M3.0.0,M10.5.0",
                                   "GMT0BST,M3.5.7,M10.5.0",
                                   "GMT0BST,M3.5.0,M10.5.0,",
                                   "GMT25",
                                   "G0",
                                   "<GMT0",
                                   "GMT0:60",
                                   "GMT--1",
                                   "GMT+-1",
                                   "GMT0BST,J0,J300",
                                   "GMT0BST,J366,J300",
                                   "GMT0BST,366,300",
                                   "GMT0BST,M3.5.0/168,M10.5.0",
                                   "GMT0BST,-1,3",
                                   "GMT0 BST,M3.5.0,M10.5.0"}) {
        EXPECT_FALSE(parse_time_zone(rule).has_value()) << rule;
    }
}

/// Every three quarters of an hour of two years.
void compare_with_the_c_library(const std::string& rule) {
    ASSERT_EQ(::setenv("TZ", rule.c_str(), 1), 0);
    ::tzset();
    const TimeZone read = zone(rule);
    for (std::int64_t time_ms = new_year_ms; time_ms < new_year_ms + 2 * 366 * day_ms;
         time_ms += hour_ms * 3 / 4) {
        const std::time_t seconds = time_ms / 1'000;
        std::tm local{};
        ASSERT_NE(::localtime_r(&seconds, &local), nullptr);
        ASSERT_EQ(offset_at(read, time_ms), local.tm_gmtoff) << rule << " at " << time_ms;
        const std::int64_t day = local_day(read, time_ms);
        const std::int64_t shown = time_of(read, day, local.tm_hour * 60 + local.tm_min);
        // Of an hour that is shown twice the first.
        const std::int64_t late = time_ms / 60'000 * 60'000 - shown;
        ASSERT_TRUE(late == 0 || offset_at(read, shown) - offset_at(read, time_ms) == late / 1'000)
            << rule << " at " << time_ms << " is shown " << late << " earlier";
    }
    ::unsetenv("TZ");
    ::tzset();
}

TEST(TimeZoneRule, tells_the_time_as_the_c_library_does) {
    for (const char* const rule :
         {"GMT0BST,M3.5.0/1,M10.5.0", "IST-1GMT0,M10.5.0,M3.5.0/1", "EST5EDT,M3.2.0,M11.1.0",
          "AEST-10AEDT,M10.1.0,M4.1.0/3", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
          "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "NST3:30NDT,M3.2.0,M11.1.0",
          "CET-1CEST,J60,J300/3", "CET-1CEST,59,299", "UTC0"}) {
        compare_with_the_c_library(rule);
    }
}

TEST(TimeZoneRule, shows_an_hour_twice_and_the_first_counts) {
    // 2026-10-25, 01:30 in London: BST first, GMT an hour later.
    const TimeZone london = zone("GMT0BST,M3.5.0/1,M10.5.0");
    const std::int64_t day = new_year_day + 297;
    const std::int64_t shown = time_of(london, day, 90);
    EXPECT_EQ(shown, day * day_ms + hour_ms / 2);
    EXPECT_EQ(offset_at(london, shown), 3'600);
}

TEST(TimeZoneRule, never_shows_an_hour_and_the_next_counts) {
    // 2026-03-29, 01:30 in London: at 01:00 it is 02:00.
    const TimeZone london = zone("GMT0BST,M3.5.0/1,M10.5.0");
    const std::int64_t day = new_year_day + 87;
    EXPECT_EQ(time_of(london, day, 59), day * day_ms + 59 * 60'000);
    EXPECT_EQ(time_of(london, day, 90), day * day_ms + hour_ms * 3 / 2);
    EXPECT_EQ(time_of(london, day, 120), day * day_ms + hour_ms);
}

TEST(TimeZoneRule, counts_days_before_1970_too) {
    EXPECT_EQ(local_day(TimeZone{}, -1), -1);
    EXPECT_EQ(local_day(zone("CET-1"), -hour_ms), 0);
}

}  // namespace
}  // namespace sage
