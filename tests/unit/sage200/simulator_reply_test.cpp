// SPDX-License-Identifier: Apache-2.0
// Plan: each shape of a refusal, byte by byte; what the gateway says by itself.
#include "plugins/sage200/simulator_reply.h"

#include <gtest/gtest.h>

namespace sage::simulated_sage200 {
namespace {

TEST(SimulatedSage200Reply, a_refusal_has_the_shape_that_the_switch_says) {
    const Refusal refusal = bad_field("customer_id", "unknown");
    const auto body = [&](std::int64_t shape) { return reply_to(refusal, shape).body; };
    EXPECT_EQ(body(0), R"({"message":"customer_id: unknown"})");
    EXPECT_EQ(body(1), R"({"Message":"customer_id: unknown"})");
    EXPECT_EQ(body(2), R"({"error":{"message":"customer_id: unknown"}})");
    EXPECT_EQ(body(3), R"({"errors":[{"message":"customer_id: unknown"}]})");
    EXPECT_EQ(body(4),
              R"({"ExceptionMessage":"customer_id: unknown","ExceptionType":"System.Exception"})");
    EXPECT_EQ(body(5), "customer_id: unknown");
    EXPECT_EQ(body(6), R"("customer_id: unknown")");
    EXPECT_EQ(body(error_shape_last), "");
    EXPECT_EQ(reply_to(refusal, 5).status, 400);
    EXPECT_EQ(reply_to({401, ""}, 0).body, "");
}

TEST(SimulatedSage200Reply, the_gateway_has_a_shape_of_its_own) {
    EXPECT_EQ(gateway_reply(504, "Gateway Timeout").body,
              R"({"statusCode":504,"message":"Gateway Timeout"})");
}

}  // namespace
}  // namespace sage::simulated_sage200
