// SPDX-License-Identifier: Apache-2.0
// Documents are posted through the plugin into the simulated Sage of each edition, and then each is
// changed there by hand in another way, behind the plugin's back. One comparison names every one of
// them rightly, with the field and both values; before that it finds nothing at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "mock-host/three_sides.h"
#include "tests/support/sage_in_a_box.h"

namespace sage::testing {
namespace {

namespace json = boost::json;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr const char* query = R"({"query":"reconcile","from":"2025-11-20","to":"2025-11-20"})";

/// What a person does with a document in Sage, and what has to be said of it.
struct ByHand {
    std::string name;
    std::vector<std::string> changes;  ///< of /control/change; KEY is the document's
    std::string explanation;
    std::string field;  ///< part of the name of one that is told with both values; empty: none
    /// Pieces of SKU-100 that Sage holds afterwards: four at first.
    std::string held = "4";
};

using Table = std::vector<ByHand>;

std::string of_document(const std::string& what) {
    return R"({"document":{"key":"KEY",)" + what + "}}";
}

Table intacct_table() {
    const auto set = [](const std::string& fields) {
        return of_document(R"("set":{)" + fields + "}");
    };
    const auto line = [](const std::string& fields) {
        return of_document(R"("line":2,"set":{)" + fields + "}");
    };
    return {
        {"deleted", {of_document(R"("delete":true)")}, "missingInSage", "key", "0"},
        {"copied", {of_document(R"("duplicate":true)")}, "duplicated", "documents", "8"},
        {"copied twice",
         {of_document(R"("duplicate":true)"), of_document(R"("duplicate":true)")},
         "duplicated",
         "documents",
         "12"},
        {"entered anew",
         {of_document(R"("duplicate":true)"), of_document(R"("delete":true)")},
         "replaced",
         "key"},
        {"customer", {set(R"("customer":"GUEST")")}, "edited", "customer"},
        {"date", {set(R"("txnDate":"2025-11-21")")}, "edited", "txnDate"},
        {"currency", {set(R"("txnCurrency":"EUR")")}, "edited", "txnCurrency"},
        {"reference changed", {set(R"("nsp::WMS_REFERENCE":"X")")}, "edited", "WMS_REFERENCE"},
        {"reference removed", {set(R"("nsp::WMS_REFERENCE":null)")}, "edited", "WMS_REFERENCE"},
        {"tracking changed", {set(R"("trackingNumber":"1ZX")")}, "edited", "trackingNumber"},
        {"tracking removed", {set(R"("trackingNumber":null)")}, "edited", "trackingNumber"},
        {"despatch number", {set(R"("referenceNumber":"DN X")")}, "edited", "referenceNumber"},
        {"net by a penny",
         {set(R"("subtotal":"13.57","subtotalInTxnCurrency":"13.57")")},
         "rounding",
         "subtotal"},
        {"gross by two pennies for two lines",
         {set(R"("total":"16.26","totalInTxnCurrency":"16.26")")},
         "rounding",
         "total"},
        {"net by three pennies",
         {set(R"("subtotal":"13.59","subtotalInTxnCurrency":"13.59")")},
         "edited",
         "subtotal"},
        {"tax", {set(R"("total":"13.56","totalInTxnCurrency":"13.56")")}, "edited", "total"},
        {"price", {line(R"("unitPrice":"3.4")")}, "edited", "unitPrice"},
        {"quantity", {line(R"("unitQuantity":"3")")}, "edited", "unitQuantity", "5"},
        {"day of shipping", {set(R"("shippedDate":"2025-11-22")")}, "edited", "shippedDate"},
        {"order line", {line(R"("nsp::WMS_ORDER_LINE":"99")")}, "edited", "WMS_ORDER_LINE"},
    };
}

Table sage200_table() {
    const auto set = [](const std::string& fields) {
        return R"({"set":{"model":"sales_posted_transaction","id":KEY,"fields":{)" + fields + "}}}";
    };
    const std::string remove = R"({"remove":{"model":"sales_posted_transaction","id":KEY}})";
    const std::string copy = R"({"duplicate":{"model":"sales_posted_transaction","id":KEY}})";
    return {
        {"deleted", {remove}, "missingInSage", "key", "0"},
        {"copied", {copy}, "duplicated", "documents", "8"},
        {"copied twice", {copy, copy}, "duplicated", "documents", "12"},
        {"entered anew", {copy, remove}, "replaced", "key"},
        {"customer", {set(R"("customer_id":9999)")}, "edited", "customer_id"},
        {"date", {set(R"("transaction_date":"2025-11-21T00:00:00Z")")}, "edited", "date"},
        {"another month", {set(R"("transaction_date":"2025-12-20T00:00:00Z")")}, "edited", "date"},
        {"reference changed", {set(R"("reference":"X")")}, "edited", "reference"},
        {"reference removed", {set(R"("reference":null)")}, "edited", "reference"},
        {"despatch number changed", {set(R"("second_reference":"X")")}, "edited", "second"},
        {"despatch number removed", {set(R"("second_reference":null)")}, "edited", "second"},
        {"goods by a penny", {set(R"("document_goods_value":"13.57")")}, "rounding", "goods"},
        {"goods by two pennies", {set(R"("document_goods_value":"13.54")")}, "rounding", "goods"},
        {"goods by three pennies", {set(R"("document_goods_value":"13.59")")}, "edited", "goods"},
        {"tax by a penny", {set(R"("document_tax_value":"2.71")")}, "rounding", "tax"},
        {"tax and gross by a penny",
         {set(R"("document_tax_value":"2.71","document_gross_value":"16.27")")},
         "rounding",
         "gross"},
        {"no tax",
         {set(R"("document_tax_value":"0.00","document_gross_value":"13.56")")},
         "edited",
         "tax"},
        {"twice as much",
         {set(R"("document_goods_value":"27.12","document_gross_value":"32.54")")},
         "edited",
         "goods"},
        {"gross alone", {set(R"("document_gross_value":"20.00")")}, "edited", "gross"},
        {"a penny and the date",
         {set(R"("document_goods_value":"13.57","transaction_date":"2025-11-21T00:00:00Z")")},
         "edited",
         "date"},
    };
}

Table sage50_table() {
    const auto set = [](const std::string& table, const std::string& fields) {
        return R"({"set":{"table":")" + table + R"(","key":"KEY","fields":{)" + fields + "}}}";
    };
    const auto header = [set](const std::string& fields) { return set("INVOICE", fields); };
    const auto line = [set](const std::string& fields) { return set("INVOICE_ITEM", fields); };
    const std::string remove = R"({"remove":{"table":"INVOICE","key":"KEY"}})";
    const std::string copy = R"({"duplicate":{"table":"INVOICE","key":"KEY"}})";
    return {
        {"deleted", {remove}, "missingInSage", "key", "0"},
        {"copied", {copy}, "duplicated", "documents", "8"},
        {"copied twice", {copy, copy}, "duplicated", "documents", "12"},
        {"entered anew", {copy, remove}, "replaced", "key"},
        {"customer", {header(R"("ACCOUNT_REF":"GUEST")")}, "edited", "accountRef"},
        {"date", {header(R"("INVOICE_DATE":"2025-11-21")")}, "edited", "nvoiceDate"},
        {"delivery address", {header(R"("DEL_ADDRESS_1":"X")")}, "edited", "delAddress1"},
        {"reference changed", {header(R"("NOTES_3":"X")")}, "edited", "notes3"},
        {"reference removed", {header(R"("NOTES_3":"")")}, "edited", "notes3"},
        {"note", {header(R"("NOTES_1":"X")")}, "edited", "notes1"},
        {"delivery name", {header(R"("DEL_NAME":"X")")}, "edited", "delName"},
        {"net by a penny", {header(R"("ITEMS_NET":"13.57")")}, "rounding", "itemsNet"},
        {"net by three pennies", {header(R"("ITEMS_NET":"13.59")")}, "edited", "itemsNet"},
        {"description", {line(R"("DESCRIPTION":"X")")}, "edited", "description"},
        {"line added",
         {R"({"add":{"table":"INVOICE_ITEM","fields":{"INVOICE_NUMBER":"KEY","ITEMID":"990001",)"
          R"("STOCK_CODE":"SKU-100","QUANTITY":"1","UNIT_PRICE":"1","NET_AMOUNT":"1"}}})"},
         "linesChanged",
         "lines"},
        {"quantity", {line(R"("QUANTITY":"3")")}, "edited", "quantity", "5"},
        {"price", {line(R"("UNIT_PRICE":"3.4")")}, "edited", "unitPrice"},
        {"tax code", {line(R"("TAX_CODE":"T0")")}, "edited", "taxCode"},
        {"nominal code", {line(R"("NOMINAL_CODE":"4001")")}, "edited", "nominal"},
        {"product", {line(R"("STOCK_CODE":"OTHER")")}, "edited", "stockCode", "2"},
    };
}

struct OfEdition {
    std::string edition;
    Table (*table)();
};

class Explained : public ::testing::TestWithParam<OfEdition> {
  protected:
    Explained() : box(options()) {}

