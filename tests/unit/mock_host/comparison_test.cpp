// SPDX-License-Identifier: Apache-2.0
// Plan: one comparison at a time, told while it runs and when it ended; days that are none are
// refused; a failure is told as one.
#include "mock-host/serve/comparison.h"

#include <future>

#include "tests/unit/mock_host/fake_desk.h"

namespace wms::serve {
namespace {

class ComparisonTest : public wms::testing::SiteTest {
  protected:
    boost::json::value told() const { return boost::json::parse(comparison.told()); }
    Comparison comparison{desk};
};

TEST_F(ComparisonTest, is_told_while_it_runs_and_when_it_ended) {
    EXPECT_EQ(comparison.told(), "null");
    std::promise<void> go;
    desk.on_ask = [&](const std::string&) { go.get_future().wait(); };
    ASSERT_TRUE(comparison.begin("2026-11-01", "2026-11-30", "pat").ok());
    EXPECT_TRUE(comparison.running());
    EXPECT_EQ(told().at("running"), true);
    EXPECT_EQ(told().at("by"), "pat");
    EXPECT_EQ(comparison.begin("2026-11-01", "2026-11-30", "sam").problem().code,
              "serve.comparing");
    go.set_value();
    comparison.wait();
    EXPECT_FALSE(comparison.running());
    EXPECT_EQ(told().at("answer").at("compared"), 2);
    EXPECT_TRUE(told().at("problem").is_null());
    EXPECT_EQ(boost::json::parse(desk.requests.back()).at("to"), "2026-11-30");
}

TEST_F(ComparisonTest, a_failure_is_told_and_another_may_follow) {
    desk.answers.erase("reconcile");
    ASSERT_TRUE(comparison.begin("2026-11-01", "2026-11-01", "pat").ok());
    comparison.wait();
    EXPECT_EQ(told().at("problem").at("code"), "query.unknown");
    EXPECT_TRUE(told().at("answer").is_null());
    desk.answers["reconcile"] = R"({"compared":1,"findings":[],"complete":true})";
    ASSERT_TRUE(comparison.begin("2026-11-02", "2026-11-02", "pat").ok());
    comparison.wait();
    EXPECT_EQ(told().at("from"), "2026-11-02");
    EXPECT_TRUE(told().at("problem").is_null());
}

TEST_F(ComparisonTest, days_that_are_none_are_refused) {
    for (const auto& [from, to] :
         std::vector<std::pair<const char*, const char*>>{{"", ""},
                                                          {"2026-11-01", "today"},
                                                          {"2026-11-30", "2026-11-01"},
                                                          {"2026/11/01", "2026-11-30"},
                                                          {"2026-11-01", "2026-11-300"}}) {
        EXPECT_EQ(comparison.begin(from, to, "pat").problem().code, "serve.days") << from;
    }
    EXPECT_TRUE(desk.requests.empty());
}

}  // namespace
}  // namespace wms::serve
