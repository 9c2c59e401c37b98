// SPDX-License-Identifier: Apache-2.0
// Plan: what the difference of totals (mapping/totals_difference.h) makes of a document of the
// ledger: equal, held, tolerated, a rounding line, spread.
#include <gmock/gmock.h>

#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::expect_kind;
using sample::prepared;

// 6 at 3.39 and carriage of 4.95, 20 percent: 25.29 and 5.06 make 30.35.
Document told(const char* total) {
    return sample::document(
        "despatchAdvice", "/body/legalMonetaryTotal",
        R"({"payableAmount":{"amount":")" + std::string(total) + R"(","currencyId":"GBP"}})");
}

Settings policy(const char* text) {
    return sample::settings(R"({"totalsDifference":{"policy":")" + std::string(text) +
                            R"(","pennies":2,"item":"ROUND","schedule":"0"}})");
}

TEST(Sage200Totals, what_the_buyer_was_told_is_posted_or_held) {
    EXPECT_EQ(expect_kind<Send>(prepared(told("30.35"))).remarks.size(), 0U);
    EXPECT_EQ(sample::held_by(prepared(told("30.36"))),
              "sage200.totals_differ /body/legalMonetaryTotal/payableAmount totals:0.01");
    EXPECT_EQ(sample::held_by(prepared(told("30.38"), policy("tolerate"))),
              "sage200.totals_differ /body/legalMonetaryTotal/payableAmount totals:0.03");
}

TEST(Sage200Totals, a_difference_is_tolerated_with_a_remark) {
    const Send send = expect_kind<Send>(prepared(told("30.36"), policy("tolerate")));
    EXPECT_EQ(send.facts.at("document_gross_value"), "30.35");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "sage200.totals_tolerated");
}

TEST(Sage200Totals, a_line_of_the_difference_makes_the_total) {
    for (const char* const total : {"30.36", "30.33"}) {
        const Preparation made = prepared(told(total), policy("roundingLine"));
        const Send send = expect_kind<Send>(made);
        EXPECT_EQ(send.facts.at("document_gross_value"), total);
        EXPECT_EQ(send.remarks.at(0).code, "sage200.totals_rounded");
        EXPECT_EQ(sample::body_of(made).at("nominal_analysis_items").as_array().size(), 3U);
        EXPECT_EQ(send.terms.lines.size(), 2U);
    }
    EXPECT_EQ(sample::held_by(prepared(told("30.36"), policy("roundingLine"),
                                       sample::without(kind::tax_code, "0"))),
              "sage200.tax_code_unknown /body/legalMonetaryTotal/tax tax-code:0");
    const Settings rated = sample::settings(
        R"({"totalsDifference":{"policy":"roundingLine","pennies":2,"item":"R","schedule":"1"}})");
    EXPECT_EQ(sample::held_by(prepared(told("30.36"), rated)),
              "sage200.rounding_tax_rated /body/legalMonetaryTotal rounding-tax:1");
    EXPECT_FALSE(cause_gone(rated, "rounding-tax:1", sample::catalogue()));
    EXPECT_TRUE(cause_gone(policy("roundingLine"), "rounding-tax:1", sample::catalogue()));
}

TEST(Sage200Totals, a_difference_is_spread_over_the_lines) {
    const Send send = expect_kind<Send>(prepared(told("30.36"), policy("spread")));
    EXPECT_EQ(send.facts.at("document_gross_value"), "30.36");
    EXPECT_EQ(send.remarks.at(0).code, "sage200.totals_spread");
}

}  // namespace
}  // namespace sage::sage200