    static BoxOptions options() {
        BoxOptions options;
        options.edition = GetParam().edition;
        return options;
    }
    static std::string number_of(std::size_t at) { return "DN-" + std::to_string(at + 1); }

    void post(std::size_t count) {
        wms::Host& host = box.connect();
        for (std::size_t at = 0; at < count; ++at) {
            messages.push_back(despatch_of(number_of(at), 2));
            ASSERT_TRUE(host.submit(messages.back()).ok());
        }
        ASSERT_EQ(host.settle(24 * hour_ms).value().unsettled(), 0);
    }
    json::value answer_to(const json::object& request) {
        return json::parse(box.host().query(json::serialize(request)).value());
    }
    /// As Sage knows it.
    std::string key_of(const wms::Message& message) {
        const json::value row = answer_to({{"query", "document"}, {"messageId", message.id}});
        return std::string(row.at("sageDocument").at("key").as_string());
    }
    void change(std::string what, const std::string& key) {
        for (std::size_t at = what.find("KEY"); at != std::string::npos; at = what.find("KEY")) {
            what.replace(at, 3, key);
        }
        const auto changed = box.control().post("/control/change", what);
        ASSERT_TRUE(changed.ok()) << what << ": " << wms::in_one_line(changed.problem());
    }
    wms::ThreeSides sides(const std::string& answer) {
        wms::ThreeSides all = wms::ThreeSides::from(answer).value();
        for (const wms::Message& message : messages) {
            EXPECT_TRUE(all.add(message,
                                [&](const std::string& message_id) {
                                    return box.host().query(json::serialize(json::object{
                                        {"query", "document"}, {"messageId", message_id}}));
                                })
                            .ok());
        }
        all.end();
        return all;
    }

