// SPDX-License-Identifier: Apache-2.0
// The whole: three hundred despatches of one item that Sage does not have are one issue for one
// person, told once. The item is created in Sage, the catalogue read again, and all three hundred
// are posted in the order in which they were accepted, each once.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr int documents_waiting = 300;
constexpr std::int64_t hour_ms = 3'600'000;

BoxOptions one_worker() {
    BoxOptions options;
    // With several connections the order at which Sage begins two requests is the network's.
    options.workers = 1;
    return options;
}

class IssuesWhole : public ::testing::Test {
  protected:
    IssuesWhole() { box.connect(); }

    static std::string number(int index) { return "DN-" + std::to_string(1000 + index); }

    void submit(const std::string& despatch, const std::string& item) {
        wms::Message message = despatch_of(despatch, 1);
        const std::string known = "SKU-100";
        for (std::size_t at = message.json.find(known); at != std::string::npos;
             at = message.json.find(known, at + item.size())) {
            message.json.replace(at, known.size(), item);
        }
        const auto receipt = box.host().submit(message);
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
    }

    json::value held() {
        return json::parse(box.host().query(R"({"query":"held","limit":5})").value());
    }

    /// Events of that type so far, with that text in them.
    int told(const std::string& type, const std::string& text) {
        int count = 0;
        over = 0;
        std::ifstream events(box.folder() / "host" / "events.jsonl");
        for (std::string line; std::getline(events, line);) {
            const json::value event = json::parse(line);
            const json::value* const closed = event.as_object().if_contains("closed");
            over += closed != nullptr && closed->as_bool() ? 1 : 0;
            count += (closed == nullptr || !closed->as_bool()) &&
                             event.at("eventType").as_string() == type &&
                             line.find(text) != std::string::npos
                         ? 1
                         : 0;
        }
        return count;
    }

    int over = 0;  ///< alerts whose end was told, as of the last told()

    /// The despatches in Sage, in the order in which they were made.
    std::vector<std::string> made() {
        auto documents = wms::documents(box.control(), 0).value();
        std::sort(documents.begin(), documents.end(), [](const auto& left, const auto& right) {
            return left.position < right.position;
        });
        std::vector<std::string> numbers;
        for (const wms::SageDocument& document : documents) {
            numbers.push_back(document.reference);
        }
        return numbers;
    }

    SageInABox box{one_worker()};
};

TEST_F(IssuesWhole, three_hundred_documents_of_one_missing_item_are_one_issue_and_one_fix) {
    std::vector<std::string> accepted;
    for (int index = 0; index < documents_waiting; ++index) {
        submit(number(index), "SKU-300");
        accepted.push_back(number(index));
    }
    ASSERT_TRUE(box.host().settle(hour_ms).ok());

    json::value answer = held();
    ASSERT_EQ(answer.at("issues").as_array().size(), 1U) << answer;
    const json::value issue = answer.at("issues").at(0);
    EXPECT_EQ(issue.at("rootCause"), "item:SKU-300");
    EXPECT_EQ(issue.at("count").as_int64(), documents_waiting);
    EXPECT_EQ(issue.at("error").at("blocksCount").as_int64(), documents_waiting);
    EXPECT_EQ(issue.at("error").at("code"), "intacct.item_unknown");
    EXPECT_EQ(issue.at("error").at("owner"), "finance");
    EXPECT_EQ(answer.at("held").as_array().size(), 5U) << "as many rows as were asked for";
    EXPECT_EQ(told("attention", "item:SKU-300"), 1) << "told once";
    EXPECT_EQ(told("postingResult", "\"held\""), documents_waiting) << "and each one's state";
    EXPECT_TRUE(made().empty());
    json::value board = json::parse(box.host().query(R"({"query":"dashboard"})").value());
    EXPECT_EQ(board.at_pointer("/rootCauses/0/documents").as_int64(), documents_waiting);
    EXPECT_EQ(board.at_pointer("/alerts/0/alertKey"), "cause:item:SKU-300");
    EXPECT_EQ(board.at_pointer("/today/held").as_int64(), documents_waiting);
    EXPECT_TRUE(board.at("connected").as_bool());

    // As a table for the person who mends it: a document has a line each.
    const json::value lines = json::parse(
        box.host().query(R"({"query":"heldLines","rootCause":"item:SKU-300","limit":2})").value());
    EXPECT_EQ(lines.at("held").as_int64(), documents_waiting);
    EXPECT_EQ(lines.at("documents").as_int64(), 2);
    const std::string table(lines.at("csv").as_string());
    EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 3) << table;
    EXPECT_NE(table.find("despatchAdvice," + number(0) + ",1,"), std::string::npos) << table;
    EXPECT_NE(table.find(",SKU-300,"), std::string::npos) << table;

    // The one fix, and the catalogue read again.
    const auto created =
        wms::seed(box.control(),
                  R"({"items":[{"id":"SKU-300","name":"Lantern","unitCode":"C62","kind":"goods"}],)"
                  R"("stock":[{"item":"SKU-300","location":"MAIN","quantity":"100000"}]})");
    ASSERT_TRUE(created.ok()) << wms::in_one_line(created.problem());
    box.disconnect();
    box.connect();
    const auto left = box.host().settle(24 * hour_ms);
    ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    EXPECT_EQ(left.value().unsettled(), 0);

    answer = held();
    EXPECT_TRUE(answer.at("issues").as_array().empty()) << answer;
    EXPECT_TRUE(answer.at("held").as_array().empty());
    EXPECT_EQ(made(), accepted) << "all, once each, in the order accepted";
    EXPECT_EQ(told("attention", "item:SKU-300"), 1);
    EXPECT_EQ(over, 1) << "and its end, once";
    board = json::parse(box.host().query(R"({"query":"dashboard","sinceMs":0})").value());
    EXPECT_TRUE(board.at("alerts").as_array().empty());
    EXPECT_EQ(board.at_pointer("/today/posted").as_int64(), documents_waiting);
}

}  // namespace
}  // namespace sage::testing
