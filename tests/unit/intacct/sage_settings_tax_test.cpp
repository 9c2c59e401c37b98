// SPDX-License-Identifier: Apache-2.0
// Plan: each setting of taxes and of the guest customer planted in the simulated company and told,
// and nothing else with it; no rule without its planted case.
#include "tests/unit/intacct/planted_company.h"

namespace sage::intacct {
namespace {

using sample::Planted;

Planted detail(const std::string& code, const std::string& change, std::string settings = {}) {
    return {code, R"({"taxDetail":{"id":"UK Sale Goods Standard Rate",)" + change + "}}",
            std::move(settings)};
}

const std::vector<Planted>& planted() {
    static const std::vector<Planted> all = {
        detail("tax_detail_inactive", R"("status":"inactive")"),
        detail("tax_reverse_charge", R"("reverseCharge":true)"),
        detail("tax_limit", R"("taxLimit.maxTax":"150")"),
        detail("tax_limit", R"("taxLimit.minTaxable":"10")"),
        detail("tax_category", R"("taxRate":"zero")"),
        detail("tax_category", R"("taxPercent":"0")"),
        detail("tax_of_other_solution", R"("taxSolution":"Australia - GST")",
               R"({"taxSolution":"United Kingdom - VAT"})"),
        {"tax_computed_elsewhere",
         R"({"taxSolution":{"id":"United Kingdom - VAT","taxCalculationMethod":"avaTax"}})"},
        {"tax_solutions_several", R"({"taxSolution":{"id":"Australia - GST","status":"active"}})",
         R"({"entity":null})"},
        {"guest_on_hold", R"({"customer":{"id":"GUEST","isOnHold":true}})"},
    };
    return all;
}

class IntacctTaxSetting : public testing::TestWithParam<Planted> {};

TEST_P(IntacctTaxSetting, is_told) {
    sample::expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Planted, IntacctTaxSetting, testing::ValuesIn(planted()), sample::name_of);

TEST(IntacctTaxSettings, every_rule_has_its_planted_case) {
    EXPECT_EQ(sample::codes_of(planted()), sample::codes_of(tax_rules()));
}

TEST(IntacctTaxSettings, limits_of_nothing_are_none) {
    sample::PlantedCompany company;
    company.change(R"({"taxDetail":{"id":"UK Sale Goods Standard Rate","taxLimit.maxTax":"0"}})");
    EXPECT_THAT(company.findings(), testing::IsEmpty());
}

TEST(IntacctTaxSettings, a_detail_that_no_setting_leads_to_is_not_looked_at) {
    sample::PlantedCompany company;
    company.change(R"({"taxDetail":{"id":"UK Sale Goods Reduced Rate","status":"inactive"}})");
    EXPECT_THAT(company.findings(), testing::IsEmpty());
}

}  // namespace
}  // namespace sage::intacct
