// SPDX-License-Identifier: Apache-2.0
// Plan: what is read where, lists below records, wrong addresses, verbs and rights, shapes of
// lists.
#include "plugins/sage200/simulator_routes.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

TEST(SimulatedSage200Routes, lists_and_records_of_master_data_are_read) {
    SimulatedSite site;
    for (const char* const resource :
         {"customers", "products", "product_groups", "tax_codes", "nominal_codes", "warehouses",
          "warehouse_holdings", "couriers", "currencies", "sop_additional_charges", "sop_settings",
          "system_settings", "sales_ledger_settings", "stock_settings"}) {
        const json::value rows = site.get("/" + std::string(resource) + "?$top=1");
        ASSERT_TRUE(rows.is_array()) << resource;
        ASSERT_EQ(rows.as_array().size(), 1U) << resource;
        const std::string path = "/" + std::string(resource) + "/";
        EXPECT_EQ(text_at(site.get(path + std::string(text_at(rows, "/0/id"))), "/id"),
                  text_at(rows, "/0/id"))
            << resource;
        EXPECT_EQ(site.send("GET", path + "1").status, 404) << resource;
    }
    EXPECT_EQ(site.get("/current_user_sop_user_permissions").as_array().size(), 1U);
    EXPECT_TRUE(site.get("/analysis_code_mappings").as_array().empty());
}

TEST(SimulatedSage200Routes, lists_below_a_record_hold_what_is_its_own) {
    SimulatedSite site;
    const std::string order(text_at(parsed(site.send("POST", "/sop_orders", site.order())), "/id"));
    EXPECT_EQ(site.get("/sop_orders/" + order + "/sop_order_lines").as_array().size(), 1U);
    EXPECT_EQ(site.send("GET", "/sop_orders/1/sop_order_lines").status, 404);
    const std::string customer = std::to_string(site.id_of("customers", "reference", "C1"));
    const std::string other = std::to_string(site.id_of("customers", "reference", "C2"));
    EXPECT_EQ(site.get("/customers/" + customer + "/sop_orders").as_array().size(), 1U);
    EXPECT_TRUE(site.get("/customers/" + other + "/sop_orders").as_array().empty());
    EXPECT_EQ(site.send("GET", "/customers/" + customer + "/products").status, 404);
}

TEST(SimulatedSage200Routes, wrong_addresses_verbs_and_rights_are_told_apart) {
    SimulatedSite site;
    for (const auto& [method, target] :
         std::initializer_list<std::pair<const char*, const char*>>{{"GET", "/nothing"},
                                                                    {"GET", "/"},
                                                                    {"GET", "/customers/abc"},
                                                                    {"GET", "/customers/-5"},
                                                                    {"POST", "/customers"},
                                                                    {"DELETE", "/customers/5"},
                                                                    {"PUT", "/sop_orders"},
                                                                    {"PUT", "/sop_orders/5"},
                                                                    {"PATCH", "/sop_orders"},
                                                                    {"GET", "/sop_orders/5/a/b"}}) {
        EXPECT_EQ(site.send(method, target, "{}").status, 404) << method << target;
    }
    EXPECT_EQ(site.send("GET", "/customers?$top=x").status, 400);
    site.change(R"({"forbidden":"customers"})");
    EXPECT_EQ(site.send("GET", "/customers").status, 403);
    site.change(R"({"allowed":"customers"})");
    EXPECT_EQ(site.send("GET", "/customers").status, 200);
}

TEST(SimulatedSage200Routes, lists_are_bare_or_wrapped_and_writes_200_or_201_as_the_switches_say) {
    SimulatedSite site;
    EXPECT_EQ(site.send("GET", "/sop_orders").body, "[]");
    site.behave(R"({"wrapLists":true,"createdStatus":true})");
    EXPECT_EQ(site.send("GET", "/sop_orders").body, R"({"value":[]})");
    EXPECT_EQ(site.send("GET", "/sop_confirm_despatch").body, R"({"value":[]})");
    site.behave(R"({"wrapLists":false})");
    EXPECT_EQ(site.send("POST", "/sop_orders", site.order()).status, 201);
}

}  // namespace
}  // namespace sage::test
