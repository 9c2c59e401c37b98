// SPDX-License-Identifier: Apache-2.0
// Calendar arithmetic by <chrono>; the one zone rule that the replayed trade needs.
#include "mock-host/instant.h"

#include <fmt/format.h>

#include <chrono>
#include <regex>

namespace wms {

namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::int64_t last_sunday_one_o_clock(std::chrono::year year, std::chrono::month month) {
    const std::chrono::year_month_weekday_last last{year, month,
                                                    std::chrono::weekday_last{std::chrono::Sunday}};
    return milliseconds(sys_days{last}.time_since_epoch() + std::chrono::hours{1}).count();
}

year_month_day day_of(std::int64_t time_ms) {
    return std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<milliseconds>{milliseconds{time_ms}});
}

}  // namespace

std::string date_text(std::int64_t time_ms) {
    const year_month_day day = day_of(time_ms);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string instant_text(std::int64_t time_ms) {
    const auto time = std::chrono::sys_time<milliseconds>{milliseconds{time_ms}};
    const std::chrono::hh_mm_ss clock{time - std::chrono::floor<std::chrono::days>(time)};
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}+00:00", date_text(time_ms),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::optional<std::int64_t> instant_of(int year, int month, int day, int hour, int minute) {
    if (month < 0 || day < 0) {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year{year},
                              std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        return std::nullopt;
    }
    const auto time =
        sys_days{date}.time_since_epoch() + std::chrono::hours{hour} + std::chrono::minutes{minute};
    return milliseconds(time).count();
}

std::optional<std::int64_t> instant_of(std::string_view text) {
    static const std::regex form(
        R"((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):([0-5]\d)(?:\.(\d{1,3}))?(?:Z|\+00:00))");
    std::match_results<std::string_view::const_iterator> parts;
    if (!std::regex_match(text.begin(), text.end(), parts, form)) {
        return std::nullopt;
    }
    const auto number = [&parts](std::size_t part) { return std::stoi(parts[part].str()); };
    const std::optional<std::int64_t> minute =
        instant_of(number(1), number(2), number(3), number(4), number(5));
    // "12:00:00.5" is half a second.
    const std::string fraction = (parts[7].str() + "000").substr(0, 3);
    return minute.has_value()
               ? std::optional(*minute + number(6) * std::int64_t{1'000} + std::stoi(fraction))
               : std::nullopt;
}

std::int64_t london_offset_minutes(std::int64_t local_ms) {
    const std::chrono::year year = day_of(local_ms).year();
    const std::int64_t hour_ms = 3'600'000;
    // At one o'clock UTC clocks go from 1:00 to 2:00 in spring and from 2:00 back to 1:00 in
    // autumn.
    const bool summer = local_ms >= last_sunday_one_o_clock(year, std::chrono::March) + hour_ms &&
                        local_ms < last_sunday_one_o_clock(year, std::chrono::October) + hour_ms;
    return summer ? 60 : 0;
}

}  // namespace wms
