// SPDX-License-Identifier: Apache-2.0
// When something is to be done: at once, every so many minutes, at times of day, or while an office
// is open. Pure: the same schedule and time always give the same answer.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sage-adapter/base/time_zone.h"

namespace sage {

/// Within hours of the day: from the first minute to the last, which is not in it any more. Where
/// the second is not later than the first it is one of the next day.
struct Hours {
    std::int64_t from_minute = 0;
    std::int64_t to_minute = 1'440;
};

/// At most one of every_minutes and times is set; neither: at once. Hours are not said together
/// with times. An interval is at most as long as the hours.
struct Schedule {
    std::int64_t every_minutes = 0;   ///< counted from 1970-01-01T00:00Z: 30 is :00 and :30
    std::vector<std::int64_t> times;  ///< minutes of the day
    std::uint8_t weekdays = 0x7F;     ///< a bit for each, the lowest is Sunday; never 0
    std::optional<Hours> hours;       ///< of those days; nothing: all day
    TimeZone zone;                    ///< of the times, the days and the hours

    /// Something goes at certain moments only, and what comes between them waits for the next.
    bool has_moments() const { return every_minutes > 0 || !times.empty(); }
};

/// The first moment at `now_ms` or later at which it may be done.
std::int64_t next_due_ms(const Schedule& schedule, std::int64_t now_ms);

/// When something that came at `since_ms` may be done, `now_ms` or later. What waits for a moment
/// is due once that has passed, however long it takes then; but with an interval, as without
/// moments, nothing is done outside of the days and hours. A clock that was set back delays nothing
/// beyond the next moment.
std::int64_t due_since_ms(const Schedule& schedule, std::int64_t since_ms, std::int64_t now_ms);

}  // namespace sage
