// SPDX-License-Identifier: Apache-2.0
// Plan: what a refused control request is answered with, byte by byte.
#include "plugins/sage_simulator/control_reply.h"

#include <gtest/gtest.h>

namespace sage::test {
namespace {

TEST(SimulatedControlReply, names_what_is_wrong_where_and_what_to_do) {
    const Reply reply =
        simulated::control_refusal(400, {"/seed/0", "No \"such\" item.", "Seed it first."});
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.header("content-type"), "application/json");
    EXPECT_EQ(reply.body, R"({"error":{"code":"control.request","pointer":"/seed/0",)"
                          R"("cause":"No \"such\" item.","fix":"Seed it first."}})");
}

}  // namespace
}  // namespace sage::test
