// SPDX-License-Identifier: Apache-2.0
// Plan: problems are kept in the order told, up to the limit; beyond it one more says how many
// there were.
#include "sage-adapter/document/problems.h"

#include <gtest/gtest.h>

#include "sage-adapter/base/limits.h"

namespace sage {
namespace {

void add(Problems& problems, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) {
        problems.add("code", "/" + std::to_string(index), "cause", "fix");
    }
}

TEST(Problems, none_at_first) {
    Problems problems;
    EXPECT_EQ(problems.count(), 0U);
    EXPECT_FALSE(problems.full());
    EXPECT_TRUE(problems.take().empty());
}

TEST(Problems, they_are_kept_in_the_order_told) {
    Problems problems;
    problems.add("a.b", "/x", "Cause.", "Fix.", Owner::it);
    problems.add("c.d", "/y", "Other.", "Mend.");
    EXPECT_TRUE(problems.has("/x"));
    EXPECT_FALSE(problems.has("/z"));
    const std::vector<Problem> all = problems.take();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0], (Problem{"a.b", "/x", "Cause.", "Fix.", Owner::it}));
    EXPECT_EQ(all[1], (Problem{"c.d", "/y", "Other.", "Mend.", Owner::warehouse}));
}

TEST(Problems, exactly_the_limit_is_kept_without_a_word) {
    Problems problems;
    add(problems, limits::problems_max);
    EXPECT_TRUE(problems.full());
    EXPECT_EQ(problems.take().size(), limits::problems_max);
}

TEST(Problems, beyond_the_limit_the_rest_is_counted) {
    Problems problems;
    add(problems, limits::problems_max + 7);
    EXPECT_EQ(problems.count(), limits::problems_max + 7);
    const std::vector<Problem> all = problems.take();
    ASSERT_EQ(all.size(), limits::problems_max + 1);
    EXPECT_EQ(all.back().code, "document.problems.too_many");
    EXPECT_EQ(all.back().cause, "There are 7 more problems than are listed here.");
}

}  // namespace
}  // namespace sage
