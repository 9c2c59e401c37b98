// SPDX-License-Identifier: Apache-2.0
// Plan: settle() works until nothing is left, jumps, is patient and no longer, finds out a plugin
// that stalls or fails; submit() waits for room. No thread of a test waits for time.
#include "tests/unit/mock_host/host_fixture.h"

namespace wms {
namespace {

using testing::HostTest;
using testing::kDay;
using testing::kStart;
using testing::message_of;

TEST_F(HostTest, the_clock_jumps_to_the_due_time_and_sage_is_told_before) {
    const auto host = start(R"({"waitMs":3600000})");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    ASSERT_TRUE(host->settle(kDay).ok());
    EXPECT_EQ(clock_.now_ms(), kStart + 3'600'000);
    EXPECT_EQ(told_ms_, std::vector<std::int64_t>{kStart + 3'600'000});
    EXPECT_EQ(host->postings().find("m-A")->state, "posted");
}

TEST_F(HostTest, what_is_due_later_than_patience_is_left) {
    const auto host = start(R"({"waitMs":3600000})");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    const auto left = host->settle(60'000);
    ASSERT_TRUE(left.ok());
    EXPECT_EQ(left.value().queued, 1);
    EXPECT_EQ(clock_.now_ms(), kStart);
    EXPECT_EQ(host->postings().find("m-A")->state, "queued");
}

TEST_F(HostTest, a_full_queue_is_waited_out) {
    const auto host = start(R"({"queueMax":2,"waitMs":1000})");
    for (int index = 0; index < 20; ++index) {
        const auto receipt = host->submit(message_of(std::to_string(index)));
        ASSERT_TRUE(receipt.ok()) << in_one_line(receipt.problem());
    }
    ASSERT_TRUE(host->settle(kDay).ok());
    EXPECT_EQ(host->postings().counts()["posted"], 20);
}

TEST_F(HostTest, a_full_queue_is_not_asked_again_before_its_time) {
    const auto host = start(R"({"queueMax":1,"waitMs":10,"retryAfterMs":5000})");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    ASSERT_TRUE(host->submit(message_of("B")).ok());
    EXPECT_GE(clock_.now_ms(), kStart + 5000);
}

TEST_F(HostTest, a_plugin_that_says_due_and_does_nothing_is_found_out) {
    const auto host = start(R"({"stall":true})");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    const auto left = host->settle(kDay);
    ASSERT_FALSE(left.ok());
    EXPECT_EQ(left.problem().code, "host.stalled");
}

TEST_F(HostTest, work_that_always_fails_ends_the_wait_with_its_reason) {
    const auto host = start(R"({"fail":"The disk is full."})");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    const auto left = host->settle(365 * kDay);
    ASSERT_FALSE(left.ok());
    EXPECT_EQ(left.problem().code, "fake.fail");
    EXPECT_NE(folder_.read("host.log").find("The disk is full."), std::string::npos);
}

TEST(HostStatus, reads_counts_and_refuses_rubbish) {
    const auto status =
        read_status(R"({"counts":{"queued":1,"sending":2,"in_doubt":3,"unverified":4,"events":5},)"
                    R"("nextDueMs":9})");
    ASSERT_TRUE(status.ok());
    EXPECT_EQ(status.value().unsettled(), 15);
    EXPECT_EQ(status.value().next_due_ms, 9);
    const auto only_after_wake = read_status(R"({"counts":{},"nextDueMs":null})");
    ASSERT_TRUE(only_after_wake.ok());
    EXPECT_EQ(only_after_wake.value().next_due_ms, kNever);
    EXPECT_FALSE(read_status("{}").ok());
    EXPECT_FALSE(read_status("[").ok());
}

}  // namespace
}  // namespace wms
