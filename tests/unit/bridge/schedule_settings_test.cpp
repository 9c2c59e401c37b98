// SPDX-License-Identifier: Apache-2.0
// Plan: nothing said is at once; each member is read; zones by name and by rule; what cannot work
// is refused where it stands, with what to do; the shared schema refuses the rest.
#include "sage-adapter/bridge/schedule_settings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sage-adapter/base/settings.h"
#include "tests/support/source_folder.h"

namespace sage {
namespace {

Schedules read(const std::string& schedule) {
    Result<Schedules> schedules = read_schedules(R"({"schedule":)" + schedule + "}");
    EXPECT_TRUE(schedules.ok()) << schedule;
    return schedules.ok() ? std::move(schedules).value() : Schedules{};
}

/// "code pointer" of each problem; each has something to do.
std::vector<std::string> refused(const std::string& schedule) {
    const Result<Schedules> schedules = read_schedules(R"({"schedule":)" + schedule + "}");
    std::vector<std::string> all;
    if (schedules.ok()) {
        ADD_FAILURE() << schedule;
        return all;
    }
    EXPECT_EQ(schedules.error().status, Status::config);
    for (const Problem& problem : schedules.error().problems) {
        all.push_back(problem.code + " " + problem.pointer);
        EXPECT_FALSE(problem.fix.empty()) << problem.code;
    }
    return all;
}

Result<void> against_schema(const std::string& schedule) {
    std::ifstream file(source_folder() + "/sage-adapter/bridge/schedule_settings.json");
    const std::string schema{std::istreambuf_iterator<char>(file),
                             std::istreambuf_iterator<char>()};
    EXPECT_FALSE(schema.empty());
    return check_settings(schedule, schema);
}

using Lines = std::vector<std::string>;

TEST(ScheduleSettings, of_which_nothing_is_said_are_at_once) {
    for (const std::string settings : {"{}", R"({"schedule":{}})"}) {
        const Result<Schedules> schedules = read_schedules(settings);
        ASSERT_TRUE(schedules.ok());
        EXPECT_TRUE(schedules.value().text.empty());
        EXPECT_FALSE(schedules.value().documents.has_moments());
        EXPECT_FALSE(schedules.value().catalogue.has_value());
    }
    EXPECT_FALSE(read_schedules("no json").ok());
}

TEST(ScheduleSettings, are_read_as_written) {
    const std::string text =
        R"({"timeZone":"CET-1","documents":{"everyMinutes":15,"days":["monday","sunday"],)"
        R"("from":"08:05","to":"17:30"},"exceptions":[)"
        R"({"documentTypes":["salesOrder","returnAdvice"]},)"
        R"({"documentTypes":["receiptAdvice"],"times":["00:00","23:59"]}],)"
        R"("catalogue":{"times":["06:00"]}})";
    EXPECT_TRUE(against_schema(text).ok());
    const Schedules schedules = read(text);
    EXPECT_EQ(schedules.documents.every_minutes, 15);
    EXPECT_EQ(schedules.documents.weekdays, 0b0000011);
    EXPECT_EQ(schedules.documents.hours->from_minute, 485);
    EXPECT_EQ(schedules.documents.hours->to_minute, 1'050);
    EXPECT_EQ(schedules.documents.zone.offset_s, 3'600);
    EXPECT_FALSE(schedules.by_type.at("salesOrder").has_moments());
    EXPECT_FALSE(schedules.by_type.at("returnAdvice").hours.has_value());
    EXPECT_EQ(schedules.by_type.at("receiptAdvice").times, (std::vector<std::int64_t>{0, 1'439}));
    EXPECT_EQ(schedules.by_type.at("receiptAdvice").zone.offset_s, 3'600);
    EXPECT_EQ(schedules.catalogue->times, (std::vector<std::int64_t>{360}));
    EXPECT_EQ(schedules.catalogue->weekdays, 0x7F);
    EXPECT_NE(schedules.text, read(R"({"documents":{"everyMinutes":15}})").text);
}

TEST(ScheduleSettings, name_a_zone_of_the_system_or_its_rule) {
    EXPECT_EQ(read(R"({"timeZone":"UTC"})").documents.zone.offset_s, 0);
    const Schedules by_rule = read(R"({"timeZone":"GMT0BST,M3.5.0/1,M10.5.0"})");
    const Schedules by_name = read(R"({"timeZone":"Europe/London"})");
    for (const Schedules& one : {by_rule, by_name}) {
        ASSERT_TRUE(one.documents.zone.daylight_saving.has_value());
        EXPECT_EQ(one.documents.zone.daylight_saving->begins.month, 3);
        EXPECT_EQ(one.documents.zone.daylight_saving->begins.second_of_day, 3'600);
    }
}

TEST(ScheduleSettings, with_a_zone_that_nobody_knows_are_refused) {
    const Lines unknown = {"schedule.settings.zone_unknown /schedule/timeZone"};
    EXPECT_EQ(refused(R"({"timeZone":"Europe/Lonndon"})"), unknown);
    EXPECT_EQ(refused(R"({"timeZone":"../../../etc/passwd"})"), unknown);
    EXPECT_EQ(refused(R"({"timeZone":"Europe"})"), unknown) << "a folder";
    EXPECT_EQ(refused(R"({"timeZone":"tzdata.zi"})"), unknown) << "a file of another form";
    const std::string folder =
        (std::filesystem::temp_directory_path() / "schedule-zones-XXXXXX").string();
    std::string pattern = folder;
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    std::ofstream(pattern + "/Odd") << "TZif2\nnonsense\n";
    EXPECT_FALSE(read_schedules(R"({"schedule":{"timeZone":"Odd"}})", pattern).ok());
    std::ofstream(pattern + "/Fine") << "TZif2\nCET-1CEST,M3.5.0,M10.5.0/3\n";
    EXPECT_TRUE(read_schedules(R"({"schedule":{"timeZone":"Fine"}})", pattern).ok());
    std::filesystem::remove_all(pattern);
}

TEST(ScheduleSettings, that_cannot_work_are_refused_where_they_stand) {
    EXPECT_EQ(refused(R"({"documents":{"from":"08:00","to":"08:00"}})"),
              Lines{"schedule.settings.hours_empty /schedule/documents/to"});
    EXPECT_EQ(refused(R"({"documents":{"from":"08:00"}})"),
              Lines{"schedule.settings.hours_incomplete /schedule/documents/to"});
    EXPECT_EQ(refused(R"({"catalogue":{"to":"08:00"}})"),
              Lines{"schedule.settings.hours_incomplete /schedule/catalogue/from"});
    EXPECT_EQ(refused(R"({"documents":{"everyMinutes":5,"times":["08:00"]}})"),
              Lines{"schedule.settings.interval_and_times /schedule/documents/times"});
    EXPECT_EQ(refused(R"({"documents":{"times":["08:00"],"from":"07:00","to":"09:00"}})"),
              Lines{"schedule.settings.times_and_hours /schedule/documents/from"});
    EXPECT_EQ(refused(R"({"documents":{"everyMinutes":61,"from":"23:30","to":"00:30"}})"),
              Lines{"schedule.settings.interval_too_long /schedule/documents/everyMinutes"});
    EXPECT_EQ(refused(R"({"exceptions":[{"documentTypes":["salesOrder"]},)"
                      R"({"documentTypes":["despatchAdvice","salesOrder"],"from":"01:00"}]})"),
              (Lines{"schedule.settings.hours_incomplete /schedule/exceptions/1/to",
                     "schedule.settings.type_twice /schedule/exceptions/1/documentTypes/1"}));
    EXPECT_TRUE(read(R"({"documents":{"everyMinutes":60,"from":"23:30","to":"00:30"}})")
                    .documents.has_moments());
}

TEST(ScheduleSettings, that_the_schema_cannot_take_say_where) {
    for (const auto& [schedule, pointer] :
         {std::pair{R"({"documents":{"everyMinutes":0}})", "/documents/everyMinutes"},
          std::pair{R"({"documents":{"everyMinutes":1441}})", "/documents/everyMinutes"},
          std::pair{R"({"documents":{"times":[]}})", "/documents/times"},
          std::pair{R"({"documents":{"times":["24:00"]}})", "/documents/times/0"},
          std::pair{R"({"documents":{"days":[]}})", "/documents/days"},
          std::pair{R"({"documents":{"days":["someday"]}})", "/documents/days/0"},
          std::pair{R"({"exceptions":[{"everyMinutes":5}]})", "/exceptions/0"},
          std::pair{R"({"exceptions":[{"documentTypes":["operatorDecision"]}]})",
                    "/exceptions/0/documentTypes/0"},
          std::pair{R"({"timezone":"UTC"})", "/timezone"}}) {
        const Result<void> checked = against_schema(schedule);
        ASSERT_FALSE(checked.ok()) << schedule;
        EXPECT_TRUE(checked.error().first().pointer.starts_with(pointer))
            << schedule << " at " << checked.error().first().pointer;
        EXPECT_FALSE(checked.error().first().fix.empty());
    }
}

}  // namespace
}  // namespace sage
