// SPDX-License-Identifier: Apache-2.0
// Plan: schedules that are missing or inactive, in the map and in rules; rates that are others or
// known to nobody; rules that never come to their turn; definitions and solutions without tax.
#include <gmock/gmock.h>

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using namespace sample;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> told(const std::string& changes, const Catalogue& known) {
    std::vector<std::string> all;
    for (const Problem& one : unfit_settings(settings(changes), known)) {
        expect_complete(one);
        EXPECT_EQ(one.owner, Owner::finance);
        all.push_back(one.code.substr(one.code.rfind('.') + 1) + " " + one.pointer);
    }
    return all;
}

Catalogue with_rate(const char* percent) {
    std::vector<CatalogueRecord> all = records();
    all.push_back(record(kind::tax_schedule_detail, "UK Sale Goods Standard Rate",
                         {{"taxDetail.id", "UK Standard"}}));
    all.push_back(record(kind::tax_detail, "UK Standard", {{"taxPercent", percent}}));
    return {std::move(all), 1};
}

TEST(IntacctSettingsCheckTax, schedules_are_there_and_active) {
    EXPECT_THAT(told(R"({"taxDetails":{"A/B":"Nowhere"},"taxRules":[
                      {"schedule":"Nowhere","percent":"20"}]})",
                     catalogue()),
                ElementsAre("tax_unknown /taxDetails/A~1B", "tax_unknown /taxRules/0/schedule"));
    const Catalogue inactive = catalogue_with(kind::tax_schedule, "UK Sale Goods Standard Rate",
                                              [](CatalogueRecord& one) { one.active = false; });
    EXPECT_THAT(told("{}", inactive), ElementsAre("tax_unknown /taxDetails/STANDARD"));
    EXPECT_THAT(told("{}", without(kind::tax_schedule, "UK Sale Goods Standard Rate")), IsEmpty())
        << "Sage does not show them";
    EXPECT_THAT(told(R"({"taxRules":[{"schedule":null,"percent":"0"}]})", catalogue()), IsEmpty());
}

TEST(IntacctSettingsCheckTax, rates_of_rules_are_those_of_sage) {
    const char* twenty =
        R"({"taxRules":[{"schedule":"UK Sale Goods Standard Rate","percent":"20"}]})";
    EXPECT_THAT(told(twenty, with_rate("20.0000")), IsEmpty());
    EXPECT_THAT(told(twenty, with_rate("22")), ElementsAre("tax_rate /taxRules/0/percent"));
    EXPECT_THAT(told(twenty, catalogue()), IsEmpty()) << "the rule's is all that is known";
    const char* none = R"({"taxRules":[{"schedule":"UK Sale Goods Standard Rate"}]})";
    EXPECT_THAT(told(none, with_rate("20")), IsEmpty());
    EXPECT_THAT(told(none, catalogue()), ElementsAre("tax_rate_unknown /taxRules/0"));
}

TEST(IntacctSettingsCheckTax, a_rule_after_one_that_fits_all_of_its_cases_is_told_once) {
    EXPECT_THAT(told(R"({"taxRules":[
                      {"supply":"goods","schedule":null,"percent":"0"},
                      {"schedule":null,"percent":"0"},
                      {"supply":"goods","destination":["DE"],"schedule":null,"percent":"0"}]})",
                     catalogue()),
                ElementsAre("tax_rule_idle /taxRules/2"));
}

TEST(IntacctSettingsCheckTax, a_definition_that_computes_no_tax_is_told) {
    const auto no_tax = [](CatalogueRecord& one) { one.fields["disableTax"] = "true"; };
    const Catalogue known = catalogue_with(kind::order_entry_definition, "Sales Return", no_tax);
    EXPECT_THAT(told("{}", known), ElementsAre("tax_disabled /definitions/returnAdvice"));
    EXPECT_THAT(told(R"({"taxDetails":{}})", known), IsEmpty()) << "no tax is wanted";
    EXPECT_THAT(told(R"({"taxDetails":{},"taxRules":[{"schedule":null,"percent":"0"}]})", known),
                ElementsAre("tax_disabled /definitions/returnAdvice"));
}

TEST(IntacctSettingsCheckTax, the_tax_solution_is_there_and_computes_tax) {
    const auto solutions = [](bool active, const char* method) {
        std::vector<CatalogueRecord> all = records();
        all.push_back(record(kind::tax_solution, "UK", {{"taxCalculationMethod", method}}));
        all.back().active = active;
        return Catalogue(std::move(all), 1);
    };
    EXPECT_THAT(told(R"({"taxSolution":"UK"})", solutions(true, "VAT")), IsEmpty());
    EXPECT_THAT(told(R"({"taxSolution":"UK"})", catalogue()), IsEmpty());
    EXPECT_THAT(told(R"({"taxSolution":"DE"})", solutions(true, "VAT")),
                ElementsAre("tax_solution /taxSolution"));
    EXPECT_THAT(told(R"({"taxSolution":"UK"})", solutions(false, "VAT")),
                ElementsAre("tax_solution /taxSolution"));
    EXPECT_THAT(told(R"({"taxSolution":"UK"})", solutions(true, "noTax")),
                ElementsAre("tax_solution /taxSolution"));
}

TEST(IntacctSettingsCheckTax, a_rounding_line_has_an_item_without_stock_and_no_tax) {
    const auto rounding = [](const std::string& members) {
        return R"({"totalsDifference":{"policy":"roundingLine",)" + members + "}}";
    };
    EXPECT_THAT(told(rounding(R"("item":"CARRIAGE")"), with_rate("20")), IsEmpty());
    EXPECT_THAT(told(rounding(R"("item":"SKU-100")"), with_rate("20")),
                ElementsAre("rounding_item /totalsDifference/item"));
    EXPECT_THAT(told(rounding(R"("item":"NOWHERE","schedule":"Nowhere")"), with_rate("20")),
                ElementsAre("rounding_item /totalsDifference/item",
                            "tax_unknown /totalsDifference/schedule"));
    const std::string taxed =
        rounding(R"("item":"CARRIAGE","schedule":"UK Sale Goods Standard Rate")");
    EXPECT_THAT(told(taxed, with_rate("20")),
                ElementsAre("rounding_tax /totalsDifference/schedule"));
    EXPECT_THAT(told(taxed, with_rate("0")), IsEmpty());
    EXPECT_THAT(
        told(R"({"totalsDifference":{"policy":"tolerate","item":"NOWHERE"}})", with_rate("20")),
        IsEmpty());
}

}  // namespace
}  // namespace sage::intacct
