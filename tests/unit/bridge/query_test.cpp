// SPDX-License-Identifier: Apache-2.0
// Plan: answer_query: status in every state without network, document with its history, held,
// catalogue, discover; unknown queries and rubbish are refused.
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

TEST_F(Query, unknown_queries_and_rubbish_are_refused) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(ask("{\"query\":\"dance\"}"), WMS_E_UNSUPPORTED);
    EXPECT_EQ(ask("{}"), WMS_E_UNSUPPORTED);
    EXPECT_EQ(ask("{\"query\":"), WMS_E_INVALID);
    EXPECT_EQ(ask(""), WMS_E_INVALID);
}

}  // namespace
}  // namespace sage::testing
