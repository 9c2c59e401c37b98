// SPDX-License-Identifier: Apache-2.0
// Plan: a receipt before anything was sent and after a read-back; what a person decided; its hash
// is that of its text; a document that nobody submitted has none.
#include "sage-adapter/bridge/query_receipt.h"

#include <boost/json.hpp>

#include "sage-adapter/bridge/border.h"
#include "sage-adapter/document/hash.h"
#include "tests/unit/bridge/fake_host.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t later_ms = 4'000'000'000'000;

class QueryReceipt : public Border {
  protected:
    QueryReceipt() {
        EXPECT_EQ(create(), WMS_OK);
        const std::string text = despatch("D1");
        EXPECT_EQ(bridge_submit(instance, text_of(text), nullptr, nullptr), WMS_OK);
    }
    Store& store() { return *instance->instance->store; }
    json::object receipt() {
        const Result<std::string> answered =
            answer_receipt(*instance->instance, json::object{{"messageId", message_id("D1")}});
        EXPECT_TRUE(answered.ok());
        return json::parse(answered.value()).as_object();
    }
    Entry entry() { return *store().find_message(message_id("D1")).value(); }
    void apply(Happening happening, const std::function<void(Change&)>& edit) {
        const Entry now = entry();
        const DeliveryFacts facts{now.state, now.maybe_in_sage, true};
        Change change = change_of(now, transition(facts, happening).value(), later_ms);
        edit(change);
        EXPECT_TRUE(store().apply(change).value());
    }
    void send(std::int64_t number = 1) {
        const Entry claimed = store().claim(later_ms, later_ms + 1, 9).value().at(0);
        Attempt attempt;
        attempt.sequence = claimed.sequence;
        attempt.number = number;
        attempt.begun_ms = later_ms;
        attempt.deadline_ms = later_ms + 1;
        attempt.send_json = "{}";
        attempt.send_hash = hexadecimal(sha256("{}"));
        EXPECT_TRUE(store().begin_attempt(attempt, claimed.epoch).value());
    }
};

TEST_F(QueryReceipt, what_was_not_sent_yet_has_no_request_and_no_document_in_sage) {
    const json::object told = receipt();
    EXPECT_EQ(told.at("state"), "queued");
    EXPECT_EQ(told.at("messageType"), "despatchAdvice");
    EXPECT_EQ(told.at("documentId"), "D1");
    EXPECT_EQ(told.at("contentHash"), json::value(entry().content_hash));
    EXPECT_TRUE(told.at("requests").as_array().empty());
    EXPECT_TRUE(told.at("sageDocument").is_null());
    EXPECT_TRUE(told.at("postedAt").is_null());
    EXPECT_TRUE(told.at("readBack").is_null());
    EXPECT_EQ(told.at("journal").at("position"), 1);
    EXPECT_EQ(told.at("journal").at("hash"), json::value(store().journal_head().hash));
}

TEST_F(QueryReceipt, what_was_posted_is_bound_to_request_document_and_read_back) {
    send();
    apply(Happening::done, [](Change& change) {
        change.sage_document_json = R"({"type":"Invoice","key":"7","number":"INV-7"})";
    });
    apply(Happening::verified, [](Change& change) {
        change.verified = true;
        change.sage_document_json =
            R"({"type":"Invoice","key":"7","number":"INV-7","postedTotals":)"
            R"({"net":{"amount":"25.29","currencyId":"GBP"}}})";
    });
    json::object told = receipt();
    const json::value& request = told.at("requests").at(0);
    EXPECT_EQ(request.at("attempt"), 1);
    EXPECT_EQ(request.at("sendHash"), json::value(hexadecimal(sha256("{}"))));
    EXPECT_EQ(request.at("idempotencyKey").as_string().size(), 36U);
    EXPECT_EQ(request.at("journal").at("position"), 2);
    EXPECT_EQ(told.at("sageDocument").at("number"), "INV-7");
    EXPECT_TRUE(told.at("postedAt").is_string());
    EXPECT_EQ(told.at("readBack").at("totals").at("net").at("amount"), "25.29");
    EXPECT_EQ(told.at("readBack").at("asSent"), true);
    EXPECT_EQ(told.at("journal").at("position"), 4);
    const std::string hash(told.at("receiptHash").as_string());
    told.erase("receiptHash");
    EXPECT_EQ(hexadecimal(sha256(json::serialize(told))), hash);
}

TEST_F(QueryReceipt, each_request_is_bound_to_its_own_row_and_what_differs_is_not_as_sent) {
    send();
    apply(Happening::not_sent, [](Change& change) { change.due_ms = later_ms; });
    send(2);
    apply(Happening::done,
          [](Change& change) { change.sage_document_json = R"({"type":"Invoice","key":"7"})"; });
    apply(Happening::verified, [](Change& change) {
        change.verified = true;
        change.sage_document_json = R"({"type":"Invoice","key":"7"})";
        change.problem_json = R"({"code":"reconcile.changed"})";
    });
    const json::object told = receipt();
    ASSERT_EQ(told.at("requests").as_array().size(), 2U);
    EXPECT_EQ(told.at("requests").at(0).at("journal").at("position"), 2);
    EXPECT_EQ(told.at("requests").at(1).at("attempt"), 2);
    EXPECT_EQ(told.at("requests").at(1).at("journal").at("position"), 4);
    EXPECT_EQ(told.at("readBack").at("asSent"), false);
}

TEST_F(QueryReceipt, decision_of_a_person_names_them) {
    ASSERT_EQ(store().claim(later_ms, later_ms + 1, 9).value().size(), 1U);
    apply(Happening::stopped_before_send, [](Change&) {});
    apply(Happening::decided_withdrawn, [](Change& change) { change.decided_by = "Ada"; });
    const json::value decision = receipt().at("decisions").at(0);
    EXPECT_EQ(decision.at("by"), "Ada");
    EXPECT_EQ(decision.at("from"), "held");
    EXPECT_EQ(decision.at("to"), "withdrawn");
}

TEST_F(QueryReceipt, document_that_nobody_submitted_has_none) {
    const Result<std::string> answered =
        answer_receipt(*instance->instance, json::object{{"messageId", "nobody's"}});
    ASSERT_FALSE(answered.ok());
    EXPECT_EQ(answered.error().status, Status::not_accepted);
    EXPECT_EQ(answered.error().first().code, "query.unknown_document");
}

}  // namespace
}  // namespace sage::testing
