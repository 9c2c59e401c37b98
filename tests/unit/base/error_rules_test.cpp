// SPDX-License-Identifier: Apache-2.0
// Plan: a code of the core and one of an edition have the rule of their page; what no page has has
// none; which rules go on by themselves. That every code has one is for errors_test.
#include "sage-adapter/base/error_rules.h"

#include <gtest/gtest.h>

namespace sage {
namespace {

TEST(ErrorRules, a_code_has_the_line_under_its_heading) {
    const ErrorRule* const busy = error_rule("auth.token.busy");
    ASSERT_NE(busy, nullptr);
    EXPECT_EQ(busy->code, "auth.token.busy");
    EXPECT_EQ(busy->severity, "information");
    EXPECT_EQ(busy->retry, "byItself");
}

TEST(ErrorRules, what_no_page_has_has_no_rule) {
    for (const char* const code : {"", "a.code", "auth.token", "auth.token.busy.", "zzz.last"}) {
        EXPECT_EQ(error_rule(code), nullptr) << code;
    }
}

TEST(ErrorRules, what_waits_for_a_person_does_not_go_on_by_itself) {
    for (const char* const retry : {"byItself", "whenCauseGone"}) {
        EXPECT_TRUE(goes_on_by_itself({"a.b", "error", retry})) << retry;
    }
    for (const char* const retry : {"afterDecision", "afterNewVersion", "never"}) {
        EXPECT_FALSE(goes_on_by_itself({"a.b", "error", retry})) << retry;
    }
}

}  // namespace
}  // namespace sage