    SageInABox box;
    std::vector<wms::Message> messages;
};

const json::value* finding_about(const json::value& answer, const std::string& document) {
    const json::array& all = answer.at("findings").as_array();
    const auto* const found = std::find_if(all.begin(), all.end(), [&](const json::value& one) {
        const json::value* const id = one.as_object().if_contains("documentId");
        return id != nullptr && std::string(id->as_string()) == document;
    });
    return found == all.end() ? nullptr : found;
}

bool tells_field(const json::value& finding, const std::string& field) {
    const json::array& all = finding.at("differences").as_array();
    return std::any_of(all.begin(), all.end(), [&](const json::value& one) {
        return std::string(one.at("field").as_string()).find(field) != std::string::npos &&
               one.at("expected") != one.at("found");
    });
}

TEST_P(Explained, every_change_behind_the_back_of_the_plugin_is_named_rightly) {
    const Table table = GetParam().table();
    ASSERT_EQ(table.size(), 20U);
    ASSERT_NO_FATAL_FAILURE(post(table.size()));
    std::string text = box.host().query(query).value();
    EXPECT_TRUE(json::parse(text).at("findings").as_array().empty()) << text;
    EXPECT_TRUE(sides(text).exceptions().empty());
    EXPECT_EQ(sides(text).unexplained(), 0);

    for (std::size_t at = 0; at < table.size(); ++at) {
        const std::string key = key_of(messages[at]);
        for (const std::string& what : table[at].changes) {
            ASSERT_NO_FATAL_FAILURE(change(what, key));
        }
    }
    text = box.host().query(query).value();
    const json::value answer = json::parse(text);
    EXPECT_EQ(answer.at("complete"), true);
    EXPECT_EQ(answer.at("findings").as_array().size(), table.size());
    const wms::ThreeSides all = sides(text);
    for (std::size_t at = 0; at < table.size(); ++at) {
        const ByHand& one = table[at];
        const json::value* const finding = finding_about(answer, number_of(at));
        EXPECT_NE(finding, nullptr) << one.name << " was not noticed";
        if (finding == nullptr) {
            continue;
        }
        EXPECT_EQ(std::string(finding->at("explanation").as_string()), one.explanation)
            << one.name << ": " << *finding;
        EXPECT_TRUE(one.field.empty() || tells_field(*finding, one.field))
            << one.name << ": " << *finding;
        const wms::ThreeSides::Sides& order = all.orders().at("SO-" + number_of(at));
        EXPECT_EQ(order.warehouse.text(), "-4");
        EXPECT_EQ((-order.sage).text(), one.held) << one.name << ": " << *finding;
        EXPECT_EQ(order.explanations.count(one.explanation), 1U) << one.name;
    }
    EXPECT_EQ(all.unexplained(), 0);
}

TEST_P(Explained, what_waits_and_what_the_plugin_never_got_are_told_apart) {
    ASSERT_NO_FATAL_FAILURE(post(1));
    ASSERT_TRUE(box.control()
                    .post("/control/faults",
                          R"({"faults":[{"id":"off","times":0,"action":"drop_request"}]})")
                    .ok());
    messages.push_back(despatch_of("DN-2", 2));
    ASSERT_TRUE(box.host().submit(messages.back()).ok());
    ASSERT_TRUE(box.host().settle(0).ok());
    ASSERT_TRUE(box.control().post("/control/faults", R"({"faults":[]})").ok());
    messages.push_back(despatch_of("DN-3", 2));
    const std::string text = box.host().query(query).value();
    const json::value answer = json::parse(text);
    ASSERT_EQ(answer.at("inFlight").as_array().size(), 1U) << answer;
    EXPECT_EQ(answer.at("inFlight").at(0).at("documentId"), "DN-2");
    EXPECT_TRUE(answer.at("findings").as_array().empty()) << answer;
    const wms::ThreeSides all = sides(text);
    std::map<std::string, std::string> told;
    for (const wms::ThreeSides::Exception& one : all.exceptions()) {
        told[one.document_id] = one.explanation;
    }
    const std::map<std::string, std::string> wanted = {{"DN-2", "inFlight"},
                                                       {"DN-3", "missingInOutbox"}};
    EXPECT_EQ(told, wanted);
    EXPECT_EQ(all.items().at("SKU-100").warehouse.text(), "-12");
    EXPECT_EQ(all.items().at("SKU-100").sage.text(), "-4");
    EXPECT_EQ(all.unexplained(), 0);
}

INSTANTIATE_TEST_SUITE_P(Editions, Explained,
                         ::testing::Values(OfEdition{"intacct", intacct_table},
                                           OfEdition{"sage200", sage200_table},
                                           OfEdition{"sage50", sage50_table}),
                         [](const auto& one) { return one.param.edition; });

}  // namespace
}  // namespace sage::testing
