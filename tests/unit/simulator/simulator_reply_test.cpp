// SPDX-License-Identifier: Apache-2.0
// Plan: the three envelopes, byte by byte where a client depends on them.
#include "plugins/intacct/simulator_reply.h"

#include <gtest/gtest.h>

namespace sage::simulated_intacct {
namespace {

TEST(IntacctReply, objects_answer_in_the_result_envelope) {
    const Reply reply = reply_to(bad_request({{"REST-1028", "Field 'x' is unknown"}}));
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.body, R"({"ia::result":{"ia::error":{"code":"invalidRequest",)"
                          R"("message":"Field 'x' is unknown","supportId":"simulated-support-id",)"
                          R"("errorId":"REST-1028","details":[{"code":"REST-1028",)"
                          R"("message":"Field 'x' is unknown"}]}},)"
                          R"("ia::meta":{"totalCount":1,"totalSuccess":0,"totalError":1}})");
    EXPECT_EQ(reply.header("content-type"), "application/json");
}

TEST(IntacctReply, services_answer_at_the_top_and_the_gateway_in_its_own_envelope) {
    Refusal refusal = not_found("nothing there");
    refusal.envelope = Envelope::top;
    EXPECT_EQ(reply_to(refusal).body.substr(0, 13), R"({"ia::error":)");
    refusal.envelope = Envelope::gateway;
    refusal.message_id = "IA.X";
    const Reply gateway = reply_to(refusal);
    EXPECT_EQ(gateway.body.substr(0, 9), R"({"error":)");
    EXPECT_EQ(gateway.body.find("ia::meta"), std::string::npos);
    EXPECT_NE(gateway.body.find(R"("messageId":"IA.X")"), std::string::npos);
    EXPECT_EQ(gateway_reply(429, "GW-0010", "API rate limit exceeded", Envelope::top).body,
              R"({"ia::error":{"code":"GW-0010","message":"API rate limit exceeded",)"
              R"("details":{"requestId":"simulated-request"}}})");
}

}  // namespace
}  // namespace sage::simulated_intacct
