// SPDX-License-Identifier: Apache-2.0
// Plan: a Host around the fake plugin: hand over, hold, refuse, lend, keep, stop; what every event
// brought is in postings(). Waiting for it all: host_settle_test.cpp.
#include "mock-host/host.h"

#include <gtest/gtest.h>

#include <thread>

#include "mock-host/audit_line.h"
#include "tests/unit/mock_host/host_fixture.h"

namespace wms {
namespace {

using testing::fake_manifest;
using testing::HostTest;
using testing::kDay;
using testing::message_of;

TEST_F(HostTest, check_takes_the_threads_back_and_lends_them_again) {
    const auto made = make("{}");
    EXPECT_EQ(made.value()->check().value(), "{}") << "before it is connected";
    ASSERT_TRUE(made.value()->connect().ok());
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(made.value()->submit(message_of("before" + std::to_string(round))).ok());
        EXPECT_EQ(made.value()->check().value(), "{}");
        ASSERT_TRUE(made.value()->submit(message_of("after" + std::to_string(round))).ok());
        ASSERT_TRUE(made.value()->settle(kDay).ok());
    }
    EXPECT_EQ(made.value()->postings().counts()["posted"], 6);
}

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

TEST_F(HostTest, an_event_that_comes_again_counts_once) {
    const auto host = start(R"({"lostAcknowledgements":3})");
    ASSERT_TRUE(host->submit(message_of("A")).ok());
    ASSERT_TRUE(host->settle(kDay).ok());
    const std::string events = folder_.read("events.jsonl");
    EXPECT_EQ(std::count(events.begin(), events.end(), '\n'), 1);
    EXPECT_EQ(host->postings().counts()["posted"], 1);
}

TEST_F(HostTest, the_same_document_again_is_a_duplicate) {
    const auto host = start("{}");
    EXPECT_FALSE(host->submit(message_of("A")).value().duplicate);
    EXPECT_TRUE(host->submit(message_of("A")).value().duplicate);
    ASSERT_TRUE(host->settle(kDay).ok());
    EXPECT_EQ(host->postings().all().size(), 1U);
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
    std::string hash;
    EXPECT_EQ(folder_.read("audit.jsonl"), *audit_line(R"({"document":"A"})", hash) + "\n");
}

TEST_F(HostTest, an_instance_that_does_not_work_is_asked_and_nothing_else) {
    HostOptions options;
    options.configuration = "{}";
    options.folder = folder_.path();
    options.works = false;
    const auto host = Host::create(table_, fake_manifest(), std::move(options), clock_, *secrets_);
    ASSERT_TRUE(host.ok());
    ASSERT_TRUE(host.value()->connect().ok());
    EXPECT_TRUE(host.value()->check().ok());
    ASSERT_TRUE(host.value()->submit(message_of("A")).ok());
    const auto status = read_status(host.value()->query(R"({"query":"status"})").value());
    ASSERT_TRUE(status.ok());
    EXPECT_EQ(status.value().queued, 1) << "nobody works on it";
}

TEST_F(HostTest, a_folder_that_is_a_file_is_a_clear_error) {
    folder_.write("plugin", "in the way");
    const auto host = make("{}");
    ASSERT_FALSE(host.ok());
    EXPECT_EQ(host.problem().code, "host.folder");
}

}  // namespace
}  // namespace wms
