// SPDX-License-Identifier: Apache-2.0
// Plan: invoices and adjustments of accounts receivable: totals and taxes, with each switch; what
// accounts, labels, dimensions, currencies, dates and numbers refuse; what queries and a single
// document show; no stock moves.
#include <gmock/gmock.h>

#include "plugins/intacct/simulator_documents.h"
#include "sage-adapter/base/json.h"
#include "tests/unit/simulator/sage.h"

namespace sage::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

constexpr std::string_view ar_invoices = "/objects/accounts-receivable/invoice";
constexpr std::string_view ar_adjustments = "/objects/accounts-receivable/adjustment";

json::object reference(std::string_view id) {
    return {{"id", id}};
}

json::array tax(std::string_view amount, std::string_view detail = "UK Sale Goods Standard Rate") {
    return {json::object{{"orderEntryTaxDetail", reference(detail)}, {"txnTaxAmount", amount}}};
}

json::object ar_line(std::string_view amount, std::string_view tax_amount) {
    return {{"glAccount", reference("4000")},
            {"txnAmount", amount},
            {"memo", "3 Each LANTERN"},
            {"taxEntries", tax(tax_amount)},
            {"dimensions", json::object{{"location", reference("100")}}}};
}

json::object ar_invoice() {
    return {{"invoiceDate", "2026-11-18"},
            {"dueDate", "2026-12-18"},
            {"customer", reference("C1")},
            {"referenceNumber", "W1"},
            {"description", "Despatch: DN-1"},
            {"lines", json::array{ar_line("10.01", "2.00"), ar_line("5.00", "1.00")}}};
}

json::object ar_adjustment() {
    json::object line = ar_line("", "-2.00");
    line.erase("txnAmount");
    line["txnCurrency"] = json::object{{"amount", "-10.01"}};
    return {{"createdDate", "2026-11-18"},
            {"customer", reference("C1")},
            {"txnCurrency", json::object{{"currency", "GBP"}}},
            {"documentNumber", "W1"},
            {"lines", json::array{line}}};
}

json::object& line_of(json::object& document) {
    return document.at("lines").as_array().at(0).as_object();
}

struct Books : Sage {
    int invoice(const json::object& body) { return send("POST", ar_invoices, body).status; }
    std::string refused(const json::object& body, std::string_view to = ar_invoices) {
        const Reply reply = send("POST", to, body);
        EXPECT_GE(reply.status, 400);
        return messages(reply);
    }
    void behave(std::string_view switches) {
        ASSERT_EQ(control("POST", "/control/behaviours", switches).status, 200);
    }
    void change(std::string_view change) {
        const Reply reply = control("POST", "/control/change", change);
        ASSERT_EQ(reply.status, 200) << reply.body;
    }
};

TEST(IntacctSimulatedReceivable, an_invoice_comes_to_its_lines_and_their_taxes) {
    Books sage;
    const Reply reply = sage.send("POST", ar_invoices, ar_invoice());
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.body,
              R"({"ia::result":{"key":"1","href":"/objects/accounts-receivable/invoice/1"},)"
              R"("ia::meta":{"totalCount":1,"totalSuccess":1,"totalError":0}})");
    const auto rows = sage.rows(
        "accounts-receivable/invoice",
        R"(["key","invoiceNumber","totalTxnAmount","totalBaseAmount","state","customer.id"])",
        R"([{"$eq":{"referenceNumber":"W1"}}])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("totalTxnAmount"), "18.01");
    EXPECT_EQ(rows[0].at("totalBaseAmount"), "18.01");
    EXPECT_EQ(rows[0].at("invoiceNumber"), "IN-000001");
    EXPECT_EQ(rows[0].at("state"), "posted");
    EXPECT_EQ(sage.on_hand("LANTERN"), "100") << "no stock moves";
    EXPECT_TRUE(sage.rows("inventory-control/document", R"(["key"])").empty());
    EXPECT_TRUE(sage.rows("order-entry/document", R"(["key"])").empty());
}

TEST(IntacctSimulatedReceivable, an_adjustment_with_negative_amounts_is_a_credit) {
    Books sage;
    EXPECT_EQ(sage.send("POST", ar_adjustments, ar_adjustment()).status, 201);
    const auto rows =
        sage.rows("accounts-receivable/adjustment",
                  R"(["adjustmentNumber","txnCurrency.totalEntered","documentNumber"])",
                  R"([{"$eq":{"documentNumber":"W1"}}])");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("txnCurrency.totalEntered"), "-12.01");
    EXPECT_EQ(rows[0].at("adjustmentNumber"), "AJ-000001");
    const json::value shown = json::parse(sage.control("GET", "/control/documents").body);
    EXPECT_EQ(text_at(shown, "/documents/0/effect"), "credit");
    EXPECT_EQ(text_at(shown, "/documents/0/net"), "10.01");
    EXPECT_EQ(text_at(shown, "/documents/0/total"), "12.01");
}

