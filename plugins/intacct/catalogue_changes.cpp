// SPDX-License-Identifier: Apache-2.0
// Questions for what Sage changed since, and for how many records there are. Items and customers
// alone: only of them a company has so many that a whole reading takes several pages.
//
// Since when is told by Sage's own clock, as its replies show it in the header Date (RFC 9110,
// 6.6.1), and never by the host's. An hour is taken off it: a reply may take minutes and is dated
// at its end, the clocks of Sage's gateway and of its database need not agree, and what is imported
// in bulk may be seen long after the time that it carries. It costs nothing: a page is paid for
// whether it is full or not.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "plugins/intacct/catalogue_sources.h"
#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

constexpr std::chrono::hours margin{1};
/// Grows when rows become other records than before.
constexpr std::string_view records_form = "1";

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

bool tells_changes(const Source& source) {
    // An address is a record of its own: no source says that the customer is dated with it.
    return source.object == "inventory-control/item" ||
           (source.object == "accounts-receivable/customer" &&
            source.kind != kind::customer_address);
}

std::string form_of(const Settings& settings, const Source& source) {
    std::string form = fmt::format("{} {} of {}:", records_form, source.object, settings.entity);
    for (const std::string& field : fields_of(settings, source)) {
        form += ' ';
        form += field;
    }
    return form;
}

std::string changed_since(const Reply& reply) {
    const std::optional<std::chrono::sys_seconds> time = time_of(reply.header("Date"));
    if (!time.has_value()) {
        return "";
    }
    const std::chrono::sys_seconds since = *time - margin;
    const auto day = std::chrono::floor<std::chrono::days>(since);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(since - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace sage::intacct
