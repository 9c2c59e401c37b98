// SPDX-License-Identifier: Apache-2.0
// The whole: documents in the simulated Sage as people would have entered them, without a reference
// of ours, some of them changed, deleted or entered twice. The query shadow tells each as what it
// is, and nothing is written: not in Sage, not in the outbox, not in the host's trail.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr int documents_posted = 13;

std::string file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class ShadowWhole : public ::testing::Test {
  protected:
    explicit ShadowWhole(const std::string& shadow = "{}", const std::string& dates = "{}")
        : box(options(shadow, dates)) {
        // Posted by an outbox that is gone, and then as if people had typed them.
        wms::Host& host = box.connect();
        for (int number = 1; number <= documents_posted; ++number) {
            const auto receipt = host.submit(despatch_of("DN-" + std::to_string(number), 2));
            EXPECT_TRUE(receipt.ok());
        }
        EXPECT_EQ(host.settle(24 * hour_ms).value().unsettled(), 0);
        box.disconnect();
        std::filesystem::remove_all(box.folder() / "host");
        const auto documents = wms::documents(box.control(), 0);
        for (const wms::SageDocument& document : documents.value()) {
            keys[document.reference] = std::to_string(document.position);
        }
        for (const auto& [number, key] : keys) {
            by_hand(number,
                    R"("set":{"nsp::WMS_REFERENCE":null,"memo":"typed","trackingNumber":null})");
        }
    }

    /// The settings that Sage suggests, with the setting of shadow runs; dates are those of the
    /// second instance.
    BoxOptions options(const std::string& shadow, const std::string& dates) {
        BoxOptions wanted;
        wanted.configure = [this, shadow, dates](const std::string& configuration) {
            json::value settings = json::parse(configuration);
            settings.as_object()["shadow"] = json::parse(shadow);
            if (!keys.empty()) {
                settings.as_object()["dates"] = json::parse(dates);
            }
            return json::serialize(settings);
        };
        return wanted;
    }

    void by_hand(const std::string& number, const std::string& what) {
        const auto changed = box.control().post(
            "/control/change", R"({"document":{"key":")" + keys.at(number) + R"(",)" + what + "}}");
        ASSERT_TRUE(changed.ok()) << wms::in_one_line(changed.problem());
    }

    std::string standing() {
        const json::value counters = json::parse(box.control().get("/control/counters").value());
        return json::serialize(json::array{counters.at("created"), counters.at("changed")}) +
               box.host().query(R"({"query":"status"})").value() +
               file(box.folder() / "host" / "events.jsonl") +
               file(box.folder() / "host" / "audit.jsonl");
    }

    /// The row of each document, by its number; nothing changes anywhere.
    std::map<std::string, json::value> shadow(const std::vector<std::string>& documents) {
        std::string query = R"({"query":"shadow","documents":[)";
        for (const std::string& document : documents) {
            query += (query.back() == '[' ? "" : ",") + document;
        }
        const std::string before = standing();
        const auto answer = box.host().query(query + "]}");
        EXPECT_EQ(standing(), before) << "something changed";
        std::map<std::string, json::value> rows;
        if (!answer.ok()) {
            ADD_FAILURE() << wms::in_one_line(answer.problem());
            return rows;
        }
        const json::value parsed = json::parse(answer.value());
        EXPECT_EQ(parsed.at("rows").as_array().size(), documents.size());
        for (const json::value& row : parsed.at("rows").as_array()) {
            rows[std::string(row.at("documentId").as_string())] = row;
        }
        return rows;
    }

    static std::string document(int number) {
        return despatch_of("DN-" + std::to_string(number), 2).json;
    }
    static std::vector<std::string> all() {
        std::vector<std::string> documents;
        for (int number = 1; number <= documents_posted; ++number) {
            documents.push_back(document(number));
        }
        return documents;
    }

    /// "identical", or the differences as "field expected>found;".
    static std::string told(const json::value& row) {
        std::string text(row.at("outcome").as_string());
        for (const json::value& one : row.at("differences").as_array()) {
            text += " " + std::string(one.at("field").as_string()) + " " +
                    std::string(one.at("expected").as_string()) + ">" +
                    std::string(one.at("found").as_string()) + ";";
        }
        for (const json::value& one : row.at("problems").as_array()) {
            text += " " + std::string(one.at("code").as_string());
        }
        return text;
    }

    std::map<std::string, std::string> keys;  ///< in Sage, by the despatch's number
    SageInABox box;
};

