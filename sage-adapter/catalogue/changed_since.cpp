// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/catalogue/changed_since.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>

namespace sage {
namespace {

constexpr std::chrono::hours margin{1};

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, wrong] = std::from_chars(text.data(), end, value);
    return wrong == std::errc() && stopped == end && value >= 0 ? std::optional(value)
                                                                : std::nullopt;
}

/// Of a header like "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<std::chrono::sys_seconds> time_of(std::string_view date) {
    constexpr auto months = std::to_array<std::string_view>(
        {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
    constexpr std::string_view form = "www, dd mmm yyyy hh:mm:ss GMT";
    if (date.size() != form.size() || !date.ends_with(" GMT") || date[19] != ':' ||
        date[22] != ':') {
        return std::nullopt;
    }
    const auto* const month = std::find(months.begin(), months.end(), date.substr(8, 3));
    const auto day = number_in(date.substr(5, 2));
    const auto year = number_in(date.substr(12, 4));
    const auto hour = number_in(date.substr(17, 2));
    const auto minute = number_in(date.substr(20, 2));
    const auto second = number_in(date.substr(23, 2));
    if (month == months.end() || !day || !year || !hour || !minute || !second) {
        return std::nullopt;
    }
    const std::chrono::year_month_day on(
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
        std::chrono::day(static_cast<unsigned>(*day)));
    return on.ok() ? std::optional<std::chrono::sys_seconds>(
                         std::chrono::sys_days(on) + std::chrono::hours(*hour) +
                         std::chrono::minutes(*minute) + std::chrono::seconds(*second))
                   : std::nullopt;
}

}  // namespace

std::string changed_since(std::string_view date) {
    const std::optional<std::chrono::sys_seconds> time = time_of(date);
    if (!time.has_value()) {
        return "";
    }
    const std::chrono::sys_seconds since = *time - margin;
    const auto day = std::chrono::floor<std::chrono::days>(since);
    const std::chrono::year_month_day on(day);
    const std::chrono::hh_mm_ss clock(since - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(on.year()),
                       static_cast<unsigned>(on.month()), static_cast<unsigned>(on.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace sage
