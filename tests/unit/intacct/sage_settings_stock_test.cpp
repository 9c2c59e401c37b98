// SPDX-License-Identifier: Apache-2.0
// Plan: each setting of adjustments, warehouses and locations planted in the simulated company and
// told, and nothing else with it; no rule without its planted case.
#include "tests/unit/intacct/planted_company.h"

namespace sage::intacct {
namespace {

using sample::Planted;

Planted set_in(const char* definition, const std::string& code, const std::string& field,
               const std::string& json_value, std::string settings = {}) {
    return {code,
            std::string(R"({"definition":{"id":"Inventory Adjustment )") + definition +
                R"(","set":{")" + field + "\":" + json_value + "}}}",
            std::move(settings)};
}

const std::vector<Planted>& planted() {
    static const std::vector<Planted> all = {
        set_in("Increase", "adjustment_numbering_off", "txnNumbering.enableSequenceNumbering",
               "false"),
        set_in("Decrease", "adjustment_convert_only", "documentPermissions.createPolicy",
               R"("convertOnly")"),
        set_in("Decrease", "adjustment_posts_nothing", "accounting.txnPosting", R"("doNotPost")"),
        set_in("Increase", "adjustment_half", "inventoryControl.updatesInventory", R"("quantity")"),
        set_in("Decrease", "adjustment_deletable", "documentPermissions.deletePolicy", R"("all")"),
        set_in("Increase", "adjustment_entity_rule", "documentPermissions.multiEntityRuleForTxn",
               R"("topLevelOnly")"),
        set_in("Increase", "adjustment_entity_rule", "documentPermissions.multiEntityRuleForTxn",
               R"("entityOnly")", R"({"entity":null})"),
        set_in("Decrease", "adjustment_restricted", "enableUserOrGroupPermission", "true"),
        {"negative_stock", R"({"warehouse":{"id":"MAIN","enableNegativeInv":true}})"},
        {"warehouse_location", R"({"warehouse":{"id":"MAIN","location":"200"}})"},
        {"location_unknown", R"({"location":{"id":"100","status":"inactive"}})"},
        {"location_unknown",
         "",
         R"({"warehouses":{"MAIN":{"warehouse":"MAIN","location":"300"}}})",
         {"warehouse_location"}},
        {"rights_missing", R"({"forbidden":"tax/tax-solution"})"},
        {"rights_missing", R"({"forbidden":"inventory-control/unit-of-measure"})"},
        {"rights_missing", R"({"forbidden":"general-ledger/account"})"},
        {"rights_missing", R"({"forbidden":"order-entry/txn-definition-ar-direct-gl-detail"})"},
    };
    return all;
}

class IntacctStockSetting : public testing::TestWithParam<Planted> {};

TEST_P(IntacctStockSetting, is_told) {
    sample::expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Planted, IntacctStockSetting, testing::ValuesIn(planted()),
                         sample::name_of);

TEST(IntacctStockSettings, every_rule_has_its_planted_case) {
    EXPECT_EQ(sample::codes_of(planted()), sample::codes_of(stock_rules()));
}

TEST(IntacctStockSettings, an_adjustment_that_may_be_deleted_as_a_draft_only_hurts_nobody) {
    sample::PlantedCompany company;
    company.change(R"({"definition":{"id":"Inventory Adjustment Increase",
                       "set":{"documentPermissions.deletePolicy":"deleteInDraftOnly"}}})");
    EXPECT_THAT(company.findings(), testing::IsEmpty());
}

}  // namespace
}  // namespace sage::intacct