TEST(IntacctSimulatedReceivable, queries_show_rows_of_tax_that_the_document_does_not) {
    Books sage;
    sage.invoice(ar_invoice());
    auto rows = sage.rows("accounts-receivable/invoice-line",
                          R"(["key","txnAmount","isSubtotal","glAccount.id"])",
                          R"([{"$eq":{"invoice.key":"1"}}])");
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[2].at("isSubtotal"), "tax");
    EXPECT_EQ(rows[2].at("txnAmount"), "2.00");
    const json::value one = parsed(sage.send("GET", std::string(ar_invoices) + "/1"));
    EXPECT_EQ(at_pointer(one, "/ia::result/lines")->as_array().size(), 2U);
    EXPECT_EQ(text_at(one, "/ia::result/lines/0/invoice/key"), "1");
    sage.behave(R"({"hideReceivableTaxRows":true})");
    sage.invoice(ar_invoice());
    rows = sage.rows("accounts-receivable/invoice-line", R"(["key"])",
                     R"([{"$eq":{"invoice.key":"2"}}])");
    EXPECT_EQ(rows.size(), 2U);
    sage.behave(R"({"hideReceivableTaxRows":false})");
    sage.send("POST", ar_adjustments, ar_adjustment());
    rows = sage.rows("accounts-receivable/adjustment-line", R"(["isTax","txnCurrency.amount"])",
                     R"([{"$eq":{"arAdjustment.key":"3"}}])");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].at("isTax"), true);
}

TEST(IntacctSimulatedReceivable, tax_stays_as_it_was_sent_unless_sage_computes_it_anew) {
    Books sage;
    json::object wrong = ar_invoice();
    line_of(wrong)["taxEntries"] = tax("9.99");
    sage.invoice(wrong);
    sage.behave(R"({"recomputeReceivableTax":true})");
    sage.invoice(wrong);
    const auto rows = sage.rows("accounts-receivable/invoice", R"(["totalTxnAmount"])");
    EXPECT_EQ(rows[0].at("totalTxnAmount"), "26.00");
    EXPECT_EQ(rows[1].at("totalTxnAmount"), "18.01");
}

TEST(IntacctSimulatedReceivable, each_line_needs_an_account_that_takes_it) {
    Books sage;
    json::object body = ar_invoice();
    line_of(body).erase("glAccount");
    EXPECT_THAT(sage.refused(body), HasSubstr("glAccount' is required"));
    line_of(body)["glAccount"] = reference("9999");
    EXPECT_THAT(sage.refused(body), HasSubstr("Invalid Account '9999'"));
    line_of(body)["glAccount"] = reference("1100");
    EXPECT_THAT(sage.refused(body), HasSubstr("does not allow direct posting"));
    line_of(body).erase("glAccount");
    line_of(body)["accountLabel"] = reference("Goods");
    EXPECT_EQ(sage.invoice(body), 201);
    line_of(body)["accountLabel"] = reference("Tax");
    EXPECT_EQ(error_id(sage.send("POST", ar_invoices, body)), "AR-0148");
    line_of(body)["accountLabel"] = reference("None");
    EXPECT_THAT(sage.refused(body), HasSubstr("'None'"));
    sage.behave(R"({"receivableNeedsLabel":true})");
    EXPECT_EQ(error_id(sage.send("POST", ar_invoices, ar_invoice())), "AR-0279");
}

TEST(IntacctSimulatedReceivable, an_account_may_require_dimensions) {
    Books sage;
    sage.change(R"({"account":{"id":"4000","requireDimensions.department":true}})");
    EXPECT_THAT(sage.refused(ar_invoice()), HasSubstr("Dimension 'department' is required"));
    json::object body = ar_invoice();
    for (json::value& one : body.at("lines").as_array()) {
        one.at("dimensions").as_object()["department"] = reference("SALES");
    }
    EXPECT_EQ(sage.invoice(body), 201);
    sage.change(R"({"account":{"id":"4000","requireDimensions.customer":true}})");
    EXPECT_EQ(sage.invoice(body), 201) << "that of the header";
}

