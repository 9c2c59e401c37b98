// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/bridge/schedule_settings.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

constexpr std::int64_t day_minutes = 1'440;
// The largest file of the system's database has 4 KiB.
constexpr std::size_t zone_file_bytes_max = 64 * 1024;

Problem wrong(std::string_view code, std::string pointer, std::string cause, std::string fix) {
    return Problem{"schedule.settings." + std::string(code), std::move(pointer), std::move(cause),
                   std::move(fix), Owner::it};
}

/// The rule at the end of a zone's file; nothing: there is no such file, or it has none.
std::optional<TimeZone> zone_of_system(const std::string& folder, std::string_view name) {
    if (name.find("..") != std::string_view::npos) {
        return std::nullopt;
    }
    std::ifstream file(folder + "/" + std::string(name), std::ios::binary);
    std::string text(zone_file_bytes_max, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (!text.starts_with("TZif") || !text.ends_with('\n')) {
        return std::nullopt;
    }
    text.pop_back();
    return parse_time_zone(std::string_view(text).substr(text.rfind('\n') + 1));
}

/// "07:30" as the schema lets it pass.
std::int64_t minute_of(std::string_view time) {
    const auto digit = [&](std::size_t at) { return static_cast<std::int64_t>(time[at] - '0'); };
    return (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
}

std::uint8_t weekdays_of(const JsonValue& rule) {
    constexpr auto names = std::to_array<std::string_view>(
        {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"});
    const JsonValue* const days = at_pointer(rule, "/days");
    if (days == nullptr) {
        return Schedule{}.weekdays;
    }
    unsigned bits = 0;
    for (const JsonValue& day : days->get_array()) {
        const auto* const found =
            std::find(names.begin(), names.end(), std::string_view(day.get_string()));
        bits |= 1U << static_cast<unsigned>(found - names.begin());
    }
    return static_cast<std::uint8_t>(bits);
}

void check_hours(const Schedule& schedule, const JsonValue& rule, const std::string& pointer,
                 std::vector<Problem>& problems) {
    const std::string from(text_at(rule, "/from"));
    const std::string to(text_at(rule, "/to"));
    if (from.empty() != to.empty()) {
        problems.push_back(wrong("hours_incomplete", pointer + (from.empty() ? "/from" : "/to"),
                                 from.empty()
                                     ? "It is said when the hours end, and not when they begin."
                                     : "It is said when the hours begin, and not when they end.",
                                 "Set both from and to, or neither for the whole day."));
        return;
    }
    if (!from.empty() && from == to) {
        problems.push_back(
            wrong("hours_empty", pointer + "/to",
                  "The hours from " + from + " to " + to + " are empty: nothing would ever go.",
                  "Leave out from and to for the whole day, or let to be later."));
        return;
    }
    const Hours hours = schedule.hours.value_or(Hours{});
    const std::int64_t open = hours.to_minute - hours.from_minute +
                              (hours.to_minute <= hours.from_minute ? day_minutes : 0);
    if (schedule.every_minutes > open) {
        problems.push_back(
            wrong("interval_too_long", pointer + "/everyMinutes",
                  "An interval of " + std::to_string(schedule.every_minutes) +
                      " minutes does not fit into hours of " + std::to_string(open) + " minutes.",
                  "Set everyMinutes to " + std::to_string(open) + " or less, or longer hours."));
    }
}

Schedule read_rule(const JsonValue& rule, const TimeZone& zone, const std::string& pointer,
                   std::vector<Problem>& problems) {
    Schedule schedule;
    schedule.zone = zone;
    schedule.weekdays = weekdays_of(rule);
    const JsonValue* const every = at_pointer(rule, "/everyMinutes");
    const JsonValue* const times = at_pointer(rule, "/times");
    const bool has_hours = !text_at(rule, "/from").empty() && !text_at(rule, "/to").empty();
    schedule.every_minutes = every == nullptr ? 0 : every->get_int64();
    if (times != nullptr) {
        for (const JsonValue& time : times->get_array()) {
            schedule.times.push_back(minute_of(time.get_string()));
        }
    }
    if (has_hours) {
        schedule.hours = Hours{minute_of(text_at(rule, "/from")), minute_of(text_at(rule, "/to"))};
    }
    if (every != nullptr && times != nullptr) {
        problems.push_back(wrong("interval_and_times", pointer + "/times",
                                 "Both an interval and times of day are set.",
                                 "Leave out everyMinutes or times."));
    } else if (times != nullptr && at_pointer(rule, "/from") != nullptr) {
        problems.push_back(wrong("times_and_hours", pointer + "/from",
                                 "Times of day are set, and hours besides.",
                                 "Leave out from and to: the times say it all."));
    } else {
        check_hours(schedule, rule, pointer, problems);
    }
    return schedule;
}

void read_exceptions(const JsonValue& exceptions, Schedules& schedules,
                     std::vector<Problem>& problems) {
    std::size_t place = 0;
    for (const JsonValue& rule : exceptions.get_array()) {
        const std::string pointer = "/schedule/exceptions/" + std::to_string(place++);
        const Schedule schedule = read_rule(rule, schedules.documents.zone, pointer, problems);
        std::size_t type_place = 0;
        for (const JsonValue& type : at_pointer(rule, "/documentTypes")->get_array()) {
            const std::string name(type.get_string());
            if (!schedules.by_type.emplace(name, schedule).second) {
                problems.push_back(wrong("type_twice",
                                         pointer + "/documentTypes/" + std::to_string(type_place),
                                         "An earlier exception is about " + name + " already.",
                                         "Name each type of document in one exception."));
            }
            ++type_place;
        }
    }
}

}  // namespace

Result<Schedules> read_schedules(std::string_view settings_json, const std::string& zone_folder) {
    const Result<JsonValue> parsed =
        parse_json(settings_json, limits::settings_bytes_max, JsonNumbers::integers_only);
    if (!parsed.ok()) {
        return Error(Status::config, parsed.error().problems);
    }
    Schedules schedules;
    const JsonValue* const settings = at_pointer(parsed.value(), "/schedule");
    if (settings == nullptr || settings->get_object().empty()) {
        return schedules;
    }
    std::vector<Problem> problems;
    const std::string name(text_at(*settings, "/timeZone"));
    std::optional<TimeZone> zone =
        name.empty() || name == "UTC" ? TimeZone{} : parse_time_zone(name);
    zone = zone.has_value() ? zone : zone_of_system(zone_folder, name);
    if (!zone.has_value()) {
        problems.push_back(wrong(
            "zone_unknown", "/schedule/timeZone",
            "The time zone \"" + name + "\" is not in " + zone_folder + " and is no rule.",
            "Correct the name, install Debian's package tzdata, or give the rule itself, such as "
            "GMT0BST,M3.5.0/1,M10.5.0 for London."));
    }
    schedules.documents.zone = zone.value_or(TimeZone{});
    if (const JsonValue* const rule = at_pointer(*settings, "/documents")) {
        schedules.documents =
            read_rule(*rule, schedules.documents.zone, "/schedule/documents", problems);
    }
    if (const JsonValue* const exceptions = at_pointer(*settings, "/exceptions")) {
        read_exceptions(*exceptions, schedules, problems);
    }
    if (const JsonValue* const rule = at_pointer(*settings, "/catalogue")) {
        schedules.catalogue =
            read_rule(*rule, schedules.documents.zone, "/schedule/catalogue", problems);
    }
    schedules.text = canonical_json(*settings);
    return problems.empty() ? Result<Schedules>(std::move(schedules))
                            : Result<Schedules>(Error(Status::config, std::move(problems)));
}

}  // namespace sage
