// SPDX-License-Identifier: Apache-2.0
// Plan: HostServices passes time, log, wake, secrets and audit through, and turns each refusal into
// an Error.
#include "sage-adapter/bridge/host_services.h"

#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

TEST(HostServices, a_table_without_a_function_or_too_small_is_not_usable) {
    FakeHost host;
    EXPECT_TRUE(HostServices::usable(&host.table));
    EXPECT_FALSE(HostServices::usable(nullptr));
    host.table.wake = nullptr;
    EXPECT_FALSE(HostServices::usable(&host.table));
    FakeHost small;
    small.table.struct_size = 16;
    EXPECT_FALSE(HostServices::usable(&small.table));
}

TEST(HostServices, time_log_and_wake_reach_the_host) {
    FakeHost host;
    HostServices services(&host.table);
    EXPECT_EQ(services.now_ms(), host.now);
    services.wake();
    EXPECT_EQ(host.wakes, 1);
    services.write(LogLevel::info, "test", "said", {{"name", "value"}});
    ASSERT_EQ(host.lines.size(), 1U);
    EXPECT_EQ(host.lines[0], "said{\"name\":\"value\"}");
}

TEST(HostServices, a_clock_that_is_out_of_its_mind_is_brought_to_a_time_that_can_be_written) {
    FakeHost host;
    HostServices services(&host.table);
    host.now = INT64_MIN;
    EXPECT_EQ(services.now_ms(), 0);
    host.now = INT64_MAX;
    EXPECT_EQ(services.now_ms(), 253'370'764'800'000);
}

TEST(HostServices, the_steady_clock_goes_on_whatever_the_host_sets_its_own_to) {
    FakeHost host;
    HostServices services(&host.table);
    const std::int64_t before = services.steady_ms();
    host.now = 0;
    const std::int64_t after = services.steady_ms();
    EXPECT_GT(before, 0);
    EXPECT_GE(after, before);
    EXPECT_LT(after - before, 3'600'000);
}

TEST(HostServices, a_secret_is_read_by_name_and_a_refusal_is_an_auth_error_without_the_secret) {
    FakeHost host;
    HostServices services(&host.table);
    EXPECT_EQ(services.get("client").value(), "s3cret");
    host.secret = "{\"version\":\"1\"}";
    EXPECT_EQ(services.get("client").error().status, Status::auth);
    host.refuses = true;
    const Result<std::string> refused = services.get("client");
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().first().cause.find("client"), std::string::npos);
    EXPECT_EQ(refused.error().first().cause.find("s3cret"), std::string::npos);
}

TEST(HostServices, a_secret_is_stored_in_place_of_the_version_that_was_read) {
    FakeHost host;
    HostServices services(&host.table);
    const Result<Secret> read = services.read("refresh");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().value, "s3cret");
    EXPECT_EQ(read.value().version, "1");
    EXPECT_TRUE(services.put("refresh", "n3w", "1").ok());
    EXPECT_EQ(host.stored, "refresh=n3w@1");
    for (const auto& [answer, status] :
         {std::pair{WMS_E_CONFLICT, Status::conflict}, std::pair{WMS_E_STORAGE, Status::storage},
          std::pair{WMS_E_UNSUPPORTED, Status::storage}}) {
        host.put_answer = answer;
        const Result<void> refused = services.put("refresh", "n3w", "1");
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().status, status);
        EXPECT_EQ(refused.error().first().code, "host.secret_not_stored");
        EXPECT_EQ(refused.error().first().cause.find("n3w"), std::string::npos);
    }
}

TEST(HostServices, a_refused_audit_record_is_an_error) {
    FakeHost host;
    HostServices services(&host.table);
    EXPECT_TRUE(services.announce("{\"a\":1}").ok());
    EXPECT_EQ(host.audited.at(0), "{\"a\":1}");
    host.refuses = true;
    EXPECT_EQ(services.announce("{}").error().first().code, "host.audit_refused");
}

}  // namespace
}  // namespace sage::testing