TEST(IntacctSimulatedReceivable, what_the_field_lists_demand_is_demanded) {
    Books sage;
    for (const char* member : {"invoiceDate", "dueDate", "customer", "lines"}) {
        json::object body = ar_invoice();
        body.erase(member);
        EXPECT_THAT(sage.refused(body), HasSubstr(member));
    }
    json::object body = ar_invoice();
    line_of(body).at("dimensions").as_object().erase("location");
    EXPECT_THAT(sage.refused(body), HasSubstr("dimensions.location"));
    body = ar_invoice();
    body["state"] = "posted";
    EXPECT_THAT(sage.refused(body), HasSubstr("State must be draft"));
    body["state"] = "draft";
    EXPECT_EQ(sage.invoice(body), 201);
    body = ar_invoice();
    line_of(body)["unitQuantity"] = "3";
    EXPECT_THAT(sage.refused(body), HasSubstr("unitQuantity' does not exist"));
    json::object adjustment = ar_adjustment();
    adjustment.erase("txnCurrency");
    EXPECT_THAT(sage.refused(adjustment, ar_adjustments), HasSubstr("txnCurrency.currency"));
    adjustment = ar_adjustment();
    adjustment["referenceNumber"] = "W1";
    EXPECT_THAT(sage.refused(adjustment, ar_adjustments),
                HasSubstr("'referenceNumber' does not exist"));
    adjustment = ar_adjustment();
    adjustment["nsp::WMS_REFERENCE"] = "W1";
    EXPECT_THAT(sage.refused(adjustment, ar_adjustments), HasSubstr("nsp::WMS_REFERENCE"));
    sage.change(R"({"definition":{"id":"AR Adjustment",
                                  "set":{"headerFields":{"nsp::WMS_REFERENCE":"text"}}}})");
    EXPECT_EQ(sage.send("POST", ar_adjustments, adjustment).status, 201);
}

TEST(IntacctSimulatedReceivable, a_summary_is_chosen_by_sage_unless_it_is_demanded) {
    Books sage;
    sage.behave(R"({"requireAdjustmentSummary":true})");
    json::object body = ar_adjustment();
    EXPECT_THAT(sage.refused(body, ar_adjustments), HasSubstr("adjustmentSummary' is required"));
    body["adjustmentSummary"] = reference("AR Summary");
    EXPECT_EQ(sage.send("POST", ar_adjustments, body).status, 201);
}

TEST(IntacctSimulatedReceivable, the_rate_of_an_invoice_is_a_number_and_of_an_adjustment_a_text) {
    Books sage;
    std::string body = json::serialize(ar_invoice());
    body.pop_back();
    const auto currency = [&](const std::string& rate) {
        return body + R"(,"currency":{"baseCurrency":"GBP","txnCurrency":"EUR","exchangeRate":)" +
               R"({"date":"2026-11-18","rate":)" + rate + "}}}";
    };
    EXPECT_EQ(sage.send("POST", ar_invoices, currency("0.8612")).status, 201);
    EXPECT_EQ(sage.send("POST", ar_invoices, currency("1")).status, 201);
    EXPECT_THAT(messages(sage.send("POST", ar_invoices, currency(R"("0.8612")"))),
                HasSubstr("wrong type"));
    EXPECT_THAT(messages(sage.send("POST", ar_invoices, currency("0.0"))),
                HasSubstr("greater than zero"));
    const std::string shown =
        sage.send("POST", "/services/core/query",
                  R"({"object":"accounts-receivable/invoice","fields":["totalTxnAmount",)"
                  R"("totalBaseAmount","currency.exchangeRate.rate"]})")
            .body;
    EXPECT_THAT(shown, HasSubstr(R"("totalTxnAmount":"18.01","totalBaseAmount":"15.51",)"
                                 R"("currency.exchangeRate.rate":0.8612)"));
    json::object adjustment = ar_adjustment();
    adjustment["baseCurrency"] = json::object{{"currency", "GBP"}};
    adjustment["txnCurrency"] = json::object{{"currency", "EUR"}};
    EXPECT_THAT(sage.refused(adjustment, ar_adjustments), HasSubstr("No exchange rate"));
    adjustment["exchangeRate"] = json::object{{"typeId", "5"}};
    EXPECT_EQ(sage.send("POST", ar_adjustments, adjustment).status, 201);
    adjustment["exchangeRate"] = json::object{{"rate", "0.8612"}};
    EXPECT_EQ(sage.send("POST", ar_adjustments, adjustment).status, 201);
    adjustment["exchangeRate"] = json::object{{"rate", 1}};
    EXPECT_THAT(sage.refused(adjustment, ar_adjustments), HasSubstr("wrong type"));
}

