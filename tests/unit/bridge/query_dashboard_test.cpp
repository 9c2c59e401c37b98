// SPDX-License-Identifier: Apache-2.0
// Plan: one answer has every figure of the first page, by type too; today is the host's; causes
// come with what to do; alerts are those that are open; parts go with the document they are of.
#include "sage-adapter/bridge/query_dashboard.h"

#include "tests/unit/bridge/outbox_query.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

class QueryDashboard : public OutboxQuery {};

TEST_F(QueryDashboard, of_an_empty_outbox_says_that_nothing_is_there) {
    ASSERT_EQ(create(), WMS_OK);
    const json::value all = answered(R"({"query":"dashboard"})");
    EXPECT_EQ(all.at_pointer("/today/notYetPosted").as_int64(), 0);
    EXPECT_TRUE(all.at("byType").as_array().empty());
    EXPECT_TRUE(all.at("oldestQueuedAt").is_null());
    EXPECT_EQ(all.at("oldestWaitSeconds").as_int64(), 0);
    EXPECT_TRUE(all.at("lastPostedAt").is_null());
    EXPECT_FALSE(all.at("connected").as_bool());
    EXPECT_TRUE(all.at_pointer("/exchanges/lastAt").is_null());
    EXPECT_FALSE(all.at_pointer("/authorisation/valid").as_bool());
    EXPECT_TRUE(all.at_pointer("/authorisation/secondsLeft").is_null());
    EXPECT_TRUE(all.at("catalogueReadAt").is_null());
}

TEST_F(QueryDashboard, has_every_figure_of_the_first_page) {
    ASSERT_EQ(create(), WMS_OK);
    post("D1");
    post("D2");
    hold("D3", "item:A");
    hold("D4", "item:B");
    hold("D5", "item:B");
    submit("D7");
    apply(change_by(claimed("D7"), Happening::withdrawn));
    submit("D6");
    Change found = change_by(entry("D2"), Happening::verified);
    found.problem_json = R"({"code":"reconcile.missing"})";
    apply(found);
    const std::string refused =
        R"({"error":{"code":"auth.session.refused","message":"No.","cause":"No.",)"
        R"("fix":"Yes.","owner":"it","fieldPath":"","severity":"error",)"
        R"("retry":true,"retryRule":"never"}})";
    ASSERT_TRUE(store().open_alert({"session", host.now, refused}, false).value());
    ASSERT_TRUE(store().open_alert({"zone", host.now + 1, refused}, false).value());
    host.now += 90'000;
    const json::value all = answered(R"({"query":"dashboard"})");
    EXPECT_EQ(all.at_pointer("/counts/posted").as_int64(), 2);
    EXPECT_EQ(all.at_pointer("/today/posted").as_int64(), 2);
    EXPECT_EQ(all.at_pointer("/today/held").as_int64(), 3);
    EXPECT_EQ(all.at_pointer("/today/notYetPosted").as_int64(), 4);
    EXPECT_EQ(all.at_pointer("/today/withdrawn").as_int64(), 1);
    EXPECT_EQ(all.at_pointer("/byType/0/withdrawn").as_int64(), 1);
    EXPECT_EQ(all.at_pointer("/today/inFlight").as_int64(), 0);
    ASSERT_EQ(all.at("byType").as_array().size(), 1U);
    EXPECT_EQ(all.at_pointer("/byType/0/messageType").as_string(), "despatchAdvice");
    EXPECT_EQ(all.at_pointer("/byType/0/held").as_int64(), 3);
    EXPECT_EQ(all.at("oldestWaitSeconds").as_int64(), 90);
    EXPECT_EQ(all.at("lastPostedAt").as_string(), "2023-11-14T22:13:20.000Z");
    EXPECT_EQ(all.at("drift"),
              json::value(json::array{{{"code", "reconcile.missing"}, {"documents", 1}}}));
    ASSERT_EQ(all.at("rootCauses").as_array().size(), 2U);
    EXPECT_EQ(all.at_pointer("/rootCauses/0/rootCause").as_string(), "item:B");
    EXPECT_EQ(all.at_pointer("/rootCauses/0/documents").as_int64(), 2);
    EXPECT_EQ(all.at_pointer("/rootCauses/0/error/fix").as_string(), "Make it.");
    EXPECT_EQ(all.at_pointer("/rootCauses/0/error/blocksCount").as_int64(), 2);
    ASSERT_EQ(all.at("alerts").as_array().size(), 2U);
    EXPECT_EQ(all.at_pointer("/alerts/0/alertKey").as_string(), "session");
    EXPECT_EQ(all.at_pointer("/alerts/0/error/code").as_string(), "auth.session.refused");
}

TEST_F(QueryDashboard, today_begins_when_the_host_says_so) {
    ASSERT_EQ(create(), WMS_OK);
    post("D1");
    const std::int64_t then = host.now;
    host.now += 86'400'000;
    EXPECT_EQ(answered(R"({"query":"dashboard"})").at_pointer("/today/posted").as_int64(), 0)
        << "of yesterday, in UTC";
    const std::string since = R"({"query":"dashboard","sinceMs":)";
    EXPECT_EQ(answered(since + std::to_string(then) + "}").at_pointer("/today/posted").as_int64(),
              1);
    EXPECT_EQ(
        answered(since + std::to_string(then + 1) + "}").at_pointer("/today/posted").as_int64(), 0);
}

TEST_F(QueryDashboard, what_has_to_be_in_sage_first_counts_with_its_document) {
    ASSERT_EQ(create(), WMS_OK);
    submit("D1");
    for (const char* part : {"despatchAdvice.precursor", "despatchAdvice.second"}) {
        NewEntry more;
        more.message_type = part;
        more.message_id = part;
        more.document_key = part;
        more.content_hash = "hash";
        more.external_reference = "W2";
        more.canonical_bytes = "{}";
        more.tenant_id = "t";
        more.document_id = "D1";
        more.now_ms = host.now;
        ASSERT_TRUE(store().accept(more).ok());
    }
    const json::value all = answered(R"({"query":"dashboard"})");
    ASSERT_EQ(all.at("byType").as_array().size(), 1U);
    EXPECT_EQ(all.at_pointer("/byType/0/notYetPosted").as_int64(), 2)
        << "what takes back or adds is posted besides";
}

}  // namespace
}  // namespace sage::testing
