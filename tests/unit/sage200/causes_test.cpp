// SPDX-License-Identifier: Apache-2.0
// Plan: each root cause before and after; unknown names are never gone. Those of tax, nominal codes
// and totals stand in the tests of their files.
#include <gmock/gmock.h>

#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

bool gone(std::string_view cause, const Catalogue& known = sample::catalogue(),
          std::string_view changes = "{}") {
    return cause_gone(sample::settings(changes), cause, known);
}

TEST(Sage200Causes, what_people_put_right_in_sage_releases) {
    EXPECT_TRUE(gone("catalogue"));
    EXPECT_FALSE(gone("catalogue", Catalogue()));
    EXPECT_TRUE(gone("company:x"));
    EXPECT_FALSE(
        gone("company:x", sample::without(kind::site, "7c9e6679-7425-40de-944b-e07fc1f90ae7/1")));
    EXPECT_TRUE(gone("customer:CUST-001"));
    EXPECT_FALSE(gone("customer:NOBODY"));
    EXPECT_FALSE(gone("customerMatch:accountCode=NOBODY"));
    EXPECT_TRUE(gone("posted-customer:CUST-001"));
    EXPECT_FALSE(gone("posted-customer:NOBODY"));
    EXPECT_TRUE(gone("customer-currency:CUST-001"));
    EXPECT_FALSE(gone("customer-currency:CUST-001",
                      sample::with_record(sample::record(kind::customer, "CUST-001", "101",
                                                         {{"currency_id", "32"}}))));
    EXPECT_FALSE(gone("customer-currency:NOBODY"));
    EXPECT_TRUE(gone("nominal:4000"));
    EXPECT_FALSE(gone("posted-nominal:4000/SOU/"));
    EXPECT_TRUE(gone("posted-nominal:4000"));
    EXPECT_TRUE(gone("tax-code:1"));
    EXPECT_TRUE(gone("posted-tax:20 1"));
    EXPECT_TRUE(gone("transaction-analysis:WMS"));
}

TEST(Sage200Causes, what_people_put_right_in_the_settings_releases) {
    const Catalogue known = sample::catalogue();
    EXPECT_TRUE(gone("customer:NOBODY", known, R"({"customerMatching":{"noMatch":"guest"}})"));
    std::vector<CatalogueRecord> both = sample::records();
    for (const char* const id : {"A", "B"}) {
        both.push_back(sample::record(kind::customer, id, "9",
                                      {{std::string(match_field::vat_number), "123456789"}}));
    }
    constexpr const char* by_vat =
        R"({"customerMatching":{"rules":["vatNumber"],"noMatch":"guest"}})";
    EXPECT_FALSE(gone("customerMatch:vatNumber=123456789", {both, 1}, by_vat)) << "held again";
    EXPECT_TRUE(gone("customerMatch:vatNumber=123456789", known, by_vat));
    EXPECT_FALSE(gone("setting:guestCustomer", known, R"({"guestCustomer":null})"));
    EXPECT_TRUE(gone("setting:guestCustomer"));
    EXPECT_FALSE(gone("setting:other"));
    EXPECT_TRUE(gone("nominal:4OOO")) << "no setting names it any more";
    EXPECT_FALSE(
        gone("nominal:4OOO", known, R"({"nominalCodes":[{"set":{"nominalCode":"4OOO"}}]})"));
    EXPECT_TRUE(gone("nominal:4000/SOU/"));
    EXPECT_FALSE(
        gone("nominal:4000/SOU/", known, R"({"dimensions":[{"set":{"costCentre":"SOU"}}]})"));
    EXPECT_TRUE(gone("guest-customer:OLD"));
    EXPECT_FALSE(gone("guest-customer:NOBODY", known, R"({"guestCustomer":"NOBODY"})"));
    EXPECT_TRUE(gone("rounding-tax:1")) << "the settings name another one";
    EXPECT_TRUE(gone("stock-by-hand"));
    EXPECT_FALSE(gone("stock-by-hand", known, R"({"stockDocuments":"byHand"})"));
    EXPECT_FALSE(gone("currency:EUR"));
    EXPECT_TRUE(gone("currency:EUR", known, R"({"currency":"EUR"})"));
    EXPECT_TRUE(gone("nominal-rule:despatchAdvice||||||"));
    EXPECT_FALSE(gone("transaction-analysis:NO", known,
                      R"({"dimensions":[{"set":{"transactionAnalysisCode":"NO"}}]})"));
    EXPECT_TRUE(gone("transaction-analysis:NO"));
    EXPECT_FALSE(gone("totals:0.01"));
    EXPECT_TRUE(gone("totals:0.01", known, R"({"totalsDifference":{"policy":"spread"}})"));
    EXPECT_FALSE(gone("totals-prices:0.01", known, R"({"totalsDifference":{"policy":"spread"}})"));
    EXPECT_TRUE(gone("totals-prices:0.01", known, R"({"totalsDifference":{"policy":"tolerate"}})"));
    EXPECT_FALSE(gone("tax:" + text_of(TaxQuestion{})));
}

TEST(Sage200Causes, what_nobody_knows_is_never_gone) {
    EXPECT_FALSE(gone("nobody-knows:this"));
    EXPECT_FALSE(gone(""));
    EXPECT_TRUE(gone("item:SKU-1")) << "the ledger has no items";
}

TEST(Sage200Causes, a_period_is_open_when_the_settings_say_so) {
    const char* const closed = R"({"dates":{"openFrom":"2026-12-01"}})";
    const Hold hold =
        sample::expect_kind<Hold>(sample::prepared(sample::document(), sample::settings(closed)));
    EXPECT_FALSE(gone(hold.root_cause, sample::catalogue(), closed));
    EXPECT_TRUE(gone(hold.root_cause));
}

}  // namespace
}  // namespace sage::sage200
