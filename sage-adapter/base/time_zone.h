// SPDX-License-Identifier: Apache-2.0
// A time zone as a rule: how far its clocks are ahead of UTC, and on which days of any year they
// are changed. That is the form of POSIX ("GMT0BST,M3.5.0/1,M10.5.0"), which also ends every file
// of the system's database of zones and holds for all times to come. Of the past, when other laws
// were in force, it says nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sage {

/// The day of a year on which clocks are changed, and the hour.
struct ClockChange {
    enum class Form : std::uint8_t {
        weekday_of_month,  ///< M: the week-th such weekday of a month; the fifth is the last
        day_without_leap,  ///< J: from 1, the 29th of February is never counted
        day_of_year_from_zero,
    };
    Form form = Form::weekday_of_month;
    int month = 1;
    int week = 1;
    int weekday = 0;                     ///< 0: Sunday
    int day = 1;                         ///< of the two other forms
    std::int64_t second_of_day = 7'200;  ///< by the clock as it is before; may lie on another day
};

struct DaylightSaving {
    std::int64_t offset_s = 0;  ///< while it is in force
    ClockChange begins;
    ClockChange ends;
};

/// Nothing said: UTC.
struct TimeZone {
    std::int64_t offset_s = 0;  ///< seconds ahead of UTC
    std::optional<DaylightSaving> daylight_saving = {};
};

/// Nothing: the text is no rule. With daylight saving both of its days have to be said.
std::optional<TimeZone> parse_time_zone(std::string_view rule);

/// Seconds by which the zone's clocks are ahead of UTC at that time.
std::int64_t offset_at(const TimeZone& zone, std::int64_t time_ms);

/// The local day at that time: days since 1970-01-01.
std::int64_t local_day(const TimeZone& zone, std::int64_t time_ms);

/// When the zone's clocks show that minute of that day. Shown twice: the first time. Never shown,
/// because the clocks are put forward: as long after as it would have been.
std::int64_t time_of(const TimeZone& zone, std::int64_t day, std::int64_t minute_of_day);

}  // namespace sage
