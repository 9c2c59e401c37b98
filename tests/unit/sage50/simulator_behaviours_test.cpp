// SPDX-License-Identifier: Apache-2.0
// Plan: every switch is shown and can be set; what is unknown or does not fit changes nothing. What
// each does is tested where it acts.
#include "plugins/sage50/simulator_control.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/unit/sage50/simulated_company.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage50Behaviours, every_switch_can_be_set) {
    SimulatedCompany company;
    const json::value all = json::parse(company.control("GET", "/control/behaviours").body);
    EXPECT_EQ(all.as_object().size(), 31U);
    for (const auto& [name, value] : all.as_object()) {
        json::object change;
        change[name] = value.is_bool() ? json::value(!value.get_bool())
                                       : json::value(value.as_int64() == 0 ? 1 : 401);
        const Reply reply = company.control("POST", "/control/behaviours", json::serialize(change));
        EXPECT_EQ(reply.status, 200) << name << reply.body;
    }
}

TEST(SimulatedSage50Behaviours, what_does_not_fit_changes_nothing) {
    SimulatedCompany company;
    const std::string before = company.control("GET", "/control/behaviours").body;
    for (const char* const wrong :
         {R"({"nothing":true})", R"({"monthFirst":1})", R"({"messageStyle":3})",
          R"({"monthFirst":true,"failureStatus":200})", "[]"}) {
        const Reply reply = company.control("POST", "/control/behaviours", wrong);
        EXPECT_EQ(reply.status, 400) << wrong;
        EXPECT_THAT(reply.body, HasSubstr("control.request"));
    }
    EXPECT_EQ(company.control("GET", "/control/behaviours").body, before);
}

}  // namespace
}  // namespace sage::test
