// SPDX-License-Identifier: Apache-2.0
// Plan: all documents once, then those that changed, each as it stands; events once; every column
// in every row; what was exported and what changes meanwhile is what the outbox holds in the end;
// what no answer gave is refused.
#include "sage-adapter/bridge/query_export.h"

#include <map>

#include "tests/unit/bridge/outbox_query.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

class QueryExport : public OutboxQuery {
  protected:
    json::value page(const std::string& what, int limit, const std::string& after = "") {
        return answered(R"({"query":"export","what":")" + what + R"(","limit":)" +
                        std::to_string(limit) +
                        (after.empty() ? "}" : R"(,"after":")" + after + "\"}"));
    }
    /// Takes pages until there are no more; rows replace those of the same sequence.
    std::string follow(int limit, std::string after = "") {
        for (bool more = true; more;) {
            const json::value one = page("documents", limit, after);
            for (const json::value& row : one.at("rows").as_array()) {
                states[std::string(row.at("documentId").as_string())] =
                    row.at("state").as_string().c_str();
                ++rows;
            }
            after = one.at("next").as_string().c_str();
            more = one.at("more").as_bool();
        }
        return after;
    }

    std::map<std::string, std::string> states;
    int rows = 0;
};

TEST_F(QueryExport, has_every_document_once_and_then_what_changed) {
    ASSERT_EQ(create(), WMS_OK);
    for (int number = 1; number <= 7; ++number) {
        post("D" + std::to_string(number));
    }
    submit("D8");
    const std::string after = follow(3);
    EXPECT_EQ(rows, 8);
    EXPECT_EQ(states.at("D8"), "queued");
    rows = 0;
    const std::string same = follow(3, after);
    EXPECT_EQ(rows, 0);
    apply(change_by(claimed("D8"), Happening::withdrawn));
    hold("D9", "item:A");
    follow(3, same);
    EXPECT_EQ(rows, 2);
    EXPECT_EQ(states.at("D8"), "withdrawn");
    EXPECT_EQ(states.at("D9"), "held");
}

TEST_F(QueryExport, what_changes_behind_a_page_comes_again) {
    ASSERT_EQ(create(), WMS_OK);
    for (int number = 1; number <= 4; ++number) {
        submit("D" + std::to_string(number));
    }
    const json::value first = page("documents", 2);
    EXPECT_TRUE(first.at("more").as_bool());
    apply(change_by(claimed("D1"), Happening::withdrawn));
    states["D1"] = "queued";
    follow(2, first.at("next").as_string().c_str());
    EXPECT_EQ(states.at("D1"), "withdrawn");
    EXPECT_EQ(states.at("D4"), "queued");
}

TEST_F(QueryExport, row_holds_what_was_sent_and_what_became_of_it) {
    ASSERT_EQ(create(), WMS_OK);
    post("D1",
         R"({"type":"Sales Invoice","key":"42","number":"SI-1","remarks":[{"code":"text.cut"}],)"
         R"("predictedTotals":{"net":{"amount":"3.00","currencyId":"GBP"},)"
         R"("gross":{"amount":"3.60","currencyId":"GBP"}}})");
    hold("D2", "item:A");
    const json::value rows_of = page("documents", 9).at("rows");
    const json::value& posted = rows_of.at(0);
    EXPECT_EQ(posted.at("sageNumber").as_string(), "SI-1");
    EXPECT_EQ(posted.at("netAmount").as_string(), "3.00");
    EXPECT_EQ(posted.at("taxAmount").as_string(), "");
    EXPECT_EQ(posted.at("grossAmount").as_string(), "3.60");
    EXPECT_EQ(posted.at("currencyId").as_string(), "GBP");
    EXPECT_EQ(posted.at("amountsFrom").as_string(), "sent");
    EXPECT_EQ(posted.at("endedAt").as_string(), "2023-11-14T22:13:20.000Z");
    EXPECT_EQ(posted.at("remarks").as_array().size(), 1U);
    const json::value& held = rows_of.at(1);
    EXPECT_TRUE(held.at("endedAt").is_null());
    EXPECT_EQ(held.at("errorCode").as_string(), "fake.unknown");
    EXPECT_EQ(held.at("rootCause").as_string(), "item:A");
    EXPECT_EQ(held.at("amountsFrom").as_string(), "");
    EXPECT_EQ(posted.as_object().size(), held.as_object().size()) << "every column in every row";
}

TEST_F(QueryExport, events_come_once_in_their_order) {
    ASSERT_EQ(create(), WMS_OK);
    post("D1");
    post("D2");
    ASSERT_TRUE(store().raise("attention", "{}", host.now).ok());
    const json::value first = page("events", 2);
    ASSERT_EQ(first.at("rows").as_array().size(), 2U);
    EXPECT_EQ(first.at_pointer("/rows/0/messageId").as_string(), message_id("D1"));
    EXPECT_TRUE(first.at_pointer("/rows/0/event").is_object());
    const json::value second = page("events", 2, first.at("next").as_string().c_str());
    ASSERT_EQ(second.at("rows").as_array().size(), 1U);
    EXPECT_EQ(second.at_pointer("/rows/0/eventType").as_string(), "attention");
    EXPECT_FALSE(second.at("more").as_bool());
    EXPECT_TRUE(
        page("events", 2, second.at("next").as_string().c_str()).at("rows").as_array().empty());
}

TEST_F(QueryExport, what_no_answer_gave_is_refused) {
    ASSERT_EQ(create(), WMS_OK);
    EXPECT_EQ(ask(R"({"query":"export"})"), WMS_E_NOT_ACCEPTED);
    EXPECT_EQ(code(), "query.export_rows");
    EXPECT_EQ(ask(R"({"query":"export","what":"orders"})"), WMS_E_NOT_ACCEPTED);
    for (const char* after : {"1", "1.", ".1", "1.x", "-1.1", "1.-1", "1.1.1", "x"}) {
        EXPECT_EQ(
            ask(std::string(R"({"query":"export","what":"documents","after":")") + after + "\"}"),
            WMS_E_NOT_ACCEPTED)
            << after;
        EXPECT_EQ(code(), "query.after");
    }
    // Behind the end, as when the end is not known for a moment: it does not go back.
    EXPECT_EQ(page("documents", 3, "100.50").at("next").as_string(), "100.50");
}

}  // namespace
}  // namespace sage::testing
