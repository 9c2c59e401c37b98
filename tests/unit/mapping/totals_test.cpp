// SPDX-License-Identifier: Apache-2.0
// Plan: net, tax and gross of a line and their sums; what rounds where; prices that include tax;
// discounts, base quantities, allowances; mixed rates; what is unknown or does not fit.
#include "sage-adapter/mapping/totals.h"

#include <gtest/gtest.h>

#include <string>

namespace sage {
namespace {

Decimal number(const char* text) {
    return Decimal::parse(text).value_or(Decimal());
}

TotalsLine line(const char* quantity, const char* price, const char* percent) {
    TotalsLine made;
    made.quantity = number(quantity);
    made.unit_price = number(price);
    made.tax_percent = Decimal::parse(percent);
    return made;
}

std::string text_of(const Amounts& amounts) {
    const auto text = [](const std::optional<Decimal>& one) { return one ? one->text() : "-"; };
    return text(amounts.net) + " + " + text(amounts.tax) + " = " + text(amounts.gross);
}

std::string total_of(const std::vector<TotalsLine>& lines, const TotalsRule& rule = {}) {
    const std::optional<Totals> all = totals(lines, rule);
    return all ? text_of(all->document) : "none";
}

TotalsRule inclusive(TaxRounding tax = TaxRounding::per_line) {
    return {tax, 2, Rounding::half_away_from_zero, true};
}

TEST(Totals, each_line_is_rounded_and_the_document_is_their_sum) {
    const std::vector<TotalsLine> lines = {line("3", "0.335", "20"), line("3", "0.335", "20")};
    const std::optional<Totals> all = totals(lines, {});
    ASSERT_TRUE(all);
    EXPECT_EQ(text_of(all->lines[0]), "1.01 + 0.20 = 1.21") << "0.202 of tax on a rounded net";
    EXPECT_EQ(text_of(all->document), "2.02 + 0.40 = 2.42");
    EXPECT_EQ(total_of({}), "0.00 + 0.00 = 0.00");
}

TEST(Totals, halves_go_where_the_rule_says) {
    EXPECT_EQ(total_of({line("1", "0.125", "0")}), "0.13 + 0.00 = 0.13");
    EXPECT_EQ(total_of({line("1", "-0.125", "0")}), "-0.13 + 0.00 = -0.13");
    EXPECT_EQ(total_of({line("1", "0.125", "0")}, {TaxRounding::per_line, 2, Rounding::half_even}),
              "0.12 + 0.00 = 0.12");
    EXPECT_EQ(total_of({line("1", "12.5", "20")}, {TaxRounding::per_line, 0}), "13 + 3 = 16");
}

TEST(Totals, tax_of_the_document_is_rounded_once_for_each_rate) {
    const std::vector<TotalsLine> lines = {line("1", "0.02", "20"), line("1", "0.01", "20.0"),
                                           line("1", "0.11", "5")};
    EXPECT_EQ(total_of(lines), "0.14 + 0.01 = 0.15") << "0.004, 0.002 and 0.0055";
    const TotalsRule rule{TaxRounding::per_document};
    EXPECT_EQ(total_of(lines, rule), "0.14 + 0.02 = 0.16") << "0.006 and 0.0055";
    const std::optional<Totals> all = totals(lines, rule);
    EXPECT_EQ(text_of(all->lines[0]), "0.02 + - = -") << "a line has no tax of its own";
}

TEST(Totals, prices_that_include_tax_give_a_net_that_makes_the_gross_again) {
    EXPECT_EQ(total_of({line("1", "9.99", "20")}, inclusive()), "8.33 + 1.66 = 9.99");
    EXPECT_EQ(total_of({line("3", "0.03", "17.5")}, inclusive()), "0.08 + 0.01 = 0.09");
    EXPECT_EQ(total_of({line("1", "0.03", "20")}, inclusive()), "0.03 + 0.00 = 0.03");
    EXPECT_EQ(total_of({line("1", "5", "0")}, inclusive()), "5.00 + 0.00 = 5.00");
    const std::vector<TotalsLine> lines = {line("1", "0.04", "20"), line("1", "0.04", "20")};
    EXPECT_EQ(total_of(lines, inclusive()), "0.06 + 0.02 = 0.08");
    EXPECT_EQ(total_of(lines, inclusive(TaxRounding::per_document)), "0.07 + 0.01 = 0.08");
}

TEST(Totals, net_and_tax_are_the_gross_for_every_penny) {
    for (const char* percent : {"0", "5", "17.5", "20", "21", "25"}) {
        for (std::int64_t pennies = -2'000; pennies <= 2'000; ++pennies) {
            TotalsLine one = line("1", "0", percent);
            one.unit_price = Decimal::of(pennies, 2);
            const Amounts sum = totals({one}, inclusive())->document;
            ASSERT_EQ(*sum.net + *sum.tax, *sum.gross) << pennies << " at " << percent;
            ASSERT_EQ(*sum.gross, one.unit_price);
        }
    }
}

TEST(Totals, discounts_and_base_quantities_are_in_the_exact_value) {
    TotalsLine one = line("10", "9.99", "20");
    one.discount_percent = number("12.5");
    EXPECT_EQ(total_of({one}), "87.41 + 17.48 = 104.89") << "87.4125";
    one.discount_percent.reset();
    one.base_quantity = number("3");
    EXPECT_EQ(total_of({one}), "33.30 + 6.66 = 39.96");
    one.unit_discount = number("0.99");
    EXPECT_EQ(total_of({one}), "30.00 + 6.00 = 36.00") << "9.00 for three";
    one.base_quantity.reset();
    one.discount_percent = number("10");
    EXPECT_EQ(total_of({one}), "81.00 + 16.20 = 97.20");
}

TEST(Totals, an_allowance_takes_away) {
    EXPECT_EQ(total_of({line("1", "10", "20"), line("1", "-2.50", "20")}), "7.50 + 1.50 = 9.00");
}

TEST(Totals, a_rate_that_is_not_known_leaves_tax_and_gross_open) {
    const std::optional<Totals> all = totals({line("1", "10", "20"), line("1", "1", "")}, {});
    ASSERT_TRUE(all);
    EXPECT_EQ(text_of(all->lines[0]), "10.00 + 2.00 = 12.00");
    EXPECT_EQ(text_of(all->lines[1]), "1.00 + - = -");
    EXPECT_EQ(text_of(all->document), "11.00 + - = -");
    EXPECT_EQ(total_of({line("1", "10", "20"), line("1", "1", "")}, {TaxRounding::per_document}),
              "11.00 + - = -");
    EXPECT_EQ(total_of({line("1", "10", "")}, inclusive()), "- + - = 10.00");
}

TEST(Totals, what_does_not_fit_is_no_total) {
    const char* huge = "999999999999999999999999";
    EXPECT_EQ(total_of({line(huge, huge, "20")}), "none");
    TotalsLine by_nothing = line("1", "1", "20");
    by_nothing.base_quantity = Decimal();
    EXPECT_EQ(total_of({by_nothing}), "none");
}

}  // namespace
}  // namespace sage
