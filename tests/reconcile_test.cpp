// SPDX-License-Identifier: Apache-2.0
// The whole: documents posted through the plugin into the simulated Sage, then doubled, deleted and
// changed there by hand. One reconciliation finds each of them, tells the host with both sides, and
// writes nothing to Sage; the daily one does so by itself.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <string>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr int documents_posted = 12;

class ReconcileWhole : public ::testing::Test {
  protected:
    ReconcileWhole() {
        wms::Host& host = box.connect();
        for (int number = 1; number <= documents_posted; ++number) {
            const auto receipt = host.submit(despatch_of("DN-" + std::to_string(number), 2));
            EXPECT_TRUE(receipt.ok());
        }
        EXPECT_EQ(host.settle(24 * hour_ms).value().unsettled(), 0);
        const auto documents = wms::documents(box.control(), 0);
        for (const wms::SageDocument& document : documents.value()) {
            keys[document.reference] = std::to_string(document.position);
        }
        EXPECT_EQ(keys.size(), std::size_t{documents_posted});
    }

    void by_hand(const std::string& number, const std::string& what) {
        const auto changed = box.control().post(
            "/control/change", R"({"document":{"key":")" + keys.at(number) + R"(",)" + what + "}}");
        ASSERT_TRUE(changed.ok()) << wms::in_one_line(changed.problem());
    }

    /// Three of each kind.
    void plant() {
        for (const char* number : {"DN-1", "DN-2", "DN-3"}) {
            by_hand(number, R"("duplicate":true)");
        }
        for (const char* number : {"DN-4", "DN-5", "DN-6"}) {
            by_hand(number, R"("delete":true)");
        }
        by_hand("DN-7", R"("set":{"customerPONumber":null,"trackingNumber":"1ZCHANGED"})");
        by_hand("DN-8", R"("line":2,"set":{"nsp::WMS_ORDER_LINE":"99"})");
        by_hand("DN-9", R"("set":{"subtotal":"14.56","subtotalInTxnCurrency":"14.56"})");
    }

    std::int64_t writes() {
        const json::value counters = json::parse(box.control().get("/control/counters").value());
        return counters.at("created").as_int64() + counters.at("changed").as_int64();
    }

    /// What was told, by document: "twice" and so on.
    std::map<std::string, std::string> told() {
        std::map<std::string, std::string> kinds;
        std::ifstream events(box.folder() / "host" / "events.jsonl");
        for (std::string line; std::getline(events, line);) {
            const json::value event = json::parse(line);
            if (event.at("eventType") == "reconciliationFinding") {
                const std::string document(event.at("documentId").as_string());
                kinds[document] += std::string(event.at("finding").as_string());
                EXPECT_FALSE(event.at("differences").as_array().empty());
            }
        }
        return kinds;
    }

    SageInABox box;
    std::map<std::string, std::string> keys;  ///< in Sage, by the despatch's number
    const std::map<std::string, std::string> planted = {
        {"DN-1", "twice"},   {"DN-2", "twice"},   {"DN-3", "twice"},
        {"DN-4", "missing"}, {"DN-5", "missing"}, {"DN-6", "missing"},
        {"DN-7", "changed"}, {"DN-8", "changed"}, {"DN-9", "changed"}};
};

TEST_F(ReconcileWhole, the_query_finds_all_that_was_planted_and_writes_nothing) {
    const char* query = R"({"query":"reconcile","from":"2025-11-20","to":"2025-11-20"})";
    json::value answer = json::parse(box.host().query(query).value());
    EXPECT_EQ(answer.at("compared").as_int64(), documents_posted);
    EXPECT_EQ(answer.at("complete"), true);
    EXPECT_TRUE(answer.at("findings").as_array().empty()) << answer;

    plant();
    const std::int64_t writes_before = writes();
    answer = json::parse(box.host().query(query).value());
    EXPECT_EQ(answer.at("findings").as_array().size(), planted.size()) << answer;
    EXPECT_EQ(box.host().settle(0).value().unsettled(), 0);
    EXPECT_EQ(told(), planted);
    EXPECT_EQ(writes(), writes_before);

    answer = json::parse(box.host().query(query).value());
    EXPECT_EQ(answer.at("findings").as_array().size(), planted.size());
    EXPECT_EQ(box.host().settle(0).value().unsettled(), 0);
    EXPECT_EQ(told(), planted) << "told once";
}

TEST_F(ReconcileWhole, the_daily_one_finds_all_that_was_planted_by_itself) {
    plant();
    const std::int64_t writes_before = writes();
    // A day later: something keeps the host's clock going until then.
    box.clock().jump_to(box.clock().now_ms() + 25 * hour_ms);
    ASSERT_TRUE(wms::set_clock(box.control(), box.clock().now_ms()).ok());
    const auto receipt = box.host().submit(despatch_of("DN-LATE", 1));
    ASSERT_TRUE(receipt.ok());
    for (int look = 0; look < 200 && told().size() < planted.size(); ++look) {
        ASSERT_TRUE(box.host().settle(hour_ms).ok());
    }
    EXPECT_EQ(told(), planted);
    EXPECT_EQ(writes(), writes_before + 1) << "the late despatch alone";
}

}  // namespace
}  // namespace sage::testing
