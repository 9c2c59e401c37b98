// SPDX-License-Identifier: Apache-2.0
// Plan: of each rule about tax codes what it tells, and the nearest that hurts nobody; a code that
// is named twice is told once.
#include "tests/unit/sage50/planted_settings.h"

namespace sage::sage50 {
namespace {

using sample::company;
using sample::Fields;
using sample::record;
using sample::told;
using testing::ElementsAre;
using testing::IsEmpty;

CatalogueRecord code(const char* id, const char* rate, std::string_view field = "x",
                     const char* value = "") {
    return record(kind::tax_code, id, {{"rate", rate}, {std::string(field), value}});
}

std::string rule(const std::string& categories, const std::string& schedule) {
    return R"({"taxRules":[{"categories":)" + categories + R"(,"schedule":")" + schedule +
           R"("},{"schedule":"T1"}]})";
}

TEST(Sage50SageSettingsTax, tax_is_left_out_of_the_return) {
    EXPECT_THAT(told({code("1", "20", tax_code_field::in_vat_return, "false")}),
                ElementsAre("sage50.settings.tax_not_in_return /taxCodes/STANDARD"));
    EXPECT_THAT(told({code("0", "0", tax_code_field::in_vat_return, "false")}), IsEmpty());
    EXPECT_THAT(told({code("1", "20", tax_code_field::in_vat_return, "true")}), IsEmpty());
}

TEST(Sage50SageSettingsTax, a_code_is_for_purchases) {
    EXPECT_THAT(told({code("0", "0", tax_code_field::eu_purchases, "true")}),
                ElementsAre("sage50.settings.tax_for_purchases /taxCodes/ZERO"));
    EXPECT_THAT(told({code("0", "0", tax_code_field::eu_purchases, "false")}), IsEmpty());
}

TEST(Sage50SageSettingsTax, goods_lead_to_the_reverse_charge) {
    const CatalogueRecord reverse = code("7", "20", tax_code_field::reverse_charge, "true");
    EXPECT_THAT(told({reverse}, rule(R"(["S"])", "T7")),
                ElementsAre("sage50.settings.tax_reverse_charge /taxRules/0/schedule"));
    EXPECT_THAT(
        told({code("7", "0", tax_code_field::reverse_charge, "true")}, rule(R"(["AE"])", "T7")),
        IsEmpty());
}

TEST(Sage50SageSettingsTax, goods_lead_to_the_code_for_what_is_outside) {
    const CatalogueRecord outside = company({{"nonVatTaxCode", "7"}});
    const CatalogueRecord none = code("7", "0");
    EXPECT_THAT(told({outside, none}, rule(R"(["Z","E"])", "T7")),
                ElementsAre("sage50.settings.tax_non_vat /taxRules/0/schedule"));
    EXPECT_THAT(told({outside, none}, rule(R"(["O"])", "T7")), IsEmpty());
    EXPECT_THAT(told({outside, none}, rule(R"(["Z","O"])", "T7")), IsEmpty());
}

TEST(Sage50SageSettingsTax, rates_do_not_fit_what_they_are_for) {
    EXPECT_THAT(told({code("7", "0")}, rule(R"(["S"])", "T7")),
                ElementsAre("sage50.settings.tax_no_rate /taxRules/0/schedule"));
    EXPECT_THAT(told({code("7", "5")}, rule(R"(["S"])", "T7")), IsEmpty());
    EXPECT_THAT(told({code("7", "5")}, rule(R"(["E"])", "T7")),
                ElementsAre("sage50.settings.tax_rate_of_untaxed /taxRules/0/schedule"));
    EXPECT_THAT(told({record(kind::tax_code, "7")}, rule(R"(["S"])", "T7")), IsEmpty())
        << "no rate is shown";
}

TEST(Sage50SageSettingsTax, a_code_that_is_named_twice_is_told_once) {
    const Catalogue twice({code("1", "20", tax_code_field::eu_purchases, "true")}, 1);
    const std::vector<Problem> told =
        harmful_settings(sample::settings(R"({"taxCodes":{"A":"T1","B":"T1"}})"), twice);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_THAT(told.front().cause, testing::HasSubstr("European Union: T1."));
    EXPECT_EQ(told.front().pointer, "/taxCodes/A");
}

}  // namespace
}  // namespace sage::sage50
