// SPDX-License-Identifier: Apache-2.0
// Plan: answer_preview through the border: the whole answer for what would be posted, for what is
// wrong with a document and for what was accepted before; a query without a document; the largest
// document; nothing is kept, audited or told.
#include "sage-adapter/bridge/query_preview.h"

#include <boost/json/parse.hpp>

#include "sage-adapter/base/limits.h"
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

class QueryPreview : public Border {
  protected:
    wms_status ask(const std::string& request) {
        forget(document);
        forget(error);
        return bridge_query(instance, nullptr, text_of(request), &document, &error);
    }
    json::value preview(const std::string& text) {
        EXPECT_EQ(ask(R"({"query":"preview","document":)" + text + "}"), WMS_OK) << code();
        json::error_code failed;
        return json::parse(answer().empty() ? "{}" : answer(), failed);
    }
    /// In a company whose catalogue was never read everything is held; what posts nothing is not.
    static std::string order(const std::string& number) {
        std::string text = despatch(number);
        text.replace(text.find("despatchAdvice"), 14, "salesOrder");
        return text.replace(text.find("deliveredQuantity"), 17, "orderedQuantity");
    }
};

TEST_F(QueryPreview, answers_whole_and_in_every_state) {
    ASSERT_EQ(create(), WMS_OK);
    const json::value seen = preview(order("O1"));
    EXPECT_EQ(seen.at("outcome"), "postNothing");
    EXPECT_EQ(seen.at("reason"), "orders are not posted");
    EXPECT_EQ(seen.at("externalReference").as_string().size(), 18U);
    EXPECT_TRUE(seen.at("problems").as_array().empty());
    EXPECT_TRUE(seen.at("requests").as_array().empty());
    EXPECT_TRUE(seen.at("accepted").is_null());
    EXPECT_TRUE(seen.at("predictedTotals").as_object().empty());
}

TEST_F(QueryPreview, a_held_document_has_code_cause_fix_owner_and_field) {
    ASSERT_EQ(create(), WMS_OK);
    const json::value seen = preview(despatch("D1"));
    EXPECT_EQ(seen.at("outcome"), "hold");
    const json::value& problem = seen.at("problems").at(0);
    EXPECT_EQ(problem.at("code"), "fake.unknown_item");
    EXPECT_EQ(problem.at("cause"), "No such item.");
    EXPECT_EQ(problem.at("fix"), "Create it.");
    EXPECT_EQ(problem.at("owner"), "finance");
    EXPECT_EQ(problem.at("fieldPath"), "/body/lines/0/item");
}

TEST_F(QueryPreview, a_number_where_a_text_belongs_is_a_problem_of_the_document) {
    ASSERT_EQ(create(), WMS_OK);
    std::string text = despatch("D1");
    text.replace(text.find("\"2\""), 3, "2.5");
    const json::value seen = preview(text);
    EXPECT_EQ(seen.at("outcome"), "refuse");
    EXPECT_EQ(seen.at("problems").at(0).at("fieldPath"), "/body/lines/0/deliveredQuantity/value");
}

TEST_F(QueryPreview, what_is_no_document_is_refused_and_what_is_no_json_is_an_error) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(preview("7").at("outcome"), "refuse");
    EXPECT_EQ(preview("{}").at("outcome"), "refuse");
    EXPECT_EQ(ask(R"({"query":"preview"})"), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.document_missing");
    EXPECT_EQ(ask(R"({"query":"preview","document":{"a":)"), WMS_E_INVALID);
    EXPECT_EQ(code(), "json.syntax");
    EXPECT_EQ(ask(R"({"query":"preview","document":{"a":1,"a":2}})"), WMS_E_INVALID);
    EXPECT_EQ(code(), "json.duplicate_member");
}

TEST_F(QueryPreview, an_accepted_document_is_told_with_its_state) {
    ASSERT_EQ(create(), WMS_OK);
    const std::string text = order("O1");
    ASSERT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
    const json::value seen = preview(text);
    EXPECT_EQ(seen.at("accepted").at("state"), "queued");
    EXPECT_EQ(seen.at("accepted").at("messageId").as_string(), message_id("O1"));
}

TEST_F(QueryPreview, the_largest_document_is_answered_and_a_larger_one_refused) {
    ASSERT_EQ(create(), WMS_OK);
    std::string text = order("O1");
    const std::string member = ",\"remark\":\"";
    const auto padded = [&](std::size_t size) {
        std::string large = text;
        return large.insert(
            large.size() - 1,
            member + std::string(size - text.size() - member.size() - 1, 'x') + "\"");
    };
    EXPECT_EQ(preview(padded(limits::document_bytes_max)).at("outcome"), "postNothing");
    EXPECT_EQ(preview(padded(limits::document_bytes_max + 1)).at("outcome"), "refuse");
    EXPECT_EQ(ask(R"({"query":"preview","document":)" + padded(limits::query_bytes_max) + "}"),
              WMS_E_INVALID);
    EXPECT_EQ(code(), "json.too_large");
    // Other queries hold nothing that is large.
    EXPECT_EQ(
        ask(R"({"query":"held","remark":")" + std::string(limits::settings_bytes_max, 'x') + "\"}"),
        WMS_E_INVALID);
    EXPECT_EQ(ask(R"({"query":"held","limit":1.5})"), WMS_E_INVALID);
}

TEST_F(QueryPreview, nothing_is_kept_audited_or_told) {
    ASSERT_EQ(create(), WMS_OK);
    preview(order("O1"));
    preview(despatch("D1"));
    EXPECT_TRUE(host.audited.empty());
    EXPECT_EQ(host.wakes, 0);
    ASSERT_EQ(ask(R"({"query":"status"})"), WMS_OK);
    EXPECT_NE(answer().find("\"queued\":0"), std::string::npos);
    EXPECT_NE(answer().find("\"events\":0"), std::string::npos);
}

}  // namespace
}  // namespace sage::testing
