// SPDX-License-Identifier: Apache-2.0
// Plan: a file becomes a scenario or a problem with the file and the place; folders are looked
// through by name; what an edition has no place for is left out, codes become those of the edition.
#include "mock-host/scenario/scenario.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

constexpr const char* least =
    R"({"row":"07","promise":"Something holds.","settings":{"a":1},"editions":{"intacct":{}},)"
    R"("cases":[{"name":"one","settings":{"b":2},)"
    R"("steps":[{"restart":true},{"expect":{"documents":[]}}]}]})";

TEST(Scenario, is_read_from_its_file) {
    const testing::TemporaryFolder folder;
    const auto read = read_scenario(folder.write("row-07-something.json", least));
    ASSERT_TRUE(read.ok()) << in_one_line(read.problem());
    const Scenario& scenario = read.value();
    EXPECT_EQ(scenario.file, "row-07-something");
    EXPECT_EQ(scenario.row, "07");
    EXPECT_EQ(scenario.promise, "Something holds.");
    EXPECT_EQ(scenario.settings.at("a"), 1);
    ASSERT_EQ(scenario.cases.size(), 1U);
    EXPECT_EQ(scenario.cases[0].name, "one");
    EXPECT_EQ(scenario.cases[0].settings.at("b"), 2);
    EXPECT_EQ(scenario.cases[0].steps.size(), 2U);
}

TEST(Scenario, that_cannot_be_read_names_file_and_place) {
    const testing::TemporaryFolder folder;
    EXPECT_EQ(read_scenario(folder / "none.json").problem().code, "file.not_found");
    const auto file = folder.write("row-07.json", "{\n\"row\": }");
    const auto read = read_scenario(file);
    EXPECT_EQ(read.problem().code, "scenario.syntax");
    EXPECT_TRUE(read.problem().pointer.starts_with(file.string() + ", line 2, column "))
        << read.problem().pointer;
}

TEST(Scenario, files_of_a_folder_are_those_named_so) {
    const testing::TemporaryFolder folder;
    folder.write("row-02.json", "");
    folder.write("row-01.json", "");
    folder.write("switches.json", "");
    folder.write("row-03.txt", "");
    const auto files = files_in(folder.path());
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[0].filename(), "row-01.json");
    EXPECT_EQ(files[1].filename(), "row-02.json");
    EXPECT_TRUE(files_in(folder / "none").empty());
}

TEST(Scenario, leaves_out_what_an_edition_has_no_place_for) {
    const json::value edition =
        json::parse(R"({"without":["stock","documents.note","documents.lines.unit"]})");
    const json::value expected = json::parse(
        R"({"stock":{"A":{}},"documents":[{"note":"x","net":"1","lines":[{"unit":"E","item":"A"}]}],
            "oneOf":[{"stock":{}},{"writes":{}}]})");
    EXPECT_EQ(without(expected.as_object(), edition.as_object()),
              json::parse(R"({"documents":[{"net":"1","lines":[{"item":"A"}]}],
                              "oneOf":[{},{"writes":{}}]})")
                  .as_object());
    EXPECT_EQ(without(expected.as_object(), {}), expected.as_object());
    EXPECT_EQ(in_codes_of("b", json::parse(R"({"p":"intacct.x","q":"an intacct.y"})").as_object()),
              json::parse(R"({"p":"b.x","q":"an intacct.y"})").as_object());
}

TEST(Scenario, is_played_by_the_editions_that_it_names) {
    Scenario scenario;
    scenario.editions = json::parse(R"({"a":{},"b":{"cases":["one"]}})").as_object();
    EXPECT_TRUE(is_played(scenario, "a", "two") && is_played(scenario, "b", "one"));
    EXPECT_FALSE(is_played(scenario, "b", "two") || is_played(scenario, "c", "one"));
}

TEST(Scenario, settings_are_laid_over_member_by_member) {
    json::object settings = json::parse(R"({"a":{"b":1,"c":2},"d":[1]})").as_object();
    lay_over(settings, json::parse(R"({"a":{"c":null},"d":[]})").as_object());
    EXPECT_EQ(settings, json::parse(R"({"a":{"b":1,"c":null},"d":[]})").as_object());
    lay_over(settings, json::parse(R"({"a":{}})").as_object());
    EXPECT_EQ(settings.at("a"), json::object());
    EXPECT_TRUE(child(settings, "d").empty());
    EXPECT_EQ(text_of(settings, "d", "otherwise"), "otherwise");
    EXPECT_TRUE(list_of(settings, "a").empty());
    settings["list"] = json::array{1};
    settings["flag"] = true;
    EXPECT_EQ(list_of(settings, "list").size(), 1U);
    EXPECT_TRUE(is_set(settings, "flag"));
    EXPECT_FALSE(is_set(settings, "list") || is_set(settings, "none"));
}

}  // namespace
}  // namespace wms::scenarios
