// SPDX-License-Identifier: Apache-2.0
// Net, tax and gross from the warehouse into Sage and back: what a preview predicted is what Sage
// holds and what the result tells; where Sage computes otherwise, a person hears of it, unless the
// settings tolerate so much.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

class Totals : public ::testing::Test {
  protected:
    // Posts one despatch; Sage's rate becomes another one in between, if one is named.
    void post(const std::string& changes, const std::string& rate_then = "") {
        BoxOptions options;
        options.configure = [changes](const std::string& configuration) {
            json::value all = json::parse(configuration);
            const json::value wanted = json::parse(changes);
            for (const auto& change : wanted.as_object()) {
                all.as_object()[change.key()] = change.value();
            }
            return json::serialize(all);
        };
        box = std::make_unique<SageInABox>(options);
        wms::Host& host = box->connect();
        const wms::Message message = despatch_of("DN-1001-1", 2);
        preview = json::parse(
            host.query(R"({"query":"preview","document":)" + message.json + "}").value());
        if (!rate_then.empty()) {
            const std::string seed =
                R"({"taxCodes":[{"id":"STANDARD","percent":")" + rate_then + R"("}]})";
            ASSERT_TRUE(wms::seed(box->control(), seed).ok());
        }
        ASSERT_TRUE(host.submit(message).ok());
        ASSERT_TRUE(host.settle(patience_ms).ok());
        posting = *host.postings().find(message.id);
        const json::value answer = json::parse(
            host.query(R"({"query":"document","messageId":")" + message.id + "\"}").value());
        document = answer.at("sageDocument");
        history = json::serialize(answer);
        attentions = host.postings().attentions().size();
    }

    std::string amount(const json::value& totals, const char* name) const {
        return std::string(totals.at(name).at("amount").as_string());
    }

    std::unique_ptr<SageInABox> box;
    wms::Posting posting;
    json::value preview;
    json::value document;
    std::string history;
    std::size_t attentions = 0;
};

TEST_F(Totals, what_was_predicted_is_what_sage_holds_and_the_result_tells_both) {
    ASSERT_NO_FATAL_FAILURE(post("{}"));
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    const json::value& predicted = preview.at("predictedTotals");
    EXPECT_EQ(document.at("predictedTotals"), predicted);
    EXPECT_EQ(document.at("postedTotals"), predicted);
    const auto made = wms::documents(box->control(), 0);
    ASSERT_EQ(made.value().size(), 1U);
    EXPECT_EQ(made.value()[0].net.money(), amount(predicted, "net"));
    EXPECT_EQ(made.value()[0].gross.money(), amount(predicted, "gross"));
    EXPECT_NE(amount(predicted, "tax"), "0.00");
}

TEST_F(Totals, tax_that_sage_computes_otherwise_is_told_to_a_person) {
    ASSERT_NO_FATAL_FAILURE(post("{}", "17.5"));
    EXPECT_EQ(posting.state, "posted");
    EXPECT_NE(history.find("total: sent '" + amount(preview.at("predictedTotals"), "gross") + "'"),
              std::string::npos)
        << history;
    EXPECT_NE(amount(document.at("postedTotals"), "tax"),
              amount(document.at("predictedTotals"), "tax"));
    EXPECT_EQ(amount(document.at("postedTotals"), "net"),
              amount(document.at("predictedTotals"), "net"));
}

TEST_F(Totals, a_tolerated_difference_alarms_nobody_and_stands_in_the_result) {
    ASSERT_NO_FATAL_FAILURE(
        post(R"({"totalsDifference":{"policy":"tolerate","pennies":1000}})", "17.5"));
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    EXPECT_EQ(attentions, 0U);
    EXPECT_EQ(history.find("total: sent"), std::string::npos) << history;
    EXPECT_NE(amount(document.at("postedTotals"), "gross"),
              amount(document.at("predictedTotals"), "gross"));
}

}  // namespace
}  // namespace sage::testing
