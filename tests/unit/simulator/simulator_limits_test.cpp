// SPDX-License-Identifier: Apache-2.0
// Plan: requests at once are refused beyond the application's and the company's limit, and the
// place is free again when the exchange has ended; the soft limit warns; silence on demand.
#include "plugins/intacct/simulator_limits.h"

#include <gtest/gtest.h>

namespace sage::simulated_intacct {
namespace {

class SimulatedLimits : public ::testing::Test {
  protected:
    Reply described() const {
        Reply reply;
        limits.describe(reply, behaviours);
        return reply;
    }

    Behaviours behaviours;
    CallLimits limits;
    std::int64_t now = 1'000'000;
};

TEST_F(SimulatedLimits, beyond_so_many_at_once_is_refused_until_one_has_ended) {
    behaviours.application_at_once = 2;
    const CallLimits::Admission first = limits.admit(behaviours, now);
    CallLimits::Admission second = limits.admit(behaviours, now);
    EXPECT_FALSE(first.refusal.has_value());
    EXPECT_FALSE(second.refusal.has_value());
    EXPECT_EQ(described().header("X-IA-Throttle-Limit-Remaining"), "0");
    EXPECT_EQ(limits.admit(behaviours, now).refusal->status, 429);
    second.place.reset();
    EXPECT_EQ(described().header("X-IA-Throttle-Limit-Remaining"), "1");
    EXPECT_FALSE(limits.admit(behaviours, now).refusal.has_value());
    EXPECT_EQ(limits.at_once_most(), 2);
}

TEST_F(SimulatedLimits, what_other_applications_have_in_progress_counts_for_the_company) {
    behaviours.tenant_at_once = 10;
    behaviours.others_at_once = 9;
    const CallLimits::Admission only = limits.admit(behaviours, now);
    EXPECT_FALSE(only.refusal.has_value());
    const Reply reply = described();
    EXPECT_EQ(reply.header("X-IA-TENANT-Throttle-Limit"), "LIMIT001-10");
    EXPECT_EQ(reply.header("X-IA-TENANT-Throttle-Limit-Remaining"), "0");
    EXPECT_TRUE(limits.admit(behaviours, now).refusal.has_value());
}

TEST_F(SimulatedLimits, beyond_the_soft_limit_of_a_minute_replies_warn_and_it_is_counted) {
    behaviours.minute_requests = 2;
    for (const char* const left : {"1", "0", "-1"}) {
        EXPECT_FALSE(limits.admit(behaviours, now).refusal.has_value());
        EXPECT_EQ(described().header("X-IA-Minute-Rate-Limit-Remaining"), left);
    }
    EXPECT_EQ(limits.beyond_minute(), 1);
    now += 60'000;
    limits.admit(behaviours, now);
    EXPECT_EQ(limits.beyond_minute(), 1);
}

TEST_F(SimulatedLimits, the_switch_makes_replies_silent_but_limits_nothing_less) {
    behaviours.application_at_once = 1;
    behaviours.announce_limits = false;
    const CallLimits::Admission only = limits.admit(behaviours, now);
    EXPECT_TRUE(described().headers.empty());
    EXPECT_TRUE(limits.admit(behaviours, now).refusal.has_value());
}

}  // namespace
}  // namespace sage::simulated_intacct
