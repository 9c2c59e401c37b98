// SPDX-License-Identifier: Apache-2.0
// Plan: equal, not told, held, tolerated, a rounding line, spread, not to be spread; which causes
// are gone.
#include "sage-adapter/mapping/totals_difference.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

Decimal number(const char* text) {
    return *Decimal::parse(text);
}

class DifferenceOfTotals : public testing::Test {
  protected:
    void policy(DifferencePolicy policy) {
        settings_.policy = policy;
        settings_.tolerance = policy == DifferencePolicy::hold ? Decimal() : number("0.02");
    }
    TotalsOutcome settle(const std::optional<Decimal>& told) const {
        const TotalsDifference rules{
            settings_,
            {},
            [](const Decimal& net, const Decimal&) { return std::optional(net); },
            "price",
            {"sage50", "Sage 50"}};
        return rules.settle(lines_, told, number("10"));
    }
    std::optional<bool> gone(std::string_view cause, std::string_view name) const {
        return totals_cause_gone(settings_, cause, name);
    }

    TotalsSettings settings_;
    std::vector<TotalsLine> lines_{{Decimal::of(1), number("10"), {}, {}, {}, Decimal()}};
};

TEST_F(DifferenceOfTotals, that_is_none_or_is_not_told_leads_to_nothing) {
    for (const std::optional<Decimal>& told :
         {std::optional(number("10.00")), std::optional<Decimal>()}) {
        const TotalsOutcome outcome = settle(told);
        EXPECT_FALSE(outcome.hold || outcome.rounding || outcome.remark);
        EXPECT_TRUE(outcome.prices.empty());
    }
}

TEST_F(DifferenceOfTotals, that_no_policy_treats_is_held_until_one_does) {
    const TotalsOutcome outcome = settle(number("10.01"));
    ASSERT_TRUE(outcome.hold);
    EXPECT_EQ(outcome.hold->problem.code, "sage50.totals_differ");
    EXPECT_EQ(outcome.hold->problem.pointer, "/body/legalMonetaryTotal/payableAmount");
    EXPECT_EQ(outcome.hold->root_cause, "totals:0.01");
    EXPECT_EQ(gone("totals", "0.01"), false);
    policy(DifferencePolicy::tolerate);
    EXPECT_EQ(gone("totals", "0.01"), true);
    EXPECT_EQ(gone("totals", "-0.02"), true);
    EXPECT_EQ(gone("totals", "0.03"), false);
    EXPECT_EQ(gone("totals", "x"), false);
    EXPECT_EQ(gone("tax", "0.01"), std::nullopt);
    EXPECT_EQ(settle(number("10.03")).hold->root_cause, "totals:0.03");
}

TEST_F(DifferenceOfTotals, is_tolerated_with_a_remark) {
    policy(DifferencePolicy::tolerate);
    const TotalsOutcome outcome = settle(number("9.99"));
    EXPECT_FALSE(outcome.hold || outcome.rounding);
    ASSERT_TRUE(outcome.remark);
    EXPECT_EQ(outcome.remark->code, "sage50.totals_tolerated");
}

TEST_F(DifferenceOfTotals, becomes_a_line_of_it) {
    policy(DifferencePolicy::rounding_line);
    const TotalsOutcome outcome = settle(number("9.99"));
    EXPECT_EQ(outcome.rounding, number("-0.01"));
    EXPECT_EQ(outcome.remark->code, "sage50.totals_rounded");
}

TEST_F(DifferenceOfTotals, is_spread_over_the_lines_where_prices_make_it) {
    policy(DifferencePolicy::spread);
    const TotalsOutcome outcome = settle(number("10.01"));
    ASSERT_EQ(outcome.prices.size(), 1U);
    EXPECT_EQ(outcome.prices[0], number("10.01"));
    EXPECT_EQ(outcome.remark->code, "sage50.totals_spread");
    EXPECT_NE(outcome.remark->message.find("one price."), std::string::npos);
    lines_.clear();
    const TotalsOutcome none = settle(number("10.01"));
    ASSERT_TRUE(none.hold);
    EXPECT_EQ(none.hold->problem.code, "sage50.totals_not_spread");
    EXPECT_EQ(none.hold->root_cause, "totals-prices:0.01");
    EXPECT_EQ(gone("totals-prices", "0.01"), false) << "the same would be tried again";
    policy(DifferencePolicy::tolerate);
    EXPECT_EQ(gone("totals-prices", "0.01"), true);
}

}  // namespace
}  // namespace sage
