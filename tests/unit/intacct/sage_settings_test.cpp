// SPDX-License-Identifier: Apache-2.0
// Plan: a company in which nothing hurts is told nothing; how many settings are read, each by a
// rule of its own that says all a person needs; few queries for all of them; what Sage does not
// show is not judged. Each rule has its planted case in sage_settings_*_test.cpp.
#include "plugins/intacct/sage_settings.h"

#include "tests/unit/intacct/planted_company.h"

namespace sage::intacct {
namespace {

using sample::PlantedCompany;
using testing::IsEmpty;

std::vector<SettingRule> all_rules() {
    std::vector<SettingRule> all = sales_rules();
    for (const auto* more : {&stock_rules(), &tax_rules(), &account_rules()}) {
        all.insert(all.end(), more->begin(), more->end());
    }
    return all;
}

TEST(IntacctSageSettings, a_company_in_which_nothing_hurts_is_told_nothing) {
    PlantedCompany company;
    EXPECT_THAT(company.findings(), IsEmpty());
    EXPECT_THAT(company.findings(R"({"sourceDocument":"never","lateTracking":"keep"})"), IsEmpty());
    EXPECT_THAT(company.findings(R"({"definitions":{}})"), IsEmpty());
}

TEST(IntacctSageSettings, at_least_25_settings_of_sage_are_told_each_by_a_rule_of_its_own) {
    std::set<std::string_view> codes;
    std::set<std::pair<std::uint32_t, std::string_view>> settings;
    for (const SettingRule& rule : all_rules()) {
        EXPECT_TRUE(codes.insert(rule.code).second) << rule.code << " twice";
        EXPECT_TRUE(rule.code.starts_with("intacct.settings.")) << rule.code;
        EXPECT_NE(rule.roles, 0U) << rule.code;
        EXPECT_EQ(rule.field.empty(), rule.values.empty()) << rule.code;
        EXPECT_TRUE(rule.cause.ends_with('.') && rule.fix.ends_with('.')) << rule.code;
        if (!rule.field.empty()) {
            settings.emplace(rule.roles & role::sale ? role::sale : rule.roles, rule.field);
        }
    }
    EXPECT_GE(codes.size(), 25U);
    EXPECT_GE(settings.size(), 25U) << "several rules about one setting count once";
}

TEST(IntacctSageSettings, one_query_serves_all_settings_of_a_kind_of_record) {
    const std::set<std::string> of_rules = {
        std::string(kind::order_entry_rules), std::string(kind::inventory_rules),
        std::string(kind::warehouse_rules), std::string(kind::tax_detail_rules),
        std::string(kind::location)};
    std::multiset<std::string> read;
    for (const CatalogueRead& one : catalogue_reads(sample::settings())) {
        if (of_rules.contains(one.kind)) {
            read.insert(one.kind);
        }
    }
    EXPECT_EQ(read, std::multiset<std::string>(of_rules.begin(), of_rules.end()));
}

TEST(IntacctSageSettings, settings_that_sage_does_not_show_are_not_judged) {
    EXPECT_THAT(harmful_settings(sample::settings(), sample::catalogue()), IsEmpty());
    EXPECT_THAT(harmful_settings(sample::settings(), Catalogue()), IsEmpty());
}

TEST(IntacctSageSettings, a_finding_names_the_record_the_value_and_the_setting_that_names_it) {
    PlantedCompany company;
    company.change(R"({"definition":{"id":"Sales Return","set":{"deletePolicy":"all"}}})");
    company.findings();
    ASSERT_EQ(company.told().size(), 1U);
    const Problem& problem = company.told().front();
    EXPECT_EQ(problem.pointer, "/definitions/returnAdvice");
    EXPECT_NE(problem.cause.find("Sales Return"), std::string::npos) << problem.cause;
    EXPECT_NE(problem.cause.find("(all)"), std::string::npos) << problem.cause;
    EXPECT_EQ(problem.owner, Owner::finance);
}

TEST(IntacctSageSettings, every_site_is_looked_at_and_codes_with_a_slash_are_pointed_at) {
    PlantedCompany company;
    company.change(R"({"warehouse":{"id":"SHOP","enableNegativeInv":true}})");
    company.findings(R"({"warehouses":{"MAIN":{"warehouse":"MAIN","location":"100"},
                                       "A/B":{"warehouse":"SHOP","location":"100"}}})");
    ASSERT_EQ(company.told().size(), 1U);
    EXPECT_EQ(company.told().front().pointer, "/warehouses/A~1B/warehouse");
}

TEST(IntacctSageSettings, a_rate_behind_several_tax_codes_is_told_once) {
    PlantedCompany company;
    company.change(R"({"taxDetail":{"id":"UK Sale Goods Standard Rate","reverseCharge":true}})");
    company.findings(R"({"taxDetails":{"A":"UK Sale Goods Standard Rate",
                                       "B":"UK Sale Goods Standard Rate"}})");
    ASSERT_EQ(company.told().size(), 1U);
    EXPECT_EQ(company.told().front().pointer, "/taxDetails/A");
}

}  // namespace
}  // namespace sage::intacct
