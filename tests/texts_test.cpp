// SPDX-License-Identifier: Apache-2.0
// Texts that the settings send to notes and custom fields, from the warehouse into Sage and back:
// what Sage holds is what was asked for, and a text that had to be cut is told with the result.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

BoxOptions with_settings(const std::string& changes) {
    BoxOptions options;
    options.configure = [changes](const std::string& configuration) {
        json::value all = json::parse(configuration);
        all.as_object()["fieldLimits"] = json::parse(R"({"nsp::PARCELS":{"characters":30}})");
        const json::value wanted = json::parse(changes);
        for (const auto& change : wanted.as_object()) {
            all.as_object()[change.key()] = change.value();
        }
        return json::serialize(all);
    };
    return options;
}

class Texts : public ::testing::Test {
  protected:
    // Posts one despatch in a company whose invoices have fields of its own.
    void post(const std::string& changes) {
        box = std::make_unique<SageInABox>(with_settings(changes));
        const auto created =
            box->control().post("/control/change", R"({"definition":{"id":"Sales Invoice","set":{
                "headerFields":{"nsp::PARCELS":"text","nsp::LEFT":"date"},
                "lineFields":{"nsp::PIECES":"text"}}}})");
        ASSERT_TRUE(created.ok()) << wms::in_one_line(created.problem());
        wms::Host& host = box->connect();
        const wms::Message message = despatch_of("DN-1001-1", 2);
        preview = json::parse(
            host.query(R"({"query":"preview","document":)" + message.json + "}").value());
        ASSERT_TRUE(host.submit(message).ok());
        const auto left = host.settle(patience_ms);
        ASSERT_TRUE(left.ok());
        posting = *host.postings().find(message.id);
        document = json::parse(
            host.query(R"({"query":"document","messageId":")" + message.id + "\"}").value());
    }

    // What Sage was sent for it.
    json::value received() {
        const json::value all =
            json::parse(box->control().get("/control/received?limit=1000").value());
        for (const json::value& one : all.at("received").as_array()) {
            if (one.at("method").as_string() == "POST" &&
                std::string(one.at("target").as_string()).find("document::") != std::string::npos) {
                return json::parse(one.at("body").as_string());
            }
        }
        return {};
    }

    std::unique_ptr<SageInABox> box;
    wms::Posting posting;
    json::value document;
    json::value preview;
};

TEST_F(Texts, are_in_sage_as_the_settings_say_and_read_back_as_sent) {
    ASSERT_NO_FATAL_FAILURE(post(R"({"texts": [
        {"text": "Despatch {id}, {issueDate|date \"DD/MM/YYYY\"}", "to": ["nsp::PARCELS"]},
        {"text": "{orderReference.id}", "to": ["notes"]},
        {"text": "{lines.quantity|number \"0.00\"} {lines.item.sellersItemId}", "to": 
            ["nsp::PIECES"],
         "level": "line"}]})"));
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    const json::value body = received();
    EXPECT_EQ(body.at("nsp::PARCELS").as_string(), "Despatch DN-1001-1, 20/11/2025");
    EXPECT_THAT(std::string(body.at("notes").as_string()), HasSubstr("SO-DN-1001-1"));
    EXPECT_EQ(body.at_pointer("/lines/1/nsp::PIECES").as_string(), "2.00 SKU-100");
    EXPECT_FALSE(document.at("sageDocument").as_object().contains("remarks"))
        << json::serialize(document);
}

TEST_F(Texts, a_cut_is_on_the_outcome_after_the_read_back_too) {
    ASSERT_NO_FATAL_FAILURE(post(R"({"texts": [
        {"text": "Order {orderReference.id} by despatch {id}", "to": ["nsp::PARCELS"],
            "tooLong": "cut"}]})"));
    EXPECT_EQ(posting.state, "posted");
    EXPECT_TRUE(posting.verified);
    EXPECT_EQ(received().at("nsp::PARCELS").as_string(), "Order SO-DN-1001-1 by despa...");
    EXPECT_THAT(json::serialize(document.at("sageDocument")), HasSubstr("mapping.text_cut"));
    EXPECT_EQ(preview.at("outcome").as_string(), "post");
    EXPECT_EQ(preview.at_pointer("/problems/0/code").as_string(), "mapping.text_cut");
}

TEST_F(Texts, that_do_not_fit_hold_the_document_and_nothing_is_sent) {
    ASSERT_NO_FATAL_FAILURE(post(R"({"texts": [
        {"text": "Order {orderReference.id} by despatch {id}", "to": ["nsp::PARCELS"]}]})"));
    EXPECT_EQ(posting.state, "held");
    EXPECT_EQ(posting.problem.code, "mapping.text_too_long");
    EXPECT_TRUE(received().is_null());
}

TEST_F(Texts, a_value_that_a_field_of_dates_does_not_take_is_held_before_sage_refuses_it) {
    ASSERT_NO_FATAL_FAILURE(post(R"({"texts": [{"text": "By {id}", "to": ["nsp::LEFT"]}]})"));
    EXPECT_EQ(posting.state, "held");
    EXPECT_EQ(posting.problem.code, "intacct.value_not_taken");
    EXPECT_TRUE(received().is_null());
}

}  // namespace
}  // namespace sage::testing
