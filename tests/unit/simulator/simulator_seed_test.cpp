// SPDX-License-Identifier: Apache-2.0
// Plan: the neutral seed becomes records of Intacct, merges by id, applies nothing when anything is
// wrong, and says where.
#include "plugins/intacct/simulator_seed.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

TEST(IntacctSeed, a_warehouses_words_become_records_of_intacct) {
    Sage sage;
    const auto items = sage.rows("inventory-control/item",
                                 R"(["id","name","status","itemType","unitOfMeasureGroup.id"])");
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[0].at("name"), "White lantern");
    EXPECT_EQ(items[0].at("itemType"), "inventory");
    EXPECT_EQ(items[0].at("unitOfMeasureGroup.id"), "Count");
    EXPECT_EQ(items[2].at("itemType"), "nonInventory");
    const auto customers =
        sage.rows("accounts-receivable/customer", R"(["id","isOnHold","countryCode"])");
    ASSERT_EQ(customers.size(), 3U);
    EXPECT_EQ(customers[1].at("isOnHold"), true);
    EXPECT_EQ(customers[2].at("id"), "GUEST");
    const auto warehouses =
        sage.rows("inventory-control/warehouse", R"(["id","location.id","name"])");
    ASSERT_EQ(warehouses.size(), 1U);
    EXPECT_EQ(warehouses[0].at("location.id"), "100");
    EXPECT_EQ(warehouses[0].at("name"), "Main warehouse");
}

TEST(IntacctSeed, a_second_seed_merges_by_id) {
    Sage sage;
    EXPECT_EQ(sage.control("POST", "/control/seed",
                           R"({"items":[{"id":"MUG","name":"Blue mug"},{"id":"NEW"}],
                               "locations":[{"id":"NORTH"}],
                               "stock":[{"item":"NEW","location":"NORTH","quantity":"1.5"}],
                               "taxCodes":[{"id":"LUXURY","percent":"33"}]})")
                  .status,
              200);
    const auto items = sage.rows("inventory-control/item", R"(["key","id","name"])");
    ASSERT_EQ(items.size(), 4U);
    EXPECT_EQ(items[1].at("name"), "Blue mug");
    EXPECT_EQ(items[1].at("key"), "2");
    EXPECT_EQ(sage.on_hand("NEW"), "1.5");
    EXPECT_EQ(sage.on_hand("LANTERN"), "100");
    EXPECT_EQ(sage.rows("tax/order-entry-tax-detail", R"(["taxPercent"])",
                        R"([{"$eq":{"id":"UK Sale LUXURY"}}])")
                  .at(0)
                  .at("taxPercent"),
              "33");
}

TEST(IntacctSeed, what_is_wrong_is_named_and_nothing_is_applied) {
    Sage sage;
    const std::pair<const char*, const char*> cases[] = {
        {"[]", ""},
        {"{", ""},
        {R"({"planets":[]})", "/planets"},
        {R"({"items":{}})", "/items"},
        {R"({"items":[{"id":"NEW"},7]})", "/items/1"},
        {R"({"items":[{"id":"NEW"},{"name":"x"}]})", "/items/1/id"},
        {R"({"items":[{"id":"NEW"},{"id":""}]})", "/items/1/id"},
        {R"({"items":[{"id":"NEW","colour":"red"}]})", "/items/0/colour"},
        {R"({"items":[{"id":"NEW","name":7}]})", "/items/0/name"},
        {R"({"items":[{"id":"NEW","unitCode":"KGM"}]})", "/items/0/unitCode"},
        {R"({"items":[{"id":"NEW","kind":"service"}]})", "/items/0/kind"},
        {R"({"items":[{"id":"NEW"}],"taxCodes":[{"id":"T","percent":"a lot"}]})",
         "/taxCodes/0/percent"},
        {R"({"items":[{"id":"NEW"}],"stock":[{"item":"NEW","location":"MOON","quantity":"1"}]})",
         "/stock/0/location"},
        {R"({"stock":[{"item":"NEW","location":"MAIN","quantity":"1e3"}]})", "/stock/0/quantity"},
        {R"({"items":[{"id":"NEW"}],"closedUntil":"yesterday"})", "/closedUntil"},
        {R"({"guestCustomer":7})", "/guestCustomer"},
    };
    for (const auto& [body, pointer] : cases) {
        const Reply reply = sage.control("POST", "/control/seed", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(text_at(parsed(reply), "/error/pointer"), pointer) << body;
        EXPECT_NE(text_at(parsed(reply), "/error/fix"), "") << body;
    }
    EXPECT_EQ(sage.rows("inventory-control/item", R"(["id"])").size(), 3U);
    EXPECT_EQ(sage.journal.size(), 1U) << "only the seed of the fixture";
}

TEST(IntacctSeed, a_location_may_allow_negative_stock) {
    Sage sage;
    sage.control("POST", "/control/seed",
                 R"({"locations":[{"id":"MAIN","allowNegativeStock":true}]})");
    auto body = invoice();
    first_line(body)["unitQuantity"] = "500";
    EXPECT_EQ(sage.send("POST", invoices, body).status, 201);
    EXPECT_EQ(sage.on_hand("LANTERN"), "-400");
}

}  // namespace
}  // namespace sage::test
