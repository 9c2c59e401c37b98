// SPDX-License-Identifier: Apache-2.0
// Plan: a neutral seed as Sage keeps it, a second one, wrong ones.
#include "plugins/sage200/simulator_seed.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Seed, what_is_seeded_is_read_under_sages_names) {
    SimulatedSite site;
    const json::value customer = site.get("/customers?$filter=reference eq 'C2'");
    EXPECT_EQ(text_at(customer, "/0/name"), "Slow Payers");
    EXPECT_TRUE(customer.at(0).at("on_hold").as_bool());
    EXPECT_EQ(site.get("/products").as_array().size(), 2U);
    EXPECT_EQ(site.get("/warehouses").as_array().size(), 2U);
    EXPECT_EQ(site.get("/warehouse_holdings").as_array().size(), 4U) << "all held everywhere";
    EXPECT_EQ(site.on_hand("LANTERN"), "100");
    EXPECT_EQ(site.on_hand("LANTERN", "NORTH"), "0");
    EXPECT_NE(site.id_of("customers", "reference", "GUEST"), 0);
    EXPECT_NE(site.id_of("sop_additional_charges", "code", "POST"), 0);
}

TEST(SimulatedSage200Seed, a_second_seed_adds_and_changes) {
    SimulatedSite site;
    EXPECT_EQ(site.control("POST", "/control/seed",
                           R"({"customers":[{"id":"C2","name":"Prompt Payers"}],
        "taxCodes":[{"id":"STANDARD","percent":"17.5"},{"id":"ODD","percent":"3"}],
        "locations":[{"id":"HOME","allowNegativeStock":true}],"closedUntil":"2026-10-31",
        "stock":[{"item":"LANTERN","location":"HOME","quantity":"7"}]})")
                  .status,
              200);
    const json::value customer = site.get("/customers?$filter=reference eq 'C2'");
    EXPECT_EQ(text_at(customer, "/0/name"), "Prompt Payers");
    EXPECT_FALSE(customer.at(0).at("on_hold").as_bool());
    EXPECT_EQ(site.on_hand("LANTERN"), "7");
    EXPECT_EQ(text_at(site.get("/tax_codes?$filter=code eq 1"), "/0/tax_rate"), "17.5");
    EXPECT_EQ(site.get("/tax_codes").as_array().size(), 5U);
    json::object order = site.order();
    order["lines"].as_array()[0].as_object()["line_quantity"] = 9;
    EXPECT_EQ(
        text_at(parsed(site.send("POST", "/sop_orders", order)), "/lines/0/allocated_quantity"),
        "9");
}

TEST(SimulatedSage200Seed, a_wrong_seed_is_refused_with_its_pointer) {
    SimulatedSite site;
    for (const auto& [body, pointer] : std::initializer_list<std::pair<const char*, const char*>>{
             {"[]", "\"pointer\":\"\""},
             {R"({"planets":[]})", "/planets"},
             {R"({"items":{}})", "/items"},
             {R"({"items":[7]})", "/items/0"},
             {R"({"items":[{"id":"A","colour":"red"}]})", "/items/0/colour"},
             {R"({"items":[{"name":"A"}]})", "/items/0/id"},
             {R"({"customers":[{"id":"TOO-LONG-1"}]})", "/customers/0/id"},
             {R"({"taxCodes":[{"id":"X","percent":"much"}]})", "/taxCodes/0/percent"},
             {R"({"stock":[{"item":"X","location":"HOME","quantity":"1"}]})", "/stock"},
             {R"({"closedUntil":7})", "/closedUntil"}}) {
        const Reply reply = site.control("POST", "/control/seed", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_THAT(reply.body, HasSubstr(pointer)) << body;
    }
}

}  // namespace
}  // namespace sage::test
