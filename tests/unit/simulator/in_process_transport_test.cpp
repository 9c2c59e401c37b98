// SPDX-License-Identifier: Apache-2.0
// Plan: each fate as the evidence a client would have: answered, maybe sent with bytes, not sent.
#include "plugins/sage_simulator/in_process_transport.h"

#include <gtest/gtest.h>

namespace sage::test {
namespace {

class FixedSimulator final : public Simulator {
  public:
    SimulatedExchange handle(const Request&) override {
        ++requests;
        return exchange;
    }
    Reply control(const Request&) override { return {}; }
    void restore(std::string_view) override {}

    SimulatedExchange exchange{{201, {{"X", "y"}}, "body"}, Fate::deliver, 0};
    int requests = 0;
};

TEST(InProcessTransport, a_delivered_reply_is_an_answer) {
    FixedSimulator simulator;
    InProcessTransport transport(simulator);
    const Evidence evidence = transport.exchange({"POST", "/a", {{"A", "b"}}, "{}"}, 1'000);
    EXPECT_EQ(evidence.outcome, Outcome::answered);
    EXPECT_EQ(evidence.reply.status, 201);
    EXPECT_EQ(evidence.reply.header("x"), "y");
    EXPECT_EQ(evidence.reply.body, "body");
    EXPECT_EQ(transport.exchanges(), 1U);
}

TEST(InProcessTransport, lost_requests_and_replies_may_have_been_sent) {
    FixedSimulator simulator;
    InProcessTransport transport(simulator);
    for (const Fate fate : {Fate::drop_request, Fate::drop_reply, Fate::cut_reply}) {
        simulator.exchange.fate = fate;
        const Evidence evidence = transport.exchange({"POST", "/a", {}, "{}"}, 1'000);
        EXPECT_EQ(evidence.outcome, Outcome::maybe_sent);
        EXPECT_GT(evidence.bytes_sent, 0U);
        EXPECT_NE(evidence.reason, "");
        EXPECT_EQ(evidence.reply.status, 0) << "no half of a reply";
    }
}

TEST(InProcessTransport, a_delay_beyond_the_limit_loses_the_reply) {
    FixedSimulator simulator;
    InProcessTransport transport(simulator);
    simulator.exchange.delay_ms = 1'000;
    EXPECT_EQ(transport.exchange({"GET", "/", {}, ""}, 1'000).outcome, Outcome::answered);
    EXPECT_EQ(transport.exchange({"GET", "/", {}, ""}, 999).outcome, Outcome::maybe_sent);
    EXPECT_EQ(simulator.requests, 2);
}

TEST(InProcessTransport, while_down_nothing_is_sent) {
    FixedSimulator simulator;
    InProcessTransport transport(simulator);
    transport.set_down(true);
    const Evidence evidence = transport.exchange({"POST", "/a", {}, "{}"}, 1'000);
    EXPECT_EQ(evidence.outcome, Outcome::not_sent);
    EXPECT_EQ(evidence.bytes_sent, 0U);
    EXPECT_EQ(simulator.requests, 0);
    transport.set_down(false);
    EXPECT_EQ(transport.exchange({"POST", "/a", {}, "{}"}, 1'000).outcome, Outcome::answered);
}

}  // namespace
}  // namespace sage::test
