// SPDX-License-Identifier: Apache-2.0
// Plan: each root cause before and after; what Sage itself refused; unknown names are never gone.
// Causes that a document was held for stand with that hold, in the tests of the mapping.
#include <gmock/gmock.h>

#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

bool gone(std::string_view cause, const Catalogue& known = sample::catalogue(),
          std::string_view changes = "{}") {
    return cause_gone(sample::settings(changes), cause, known);
}

TEST(Sage50Causes, what_people_put_right_in_sage_releases) {
    EXPECT_TRUE(gone("catalogue"));
    EXPECT_FALSE(gone("catalogue", Catalogue()));
    EXPECT_TRUE(gone("account:CUST-001"));
    EXPECT_FALSE(gone("account:NOBODY"));
    EXPECT_TRUE(gone("item:SKU-100"));
    EXPECT_FALSE(gone("item:NEW"));
    EXPECT_FALSE(gone("itemMatch:gtin=05012345678911"));
    EXPECT_TRUE(gone("stockItem:SKU-100"));
    EXPECT_FALSE(gone("stockItem:NEW"));
    EXPECT_TRUE(gone("product:SKU-100"));
    EXPECT_FALSE(gone("product:NEW"));
    EXPECT_TRUE(gone("posted-customer:CUST-001"));
    EXPECT_FALSE(gone("posted-customer:NOBODY"));
    EXPECT_TRUE(gone("tax-code:1"));
    EXPECT_TRUE(gone("posted-tax:20 1"));
    EXPECT_FALSE(gone("posted-tax:17.5 1"));
    EXPECT_TRUE(gone("stock-type:SKU-100"));
    EXPECT_FALSE(gone("stock-type:POSTAGE"));
    EXPECT_FALSE(gone("stock-type:NEW"));
    EXPECT_FALSE(gone("quantity-places:3"));
    EXPECT_TRUE(gone("quantity-places:2"));
    EXPECT_FALSE(gone("quantity-places:"));
    EXPECT_FALSE(gone("quantity-places:2", sample::without(kind::company, sample::company_id)));
}

TEST(Sage50Causes, what_people_put_right_in_the_settings_releases) {
    const Catalogue known = sample::catalogue();
    EXPECT_TRUE(gone("setting:guestCustomer"));
    EXPECT_FALSE(gone("setting:guestCustomer", known, R"({"guestCustomer":null})"));
    EXPECT_FALSE(gone("setting:other"));
    EXPECT_TRUE(gone("guest-customer:OLD"));
    EXPECT_FALSE(gone("guest-customer:NOBODY", known, R"({"guestCustomer":"NOBODY"})"));
    EXPECT_FALSE(gone("currency:EUR"));
    EXPECT_TRUE(gone("currency:EUR", known, R"({"currency":"EUR"})"));
    EXPECT_FALSE(gone("unit:BX"));
    EXPECT_TRUE(gone("unit:BX", known, R"({"unitCodes":["BX"]})"));
    EXPECT_FALSE(gone("charge:FUEL"));
    EXPECT_TRUE(gone("charge:FUEL", known, R"({"charges":{"FUEL":"S1"}})"));
    EXPECT_FALSE(gone("allowance:PROMO", known, R"({"charges":{"PROMO":"carriage"}})"));
    EXPECT_TRUE(gone("allowance:PROMO"));
    EXPECT_TRUE(gone("stock-by-hand"));
    for (const char* const policy : {"byHand", "adjustments"}) {
        EXPECT_FALSE(
            gone("stock-by-hand", known, R"({"stockDocuments":")" + std::string(policy) + R"("})"))
            << "somebody may have entered it";
    }
    EXPECT_TRUE(gone("tax-code:8")) << "no setting names it any more";
    EXPECT_FALSE(gone("tax-code:8", known, R"({"taxCodes":{"OTHER":"T8"}})"));
    EXPECT_FALSE(gone("tax:" + text_of(TaxQuestion{})));
}

