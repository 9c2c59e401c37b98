// SPDX-License-Identifier: Apache-2.0
// Plan: only what was promised is compared; a field that is missing counts as different, one that
// Sage adds does not.
#include "sage-adapter/edition.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(Differences, equal_facts_have_none) {
    EXPECT_TRUE(differences({}, {}).empty());
    EXPECT_TRUE(differences({{"total", "12.50"}}, {{"total", "12.50"}}).empty());
}

TEST(Differences, what_sage_adds_of_its_own_is_no_difference) {
    EXPECT_TRUE(differences({{"total", "1"}}, {{"total", "1"}, {"createdBy", "x"}}).empty());
    EXPECT_TRUE(differences({}, {{"total", "1"}}).empty());
}

TEST(Differences, another_value_and_a_missing_one_are_told_with_both_sides) {
    const auto found =
        differences({{"a", "1"}, {"b", "2"}, {"c", "3"}}, {{"a", "1"}, {"b", "2.0"}});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].field, "b");
    EXPECT_EQ(found[0].expected, "2");
    EXPECT_EQ(found[0].found, "2.0");
    EXPECT_EQ(found[1].field, "c");
    EXPECT_EQ(found[1].expected, "3");
    EXPECT_EQ(found[1].found, "");
}

TEST(Differences, a_field_expected_empty_is_met_by_a_missing_one) {
    EXPECT_TRUE(differences({{"memo", ""}}, {}).empty());
}

}  // namespace
}  // namespace sage
