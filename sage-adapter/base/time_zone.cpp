// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/base/time_zone.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace sage {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t second_ms = 1'000;
constexpr std::int64_t day_s = 86'400;
// POSIX allows a day for an offset; the database of zones a week for an hour of change.
constexpr std::int64_t offset_hours_max = 24;
constexpr std::int64_t change_hours_max = 167;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

/// Takes a rule apart from the left. Whatever does not fit makes it fail, for good.
class RuleReader {
  public:
    explicit RuleReader(std::string_view rule) : left_(rule) {}

    bool at_end() const { return left_.empty(); }
    bool failed() const { return failed_; }
    bool next_is(char letter) const { return !left_.empty() && left_.front() == letter; }
    bool skip(char letter) {
        if (!next_is(letter)) {
            return false;
        }
        left_.remove_prefix(1);
        return true;
    }
    void need(char letter) { failed_ = !skip(letter) || failed_; }

    std::int64_t number(std::int64_t least, std::int64_t most) {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), value);
        if (error != std::errc() || next_is('-') || value < least || value > most) {
            failed_ = true;
            return least;
        }
        left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
        return value;
    }

    /// "BST", or "<+0330>" where it is not of letters alone.
    void name() {
        const auto is_letter = [](char letter) {
            return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
        };
        const bool quoted = skip('<');
        std::size_t length = 0;
        while (length < left_.size() &&
               (quoted ? left_[length] != '>' : is_letter(left_[length]))) {
            ++length;
        }
        failed_ = failed_ || length < 3;
        left_.remove_prefix(length);
        if (quoted) {
            need('>');
        }
    }

    /// hh[:mm[:ss]] with a sign, in seconds.
    std::int64_t clock_time(std::int64_t hours_max) {
        const bool negative = skip('-');
        if (!negative) {
            skip('+');
        }
        std::int64_t seconds = number(0, hours_max) * 3'600;
        for (const std::int64_t unit : {60, 1}) {
            if (!skip(':')) {
                break;
            }
            seconds += number(0, 59) * unit;
        }
        return negative ? -seconds : seconds;
    }

    ClockChange change() {
        ClockChange change;
        if (skip('M')) {
            change.month = static_cast<int>(number(1, 12));
            need('.');
            change.week = static_cast<int>(number(1, 5));
            need('.');
            change.weekday = static_cast<int>(number(0, 6));
        } else if (skip('J')) {
            change.form = ClockChange::Form::day_without_leap;
            change.day = static_cast<int>(number(1, 365));
        } else {
            change.form = ClockChange::Form::day_of_year_from_zero;
            change.day = static_cast<int>(number(0, 365));
        }
        if (skip('/')) {
            change.second_of_day = clock_time(change_hours_max);
        }
        return change;
    }

  private:
    std::string_view left_;
    bool failed_ = false;
};

chrono::sys_days day_in(const ClockChange& change, chrono::year year) {
    const chrono::sys_days first(year / chrono::January / 1);
    if (change.form == ClockChange::Form::day_of_year_from_zero) {
        return first + chrono::days(change.day);
    }
    if (change.form == ClockChange::Form::day_without_leap) {
        const bool after_february = year.is_leap() && change.day >= 60;
        return first + chrono::days(change.day - 1 + (after_february ? 1 : 0));
    }
    const chrono::month month(static_cast<unsigned>(change.month));
    const chrono::weekday weekday(static_cast<unsigned>(change.weekday));
    return change.week == 5
               ? chrono::sys_days(year / month / weekday[chrono::last])
               : chrono::sys_days(year / month / weekday[static_cast<unsigned>(change.week)]);
}

/// When clocks that are so far ahead are changed, in seconds since 1970.
std::int64_t changed_at(const ClockChange& change, chrono::year year, std::int64_t offset_s) {
    return day_in(change, year).time_since_epoch().count() * day_s + change.second_of_day -
           offset_s;
}

bool saves_daylight(const TimeZone& zone, std::int64_t time_s) {
    const DaylightSaving& saving = *zone.daylight_saving;
    const chrono::sys_days day{chrono::days(floor_divide(time_s + zone.offset_s, day_s))};
    const chrono::year year = chrono::year_month_day(day).year();
    const std::int64_t begins = changed_at(saving.begins, year, zone.offset_s);
    const std::int64_t ends = changed_at(saving.ends, year, saving.offset_s);
    return begins < ends ? begins <= time_s && time_s < ends : !(ends <= time_s && time_s < begins);
}

}  // namespace

std::optional<TimeZone> parse_time_zone(std::string_view rule) {
    RuleReader reader(rule);
    TimeZone zone;
    reader.name();
    zone.offset_s = -reader.clock_time(offset_hours_max);
    if (!reader.at_end() && !reader.failed()) {
        DaylightSaving saving;
        reader.name();
        const bool usual = reader.next_is(',');
        saving.offset_s = usual ? zone.offset_s + 3'600 : -reader.clock_time(offset_hours_max);
        reader.need(',');
        saving.begins = reader.change();
        reader.need(',');
        saving.ends = reader.change();
        zone.daylight_saving = saving;
    }
    return reader.failed() || !reader.at_end() ? std::nullopt : std::optional(zone);
}

std::int64_t offset_at(const TimeZone& zone, std::int64_t time_ms) {
    const bool saves =
        zone.daylight_saving.has_value() && saves_daylight(zone, floor_divide(time_ms, second_ms));
    return saves ? zone.daylight_saving->offset_s : zone.offset_s;
}

std::int64_t local_day(const TimeZone& zone, std::int64_t time_ms) {
    return floor_divide(floor_divide(time_ms, second_ms) + offset_at(zone, time_ms), day_s);
}

std::int64_t time_of(const TimeZone& zone, std::int64_t day, std::int64_t minute_of_day) {
    const std::int64_t shown_s = day * day_s + minute_of_day * 60;
    const std::int64_t saved =
        zone.daylight_saving.has_value() ? zone.daylight_saving->offset_s : zone.offset_s;
    // The greater offset is the earlier time.
    const auto offsets =
        std::to_array({std::max(zone.offset_s, saved), std::min(zone.offset_s, saved)});
    for (const std::int64_t offset : offsets) {
        const std::int64_t time_ms = (shown_s - offset) * second_ms;
        if (offset_at(zone, time_ms) == offset) {
            return time_ms;
        }
    }
    return (shown_s - offsets.back()) * second_ms;
}

}  // namespace sage
