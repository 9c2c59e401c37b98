// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/base/schedule.h"

#include <algorithm>

namespace sage {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_minutes = 1'440;
// From the day before, whose hours may last over midnight. A weekday comes within a week, and an
// hour that is not shown on the day on which clocks are put forward a week later.
constexpr std::int64_t days_ahead = 16;

bool is_on(const Schedule& schedule, std::int64_t day) {
    // 1970-01-01 was a Thursday.
    const std::int64_t weekday = ((day + 4) % 7 + 7) % 7;
    return ((schedule.weekdays >> static_cast<unsigned>(weekday)) & 1U) != 0;
}

std::int64_t next_multiple(std::int64_t value, std::int64_t step) {
    const std::int64_t rest = (value % step + step) % step;
    return rest == 0 ? value : value + step - rest;
}

/// The first moment of that day's hours at `now_ms` or later.
std::optional<std::int64_t> within_hours(const Schedule& schedule, std::int64_t day,
                                         std::int64_t now_ms) {
    const Hours hours = schedule.hours.value_or(Hours{});
    const bool over_midnight = hours.to_minute <= hours.from_minute;
    const std::int64_t end_minute = hours.to_minute + (over_midnight ? day_minutes : 0);
    const std::int64_t begin = time_of(schedule.zone, day, hours.from_minute);
    const std::int64_t end =
        time_of(schedule.zone, day + end_minute / day_minutes, end_minute % day_minutes);
    std::int64_t moment = std::max(begin, now_ms);
    if (schedule.every_minutes > 0) {
        moment = next_multiple(moment, schedule.every_minutes * minute_ms);
    }
    return moment < end ? std::optional(moment) : std::nullopt;
}

std::optional<std::int64_t> at_times(const Schedule& schedule, std::int64_t day,
                                     std::int64_t now_ms) {
    std::optional<std::int64_t> first;
    for (const std::int64_t minute : schedule.times) {
        const std::int64_t moment = time_of(schedule.zone, day, minute);
        if (moment >= now_ms) {
            first = std::min(first.value_or(moment), moment);
        }
    }
    return first;
}

}  // namespace

std::int64_t next_due_ms(const Schedule& schedule, std::int64_t now_ms) {
    const std::int64_t today = local_day(schedule.zone, now_ms);
    for (std::int64_t day = today - 1; day <= today + days_ahead; ++day) {
        if (!is_on(schedule, day)) {
            continue;
        }
        const std::optional<std::int64_t> moment = schedule.times.empty()
                                                       ? within_hours(schedule, day, now_ms)
                                                       : at_times(schedule, day, now_ms);
        if (moment.has_value()) {
            return *moment;
        }
    }
    return time_of(schedule.zone, today + days_ahead, 0);
}

std::int64_t due_since_ms(const Schedule& schedule, std::int64_t since_ms, std::int64_t now_ms) {
    if (!schedule.has_moments()) {
        return next_due_ms(schedule, now_ms);
    }
    const std::int64_t moment = next_due_ms(schedule, std::min(since_ms, now_ms));
    if (moment > now_ms) {
        return moment;
    }
    if (!schedule.times.empty()) {
        return now_ms;
    }
    Schedule open = schedule;
    open.every_minutes = 0;
    return next_due_ms(open, now_ms);
}

}  // namespace sage
