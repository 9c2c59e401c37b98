// SPDX-License-Identifier: Apache-2.0
// Plan: verify counts and is whole, and says where an anchor is missed; anchors that are none are
// refused; the journal is answered in pages that end. (What verification finds: verification_test.)
#include "sage-adapter/bridge/query_journal.h"

#include <boost/json.hpp>

#include "sage-adapter/bridge/border.h"
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

class QueryJournal : public Border {
  protected:
    QueryJournal() {
        EXPECT_EQ(create(), WMS_OK);
        for (const char* number : {"D1", "D2", "D3"}) {
            const std::string text = despatch(number);
            EXPECT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
        }
    }
    Result<std::string> verify(const std::string& request) {
        return answer_verify(*instance->instance, json::parse(request), [] { return false; });
    }
    json::value journal(const std::string& request, std::size_t limit) {
        const Result<std::string> answered =
            answer_journal(*instance->instance, json::parse(request), limit);
        EXPECT_TRUE(answered.ok());
        return json::parse(answered.value());
    }
};

TEST_F(QueryJournal, whole_journal_is_counted_and_its_head_told) {
    const json::value answer = json::parse(verify("{}").value());
    EXPECT_EQ(answer.at("whole"), true);
    EXPECT_TRUE(answer.at("firstBreak").is_null());
    EXPECT_EQ(answer.at("rows"), 3);
    EXPECT_EQ(answer.at("documents"), 3);
    const json::value head = answer.at("heads").at(0);
    EXPECT_EQ(head.at("position"), 3);
    const std::string anchors = R"({"anchors":[)" + json::serialize(head) + "]}";
    EXPECT_EQ(json::parse(verify(anchors).value()).at("whole"), true);
}

TEST_F(QueryJournal, anchor_that_is_not_there_is_where_it_breaks) {
    const json::value answer =
        json::parse(verify(R"({"anchors":[{"chain":0,"position":9,"hash":"abc"}]})").value());
    EXPECT_EQ(answer.at("whole"), false);
    EXPECT_EQ(answer.at("firstBreak").at("position"), 9);
    EXPECT_EQ(answer.at("firstBreak").at("messageId"), "");
}

TEST_F(QueryJournal, what_is_no_anchor_is_refused) {
    for (const char* request :
         {R"({"anchors":7})", R"({"anchors":[7]})", R"({"anchors":[{"chain":0,"position":1}]})",
          R"({"anchors":[{"chain":-1,"position":1,"hash":"a"}]})",
          R"({"anchors":[{"chain":0,"position":0,"hash":"a"}]})",
          R"({"anchors":[{"chain":0,"position":"1","hash":"a"}]})"}) {
        const Result<std::string> answered = verify(request);
        ASSERT_FALSE(answered.ok()) << request;
        EXPECT_EQ(answered.error().status, Status::not_accepted);
        EXPECT_EQ(answered.error().first().code, "query.anchor_malformed");
    }
}

TEST_F(QueryJournal, verification_that_is_called_back_says_so) {
    const Result<std::string> answered =
        answer_verify(*instance->instance, json::object(), [] { return true; });
    ASSERT_FALSE(answered.ok());
    EXPECT_EQ(answered.error().status, Status::cancelled);
}

TEST_F(QueryJournal, pages_follow_one_another_and_end) {
    const json::value first = journal("{}", 2);
    ASSERT_EQ(first.at("rows").as_array().size(), 2U);
    const json::value row = first.at("rows").at(1);
    EXPECT_EQ(row.at("what"), "accepted");
    EXPECT_EQ(row.at("who"), "host");
    EXPECT_EQ(row.at("messageId").as_string(), message_id("D2"));
    EXPECT_EQ(row.at("after"), "queued");
    const json::value second = journal(R"({"after":)" + json::serialize(first.at("next")) + "}", 2);
    EXPECT_EQ(second.at("rows").as_array().size(), 1U);
    EXPECT_TRUE(second.at("next").is_null());
}

TEST_F(QueryJournal, connect_tells_which_settings_are_in_force_once) {
    ASSERT_TRUE(instance->instance->tell_settings().ok());
    ASSERT_TRUE(instance->instance->tell_settings().ok());
    const json::value page = journal("{}", 9);
    ASSERT_EQ(page.at("rows").as_array().size(), 4U);
    EXPECT_EQ(page.at("rows").at(3).at("what"), "settings");
    EXPECT_TRUE(page.at("rows").at(3).at("recordHash").is_null());
}

}  // namespace
}  // namespace sage::testing
