// SPDX-License-Identifier: Apache-2.0
// Documents that go to Sage by the XML gateway and come back by REST, through the C interface and
// over a real connection: exactly once when replies are lost, the host starts again in between or
// sessions end, under each switch for what is not known of the gateway.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;
constexpr const char* by_gateway = R"({"taxDetails": {}, "gateway": {"despatchAdvice": "gateway",
    "unprovenElements": ["trackingnumber", "shippeddate", "customerponumber"]}})";

class ByGateway : public ::testing::Test {
  protected:
    ByGateway() {
        BoxOptions options;
        options.configure = [this](const std::string& configuration) {
            json::value all = json::parse(configuration);
            const json::value wanted = json::parse(settings);
            for (const auto& setting : wanted.as_object()) {
                all.as_object()[setting.key()] = setting.value();
            }
            return json::serialize(all);
        };
        box = std::make_unique<SageInABox>(options);
    }

    void control(const std::string& path, const std::string& body) {
        const auto done = box->control().post(path, body);
        ASSERT_TRUE(done.ok()) << wms::in_one_line(done.problem());
    }

    void fault(const std::string& members) {
        control("/control/faults",
                R"({"faults":[{"id":"f","targetContains":"xmlgw",)" + members + "}]}");
    }

    void submit(int count) {
        for (int index = 0; index < count; ++index) {
            messages.push_back(despatch_of("DN-" + std::to_string(messages.size() + 1), 2));
            ASSERT_TRUE(box->host().submit(messages.back()).ok());
        }
    }

    void expect_each_once() {
        ASSERT_TRUE(box->host().settle(patience_ms).ok());
        for (std::size_t index = told_to_others; index < messages.size(); ++index) {
            const wms::Message& message = messages[index];
            const auto posting = box->host().postings().find(message.id);
            ASSERT_TRUE(posting.has_value()) << message.id;
            EXPECT_EQ(posting->state, "posted");
            EXPECT_TRUE(posting->verified) << "read back by REST, lines included";
        }
        const json::value all =
            json::parse(box->control().get("/control/documents?limit=1000").value());
        EXPECT_EQ(all.at("documents").as_array().size(), messages.size());
    }

    std::string received() { return box->control().get("/control/received?limit=1000").value(); }

    std::size_t told_to_others = 0;  ///< messages of which an earlier host was told
    std::string settings = by_gateway;
    std::vector<wms::Message> messages;
    std::unique_ptr<SageInABox> box;
};

TEST_F(ByGateway, despatches_go_by_xml_and_are_read_back_by_rest) {
    box->connect();
    submit(5);
    expect_each_once();
    EXPECT_THAT(received(), HasSubstr("create_sotransaction"));
    EXPECT_THAT(received(), Not(HasSubstr("\"target\":\"/ia/api/v1/objects/order-entry")));
    const json::value told = json::parse(
        box->host().query(R"({"query":"document","messageId":")" + messages[0].id + "\"}").value());
    const json::value& document = told.at("sageDocument");
    EXPECT_EQ(document.at("number").as_string().find("SI-"), 0U);
    EXPECT_NE(document.at("key"), document.at("number")) << "learnt by the read-back";
}

TEST_F(ByGateway, a_lost_reply_makes_no_second_document) {
    box->connect();
    fault(R"("action":"drop_reply","times":3)");
    submit(5);
    expect_each_once();
}

TEST_F(ByGateway, a_request_that_never_arrived_is_sent_again) {
    box->connect();
    fault(R"("action":"drop_request","times":2)");
    submit(3);
    expect_each_once();
}

TEST_F(ByGateway, an_answer_without_xml_is_looked_up) {
    box->connect();
    fault(R"("action":"reply","execute":true,"status":200,"body":"<html/>","times":2)");
    submit(3);
    expect_each_once();
}

