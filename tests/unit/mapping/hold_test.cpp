// SPDX-License-Identifier: Apache-2.0
// Plan: the first reason stands, others once each and no more than are told; a value is taken with
// what holds it; codes in an edition's name.
#include "sage-adapter/mapping/hold.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

constexpr EditionWords words{"sage50", "Sage 50"};

Hold because(const std::string& cause, const std::string& root) {
    return held(words, "trouble", "/body/id", cause, "Mend it.", Owner::finance, root);
}

TEST(Hold, speaks_in_the_name_of_the_edition) {
    const Hold hold = because("It is so.", "root");
    EXPECT_EQ(hold.problem.code, "sage50.trouble");
    EXPECT_EQ(hold.problem.pointer, "/body/id");
    EXPECT_EQ(hold.problem.owner, Owner::finance);
    EXPECT_EQ(hold.root_cause, "root");
}

TEST(Hold, has_what_else_holds_it_once) {
    std::optional<Hold> all;
    add_hold(all, std::nullopt);
    EXPECT_FALSE(all);
    add_hold(all, because("One.", "1"));
    add_hold(all, because("Two.", "2"));
    add_hold(all, because("One.", "3"));
    add_hold(all, because("Two.", "4"));
    ASSERT_TRUE(all);
    EXPECT_EQ(all->root_cause, "1");
    ASSERT_EQ(all->others.size(), 1U);
    EXPECT_EQ(all->others[0].cause, "Two.");
    for (std::size_t count = 0; count < 2 * limits::problems_max; ++count) {
        add_hold(all, because("Cause " + std::to_string(count), ""));
    }
    EXPECT_EQ(all->others.size() + 1, limits::problems_max);
}

TEST(Hold, is_added_when_the_value_is_taken) {
    std::optional<Hold> all;
    EXPECT_EQ(take(all, Mapped<int>{7, std::nullopt}), 7);
    EXPECT_FALSE(all);
    EXPECT_EQ(take(all, Mapped<int>{8, because("One.", "1")}), 8);
    EXPECT_TRUE(all);
}

}  // namespace
}  // namespace sage
