// SPDX-License-Identifier: Apache-2.0
// What texts_test, matching_test, places_test, shadow_test and limits_test show for Sage Intacct,
// shown for Sage 50, whose fields and rules are its own: what Sage holds is what the settings ask
// for, what is held goes on when its cause is gone, a shadow run writes nothing, and an interface
// that carries out one request of a kind at a time is asked for no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::int64_t patience_ms = 24 * 3'600'000LL;

class Sage50 : public ::testing::Test {
  protected:
    void change(const std::string& what) {
        const auto changed = box.control().post("/control/change", what);
        ASSERT_TRUE(changed.ok()) << wms::in_one_line(changed.problem());
    }

    void set(const std::string& table, const std::string& key, const std::string& fields) {
        change(R"({"set":{"table":")" + table + R"(","key":")" + key + R"(","fields":{)" + fields +
               "}}}");
    }

    /// With the settings as they are by now.
    void start_again() {
        box.disconnect();
        box.connect();
        ASSERT_TRUE(box.host().settle(patience_ms).ok());
    }

    void submit(const wms::Message& document) {
        const auto receipt = box.host().submit(document);
        ASSERT_TRUE(receipt.ok()) << wms::in_one_line(receipt.problem());
        ASSERT_TRUE(box.host().settle(patience_ms).ok());
    }

    wms::Posting outcome(const wms::Message& document) {
        const auto found = box.host().postings().find(document.id);
        return found.value_or(wms::Posting());
    }

    std::string told(const wms::Message& document) {
        return box.host()
            .query(R"({"query":"document","messageId":")" + document.id + "\"}")
            .value();
    }

    json::array in_sage() {
        return json::parse(box.control().get("/control/documents?fields=1").value())
            .at("documents")
            .as_array();
    }

    std::int64_t counter(const char* name) {
        return json::parse(box.control().get("/control/counters").value())
            .at(name)
            .to_number<std::int64_t>();
    }

    BoxOptions options() {
        BoxOptions options;
        options.edition = "sage50";
        options.configure = [this](const std::string& configuration) {
            json::object all = json::parse(configuration).as_object();
            const json::value wanted = json::parse(settings);
            for (const auto& setting : wanted.as_object()) {
                all[setting.key()] = setting.value();
            }
            return json::serialize(all);
        };
        return options;
    }

    std::string settings = "{}";
    SageInABox box{options()};
    const wms::Message message = despatch_of("DN-1001-1", 2);
};

TEST_F(Sage50, texts_are_in_its_fields_and_a_cut_is_told) {
    settings = R"({"texts":[
        {"text":"Despatch {id}, {issueDate|date \"DD/MM/YYYY\"}","to":["notes1"]},
        {"text":"{orderReference.id} by despatch {id}, and more","to":["analysis1"],
         "tooLong":"cut"},
        {"text":"{lines.quantity|number \"0.00\"} {lines.item.sellersItemId}","to":["comment1"],
         "level":"line"}]})";
    box.connect();
    ASSERT_NO_FATAL_FAILURE(submit(message));
    EXPECT_EQ(outcome(message).state, "posted") << wms::in_one_line(outcome(message).problem);
    EXPECT_TRUE(outcome(message).verified) << "read back as sent";
    ASSERT_EQ(in_sage().size(), 1U);
    const json::value invoice = in_sage().at(0);
    EXPECT_EQ(invoice.at("fields").at("NOTES_1"), "Despatch DN-1001-1, 20/11/2025");
    EXPECT_EQ(invoice.at("fields").at("ANALYSIS_1"), "SO-DN-1001-1 by despatch DN...");
    EXPECT_EQ(invoice.at("lines").at(1).at("fields").at("COMMENT_1"), "2.00 SKU-100");
    EXPECT_THAT(told(message), HasSubstr("mapping.text_cut"));
}