TEST_F(ByGateway, a_host_that_starts_again_in_a_doubt_settles_it) {
    box->connect();
    fault(R"("action":"drop_reply","times":100)");
    submit(4);
    static_cast<void>(box->host().settle(1'000));
    box->disconnect();
    control("/control/faults", R"({"faults":[]})");
    box->connect();
    expect_each_once();
}

TEST_F(ByGateway, sessions_that_end_are_renewed) {
    box->connect();
    submit(2);
    expect_each_once();
    control("/control/sessions", "{}");
    submit(2);
    expect_each_once();
}

// A new outbox knows of nothing, and gives the same documents the same ids.
TEST_F(ByGateway, a_repeat_in_whatever_words_is_found_in_sage) {
    for (const int shape : {0, 1, 2, 3}) {
        SCOPED_TRACE(shape);
        messages.clear();
        BoxOptions options;
        options.configure = [](const std::string& configuration) {
            json::value all = json::parse(configuration);
            const json::value chosen = json::parse(by_gateway);
            for (const auto& setting : chosen.as_object()) {
                all.as_object()[setting.key()] = setting.value();
            }
            return json::serialize(all);
        };
        box = std::make_unique<SageInABox>(options);
        control("/control/behaviours", R"({"gatewayRepeatError":)" + std::to_string(shape) + "}");
        box->connect();
        submit(2);
        expect_each_once();
        box->disconnect();
        for (const auto& entry : std::filesystem::recursive_directory_iterator(box->folder())) {
            if (entry.path().filename().string().starts_with("outbox.")) {
                std::filesystem::remove(entry.path());
            }
        }
        box->connect();
        for (const wms::Message& message : messages) {
            ASSERT_TRUE(box->host().submit(message).ok());
        }
        expect_each_once();
    }
}

TEST_F(ByGateway, every_switch_leaves_each_document_once) {
    for (const char* switches :
         {R"({"gatewayChecksRunning":true,"runningMs":30000})",
          R"({"gatewayChecksRunning":false,"runningMs":30000})",
          R"({"gatewayRemembersFailed":true})", R"({"gatewayMalformedSilent":true})",
          R"({"gatewayMemoryMs":0})", R"({"gatewaySessionSeconds":300})",
          R"({"gatewayNeedsPassword":false})", R"({"queryLagMs":60000})"}) {
        SCOPED_TRACE(switches);
        control("/control/behaviours",
                R"({"gatewayChecksRunning":false,"gatewayRemembersFailed":false,"runningMs":0,
                    "gatewayMalformedSilent":false,"gatewayMemoryMs":5184000000,"queryLagMs":0,
                    "gatewaySessionSeconds":21600,"gatewayNeedsPassword":true})");
        control("/control/behaviours", switches);
        box->connect();
        fault(R"("action":"drop_reply","times":1)");
        submit(2);
        expect_each_once();
        box->disconnect();
        told_to_others = messages.size();
    }
}

TEST_F(ByGateway, a_gateway_that_knows_no_additional_info_is_spoken_to_without) {
    control("/control/behaviours", R"({"gatewayAdditionalInfo":false})");
    settings = R"({"taxDetails": {}, "gateway": {"despatchAdvice": "gateway",
        "additionalErrorInfo": false,
        "unprovenElements": ["trackingnumber", "shippeddate", "customerponumber"]}})";
    box->connect();
    submit(1);
    expect_each_once();
}

// Charges and allowances as subtotals of documents without tax.
class BySubtotals : public ByGateway {
  protected:
    BySubtotals() {
        settings = R"({"taxDetails": {}, "taxRules": [{"schedule": null, "percent": "0"}],
            "subtotals": {"POST": "Freight", "DISC": "Trade discount"},
            "gateway": {"salesOrder": "gateway", "despatchAdvice": "gateway",
                        "returnAdvice": "gateway",
                        "unprovenElements": ["trackingnumber", "shippeddate",
                                             "customerponumber"]}})";
        for (const char* definition : {"Sales Order", "Sales Invoice", "Sales Return"}) {
            control("/control/change", std::string(R"({"definition":{"id":")") + definition +
                                           R"(","set":{"enableSubtotals":true}}})");
        }
    }

    // Two lines of 6.78 with freight of 4.95, less a discount of 2.00.
    wms::Message despatch(const std::string& number, const char* version = "1",
                          std::size_t lines = 2) {
        wms::Message message = despatch_of(number, 2);
        json::value all = json::parse(message.json);
        all.as_object()["documentVersion"] = version;
        json::object& body = all.at("body").as_object();
        body["allowanceCharges"] = json::parse(
            R"([{"chargeIndicator":true,"reasonCode":"POST","reason":"Carriage",
                 "amount":{"amount":"4.95","currencyId":"GBP"}},
                {"chargeIndicator":false,"reasonCode":"DISC","reason":"Discount",
                 "amount":{"amount":"2.00","currencyId":"GBP"}}])");
        body.at("lines").as_array().resize(lines);
        message.id.back() = *version;
        all.as_object()["messageId"] = message.id;
        message.json = json::serialize(all);
        return message;
    }

    wms::Posting settled(const wms::Message& message) {
        EXPECT_TRUE(box->host().submit(message).ok());
        EXPECT_TRUE(box->host().settle(patience_ms).ok());
        const auto posting = box->host().postings().find(message.id);
        EXPECT_TRUE(posting.has_value());
        return posting.value_or(wms::Posting{});
    }

    json::array documents() {
        return json::parse(box->control().get("/control/documents?limit=1000").value())
            .at("documents")
            .as_array();
    }
};

