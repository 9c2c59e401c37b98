// SPDX-License-Identifier: Apache-2.0
// Plan: a company in which nothing hurts is told nothing; how many rules there are, each with all a
// person needs; names are listed, many of them shortened; what was not read is not judged. Each
// rule has its planted case in sage_settings_*_test.cpp.
#include "plugins/sage50/sage_settings.h"

#include <set>

#include "tests/unit/sage50/planted_settings.h"

namespace sage::sage50 {
namespace {

using sample::record;
using sample::told;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Sage50SageSettings, a_company_in_which_nothing_hurts_is_told_nothing) {
    EXPECT_THAT(told({}), IsEmpty());
    EXPECT_THAT(told({}, R"({"orderBecomes":"salesOrder","despatchBecomes":"despatchOfOrder",
        "charges":{"POST":"carriage"}})"),
                IsEmpty());
}

TEST(Sage50SageSettings, what_was_not_read_is_not_judged) {
    EXPECT_THAT(harmful_settings(sample::settings(), Catalogue()), IsEmpty());
    const Catalogue bare({record(kind::company, sample::company_id), record(kind::tax_code, "1"),
                          record(kind::customer, "GUEST"), record(kind::product, "SKU-100")},
                         1);
    EXPECT_THAT(harmful_settings(sample::settings(), bare), IsEmpty());
}

TEST(Sage50SageSettings, at_least_25_settings_are_told_each_by_a_rule_of_its_own) {
    std::set<std::string_view> codes;
    for (const auto* const table :
         {&company_rules(), &tax_code_rules(), &product_rules(), &customer_rules()}) {
        for (const SettingRule& rule : *table) {
            EXPECT_TRUE(codes.insert(rule.code).second) << rule.code << " twice";
            EXPECT_TRUE(rule.code.starts_with("sage50.settings.")) << rule.code;
            EXPECT_NE(rule.found, nullptr) << rule.code;
            EXPECT_THAT(std::string(rule.cause), HasSubstr("{0}")) << rule.code;
            EXPECT_TRUE(rule.cause.ends_with('.') && rule.fix.ends_with('.')) << rule.code;
        }
    }
    EXPECT_GE(codes.size(), 25U);
}

std::string cause_for(std::size_t count) {
    std::vector<CatalogueRecord> all = sample::records();
    for (std::size_t at = 1; at <= count; ++at) {
        all.push_back(record(kind::product, "P" + std::to_string(at),
                             {{std::string(product_field::in_stock), "-1"}}));
    }
    const std::vector<Problem> problems = harmful_settings(sample::settings(), Catalogue(all, 1));
    return problems.size() == 1 ? problems.front().cause : "";
}

TEST(Sage50SageSettings, names_are_listed_and_many_of_them_shortened) {
    EXPECT_THAT(cause_for(1), HasSubstr("Sage: P1."));
    EXPECT_THAT(cause_for(2), HasSubstr("Sage: P1 and P2."));
    EXPECT_THAT(cause_for(3), HasSubstr("Sage: P1, P2 and P3."));
    EXPECT_THAT(cause_for(5), HasSubstr("Sage: P1, P2, P3 and 2 more."));
}

TEST(Sage50SageSettings, are_told_with_what_does_not_fit) {
    const Catalogue below_zero =
        sample::of_company({{std::string(company_field::negative_stock), "true"}});
    const std::vector<Problem> told = unfit_settings(sample::settings(), below_zero);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().code, "sage50.settings.negative_stock");
    EXPECT_EQ(told.front().owner, Owner::warehouse);
}

}  // namespace
}  // namespace sage::sage50
