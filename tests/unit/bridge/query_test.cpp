// SPDX-License-Identifier: Apache-2.0
// Plan: answer_query: status in every state without network, document with its history, held,
// catalogue, discover; what comes before a document is shown with it; unknown queries and rubbish
// are refused.
#include "sage-adapter/bridge/border.h"
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

class Query : public Border {
  protected:
    wms_status ask(const std::string& request) {
        forget(document);
        forget(error);
        return bridge_query(instance, nullptr, text_of(request), &document, &error);
    }
};

TEST_F(Query, status_counts_what_is_kept) {
    ASSERT_EQ(create(), WMS_OK);
    const std::string text = despatch("D1");
    ASSERT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
    ASSERT_EQ(ask("{\"query\":\"status\"}"), WMS_OK);
    EXPECT_NE(answer().find("\"state\":\"created\""), std::string::npos);
    EXPECT_NE(answer().find("\"queued\":1"), std::string::npos);
}

TEST_F(Query, document_tells_state_and_history) {
    ASSERT_EQ(create(), WMS_OK);
    const std::string text = despatch("D1");
    ASSERT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
    ASSERT_EQ(ask("{\"query\":\"document\",\"messageId\":\"" + message_id("D1") + "\"}"), WMS_OK);
    EXPECT_NE(answer().find("\"documentId\":\"D1\""), std::string::npos);
    EXPECT_NE(answer().find("\"edge\":\"E1\""), std::string::npos);
    EXPECT_EQ(ask("{\"query\":\"document\",\"messageId\":\"unknown\"}"), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.unknown_document");
}

TEST_F(Query, held_catalogue_and_discover_answer_without_network) {
    ASSERT_EQ(create(), WMS_OK);
    ASSERT_EQ(ask("{\"query\":\"held\"}"), WMS_OK);
    EXPECT_EQ(answer(), "{\"issues\":[],\"held\":[]}");
    ASSERT_EQ(ask("{\"query\":\"catalogue\",\"kind\":\"item\",\"limit\":5}"), WMS_OK);
    EXPECT_NE(answer().find("\"records\":[]"), std::string::npos);
    ASSERT_EQ(ask("{\"query\":\"discover\"}"), WMS_OK);
    EXPECT_NE(answer().find("\"edition\":\"fake\""), std::string::npos);
}

TEST_F(Query, what_comes_before_a_document_is_shown_with_it_and_held_under_its_name) {
    ASSERT_EQ(create(), WMS_OK);
    const std::string text = despatch("D1");
    ASSERT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
    const std::string document_query =
        "{\"query\":\"document\",\"messageId\":\"" + message_id("D1") + "\"}";
    ASSERT_EQ(ask(document_query), WMS_OK);
    EXPECT_NE(answer().find("\"precursor\":null"), std::string::npos);
    Store& store = *instance->instance->store;
    constexpr std::int64_t later_ms = 4'000'000'000'000;
    ASSERT_EQ(store.claim(later_ms, later_ms + 1, 9).value().size(), 1U);
    NewEntry part;
    part.message_type = "despatchAdvice.precursor";
    part.message_id = "part";
    part.document_key = "part key";
    part.content_hash = "hash";
    part.external_reference = "W2";
    part.canonical_bytes = "{}";
    part.tenant_id = "t";
    part.document_id = "D1";
    part.subject_id = message_id("D1");
    ASSERT_TRUE(store.accept(part).ok());
    const Result<std::vector<Entry>> claimed = store.claim(later_ms, later_ms + 1, 9);
    for (const Entry& one : claimed.value()) {
        if (one.message_id == "part") {
            Change change = change_of(
                one, *transition({one.state, false, false}, Happening::stopped_before_send), 1);
            change.root_cause = "item:SKU-1";
            ASSERT_TRUE(store.apply(change).value());
        }
    }
    ASSERT_EQ(ask(document_query), WMS_OK);
    EXPECT_NE(answer().find("\"precursor\":{\"messageId\":\"" + message_id("D1")),
              std::string::npos);
    EXPECT_NE(answer().find("\"state\":\"held\""), std::string::npos);
    EXPECT_EQ(answer().find("causationId"), std::string::npos);
    ASSERT_EQ(ask("{\"query\":\"held\"}"), WMS_OK);
    EXPECT_NE(answer().find("\"held\":[]"), std::string::npos);
    EXPECT_NE(answer().find("\"firstMessageId\":\"" + message_id("D1")), std::string::npos);
}

TEST_F(Query, document_that_waits_for_its_time_says_until_when) {
    ASSERT_EQ(create(), WMS_OK);
    // Six hours after the host's 22:13.
    instance->instance->schedules.documents.times = {4 * 60 + 13};
    instance->instance->schedules.text = "not nothing";
    const std::string due = R"("dueAt":"2023-11-15T04:13:00.000Z")";
    const std::string text = despatch("D1");
    ASSERT_EQ(ask(R"({"query":"preview","document":)" + text + "}"), WMS_OK);
    EXPECT_NE(answer().find(due), std::string::npos) << answer();
    ASSERT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
    ASSERT_EQ(ask("{\"query\":\"document\",\"messageId\":\"" + message_id("D1") + "\"}"), WMS_OK);
    EXPECT_NE(answer().find(R"("waitReason":"schedule",)" + due), std::string::npos) << answer();
    ASSERT_EQ(ask(R"({"query":"preview","document":)" + text + "}"), WMS_OK);
    EXPECT_NE(answer().find(due), std::string::npos) << answer();
    host.now += 6 * 3'600'000;
    ASSERT_EQ(ask("{\"query\":\"document\",\"messageId\":\"" + message_id("D1") + "\"}"), WMS_OK);
    EXPECT_NE(answer().find(R"("waitReason":"none","dueAt":null)"), std::string::npos);
    ASSERT_EQ(ask(R"({"query":"preview","document":)" + text + "}"), WMS_OK);
    EXPECT_NE(answer().find(R"("dueAt":null)"), std::string::npos) << answer();
}

TEST_F(Query, unknown_queries_and_rubbish_are_refused) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(ask("{\"query\":\"dance\"}"), WMS_E_UNSUPPORTED);
    EXPECT_EQ(ask("{}"), WMS_E_UNSUPPORTED);
    EXPECT_EQ(ask("{\"query\":"), WMS_E_INVALID);
    EXPECT_EQ(ask(""), WMS_E_INVALID);
}

}  // namespace
}  // namespace sage::testing