TEST(IntacctSimulatedReceivable, taxes_name_a_detail_that_there_is) {
    Books sage;
    json::object body = ar_invoice();
    line_of(body)["taxEntries"] = tax("2.00", "Nothing");
    EXPECT_THAT(sage.refused(body), HasSubstr("Invalid Tax detail 'Nothing'"));
    line_of(body)["taxEntries"] = tax("2.001");
    EXPECT_THAT(sage.refused(body), HasSubstr("txnTaxAmount"));
    line_of(body)["taxEntries"] = json::array{"2.00"};
    EXPECT_THAT(sage.refused(body), HasSubstr("must hold objects"));
    json::array other = tax("2.00");
    other[0].as_object()["taxRate"] = 1;
    line_of(body)["taxEntries"] = other;
    EXPECT_THAT(sage.refused(body), HasSubstr("not simulated"));
}

TEST(IntacctSimulatedReceivable, periods_customers_and_rules_refuse) {
    Books sage;
    sage.change(R"({"smartRule":{"definition":"AR Invoice","field":"description",
                                 "message":"A description is needed."}})");
    json::object body = ar_invoice();
    body.erase("description");
    EXPECT_EQ(error_id(sage.send("POST", ar_invoices, body)), "BL04002055");
    sage.change(R"({"closedUntil":"2026-11-30"})");
    EXPECT_THAT(sage.refused(ar_invoice()), HasSubstr("Periods are closed"));
    body = ar_invoice();
    body["invoiceSummary"] = json::object{{"glPostingDate", "2026-12-01"}};
    EXPECT_EQ(sage.invoice(body), 201);
    sage.change(R"({"customer":{"id":"C1","isOnHold":true},"closedUntil":""})");
    EXPECT_THAT(sage.refused(ar_invoice()), HasSubstr("on hold"));
    EXPECT_EQ(sage.send("POST", ar_adjustments, ar_adjustment()).status, 201);
}

TEST(IntacctSimulatedReceivable, a_number_may_be_given_once) {
    Books sage;
    json::object body = ar_invoice();
    body["invoiceNumber"] = "DN-1";
    EXPECT_EQ(sage.invoice(body), 201);
    EXPECT_EQ(sage.invoice(body), 409);
    EXPECT_EQ(sage.invoice(ar_invoice()), 201);
}

TEST(IntacctSimulatedReceivable, the_same_key_gives_the_first_answer_again) {
    Books sage;
    sage.send("POST", ar_invoices, ar_invoice(), with_key("k"));
    EXPECT_EQ(key_of(sage.send("POST", ar_invoices, ar_invoice(), with_key("k"))), "1");
    EXPECT_EQ(sage.counter("created"), 1);
    sage.restart();
    EXPECT_EQ(sage.rows("accounts-receivable/invoice", R"(["key"])").size(), 1U);
}

TEST(IntacctSimulatedReceivable, nothing_but_creating_is_simulated) {
    Books sage;
    sage.invoice(ar_invoice());
    const std::string one = std::string(ar_invoices) + "/1";
    EXPECT_EQ(sage.send("PATCH", one, json::object{{"description", "x"}}).status, 405);
    EXPECT_EQ(sage.send("DELETE", one).status, 405);
    EXPECT_EQ(sage.send("POST", "/objects/accounts-receivable/invoice::X", ar_invoice()).status,
              404);
    const json::value model =
        parsed(sage.send("GET", "/services/core/model?name=accounts-receivable/invoice"));
    EXPECT_EQ(at_pointer(model, "/ia::result/idempotenceSupported")->as_bool(), true);
    EXPECT_NE(at_pointer(model, "/ia::result/fields/nsp::WMS_REFERENCE"), nullptr);
}

TEST(IntacctSimulatedReceivable, people_duplicate_and_delete_it_by_hand) {
    Books sage;
    sage.invoice(ar_invoice());
    sage.change(R"({"document":{"key":"1","duplicate":true}})");
    auto rows = sage.rows("accounts-receivable/invoice", R"(["invoiceNumber"])",
                          R"([{"$eq":{"referenceNumber":"W1"}}])");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1].at("invoiceNumber"), "IN-000002");
    sage.change(R"({"document":{"key":"1","delete":true}})");
    EXPECT_EQ(sage.rows("accounts-receivable/invoice", R"(["key"])").size(), 1U);
}

}  // namespace
}  // namespace sage::test
