// SPDX-License-Identifier: Apache-2.0
// Plan: slots, settings, values, mandatory codes; header and lines apart.
#include "plugins/sage200/simulator_analysis.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Analysis, a_code_needs_its_slot_its_setting_and_one_of_its_values) {
    SimulatedSite site;
    const auto post = [&](std::string_view value) {
        json::object order = site.order();
        order["analysis_code_1"] = value;
        return said(site.send("POST", "/sop_orders", order));
    };
    EXPECT_THAT(post("UPS"), HasSubstr("400 {\"message\":\"analysis_code_1: No analysis code"));
    site.change(R"({"add":{"model":"analysis_code_mapping","fields":{"class_name":"SOPOrderReturn",
        "slot":1,"is_mandatory":true,"is_read_only":false,"analysis_code":{"name":"Carrier",
        "allow_overtype":false,"allow_new_on_entry":false,"values":[{"value":"UPS"}]}}}})");
    EXPECT_THAT(post("UPS"), HasSubstr("200 "));
    EXPECT_THAT(post("DPD"), HasSubstr("not one of the analysis code"));
    EXPECT_THAT(post(""), HasSubstr("is mandatory"));
    site.change(R"({"site":{"professional":false}})");
    site.professional = false;
    EXPECT_THAT(post(""), HasSubstr("200 ")) << "mandatory is of Professional";
    site.change(
        R"({"set":{"model":"sop_settings","fields":{"amend_header_analysis_codes":false}}})");
    EXPECT_THAT(post("UPS"), HasSubstr("cannot be amended (amend_header_analysis_codes)"));
}

TEST(SimulatedSage200Analysis, new_values_are_taken_where_the_code_lets_them) {
    SimulatedSite site;
    site.change(R"({"add":{"model":"analysis_code_mapping","fields":{"class_name":
        "SOPOrderReturnLine","slot":2,"analysis_code":{"name":"Carton","allow_overtype":true}}}})");
    json::object order = site.order();
    order["lines"].as_array()[0].as_object()["analysis_code_2"] = "anything";
    EXPECT_EQ(site.send("POST", "/sop_orders", order).status, 200);
    order["analysis_code_2"] = "anything";
    EXPECT_EQ(site.send("POST", "/sop_orders", order).status, 400) << "the header has none";
}

}  // namespace
}  // namespace sage::test
