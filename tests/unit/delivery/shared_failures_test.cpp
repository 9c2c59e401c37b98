// SPDX-License-Identifier: Apache-2.0
// Plan: an outbox that says it is shared, and other hosts that exist only by what they did: another
// one leads, has seen more, ends our token; what it cannot say is an error, never a guess.
#include "tests/unit/delivery/world.h"

namespace sage::testing {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr const char* freshest = "freshest_visible_ms";

bool no() {
    return false;
}

class SharedFailures : public World {
  protected:
    void begin() {
        store->shared = true;
        start();
    }
    /// Works as long as the clock stands still, until a call fails or nothing is due.
    std::string first_failure() {
        for (int call = 0; call < 100; ++call) {
            const Result<Worked> worked = delivery->work(no);
            if (!worked.ok()) {
                return worked.error().first().code;
            }
            if (worked.value().idle) {
                return "";
            }
        }
        return "never idle";
    }
    void look_for(std::int64_t most_ms) {
        for (const std::int64_t until = clock.now + most_ms; clock.now < until;
             clock.now += 10'000) {
            work();
        }
    }
};

TEST_F(SharedFailures, while_another_host_leads_this_one_reads_nothing_back) {
    begin();
    store->another_leads = true;
    submit(despatch("D1"));
    look_for(2 * minute);
    EXPECT_EQ(state("D1"), State::posted);
    EXPECT_FALSE(entry("D1").verified);
    store->another_leads = false;
    look_for(10 * minute);
    EXPECT_TRUE(entry("D1").verified) << "that host is gone";
}

TEST_F(SharedFailures, who_leads_cannot_be_found_out) {
    begin();
    submit(despatch("D1"));
    store->fail("elect");
    EXPECT_EQ(first_failure(), "test.store_failed");
}

TEST_F(SharedFailures, what_another_host_has_seen_later_is_not_overwritten) {
    begin();
    ASSERT_TRUE(store->remember(freshest, "9999999999999").ok());
    submit(despatch("D1"));
    look_for(minute);
    ASSERT_TRUE(entry("D1").verified);
    EXPECT_EQ(store->recall(freshest).value(), "9999999999999");
}

TEST_F(SharedFailures, what_this_host_has_seen_is_told_to_the_others) {
    begin();
    submit(despatch("D1"));
    const std::int64_t begun = clock.now;
    look_for(minute);
    ASSERT_TRUE(entry("D1").verified);
    EXPECT_EQ(store->recall(freshest).value(), std::to_string(begun));
}

TEST_F(SharedFailures, what_cannot_be_told_to_the_others_is_an_error) {
    begin();
    submit(despatch("D1"));
    store->fail("recall");
    EXPECT_EQ(first_failure(), "test.store_failed");
}

TEST_F(SharedFailures, a_result_that_could_not_be_written_is_written_later) {
    begin();
    submit(despatch("D1"));
    ASSERT_TRUE(delivery->work(no).ok());
    ASSERT_EQ(sage.kept.size(), 1U);
    const Entry sending = entry("D1");
    ASSERT_EQ(sending.state, State::sending);
    store->fail("flush");
    EXPECT_EQ(delivery->flush().error().status, Status::storage);
    EXPECT_TRUE(delivery->flush().ok());
    EXPECT_EQ(state("D1"), State::posted);
}

TEST_F(SharedFailures, findings_of_a_host_that_leads_no_more_are_left_to_the_leader) {
    begin();
    submit(despatch("D1"));
    look_for(minute);
    Kept strange = sage.kept.at(0);
    strange.key = "strange";
    strange.reference = "WF8R8ZXB02B5AP7YFS";
    sage.kept.push_back(strange);
    events();
    look_for(25 * 60 * minute);
    std::size_t found = 0;
    for (const StoredEvent& event : events()) {
        found += event.type == "reconciliationFinding" ? 1U : 0U;
    }
    EXPECT_EQ(found, 1U);
}

TEST_F(SharedFailures, a_token_that_others_end_again_and_again_fails_the_start) {
    store->shared = true;
    sage.items_status = 401;
    const Result<void> started = delivery->start(no);
    ASSERT_FALSE(started.ok());
    EXPECT_GT(sage.tokens, 1) << "asked for anew";
    EXPECT_LT(sage.tokens, 20) << "and not for ever";
}

TEST_F(SharedFailures, while_another_host_leads_this_one_does_not_reconcile) {
    begin();
    store->another_leads = true;
    for (int hour = 0; hour < 30; ++hour) {
        clock.now += 60 * minute;
        work();
    }
    for (const Request& request : sage.received) {
        EXPECT_FALSE(request.target.starts_with("/list")) << request.target;
    }
}

}  // namespace
}  // namespace sage::testing
