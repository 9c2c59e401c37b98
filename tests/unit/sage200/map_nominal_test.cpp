// SPDX-License-Identifier: Apache-2.0
// Plan: by rule, with dimensions, by the customer's default, by nothing; what Sage has not; what is
// posted; which causes are gone.
#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::held_by;
using sample::prepared;

// "4000/cost centre/department transaction analysis" of the n-th value.
std::string posted_to(const Preparation& preparation, std::size_t index = 0) {
    const boost::json::value body = sample::body_of(preparation);
    const auto& item = body.at("nominal_analysis_items").as_array().at(index).as_object();
    const auto text = [&](const char* name) {
        return item.contains(name) ? std::string(item.at(name).as_string()) : std::string();
    };
    return text("code") + "/" + text("cost_centre") + "/" + text("department") + " " +
           text("transaction_analysis_code");
}

CatalogueRecord customer_with_default() {
    return sample::record(kind::customer, "CUST-001", "101",
                          {{"default_nominal_code_reference", "4000"},
                           {"default_nominal_code_cost_centre", "NOR"},
                           {"default_nominal_code_department", "RET"}});
}

TEST(Sage200Nominal, the_first_rule_that_fits_decides) {
    EXPECT_EQ(posted_to(prepared(sample::document())), "4000// ");
    EXPECT_EQ(posted_to(prepared(sample::document()), 1), "4905// ");
    const Settings by_site = sample::settings(R"({"nominalCodes":[
        {"locationIds":["MAIN"],"set":{"nominalCode":"4000","costCentre":"NOR",
         "department":"RET","transactionAnalysisCode":"WMS"}},{"set":{"nominalCode":"4905"}}]})");
    EXPECT_EQ(posted_to(prepared(sample::document(), by_site)), "4000/NOR/RET WMS");
}

TEST(Sage200Nominal, dimensions_fill_what_the_rule_leaves_open) {
    const Settings both = sample::settings(R"({
        "nominalCodes":[{"set":{"nominalCode":"4000","department":"RET"}}],
        "dimensions":[{"salesChannelIds":["web"],
                       "set":{"costCentre":"NOR","department":"OTH",
                              "transactionAnalysisCode":"WMS"}}]})");
    EXPECT_EQ(posted_to(prepared(sample::document(), both)), "4000/NOR/RET WMS");
}

TEST(Sage200Nominal, the_customers_default_counts_where_no_rule_fits) {
    const Settings none = sample::settings(R"({"nominalCodes":[]})");
    const Catalogue known = sample::with_record(customer_with_default());
    EXPECT_EQ(posted_to(prepared(sample::document(), none, known)), "4000/NOR/RET ");
    EXPECT_EQ(posted_to(prepared(sample::document(), sample::settings(), known)), "4000// ");
}

TEST(Sage200Nominal, what_nothing_decides_is_held_until_a_rule_does) {
    const Settings none =
        sample::settings(R"({"nominalCodes":[{"items":["X"],"set":{"nominalCode":"4000"}}]})");
    const Preparation held = prepared(sample::document(), none);
    EXPECT_EQ(held_by(held),
              "sage200.nominal_undecided /body/lines/0 "
              "nominal-rule:despatchAdvice||SKU-100||||");
    const std::string name = "despatchAdvice||SKU-100||||";
    EXPECT_FALSE(nominal_rule_cause_gone(none, name, sample::catalogue()));
    EXPECT_TRUE(nominal_rule_cause_gone(sample::settings(), name, sample::catalogue()));
    EXPECT_FALSE(nominal_rule_cause_gone(
        sample::settings(R"({"nominalCodes":[],"dimensions":[{"set":{"costCentre":"NOR"}}]})"),
        name, sample::catalogue()));
}

TEST(Sage200Nominal, the_whole_account_has_to_be_in_sage) {
    const Settings other =
        sample::settings(R"({"nominalCodes":[{"set":{"nominalCode":"4000","costCentre":"SOU"}}]})");
    EXPECT_EQ(held_by(prepared(sample::document(), other)),
              "sage200.nominal_unusable /body/lines/0 nominal:4000/SOU/");
    CatalogueRecord blocked = sample::record(kind::nominal_code, "4000", "21");
    blocked.active = false;
    EXPECT_EQ(nominal_trouble(sample::with_record(blocked), "4000"), "is inactive");
    const Settings analysed = sample::settings(
        R"({"nominalCodes":[{"set":{"nominalCode":"4000","transactionAnalysisCode":"NO"}}]})");
    EXPECT_EQ(held_by(prepared(sample::document(), analysed)),
              "sage200.transaction_analysis_unusable /body/lines/0 transaction-analysis:NO");
    // Where the role may not read them, Sage says itself.
    EXPECT_EQ(posted_to(prepared(sample::document(), analysed,
                                 sample::without(kind::transaction_analysis, "WMS"))),
              "4000// NO");
    CatalogueRecord idle = sample::record(kind::transaction_analysis, "WMS", "41");
    idle.active = false;
    EXPECT_EQ(transaction_analysis_trouble(sample::with_record(idle), "WMS"), "is inactive");
}

TEST(Sage200Nominal, what_is_posted_keeps_its_account) {
    Document later = sample::document();
    later.lines[0].posted = PostedTerms{"SKU-100", "1", Decimal::parse("20")};
    Nominal kept{"4000", "NOR", "RET", "WMS"};
    later.lines[0].posted->dimensions = kept.to_keep();
    EXPECT_EQ(posted_to(prepared(later)), "4000/NOR/RET WMS");
    later.lines[0].posted->dimensions.reset();
    EXPECT_EQ(posted_to(prepared(later)), "4000// ");
    EXPECT_EQ(kept.id(), "4000/NOR/RET");
    EXPECT_EQ((Nominal{"4000", "", "", "WMS"}).to_keep().size(), 2U);
}

}  // namespace
}  // namespace sage::sage200
