// SPDX-License-Identifier: Apache-2.0
// Plan: a penny and several, up and down; which lines come first; tax that moves with the net; what
// no prices make; random documents by both rules of rounding, each price exact and as near as it
// can be.
#include "sage-adapter/mapping/spread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace sage {
namespace {

constexpr int price_places = 10;

Decimal number(const char* text) {
    return Decimal::parse(text).value_or(Decimal());
}

TotalsLine line(const char* quantity, const char* price, const char* percent = "0") {
    TotalsLine made;
    made.quantity = number(quantity);
    made.unit_price = number(price);
    made.tax_percent = Decimal::parse(percent);
    return made;
}

std::optional<Decimal> price_of(const Decimal& net, const Decimal& quantity) {
    return Decimal::quotient({net}, {quantity}, price_places, Rounding::half_away_from_zero);
}

// Without the zeros that ten places leave.
std::string short_text(const Decimal& price) {
    std::string text = price.text();
    text.erase(std::max(text.find_last_not_of('0') + 1, text.find('.') + 3));
    return text;
}

std::string spread_to(const std::vector<TotalsLine>& lines, const char* gross,
                      const TotalsRule& rule = {}) {
    const auto prices = spread(lines, rule, number(gross), price_of);
    if (!prices) {
        return "none";
    }
    std::string text;
    for (const std::optional<Decimal>& price : *prices) {
        text += (text.empty() ? "" : " ") + (price ? short_text(*price) : "-");
    }
    return text;
}

TEST(Spread, a_total_that_is_made_already_changes_no_price) {
    EXPECT_EQ(spread_to({line("1", "5.00"), line("2", "2.50")}, "10.00"), "- -");
}

TEST(Spread, the_largest_line_moves_first_and_each_by_a_penny) {
    const std::vector<TotalsLine> lines = {line("1", "5.00"), line("4", "2.00"), line("1", "6.00")};
    EXPECT_EQ(spread_to(lines, "19.01"), "- 2.0025 -");
    EXPECT_EQ(spread_to(lines, "18.98"), "- 1.9975 5.99");
    EXPECT_EQ(spread_to(lines, "19.04"), "5.01 2.005 6.01");
}

TEST(Spread, a_price_with_a_discount_is_kept_as_long_as_another_one_serves) {
    TotalsLine discounted = line("1", "100.00");
    discounted.discount_percent = number("10");
    EXPECT_EQ(spread_to({discounted, line("1", "1.00")}, "91.01"), "- 1.01");
    EXPECT_EQ(spread_to({discounted, line("1", "1.00")}, "91.02"), "90.01 1.01");
    TotalsLine off = line("2", "10.00");
    off.unit_discount = number("1.00");
    EXPECT_EQ(spread_to({off}, "18.02"), "9.01");
}

TEST(Spread, tax_moves_with_the_net) {
    // 0.12 and 0.02; a penny more is 0.13 and 0.03: two pennies of gross.
    const std::vector<TotalsLine> lines = {line("1", "0.12", "20"), line("1", "0.10", "20")};
    EXPECT_EQ(spread_to(lines, "0.27"), "- 0.11") << "the first would go beyond";
    EXPECT_EQ(spread_to(lines, "0.28"), "0.13 -");
}

TEST(Spread, what_no_prices_make_is_not_made) {
    // At 20 % no net makes 9.99.
    EXPECT_EQ(spread_to({line("1", "8.33", "20")}, "9.99"), "none");
    EXPECT_EQ(spread_to({}, "0.01"), "none");
    EXPECT_EQ(spread_to({line("1", "0.00")}, "0.01"), "none") << "given away";
    EXPECT_EQ(spread_to({line("1", "0.01")}, "0.00"), "none") << "would be given away";
    TotalsLine untaxed = line("1", "1.00");
    untaxed.tax_percent.reset();
    EXPECT_EQ(spread_to({untaxed}, "1.01"), "none") << "its tax is not known";
    const auto no_price = [](const Decimal&, const Decimal&) { return std::optional<Decimal>(); };
    EXPECT_FALSE(spread({line("1", "1.00")}, {}, number("1.01"), no_price));
}

TEST(Spread, an_allowance_is_moved_against_its_sign) {
    EXPECT_EQ(spread_to({line("1", "-5.00"), line("1", "1.00")}, "-3.99"), "-4.99 -");
    EXPECT_EQ(spread_to({line("1", "-5.00"), line("1", "1.00")}, "-4.01"), "-5.01 -");
}

std::vector<TotalsLine> random_lines(std::mt19937_64& engine) {
    const auto up_to = [&](int most) {
        return std::uniform_int_distribution<int>(1, most)(engine);
    };
    std::vector<TotalsLine> lines(static_cast<std::size_t>(up_to(9)));
    for (TotalsLine& one : lines) {
        one.quantity = Decimal::of(up_to(300), up_to(3) == 1 ? 1 : 0);
        one.unit_price = Decimal::of(up_to(100'000), up_to(4));
        one.tax_percent = Decimal::of(up_to(3) == 1 ? 0 : 5 * up_to(4));
        if (up_to(4) == 1) {
            one.discount_percent = Decimal::of(up_to(50));
        }
    }
    return lines;
}

TEST(Spread, random_documents_come_to_the_total_with_no_line_moved_more_than_its_share) {
    std::mt19937_64 engine(7);
    for (const TaxRounding tax : {TaxRounding::per_line, TaxRounding::per_document}) {
        const TotalsRule rule{tax, 2, Rounding::half_away_from_zero, false};
        int made = 0;
        constexpr int tried = 1'000;
        for (int count = 0; count < tried; ++count) {
            std::vector<TotalsLine> lines = random_lines(engine);
            const Totals before = *totals(lines, rule);
            const int pennies = std::uniform_int_distribution<int>(-9, 9)(engine);
            const Decimal wanted = *before.document.gross + Decimal::of(pennies, 2);
            const auto prices = spread(lines, rule, wanted, price_of);
            if (!prices) {
                continue;
            }
            ++made;
            for (std::size_t index = 0; index < lines.size(); ++index) {
                if (const std::optional<Decimal>& price = (*prices)[index]) {
                    lines[index] = {lines[index].quantity,   *price, {}, {}, {},
                                    lines[index].tax_percent};
                }
            }
            const Totals after = *totals(lines, rule);
            ASSERT_EQ(after.document.gross->text(), wanted.text()) << count;
            const Decimal most = Decimal::of(std::abs(pennies), 2);
            for (std::size_t index = 0; index < lines.size(); ++index) {
                const Decimal moved = *after.lines[index].net - *before.lines[index].net;
                ASSERT_LE(moved.sign() < 0 ? -moved : moved, most) << count;
                ASSERT_GE(moved.sign() * (pennies < 0 ? -1 : 1), 0) << count;
            }
        }
        EXPECT_GT(made, tried * 9 / 10);
    }
}

}  // namespace
}  // namespace sage