TEST_F(ShadowWhole, what_people_entered_like_us_is_identical) {
    box.connect();
    for (const auto& [number, row] : shadow(all())) {
        EXPECT_EQ(told(row), "identical") << number;
        EXPECT_EQ(row.at("foundBy"), "referenceNumber");
        EXPECT_EQ(row.at("sageType"), "Sales Invoice");
        const json::value& totals = row.at("sageDocuments").at(0).at("postedTotals");
        EXPECT_EQ(totals, row.at("sageDocuments").at(0).at("predictedTotals")) << row;
        EXPECT_EQ(totals.at("net").at("amount"), "13.56") << row;
    }
}

TEST_F(ShadowWhole, each_planted_difference_is_told_and_nothing_is_written) {
    by_hand("DN-2", R"("set":{"customer":"GUEST"})");
    by_hand("DN-3", R"("set":{"txnDate":"2025-11-21"})");
    by_hand("DN-4", R"("line":2,"set":{"unitPrice":"3.4"})");
    by_hand("DN-5", R"("line":1,"set":{"unitQuantity":"3"})");
    by_hand("DN-6", R"("line":1,"set":{"unit":"Dozen"})");
    by_hand("DN-7", R"("set":{"subtotal":"13.57","subtotalInTxnCurrency":"13.57",)"
                    R"("total":"16.29","totalInTxnCurrency":"16.29"})");
    by_hand("DN-8", R"("set":{"total":"16.27","totalInTxnCurrency":"16.27"})");
    by_hand("DN-9", R"("set":{"txnCurrency":"EUR"})");
    by_hand("DN-10", R"("delete":true)");
    by_hand("DN-11", R"("duplicate":true)");
    by_hand("DN-12", R"("line":2,"set":{"discountPercent":"5"})");
    by_hand("DN-13", R"("set":{"referenceNumber":"dn 13"})");
    box.connect();
    std::vector<std::string> documents = all();
    std::string unknown = despatch_of("DN-14", 1).json;
    unknown.replace(unknown.find("SKU-100"), 7, "SKU-404");
    documents.push_back(unknown);
    std::map<std::string, std::string> seen;
    for (const auto& [number, row] : shadow(documents)) {
        seen[number] = told(row);
    }
    const std::map<std::string, std::string> planted = {
        {"DN-1", "identical"},
        {"DN-2", "different customer.id CUST-001>GUEST;"},
        {"DN-3", "different txnDate 2025-11-20>2025-11-21;"},
        {"DN-4", "different line 2 unitPrice 3.39>3.4;"},
        {"DN-5", "different line 1 unitQuantity 2>3;"},
        {"DN-6", "different line 1 unit Each>Dozen;"},
        {"DN-7", "different subtotal 13.56>13.57; total 16.28>16.29;"},
        {"DN-8", "different total 16.28>16.27; tax 2.72>2.71;"},
        {"DN-9", "different txnCurrency GBP>EUR;"},
        {"DN-10", "missing"},
        {"DN-11", "ambiguous shadow.ambiguous"},
        {"DN-12", "different line 2 discountPercent 0>5;"},
        {"DN-13", "missing"},
        {"DN-14", "notMapped intacct.item_unknown"}};
    EXPECT_EQ(seen, planted);
}

/// By the order's number, which parts of an order share, and then by the despatch's.
class ShadowByOrder : public ShadowWhole {
  protected:
    ShadowByOrder()
        : ShadowWhole(R"({"findBy":[{"text":"{orderReference.id}","field":"customerPONumber"},
                                    {"text":"{id}","field":"referenceNumber"}]})",
                      R"({"openFrom":"2026-01-01"})") {}
};

TEST_F(ShadowByOrder, the_order_of_the_rules_decides_and_closed_periods_do_not_matter) {
    by_hand("DN-1", R"("set":{"customerPONumber":"SO-DN-1"})");
    by_hand("DN-2", R"("set":{"customerPONumber":"SO-DN-3"})");
    by_hand("DN-4", R"("set":{"customerPONumber":"SO-DN-4"})");
    by_hand("DN-5", R"("set":{"customerPONumber":"SO-DN-4"})");
    box.connect();
    std::map<std::string, json::value> rows = shadow(all());
    EXPECT_EQ(told(rows["DN-1"]), "identical");
    EXPECT_EQ(rows["DN-1"].at("foundBy"), "customerPONumber");
    EXPECT_EQ(told(rows["DN-2"]), "ambiguous shadow.found_for_several") << rows["DN-2"];
    EXPECT_EQ(told(rows["DN-3"]), "ambiguous shadow.found_for_several") << rows["DN-3"];
    EXPECT_EQ(told(rows["DN-4"]), "ambiguous shadow.ambiguous");
    EXPECT_EQ(rows["DN-4"].at("sageDocuments").as_array().size(), 2U);
    EXPECT_EQ(told(rows["DN-6"]), "identical");
    EXPECT_EQ(rows["DN-6"].at("foundBy"), "referenceNumber");
}

}  // namespace
}  // namespace sage::testing
