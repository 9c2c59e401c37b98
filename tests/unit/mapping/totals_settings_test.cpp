// SPDX-License-Identifier: Apache-2.0
// Plan: what is left out; each policy with its tolerance, at the edge and beyond, either way; a
// rounding line without an item.
#include "sage-adapter/mapping/totals_settings.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

TotalsSettings read(std::string_view text, std::size_t problems_wanted = 0) {
    const Result<JsonValue> value =
        parse_json(text, limits::settings_bytes_max, JsonNumbers::integers_only);
    std::vector<Problem> problems;
    TotalsSettings settings = read_totals_settings(value.value(), problems);
    EXPECT_EQ(problems.size(), problems_wanted) << text;
    for (const Problem& one : problems) {
        EXPECT_EQ(one.code, "mapping.rounding_item");
        EXPECT_EQ(one.pointer, "/totalsDifference/item");
    }
    return settings;
}

TEST(TotalsSettings, without_any_prices_are_net_and_every_difference_holds) {
    for (const char* none : {"{}", R"({"totalsDifference":{"policy":"hold","pennies":5}})"}) {
        const TotalsSettings settings = read(none);
        EXPECT_FALSE(settings.prices_include_tax);
        EXPECT_EQ(settings.policy, DifferencePolicy::hold);
        EXPECT_TRUE(settings.treats(Decimal()));
        EXPECT_FALSE(settings.treats(Decimal::of(1, 2)));
    }
    EXPECT_TRUE(read(R"({"pricesIncludeTax":true})").prices_include_tax);
}

TEST(TotalsSettings, a_difference_is_treated_up_to_so_many_pennies_either_way) {
    const TotalsSettings three = read(R"({"totalsDifference":{"policy":"tolerate","pennies":3}})");
    EXPECT_EQ(three.policy, DifferencePolicy::tolerate);
    EXPECT_TRUE(three.treats(Decimal::of(3, 2)));
    EXPECT_TRUE(three.treats(Decimal::of(-3, 2)));
    EXPECT_FALSE(three.treats(Decimal::of(4, 2)));
    EXPECT_FALSE(three.treats(Decimal::of(-31, 3)));
    EXPECT_TRUE(read(R"({"totalsDifference":{"policy":"tolerate"}})").treats(Decimal::of(1, 2)));
    EXPECT_EQ(read(R"({"totalsDifference":{"policy":"spread"}})").policy, DifferencePolicy::spread);
}

TEST(TotalsSettings, a_rounding_line_needs_an_item) {
    const TotalsSettings settings = read(R"({"totalsDifference":{"policy":"roundingLine",
        "item":"ROUNDING","schedule":"Zero"}})");
    EXPECT_EQ(settings.policy, DifferencePolicy::rounding_line);
    EXPECT_EQ(settings.item, "ROUNDING");
    EXPECT_EQ(settings.schedule, "Zero");
    EXPECT_EQ(read(R"({"totalsDifference":{"policy":"roundingLine"}})", 1).item, "");
}

}  // namespace
}  // namespace sage
