// SPDX-License-Identifier: Apache-2.0
// Plan: in_one_line() prints all of a Problem and nothing that breaks a line; Result holds either.
#include "mock-host/result.h"

#include <gtest/gtest.h>

namespace wms {
namespace {

TEST(Result, prints_a_problem_in_one_line) {
    const Problem problem{"a.b", "/x", "It is\nwrong\x1b[31m.", "Mend it.", "it"};
    EXPECT_EQ(in_one_line(problem), "a.b at /x: It is wrong [31m. What to do: Mend it.");
    EXPECT_EQ(in_one_line({"a.b", "", "Wrong.", "", ""}), "a.b: Wrong.");
}

TEST(Result, holds_a_value_or_a_problem) {
    const Result<int> good = 7;
    const Result<int> bad = Problem{"a.b", "", "Wrong.", "", ""};
    ASSERT_TRUE(good.ok());
    EXPECT_EQ(good.value(), 7);
    ASSERT_FALSE(bad.ok());
    EXPECT_EQ(bad.problem().code, "a.b");
}

}  // namespace
}  // namespace wms
