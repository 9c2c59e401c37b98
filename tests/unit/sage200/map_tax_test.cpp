// SPDX-License-Identifier: Apache-2.0
// Plan: by the map, by rules, by nothing; codes that are gone, rates that differ; the tax of what
// is posted; which causes are gone.
#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::held_by;
using sample::prepared;
using testing::HasSubstr;

Document with_tax(const std::string& tax) {
    return sample::document("despatchAdvice", "/body/lines/0/tax", tax);
}

std::string code_of_first(const Preparation& preparation) {
    return std::string(
        sample::body_of(preparation).at_pointer("/tax_analysis_items/0/id").as_string());
}

CatalogueRecord rate(std::string_view code, const char* percent) {
    return sample::record(kind::tax_code, code, "19", {{"tax_rate", percent}});
}

std::string cause(const Preparation& preparation) {
    const std::string root = sample::expect_kind<Hold>(preparation).root_cause;
    return root.substr(root.find(':') + 1);
}

TEST(Sage200Tax, the_code_of_the_warehouse_leads_to_sages) {
    EXPECT_EQ(code_of_first(prepared(sample::document())), "11");
    EXPECT_EQ(code_of_first(prepared(with_tax(R"({"taxCode":"ZERO","percent":"0"})"))), "10");
}

TEST(Sage200Tax, rules_decide_what_is_in_no_map_and_the_map_goes_before) {
    const Settings rules = sample::settings(
        R"({"taxRules":[{"categories":["Z"],"schedule":"0"},{"schedule":"1","percent":"20"}]})");
    EXPECT_EQ(code_of_first(prepared(with_tax(R"({"categoryCode":"Z"})"), rules)), "10");
    EXPECT_EQ(code_of_first(prepared(with_tax(R"({"categoryCode":"S"})"), rules)), "11");
    EXPECT_EQ(
        code_of_first(prepared(with_tax(R"({"taxCode":"STANDARD","categoryCode":"Z"})"), rules)),
        "11");
    const Settings by_site = sample::settings(
        R"({"siteCountries":{"MAIN":"IE"},
            "taxRules":[{"origin":["IE"],"schedule":"0"},{"schedule":"1"}]})");
    EXPECT_EQ(code_of_first(prepared(with_tax("{}"), by_site)), "10");
    const Settings by_class = sample::settings(
        R"({"itemClasses":{"SKU-100":"BOOKS"},
            "taxRules":[{"itemClasses":["BOOKS"],"schedule":"0"},{"schedule":"1"}]})");
    EXPECT_EQ(code_of_first(prepared(with_tax("{}"), by_class)), "10");
}

TEST(Sage200Tax, what_nothing_decides_is_held) {
    const Preparation held = prepared(with_tax(R"({"taxCode":"OTHER"})"));
    EXPECT_THAT(held_by(held), HasSubstr("sage200.tax_undecided /body/lines/0/tax tax:"));
    const std::string name = cause(held);
    EXPECT_FALSE(tax_cause_gone(sample::settings(), name, sample::catalogue()));
    EXPECT_TRUE(tax_cause_gone(sample::settings(R"({"taxCodes":{"OTHER":"1"}})"), name,
                               sample::catalogue()));
    EXPECT_TRUE(tax_cause_gone(sample::settings(R"({"taxRules":[{"schedule":"1"}]})"), name,
                               sample::catalogue()));
    EXPECT_FALSE(tax_cause_gone(sample::settings(), "no question", sample::catalogue()));
}

TEST(Sage200Tax, a_code_that_sage_has_not_is_held_until_it_has) {
    const Preparation held =
        prepared(sample::document(), sample::settings(), sample::without(kind::tax_code, "1"));
    EXPECT_EQ(held_by(held), "sage200.tax_code_unknown /body/lines/0/tax tax-code:1");
    const Settings settings = sample::settings();
    EXPECT_FALSE(tax_code_cause_gone(settings, "1", sample::without(kind::tax_code, "1")));
    EXPECT_TRUE(tax_code_cause_gone(settings, "1", sample::catalogue()));
    EXPECT_TRUE(tax_code_cause_gone(settings, "77", sample::catalogue()));
    CatalogueRecord inactive = rate("1", "20");
    inactive.active = false;
    EXPECT_THAT(tax_code_trouble(sample::with_record(inactive), "1"), HasSubstr("inactive"));
}

TEST(Sage200Tax, rates_have_to_agree) {
    const Preparation by_document =
        prepared(with_tax(R"({"taxCode":"STANDARD","percent":"17.5"})"));
    EXPECT_THAT(held_by(by_document),
                HasSubstr("sage200.tax_rate_differs /body/lines/0/tax/percent tax:"));
    EXPECT_TRUE(tax_cause_gone(sample::settings(), cause(by_document),
                               sample::with_record(rate("1", "17.5"))));
    const Settings rule = sample::settings(R"({"taxRules":[{"schedule":"1","percent":"21"}]})");
    EXPECT_THAT(sample::expect_kind<Hold>(prepared(with_tax("{}"), rule)).problem.cause,
                HasSubstr("/taxRules/0 says 21"));
    const Catalogue silent = sample::with_record(sample::record(kind::tax_code, "1", "11"));
    EXPECT_THAT(
        held_by(prepared(with_tax(R"({"taxCode":"STANDARD"})"), sample::settings(), silent)),
        HasSubstr("sage200.tax_rate_unknown"));
    // The document's own rate, or that of the rule, where Sage says none.
    EXPECT_EQ(*map_tax(rule, silent, {}, "").value.percent, *Decimal::parse("21"));
    TaxQuestion stated;
    stated.tax_code = "STANDARD";
    stated.percent = Decimal::parse("19");
    EXPECT_EQ(*map_tax(sample::settings(), silent, stated, "").value.percent,
              *Decimal::parse("19"));
}

TEST(Sage200Tax, what_is_posted_keeps_its_tax) {
    Document later = with_tax(R"({"taxCode":"OTHER"})");
    later.lines[0].posted = PostedTerms{"SKU-100", "0", Decimal()};
    EXPECT_EQ(code_of_first(prepared(later)), "10");
    const Catalogue changed = sample::with_record(rate("0", "5"));
    const Preparation held = prepared(later, sample::settings(), changed);
    EXPECT_EQ(held_by(held), "sage200.original_tax_unusable /body/lines/0/tax posted-tax:0 0");
    EXPECT_FALSE(posted_tax_cause_gone("0 0", changed));
    EXPECT_FALSE(posted_tax_cause_gone("0 0", sample::without(kind::tax_code, "0")));
    EXPECT_TRUE(posted_tax_cause_gone("0 0", sample::catalogue()));
    EXPECT_FALSE(posted_tax_cause_gone("0", sample::catalogue()));
    EXPECT_THAT(held_by(prepared(later, sample::settings(), sample::without(kind::tax_code, "0"))),
                HasSubstr("original_tax_unusable"));
}

}  // namespace
}  // namespace sage::sage200
