// SPDX-License-Identifier: Apache-2.0
// Plan: each setting of a definition of order entry planted in the simulated company and told, and
// nothing else with it; no rule without its planted case.
#include "tests/unit/intacct/planted_company.h"

namespace sage::intacct {
namespace {

using sample::Planted;

Planted set_in(const char* definition, const std::string& code, const std::string& field,
               const std::string& value, std::string settings = {}) {
    const std::string quoted = value == "true" || value == "false" ? value : '"' + value + '"';
    return {code,
            std::string(R"({"definition":{"id":")") + definition + R"(","set":{")" + field +
                "\":" + quoted + "}}}",
            std::move(settings)};
}

const char* const order = "Sales Order";
const char* const invoice = "Sales Invoice";
const char* const goods_return = "Sales Return";
const char* const never = R"({"sourceDocument":"never"})";

const std::vector<Planted>& planted() {
    static const std::vector<Planted> all = {
        set_in(order, "numbering_off", "enableNumberingSequence", "false"),
        set_in(invoice, "number_inherited", "inheritDocumentNumber", "true"),
        set_in(invoice, "numbering_gapless", "preserveNumberingSequence", "true"),
        set_in(goods_return, "definition_restricted", "enableUserOrGroupPermission", "true"),
        set_in(invoice, "entity_rule", "multiEntityRuleForTransaction", "topLevelOnly"),
        set_in(invoice, "entity_rule", "multiEntityRuleForTransaction", "entityOnly",
               R"({"entity":null})"),
        set_in(invoice, "edit_policy", "editPolicy", "noEdit"),
        set_in(invoice, "edit_policy", "editPolicy", "editInDraftOnly"),
        set_in(invoice, "edit_until_printed", "editPolicy", "beforePrinting"),
        set_in(invoice, "deletable", "deletePolicy", "all"),
        set_in(goods_return, "deletable", "deletePolicy", "beforePrinting"),
        set_in(invoice, "credit_limit", "enableCreditLimitCheck", "true"),
        set_in(order, "part_closes", "partialConvertMethod", "closeTransaction"),
        set_in(invoice, "part_closes", "partialConvertMethod", "closeTransaction"),
        set_in(order, "part_makes_back_order", "partialConvertMethod",
               "closeOriginalAndCreateBackOrder"),
        set_in(invoice, "definition_convert_only", "documentConversionPolicy", "convertOnly"),
        set_in(goods_return, "conversion_forbidden", "documentConversionPolicy", "newDocumentOnly"),
        {"conversion_source", R"({"definition":{"id":"Web Order","copyOf":"Sales Order"}})",
         R"({"definitions":{"salesOrder":"Web Order","despatchAdvice":"Sales Invoice"}})"},
        set_in(invoice, "reverses_nothing", "postToGL", "true", never),
        set_in(order, "fulfilment_twice", "enableFulfillment", "true"),
        set_in(order, "reserving_twice", "enableReservingAndPicking", "true"),
        set_in(invoice, "definition_price", "overridePrice", "false"),
        set_in(invoice, "price_list_rewritten", "updatePriceList", "Base Price List"),
        set_in(invoice, "discount_off", "trackDiscountAndSurcharge", "false"),
        set_in(invoice, "discount_memo", "requireMemoForDiscount", "true"),
        {"location_override",
         R"({"definition":{"id":"Sales Invoice","set":{"allowLocationOverride":false}}})",
         R"({"warehouses":{"MAIN":{"warehouse":"MAIN","location":"100"},
                           "SHOP":{"warehouse":"SHOP","location":"200"}}})",
         {"location_unknown", "warehouse_location"}},
        set_in(invoice, "tax_disabled", "disableTax", "true"),
        {"tax_of_lines_fixed",
         R"({"taxSolution":{"id":"United Kingdom - VAT","taxCalculationMethod":"simpleTax"},
             "definition":{"id":"Sales Invoice","set":{"lineLevelSimpleTax":false}}})"},
        set_in(order, "order_posts", "txnPostingMethod", "toGL"),
        set_in(invoice, "invoice_posts_nothing", "txnPostingMethod", "noPosting"),
        set_in(goods_return, "return_posts_nothing", "txnPostingMethod", "toGL"),
        set_in(invoice, "stock_without_value", "inventoryUpdateType", "quantity"),
        set_in(goods_return, "stock_without_quantity", "inventoryUpdateType", "value"),
        set_in(invoice, "stock_never", "inventoryUpdateType", "no"),
    };
    return all;
}

class IntacctSalesSetting : public testing::TestWithParam<Planted> {};

TEST_P(IntacctSalesSetting, is_told) {
    sample::expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Planted, IntacctSalesSetting, testing::ValuesIn(planted()),
                         sample::name_of);

TEST(IntacctSalesSettings, every_rule_has_its_planted_case) {
    EXPECT_EQ(sample::codes_of(planted()), sample::codes_of(sales_rules()));
}

TEST(IntacctSalesSettings, what_does_not_concern_these_settings_is_not_told) {
    sample::PlantedCompany company;
    company.change(R"({"definition":{"id":"Sales Invoice","set":{"editPolicy":"noEdit"}}})");
    company.change(
        R"({"definition":{"id":"Sales Order","set":{"partialConvertMethod":"closeTransaction"}}})");
    company.change(R"({"definition":{"id":"Sales Return","set":{"inheritDocumentNumber":true,
                       "documentConversionPolicy":"newDocumentOnly"}}})");
    EXPECT_THAT(company.findings(R"({"sourceDocument":"never","lateTracking":"keep"})"),
                testing::IsEmpty());
}

}  // namespace
}  // namespace sage::intacct
