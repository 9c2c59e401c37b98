// SPDX-License-Identifier: Apache-2.0
// Plan: each verdict of needed and given, its word, and what to do about it.
#include "sage-adapter/catalogue/rights.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

Right right(bool needed, std::optional<bool> given) {
    return {"override_prices", "Write prices.", "/prices", needed, given};
}

TEST(Rights, are_missing_in_excess_or_fit) {
    EXPECT_EQ(text_of(verdict_of(right(true, true))), "fits");
    EXPECT_EQ(text_of(verdict_of(right(false, false))), "fits");
    EXPECT_EQ(text_of(verdict_of(right(true, false))), "missing");
    EXPECT_EQ(text_of(verdict_of(right(false, true))), "excess");
    EXPECT_EQ(text_of(verdict_of(right(true, std::nullopt))), "unknown");
    EXPECT_EQ(text_of(verdict_of(right(false, std::nullopt))), "unknown");
}

TEST(Rights, say_what_to_do_where_they_do_not_fit) {
    EXPECT_EQ(fix_of(right(true, false)),
              "Give the user override_prices in Sage, or change the setting /prices.");
    Right always = right(true, false);
    always.setting.clear();
    EXPECT_EQ(fix_of(always), "Give the user override_prices in Sage.");
    EXPECT_EQ(fix_of(right(false, true)),
              "Take override_prices from the user in Sage: nothing in these settings needs it.");
    EXPECT_EQ(fix_of(right(true, true)), "");
    EXPECT_EQ(fix_of(right(true, std::nullopt)), "");
}

}  // namespace
}  // namespace sage