TEST_F(BySubtotals, totals_agree_whatever_sage_shows_of_them) {
    box->connect();
    int number = 0;
    for (const char* switches :
         {"{}", R"({"subtotalsInSubtotal":true})", R"({"showSubtotalRows":true})"}) {
        SCOPED_TRACE(switches);
        control("/control/behaviours", R"({"subtotalsInSubtotal":false,"showSubtotalRows":false})");
        control("/control/behaviours", switches);
        const wms::Posting posting = settled(despatch("DN-S" + std::to_string(++number)));
        EXPECT_EQ(posting.state, "posted");
        EXPECT_TRUE(posting.verified);
        EXPECT_EQ(documents().back().at("total"), "16.51");
    }
    EXPECT_THAT(received(), HasSubstr("<description>Freight</description>"));
}

TEST_F(BySubtotals, what_sage_makes_of_them_otherwise_shows_in_the_total) {
    box->connect();
    int number = 0;
    for (const char* switches : {R"({"ignoreSubtotals":true})", R"({"unsignedSubtotals":true})",
                                 R"({"subtotalTaxPercent":20})"}) {
        SCOPED_TRACE(switches);
        control("/control/behaviours",
                R"({"ignoreSubtotals":false,"unsignedSubtotals":false,"subtotalTaxPercent":0})");
        control("/control/behaviours", switches);
        const wms::Message message = despatch("DN-T" + std::to_string(++number));
        EXPECT_FALSE(settled(message).verified);
        const std::string told =
            box->host().query(R"({"query":"document","messageId":")" + message.id + "\"}").value();
        EXPECT_THAT(told, HasSubstr("16.51"));
    }
}

TEST_F(BySubtotals, a_line_that_did_not_leave_is_credited_and_the_subtotals_stay) {
    box->connect();
    EXPECT_EQ(settled(despatch("DN-C")).state, "posted");
    EXPECT_EQ(settled(despatch("DN-C", "2", 1)).state, "posted");
    const json::array all = documents();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].at("total"), "6.78") << "the line alone";
    EXPECT_FALSE(all[1].as_object().contains("subtotals"));
}

TEST_F(BySubtotals, another_date_takes_back_the_subtotals_to_the_penny) {
    box->connect();
    EXPECT_EQ(settled(despatch("DN-D")).state, "posted");
    wms::Message later = despatch("DN-D", "2");
    json::value moved = json::parse(later.json);
    moved.at("body").as_object()["issueDate"] = "2025-11-19";
    later.json = json::serialize(moved);
    EXPECT_EQ(settled(later).state, "posted");
    const json::array all = documents();
    ASSERT_EQ(all.size(), 3U);
    for (const json::value& document : all) {
        EXPECT_EQ(document.at("total"), "16.51");
        EXPECT_EQ(document.at("subtotals").at("Freight"), "4.95");
        EXPECT_EQ(document.at("subtotals").at("Trade discount"), "-2.00");
    }
}

TEST_F(BySubtotals, a_carriage_that_alone_differs_is_held_with_what_to_do) {
    box->connect();
    EXPECT_EQ(settled(despatch("DN-E")).state, "posted");
    wms::Message message = despatch("DN-E", "2");
    json::value dearer = json::parse(message.json);
    dearer.at("body").at("allowanceCharges").at(0).at("amount").as_object()["amount"] = "5.95";
    message.json = json::serialize(dearer);
    EXPECT_EQ(settled(message).state, "held");
    EXPECT_THAT(
        box->host().query(R"({"query":"document","messageId":")" + message.id + "\"}").value(),
        HasSubstr("intacct.subtotal_alone"));
    EXPECT_EQ(documents().size(), 1U);
}

TEST_F(ByGateway, a_preview_shows_the_xml_and_no_secret) {
    box->connect();
    const std::string shown =
        box->host()
            .query(R"({"query":"preview","document":)" + despatch_of("DN-P", 1).json + "}")
            .value();
    EXPECT_THAT(shown, HasSubstr("<create_sotransaction>"));
    EXPECT_THAT(shown, HasSubstr("<sessionid/>"));
    EXPECT_THAT(shown, Not(HasSubstr("simulated-sender-password")));
}

}  // namespace
}  // namespace sage::testing
