// SPDX-License-Identifier: Apache-2.0
// Plan: an alert is open from when it is told until its end is told, under its key or that of its
// document; what is told anew replaces words and keeps its place; rubbish changes nothing.
#include "mock-host/open_alerts.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/mock_host/temporary_folder.h"

namespace wms {
namespace {

constexpr const char* kCause = R"({"eventType":"attention","alertKey":"cause:item:A",
    "closed":false,"occurredAt":"t1","rootCause":"item:A",
    "error":{"code":"c.a","cause":"No A.","fix":"Make A.","owner":"finance"}})";
constexpr const char* kCauseEnded =
    R"({"eventType":"attention","alertKey":"cause:item:A","closed":true,"error":{}})";

TEST(OpenAlerts, alert_is_open_until_its_end_is_told) {
    OpenAlerts alerts;
    alerts.take(kCause);
    ASSERT_EQ(alerts.list().size(), 1U);
    const OpenAlert one = alerts.list().front();
    EXPECT_EQ(one.key, "cause:item:A");
    EXPECT_EQ(one.since, "t1");
    EXPECT_EQ(one.code, "c.a");
    EXPECT_EQ(one.fix, "Make A.");
    alerts.take(kCauseEnded);
    EXPECT_TRUE(alerts.list().empty());
    alerts.take(kCauseEnded);
    EXPECT_TRUE(alerts.list().empty());
}

TEST(OpenAlerts, told_anew_it_keeps_its_place_and_has_the_new_words) {
    OpenAlerts alerts;
    alerts.take(kCause);
    alerts.take(R"({"eventType":"attention","alertKey":"session","occurredAt":"t2","error":{}})");
    alerts.take(R"({"eventType":"attention","alertKey":"cause:item:A","occurredAt":"t3",
                    "error":{"cause":"Still no A."}})");
    const std::vector<OpenAlert> open = alerts.list();
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].cause, "Still no A.");
    EXPECT_EQ(open[0].since, "t1");
    EXPECT_EQ(open[1].key, "session");
}

TEST(OpenAlerts, finding_is_over_with_a_result_that_has_no_error) {
    OpenAlerts alerts;
    alerts.take(R"({"eventType":"reconciliationFinding","messageId":"m1","error":{"code":"r"}})");
    alerts.take(R"({"eventType":"attention","messageId":"m2","error":{"code":"d"}})");
    alerts.take(R"({"eventType":"postingResult","messageId":"m1","error":{"code":"held"}})");
    EXPECT_EQ(alerts.list().size(), 2U);
    alerts.take(R"({"eventType":"postingResult","messageId":"m1","error":null})");
    ASSERT_EQ(alerts.list().size(), 1U);
    EXPECT_EQ(alerts.list()[0].key, "document:m2");
    alerts.take(R"({"eventType":"postingResult","messageId":"m2"})");
    EXPECT_TRUE(alerts.list().empty());
}

TEST(OpenAlerts, rubbish_and_other_events_change_nothing) {
    OpenAlerts alerts;
    for (const char* event : {"", "{", "[]", "7", R"({"eventType":7})",
                              R"({"eventType":"catalogueChanged","alertKey":"x"})"}) {
        alerts.take(event);
    }
    EXPECT_TRUE(alerts.list().empty());
}

TEST(OpenAlerts, file_of_a_run_is_read_and_a_line_cut_off_is_not_told) {
    const testing::TemporaryFolder folder;
    const std::filesystem::path file = folder / "events.jsonl";
    EXPECT_EQ(read_open_alerts(file).problem().code, "file.not_found");
    std::ofstream(file) << R"({"eventType":"attention","alertKey":"session","error":{}})" << '\n'
                        << R"({"eventType":"attention","alertKey":"session","closed":tr)";
    const Result<std::vector<OpenAlert>> open = read_open_alerts(file);
    ASSERT_TRUE(open.ok());
    ASSERT_EQ(open.value().size(), 1U);
}

}  // namespace
}  // namespace wms
