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

TEST_F(Sage50, a_department_that_it_does_not_have_holds_until_it_has) {
    settings = R"({"dimensions":[{"set":{"department":"7"}}]})";
    box.connect();
    ASSERT_NO_FATAL_FAILURE(submit(message));
    EXPECT_EQ(outcome(message).state, "held");
    EXPECT_EQ(outcome(message).problem.code, "sage50.nominal_unusable");
    EXPECT_THAT(outcome(message).problem.cause, HasSubstr("department 7"));
    change(R"({"add":{"table":"DEPARTMENT","fields":{"NUMBER":"7","NAME":"Web",)"
           R"("REFERENCE":"7"}}})");
    ASSERT_NO_FATAL_FAILURE(start_again());
    EXPECT_EQ(outcome(message).state, "posted") << wms::in_one_line(outcome(message).problem);
    ASSERT_EQ(in_sage().size(), 1U);
    EXPECT_EQ(in_sage().at(0).at("lines").at(0).at("fields").at("DEPT_NUMBER"), "7");
}

TEST_F(Sage50, a_despatch_of_a_closed_month_waits_or_is_in_the_books_on_the_first_open_day) {
    change(R"({"closedUntil":"2025-11-30"})");
    box.connect();
    ASSERT_NO_FATAL_FAILURE(submit(message));
    EXPECT_EQ(outcome(message).state, "held");
    EXPECT_EQ(outcome(message).problem.code, "sage50.ledger_closed");
    EXPECT_TRUE(in_sage().empty());
    settings =
        R"({"dates":{"openFrom":"2025-12-01","closedPeriod":{"despatchAdvice":"firstOpenDay"}}})";
    ASSERT_NO_FATAL_FAILURE(start_again());
    EXPECT_EQ(outcome(message).state, "posted") << wms::in_one_line(outcome(message).problem);
    EXPECT_TRUE(outcome(message).verified);
    ASSERT_EQ(in_sage().size(), 1U);
    EXPECT_EQ(in_sage().at(0).at("date"), "2025-12-01");
    EXPECT_THAT(told(message), HasSubstr("mapping.date_moved"));
}

/// Documents of the past, posted by an outbox that is gone, and then as if people had typed them.
TEST_F(Sage50, a_shadow_run_tells_what_people_entered_otherwise_and_writes_nothing) {
    settings = R"({"updateLedgers":false,"texts":[{"text":"{id}","to":["analysis1"]}],
                   "shadow":{"findBy":[{"text":"{id}","field":"analysis1"}]}})";
    box.connect();
    std::string documents;
    for (int number = 1; number <= 5; ++number) {
        const wms::Message one = despatch_of("DN-" + std::to_string(number), 2);
        ASSERT_NO_FATAL_FAILURE(submit(one));
        documents += (documents.empty() ? "" : ",") + one.json;
    }
    box.disconnect();
    std::filesystem::remove_all(box.folder() / "host");
    std::map<std::string, std::string> keys;
    for (const json::value& invoice : in_sage()) {
        const std::string key(invoice.at("key").as_string());
        keys[std::string(invoice.at("fields").at("ANALYSIS_1").as_string())] = key;
        set("INVOICE", key, R"("NOTES_3":"")");
    }
    ASSERT_EQ(keys.size(), 5U);
    set("INVOICE", keys["DN-2"], R"("INVOICE_DATE":"2025-11-21")");
    change(R"({"remove":{"table":"INVOICE","key":")" + keys["DN-3"] + "\"}}");
    change(R"({"duplicate":{"table":"INVOICE","key":")" + keys["DN-4"] + "\"}}");
    set("INVOICE", keys["DN-5"], R"("ACCOUNT_REF":"GUEST")");

    box.connect();
    const std::int64_t created = counter("created");
    const std::int64_t changed = counter("changed");
    const auto answer = box.host().query(R"({"query":"shadow","documents":[)" + documents + "]}");
    ASSERT_TRUE(answer.ok()) << wms::in_one_line(answer.problem());
    std::map<std::string, std::string> outcomes;
    const json::value parsed = json::parse(answer.value());
    for (const json::value& row : parsed.at("rows").as_array()) {
        outcomes[std::string(row.at("documentId").as_string())] = row.at("outcome").as_string();
    }
    const std::map<std::string, std::string> planted = {{"DN-1", "identical"},
                                                        {"DN-2", "different"},
                                                        {"DN-3", "missing"},
                                                        {"DN-4", "ambiguous"},
                                                        {"DN-5", "different"}};
    EXPECT_EQ(outcomes, planted) << answer.value();
    EXPECT_EQ(counter("created"), created);
    EXPECT_EQ(counter("changed"), changed);
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
