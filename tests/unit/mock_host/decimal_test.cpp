// SPDX-License-Identifier: Apache-2.0
// Plan: parse() takes the grammar and nothing else; text() and money() give it back; line_amount()
// and to_pence() round half away from zero; sums are exact.
#include "mock-host/wms/decimal.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

Decimal decimal(const char* text) {
    const auto value = Decimal::parse(text);
    EXPECT_TRUE(value.has_value()) << text;
    return value.value_or(Decimal{});
}

TEST(Decimal, gives_back_what_it_was_given) {
    for (const char* text : {"0", "6", "12.5", "-0.05", "0.000001", "999999999999.999999", "-1"}) {
        EXPECT_EQ(decimal(text).text(), text);
    }
    EXPECT_EQ(decimal("1.10").text(), "1.1");
    EXPECT_EQ(decimal("-0").text(), "0");
    EXPECT_EQ(decimal("100").text(), "100");
}

TEST(Decimal, shows_money_with_two_places_at_least) {
    EXPECT_EQ(decimal("3").money(), "3.00");
    EXPECT_EQ(decimal("-3.5").money(), "-3.50");
    EXPECT_EQ(decimal("0.125").money(), "0.125");
    EXPECT_EQ(Decimal{}.money(), "0.00");
}

TEST(Decimal, refuses_everything_else) {
    for (const char* text : {"", "-", "+1", "1.", ".5", "01", "1e3", " 1", "1 ", "1,5", "1.2.3",
                             "0.0000001", "1234567890123", "nan", "--1", "1.-5"}) {
        EXPECT_FALSE(Decimal::parse(text).has_value()) << text;
    }
}

TEST(Decimal, rounds_a_line_half_away_from_zero) {
    EXPECT_EQ(line_amount(decimal("6"), decimal("2.55")).money(), "15.30");
    EXPECT_EQ(line_amount(decimal("3"), decimal("0.015")).money(), "0.05");
    EXPECT_EQ(line_amount(decimal("-3"), decimal("0.015")).money(), "-0.05");
    EXPECT_EQ(line_amount(decimal("0.5"), decimal("0.01")).money(), "0.01");
    EXPECT_EQ(line_amount(decimal("0.499999"), decimal("0.01")).money(), "0.00");
    EXPECT_EQ(decimal("0.005").to_pence().money(), "0.01");
    EXPECT_EQ(decimal("-0.004999").to_pence().money(), "0.00");
    EXPECT_EQ(line_amount(decimal("999999999999"), decimal("999999999999")).text(),
              "999999999998000000000001");
}

TEST(Decimal, adds_and_compares_exactly) {
    Decimal sum;
    for (int count = 0; count < 1'000'000; ++count) {
        sum += decimal("0.1");
    }
    EXPECT_EQ(sum, Decimal::whole(100'000));
    EXPECT_LT(decimal("-2"), decimal("-1.999999"));
    EXPECT_EQ(decimal("1.10"), decimal("1.1"));
    EXPECT_EQ(decimal("-7").magnitude(), decimal("7"));
    EXPECT_EQ(-decimal("7") + decimal("7"), Decimal{});
}

}  // namespace
}  // namespace wms
