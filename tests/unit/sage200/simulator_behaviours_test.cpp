// SPDX-License-Identifier: Apache-2.0
// Plan: every switch is shown and set, wrong ones change nothing.
#include "plugins/sage200/simulator_control.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Behaviours, every_switch_is_shown_and_set) {
    SimulatedSite site;
    const json::value before = parsed(site.control("GET", "/control/behaviours"));
    for (const auto& [name, value] : before.as_object()) {
        const std::string set = value.is_bool() ? (value.as_bool() ? "false" : "true")
                                : name == "tokenRefusalStatus" ? "403"
                                                               : "7";
        site.behave("{\"" + std::string(name) + "\":" + set + "}");
        const json::value after = parsed(site.control("GET", "/control/behaviours"));
        EXPECT_EQ(value.is_bool() ? (after.at(name).as_bool() ? "true" : "false")
                                  : std::string(after.at(name).as_string()),
                  set)
            << std::string(name);
    }
}

TEST(SimulatedSage200Behaviours, wrong_switches_change_nothing) {
    SimulatedSite site;
    for (const char* const body : {"[]", R"({"unknown":true})", R"({"offline":1})",
                                   R"({"errorShape":8})", R"({"offline":true,"throttleMs":0})"}) {
        EXPECT_EQ(site.control("POST", "/control/behaviours", body).status, 400) << body;
    }
    EXPECT_THAT(site.control("GET", "/control/behaviours").body, HasSubstr("\"offline\":false"));
}

}  // namespace
}  // namespace sage::test
