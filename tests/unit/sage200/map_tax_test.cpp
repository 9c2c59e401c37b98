// SPDX-License-Identifier: Apache-2.0
// Plan: by the map, by rules, by nothing; codes that are gone, rates that differ; the tax of what
// is posted; which causes are gone.
#include <gmock/gmock.h>

#include "plugins/sage200/sage200.h"
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

TEST(Sage200Tax, holds_and_releases_by_sages_own_records) {
    EXPECT_THAT(held_by(prepared(with_tax(R"({"taxCode":"OTHER"})"))),
                HasSubstr("sage200.tax_undecided /body/lines/0/tax tax:"));
    EXPECT_EQ(held_by(prepared(sample::document(), sample::settings(),
                               sample::without(kind::tax_code, "1"))),
              "sage200.tax_code_unknown /body/lines/0/tax tax-code:1");
    EXPECT_FALSE(
        cause_gone(sample::settings(), "tax-code:1", sample::without(kind::tax_code, "1")));
    EXPECT_TRUE(cause_gone(sample::settings(), "tax-code:1", sample::catalogue()));
}

TEST(Sage200Tax, what_is_posted_keeps_its_tax) {
    Document later = with_tax(R"({"taxCode":"OTHER"})");
    later.lines[0].posted = PostedTerms{"SKU-100", "0", Decimal()};
    EXPECT_EQ(code_of_first(prepared(later)), "10");
    const Catalogue changed = sample::with_record(rate("0", "5"));
    EXPECT_EQ(held_by(prepared(later, sample::settings(), changed)),
              "sage200.original_tax_unusable /body/lines/0/tax posted-tax:0 0");
    EXPECT_FALSE(cause_gone(sample::settings(), "posted-tax:0 0", changed));
    EXPECT_TRUE(cause_gone(sample::settings(), "posted-tax:0 0", sample::catalogue()));
}

}  // namespace
}  // namespace sage::sage200
