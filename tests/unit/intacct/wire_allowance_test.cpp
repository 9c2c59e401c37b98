// SPDX-License-Identifier: Apache-2.0
// Plan: the numbers that Sage's headers carry, the tightest of several; what is not said, not a
// number or below zero without a refusal says nothing.
#include <gtest/gtest.h>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

Reply reply(int status, std::vector<Header> headers) {
    return {status, std::move(headers), "{}"};
}

TEST(IntacctAllowance, says_nothing_where_the_reply_says_nothing) {
    const Allowance silent = allowance(reply(201, {{"Content-Type", "application/json"}}));
    EXPECT_FALSE(silent.at_once_left.has_value());
    EXPECT_FALSE(silent.calls_left.has_value());
    EXPECT_FALSE(silent.refused);
}

TEST(IntacctAllowance, at_once_the_application_s_and_the_company_s_are_told_apart) {
    const Allowance both = allowance(reply(200, {{"X-IA-Throttle-Limit-Remaining", "5"},
                                                 {"X-IA-TENANT-Throttle-Limit-Remaining", "2"}}));
    EXPECT_EQ(both.at_once_left, 5);
    EXPECT_EQ(both.at_once_left_of_all, 2);
    EXPECT_EQ(allowance(reply(200, {{"x-ia-throttle-remaining", "1"}})).at_once_left, 1);
    EXPECT_EQ(allowance(reply(200, {{"X-IA-TENANT-Throttle-Remaining", "0"}})).at_once_left_of_all,
              0);
}

TEST(IntacctAllowance, of_minute_and_hour_the_one_with_less_left_counts) {
    const Allowance minute = allowance(reply(200, {{"X-IA-Minute-Rate-Limit-Remaining", "7"},
                                                   {"X-IA-Hour-Rate-Limit-Remaining", "90"}}));
    EXPECT_EQ(minute.calls_left, 7);
    EXPECT_EQ(minute.calls_for_ms, 60'000);
    const Allowance hour = allowance(reply(
        200, {{"X-IA-Minute-Rate-Limit-Remaining", "7"}, {"X-IA-Hour-Rate-Limit-Remaining", "7"}}));
    EXPECT_EQ(hour.calls_left, 7);
    EXPECT_EQ(hour.calls_for_ms, 3'600'000) << "as many, for longer";
}

TEST(IntacctAllowance, below_zero_counts_with_a_refusal_only) {
    const std::vector<Header> beyond = {{"X-IA-Throttle-Limit-Remaining", "-1"},
                                        {"X-IA-Minute-Rate-Limit-Remaining", "-1"}};
    EXPECT_FALSE(allowance(reply(200, beyond)).at_once_left.has_value());
    EXPECT_FALSE(allowance(reply(200, beyond)).calls_left.has_value());
    EXPECT_EQ(allowance(reply(429, beyond)).at_once_left, -1);
    EXPECT_EQ(allowance(reply(429, beyond)).calls_left, 0);
}

TEST(IntacctAllowance, what_is_no_number_says_nothing) {
    for (const char* const value : {"", "many", "5 left", "LIMIT001-10", "99999999999999999999"}) {
        EXPECT_FALSE(allowance(reply(200, {{"X-IA-Throttle-Limit-Remaining", value},
                                           {"X-IA-Hour-Rate-Limit-Remaining", value}}))
                         .at_once_left.has_value())
            << value;
    }
}

TEST(IntacctAllowance, a_refusal_says_how_long_and_an_outage_is_none) {
    const Allowance refused =
        allowance(reply(429, {{"Retry-After", "3"}, {"X-IA-Throttle-Limit-RetryAfter", "60"}}));
    EXPECT_TRUE(refused.refused);
    EXPECT_EQ(refused.retry_after_ms, 60'000U);
    EXPECT_TRUE(allowance(reply(503, {{"Retry-After", "3"}})).refused);
    EXPECT_FALSE(allowance(reply(503, {})).refused);
    EXPECT_FALSE(allowance(reply(422, {{"Retry-After", "3"}})).refused);
}

}  // namespace
}  // namespace sage::intacct