TEST(Sage50Causes, differences_of_totals_are_gone_with_another_policy) {
    const Catalogue known = sample::catalogue();
    constexpr const char* tolerate = R"({"totalsDifference":{"policy":"tolerate","pennies":2}})";
    EXPECT_FALSE(gone("totals:0.01"));
    EXPECT_TRUE(gone("totals:-0.02", known, tolerate));
    EXPECT_FALSE(gone("totals:0.03", known, tolerate));
    EXPECT_FALSE(gone("totals-prices:0.01", known, R"({"totalsDifference":{"policy":"spread"}})"));
    EXPECT_TRUE(gone("totals-prices:0.01", known, tolerate));
    const auto rounding = [](const char* item, const char* tax) {
        return R"({"totalsDifference":{"policy":"roundingLine","item":")" + std::string(item) +
               R"(","schedule":")" + tax + R"("}})";
    };
    EXPECT_FALSE(gone("rounding-item:POSTAGE", known, rounding("POSTAGE", "0")));
    EXPECT_TRUE(gone("rounding-item:POSTAGE", known, rounding("S1", "0")));
    EXPECT_TRUE(gone("rounding-item:POSTAGE", known,
                     R"({"totalsDifference":{"policy":"tolerate","item":"POSTAGE"}})"))
        << "there are no such lines any more";
    EXPECT_FALSE(gone("rounding-tax:1", known, rounding("S1", "1")));
    EXPECT_TRUE(gone("rounding-tax:1", known, rounding("S1", "0")));
}

TEST(Sage50Causes, who_was_found_twice_is_found_once) {
    constexpr const char* by_vat =
        R"({"customerMatching":{"rules":["vatNumber"],"noMatch":"guest"}})";
    std::vector<CatalogueRecord> twins = sample::records();
    for (const char* const id : {"A", "B"}) {
        twins.push_back(sample::record(kind::customer, id,
                                       {{std::string(match_field::vat_number), "123456789"}}));
    }
    const Preparation held =
        sample::prepared(sample::document(), sample::settings(by_vat), {twins, 1});
    const std::string cause = sample::expect_kind<Hold>(held).root_cause;
    EXPECT_FALSE(gone(cause, {twins, 1}, by_vat));
    twins.pop_back();
    EXPECT_TRUE(gone(cause, {twins, 1}, by_vat));
}

// The causes that the reply to a write names.
TEST(Sage50Causes, what_sage_refused_is_tried_once_more_with_one_document) {
    for (const char* const cause : {"customer:CUST-001", "nominal:4000", "lock-date"}) {
        EXPECT_TRUE(gone(cause)) << cause;
        EXPECT_TRUE(needs_trial(cause)) << cause;
    }
    EXPECT_FALSE(needs_trial("account:CUST-001"));
    EXPECT_FALSE(needs_trial("nominal-code:4000"));
    EXPECT_FALSE(needs_trial(""));
    EXPECT_FALSE(gone("nominal:4001"));
    EXPECT_FALSE(gone("customer:NOBODY"));
    const CatalogueRecord on_hold =
        sample::record(kind::customer, "CUST-001", {{"onHold", "true"}});
    EXPECT_FALSE(gone("customer:CUST-001", sample::with_record(on_hold)))
        << "Sage would refuse it again";
    EXPECT_FALSE(gone("customer:CUST-001",
                      sample::with_record(sample::inactive(kind::customer, "CUST-001"))));
    EXPECT_TRUE(gone("customer:NOBODY", sample::catalogue(),
                     R"({"customerMatching":{"noMatch":"guest"}})"));
}

TEST(Sage50Causes, what_is_asked_again_is_never_kept_waiting) {
    EXPECT_TRUE(gone("unanswered"));
}

TEST(Sage50Causes, what_nobody_knows_is_never_gone) {
    EXPECT_FALSE(gone("nobody-knows:this"));
    EXPECT_FALSE(gone(""));
    EXPECT_FALSE(gone("period:"));
    EXPECT_FALSE(gone("nominal-rule:"));
}

}  // namespace
}  // namespace sage::sage50
