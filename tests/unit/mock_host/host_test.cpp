// SPDX-License-Identifier: Apache-2.0
// Plan: a Host around the fake plugin: hand over, settle, jump, hold, busy, stall, fail, stop; what
// every event brought is in postings(). No thread of a test waits for time.
#include "mock-host/host.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/mock_host/fake_plugin.h"
#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

constexpr std::int64_t kStart = 1'700'000'000'000;
constexpr std::int64_t kDay = 24LL * 3600 * 1000;

Message message_of(const std::string& id, const std::string& extra = "") {
    return {"despatchAdvice", "m-" + id, id,
            R"({"messageType":"despatchAdvice","messageId":"m-)" + id + R"(","body":{"id":")" + id +
                R"(","note":")" + extra + R"("}})"};
}

class HostTest : public ::testing::Test {
  protected:
    HostTest() : secrets_(Secrets::open(folder_ / "secrets.json").value()) {}

    Result<std::unique_ptr<Host>> make(const std::string& configuration) {
        HostOptions options;
        options.configuration = configuration;
        options.folder = folder_.path();
        options.workers = 4;
        options.before_jump = [this](std::int64_t time_ms) {
            told_ms_.push_back(time_ms);
            return Done(Nothing{});
        };
        return Host::create(table_, testing::fake_manifest(), std::move(options), clock_,
                            *secrets_);
    }
    std::unique_ptr<Host> start(const std::string& configuration) {
        auto host = make(configuration);
        EXPECT_TRUE(host.ok()) << in_one_line(host.problem());
        const Done connected = host.value()->connect();
        EXPECT_TRUE(connected.ok());
        return std::move(host).value();
    }

    testing::TemporaryFolder folder_;
    const wms_plugin table_ = testing::fake_table();
    JumpClock clock_{kStart};
    std::unique_ptr<Secrets> secrets_;
    std::vector<std::int64_t> told_ms_;
};

TEST_F(HostTest, every_document_handed_over_by_eight_threads_is_posted_once) {
    const auto host = start("{}");
    std::vector<std::thread> crew;
    for (int thread = 0; thread < 8; ++thread) {
        crew.emplace_back([&, thread] {
            for (int index = 0; index < 100; ++index) {
                const auto receipt =
                    host->submit(message_of(std::to_string(thread) + "-" + std::to_string(index)));
                EXPECT_TRUE(receipt.ok());
            }
        });
    }
    for (std::thread& thread : crew) {
        thread.join();
    }
    const auto left = host->settle(kDay);
    ASSERT_TRUE(left.ok()) << in_one_line(left.problem());
    EXPECT_EQ(left.value().unsettled(), 0);
    EXPECT_EQ(host->postings().counts()["posted"], 800);
    EXPECT_EQ(host->postings().all().size(), 800U);
    EXPECT_EQ(host->audit_figures().records, 800U);
    EXPECT_LE(host->audit_figures().flushes, 800U);
    const auto one = host->postings().find("m-3-7");
    ASSERT_TRUE(one.has_value());
    EXPECT_EQ(one->sage_number, "F-3-7");
    EXPECT_EQ(one->external_reference, "W3-7");
    EXPECT_TRUE(host->stop().ok());
    EXPECT_TRUE(host->stop().ok());
}

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

TEST_F(HostTest, a_held_document_brings_its_cause_and_fix) {
    const auto host = start(R"({"hold":"UNKNOWN"})");
    ASSERT_TRUE(host->submit(message_of("A", "UNKNOWN")).ok());
    ASSERT_TRUE(host->submit(message_of("B")).ok());
    ASSERT_TRUE(host->settle(kDay).ok());
    const auto held = host->postings().find("m-A");
    EXPECT_EQ(held->state, "held");
    EXPECT_EQ(held->problem.code, "item.unknown");
    EXPECT_EQ(held->problem.fix, "Create it.");
    EXPECT_EQ(host->postings().find("m-B")->state, "posted");
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

TEST_F(HostTest, the_same_document_again_is_a_duplicate) {
    const auto host = start("{}");
    EXPECT_FALSE(host->submit(message_of("A")).value().duplicate);
    EXPECT_TRUE(host->submit(message_of("A")).value().duplicate);
    ASSERT_TRUE(host->settle(kDay).ok());
    EXPECT_EQ(host->postings().all().size(), 1U);
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

TEST_F(HostTest, a_refused_document_comes_back_with_its_reason) {
    const auto host = start(R"({"storageError":true})");
    const auto receipt = host->submit(message_of("A"));
    ASSERT_FALSE(receipt.ok());
    EXPECT_EQ(receipt.problem().code, "fake.storage");
    EXPECT_NE(receipt.problem().cause.find("WMS_E_STORAGE"), std::string::npos);
}

TEST_F(HostTest, settings_that_break_the_schema_never_reach_the_plugin) {
    const auto host = make(R"({"waitMs":"soon","colour":"red"})");
    ASSERT_FALSE(host.ok());
    EXPECT_EQ(host.problem().code, "settings.invalid");
    EXPECT_NE(host.problem().cause.find("/waitMs"), std::string::npos);
    EXPECT_NE(host.problem().cause.find("colour"), std::string::npos);
}

TEST_F(HostTest, secrets_are_lent_by_name) {
    ASSERT_TRUE(secrets_->put("known", "s3cret", "").ok());
    const auto host = start(R"({"secret":"known","hold":"NEVER"})");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    ASSERT_TRUE(host->settle(kDay).ok());
    EXPECT_EQ(host->postings().find("m-A")->state, "posted");
    for (const char* file : {"host.log", "audit.jsonl", "events.jsonl"}) {
        EXPECT_EQ(folder_.read(file).find("s3cret"), std::string::npos) << file;
    }
}

TEST_F(HostTest, events_and_audit_are_on_disk_as_they_came) {
    const auto host = start("{}");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    ASSERT_TRUE(host->settle(kDay).ok());
    EXPECT_NE(folder_.read("events.jsonl").find(R"("documentId":"A")"), std::string::npos);
    EXPECT_EQ(folder_.read("audit.jsonl"), "{\"document\":\"A\"}\n");
}

TEST_F(HostTest, a_folder_that_is_a_file_is_a_clear_error) {
    folder_.write("plugin", "in the way");
    const auto host = make("{}");
    ASSERT_FALSE(host.ok());
    EXPECT_EQ(host.problem().code, "host.folder");
}

TEST(HostStatus, reads_counts_and_refuses_rubbish) {
    const auto status =
        read_status(R"({"counts":{"queued":1,"sending":2,"in_doubt":3,"unverified":4,"events":5},)"
                    R"("nextDueMs":9})");
    ASSERT_TRUE(status.ok());
    EXPECT_EQ(status.value().unsettled(), 15);
    EXPECT_EQ(status.value().next_due_ms, 9);
    EXPECT_FALSE(read_status("{}").ok());
    EXPECT_FALSE(read_status("[").ok());
}

}  // namespace
}  // namespace wms
