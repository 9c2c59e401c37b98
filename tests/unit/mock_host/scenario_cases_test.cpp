// SPDX-License-Identifier: Apache-2.0
// Plan: an edition plays what the file names it for; a switch is one more change in Sage before the
// plugin connects, behind those that the file has; a name that nobody has is told.
#include "mock-host/scenario/scenario_cases.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms::scenarios {
namespace {

namespace json = boost::json;

Scenario scenario() {
    Scenario one;
    one.file = "row-01-a";
    one.editions = json::parse(R"({"a":{"begin":{"x":1}},"b":{"cases":["second"]}})").as_object();
    one.cases = {{"first", {}, {}, {}}, {"second", {}, {}, {}}};
    return one;
}

json::object switches(const char* played) {
    return json::parse(std::string(R"({"a":{"played":[{"cases":[")") + played +
                       R"("],"switches":{"lag":[1,2],"strict":[false]}}]}})")
        .as_object();
}

TEST(ScenarioCases, are_those_that_the_file_names_the_edition_for) {
    EXPECT_EQ(cases_of(scenario(), "a").size(), 2U);
    const auto of_b = cases_of(scenario(), "b");
    ASSERT_EQ(of_b.size(), 1U);
    EXPECT_EQ(of_b[0].name(), "row-01-a/second");
    EXPECT_TRUE(cases_of(scenario(), "c").empty());
}

TEST(ScenarioCases, under_a_switch_begin_with_it) {
    const auto all = cases_under_switches(switches("row-01-a/second"), {scenario()}, "a");
    ASSERT_TRUE(all.ok());
    ASSERT_EQ(all.value().size(), 3U);
    EXPECT_EQ(all.value()[1].name(), "row-01-a/second under lag = 2");
    EXPECT_EQ(all.value()[1].scenario->editions.at("a").at("begin"),
              json::parse(R"([{"x":1},{"switches":{"lag":2}}])"));
    EXPECT_EQ(all.value()[2].value, "false");
    EXPECT_TRUE(
        cases_under_switches(switches("row-01-a/second"), {scenario()}, "b").value().empty());
    EXPECT_TRUE(cases_under_switches(switches("row-09-z/any"), {scenario()}, "a").value().empty())
        << "of a file that is not played now";
    EXPECT_EQ(cases_under_switches(switches("row-01-a/third"), {scenario()}, "a").problem().code,
              "switches.case_unknown");
}

TEST(ScenarioCases, switches_are_a_file_beside_them) {
    const testing::TemporaryFolder folder;
    EXPECT_EQ(read_switches(folder.path()).problem().code, "file.not_found");
    folder.write("switches.json", "[]");
    EXPECT_EQ(read_switches(folder.path()).problem().code, "switches.syntax");
    folder.write("switches.json", R"({"a":{}})");
    EXPECT_TRUE(read_switches(folder.path()).value().contains("a"));
}

}  // namespace
}  // namespace wms::scenarios
