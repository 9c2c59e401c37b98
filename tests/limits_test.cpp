// SPDX-License-Identifier: Apache-2.0
// The whole, against a Sage that limits requests: the simulator counts what arrives, so that
// nothing of ours goes beyond what its replies allow, whatever the settings would take, and
// everything is posted all the same.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
// Long enough that all workers would be at it together, however slow the machine is.
constexpr const char* slow_writes =
    R"({"faults":[{"id":"slow","method":"POST","targetContains":"document::","times":0,)"
    R"("action":"delay","delayMs":200}]})";

class Limits : public ::testing::Test {
  protected:
    void post(const char* path, const std::string& body) {
        const auto done = box.control().post(path, body);
        ASSERT_TRUE(done.ok()) << wms::in_one_line(done.problem());
    }

    std::int64_t counter(const char* name) {
        const auto text = box.control().get("/control/counters");
        return json::parse(text.value()).at(name).to_number<std::int64_t>();
    }

    void settle(int documents) {
        for (int number = 0; number < documents; ++number) {
            ASSERT_TRUE(box.host().submit(despatch_of(fmt::format("DN-{}", number), 1)).ok());
        }
        const auto left = box.host().settle(patience_ms);
        ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
        EXPECT_EQ(left.value().unsettled(), 0);
        EXPECT_EQ(counter("created"), documents);
    }

    // More than connections: some of them wait for the disk.
    static BoxOptions with_threads_to_spare() {
        BoxOptions options;
        options.workers = 16;
        return options;
    }

    SageInABox box{with_threads_to_spare()};
};

TEST_F(Limits, without_any_all_connections_of_the_settings_are_used) {
    post("/control/faults", slow_writes);
    box.connect();
    settle(60);
    EXPECT_GT(counter("atOnceMost"), 6);
}

TEST_F(Limits, the_application_s_is_never_exceeded) {
    post("/control/behaviours", R"({"applicationAtOnce":6})");
    post("/control/faults", slow_writes);
    box.connect();
    settle(60);
    EXPECT_LE(counter("atOnceMost"), 6) << "what is allowed, and no more";
    EXPECT_GT(counter("atOnceMost"), 3) << "it has grown towards that";
    EXPECT_EQ(counter("throttled"), 0);
}

TEST_F(Limits, the_company_s_is_shared_with_other_applications) {
    post("/control/behaviours", R"({"tenantAtOnce":8,"othersAtOnce":5})");
    post("/control/faults", slow_writes);
    box.connect();
    settle(30);
    EXPECT_LE(counter("atOnceMost"), 3);
    EXPECT_EQ(counter("throttled"), 0);
}

TEST_F(Limits, the_soft_one_of_a_minute_is_never_exceeded) {
    post("/control/behaviours", R"({"minuteRequests":50})");
    box.connect();
    settle(200);
    EXPECT_EQ(counter("beyondMinute"), 0);
}

TEST_F(Limits, the_hard_one_is_never_run_into) {
    post("/control/behaviours", R"({"throttleRequests":60,"throttleMs":3600000})");
    box.connect();
    settle(150);
    EXPECT_EQ(counter("throttled"), 0);
}

TEST_F(Limits, a_sage_that_says_nothing_before_it_refuses_loses_nothing) {
    post("/control/behaviours", R"({"applicationAtOnce":3,"announceLimits":false})");
    post("/control/faults", slow_writes);
    box.connect();
    settle(60);
    EXPECT_GT(counter("throttled"), 0) << "the refusals are what tells";
}

}  // namespace
}  // namespace sage::testing