TEST_F(Sage50, texts_that_do_not_fit_hold_the_document_and_nothing_is_sent) {
    settings = R"({"texts":[{"text":"{orderReference.id} by despatch {id}, and more",
        "to":["analysis1"]}]})";
    box.connect();
    ASSERT_NO_FATAL_FAILURE(submit(message));
    EXPECT_EQ(outcome(message).state, "held");
    EXPECT_EQ(outcome(message).problem.code, "mapping.text_too_long");
    EXPECT_TRUE(in_sage().empty());
}

TEST_F(Sage50, a_tax_number_and_a_bar_code_find_what_it_has_and_what_is_there_twice_waits) {
    settings = R"({"customerMatching":{"rules":["vatNumber"]},
                   "itemMatching":{"rules":["gtin"]}})";
    set("SALES_LEDGER", "CUST-001", R"("VAT_REG_NUMBER":"GB123456789")");
    set("STOCK", "SKU-100", R"("BARCODE":"05012345678900")");
    set("STOCK", "CARRIAGE", R"("BARCODE":"5012345678900")");
    json::value codes = json::parse(despatch_of("DN-1001-1", 1).json);
    codes.at_pointer("/body/buyerCustomerParty").as_object()["companyId"] = "GB 123 4567 89";
    codes.at_pointer("/body/buyerCustomerParty").as_object()["id"] = "ANOTHER";
    json::object& item = codes.at_pointer("/body/lines/0/item").as_object();
    item["gtin"] = "5012345678900";
    item["sellersItemId"] = "OTHER-100";
    wms::Message coded = despatch_of("DN-1001-1", 1);
    coded.json = json::serialize(codes);

    box.connect();
    ASSERT_NO_FATAL_FAILURE(submit(coded));
    EXPECT_EQ(outcome(coded).state, "held");
    EXPECT_EQ(outcome(coded).problem.code, "mapping.item_ambiguous");
    EXPECT_TRUE(in_sage().empty()) << "nothing was sent";

    set("STOCK", "CARRIAGE", R"("BARCODE":"")");
    ASSERT_NO_FATAL_FAILURE(start_again());
    EXPECT_EQ(outcome(coded).state, "posted") << wms::in_one_line(outcome(coded).problem);
    ASSERT_EQ(in_sage().size(), 1U);
    EXPECT_EQ(in_sage().at(0).at("customer"), "CUST-001");
    EXPECT_EQ(in_sage().at(0).at("lines").at(0).at("item"), "SKU-100");
    EXPECT_THAT(told(coded), HasSubstr("mapping.item_matched"));
}

TEST_F(Sage50, is_asked_for_one_thing_at_a_time_by_however_many_workers) {
    ASSERT_TRUE(wms::set_faults(box.control(),
                                R"({"faults":[{"id":"slow","method":"POST","targetContains":)"
                                R"("salesInvoice","times":0,"action":"delay","delayMs":50}]})")
                    .ok());
    box.connect();
    for (int number = 1; number <= 20; ++number) {
        ASSERT_TRUE(box.host().submit(despatch_of("DN-" + std::to_string(number), 1)).ok());
    }
    const auto left = box.host().settle(patience_ms);
    ASSERT_TRUE(left.ok()) << wms::in_one_line(left.problem());
    EXPECT_EQ(left.value().unsettled(), 0);
    EXPECT_EQ(in_sage().size(), 20U);
    EXPECT_EQ(counter("busy"), 0);
}

TEST_F(Sage50, that_is_busy_for_others_is_asked_again_and_posts_once) {
    change(R"({"busy":["Post Sales Invoice"]})");
    box.connect();
    ASSERT_TRUE(box.host().submit(message).ok());
    const auto waiting = box.host().settle(60'000);
    ASSERT_TRUE(waiting.ok());
    EXPECT_EQ(waiting.value().queued, 1) << "not begun, and nothing is in doubt";
    EXPECT_GT(counter("busy"), 0);
    change(R"({"busy":[]})");
    ASSERT_TRUE(box.host().settle(patience_ms).ok());
    EXPECT_EQ(outcome(message).state, "posted") << wms::in_one_line(outcome(message).problem);
    EXPECT_EQ(in_sage().size(), 1U);
}

}  // namespace
}  // namespace sage::testing
