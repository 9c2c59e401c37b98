// SPDX-License-Identifier: Apache-2.0
// Plan: invoices and credit notes with their analyses, the urn, reading back, codes, closed
// periods, switches.
#include "plugins/sage200/simulator_ledger.h"

#include <gmock/gmock.h>

#include "sage-adapter/base/json.h"
#include "tests/unit/sage200/simulated_site.h"

namespace sage::test {
namespace {

namespace json = boost::json;

using testing::HasSubstr;

class SimulatedSage200Ledger : public testing::Test {
  protected:
    std::string post(const json::object& body, std::string_view where = "/sales_invoices") {
        return said(site_.send("POST", where, body));
    }
    json::object with(std::string_view name, const json::value& value) {
        json::object body = site_.invoice();
        body[name] = value;
        return body;
    }

    SimulatedSite site_;
};

TEST_F(SimulatedSage200Ledger,
       an_invoice_answers_with_its_urn_and_is_read_as_a_posted_transaction) {
    EXPECT_EQ(post(site_.invoice()), R"(200 {"urn":1301})");
    const json::value found = site_.get(
        "/sales_posted_transactions?$filter=reference eq 'WREFERENCE' and customer.reference eq "
        "'C1'&$expand=tax_analysis_items,nominal_analysis_items");
    ASSERT_EQ(found.as_array().size(), 1U);
    EXPECT_EQ(text_at(found, "/0/urn"), "1301");
    EXPECT_EQ(text_at(found, "/0/trader_transaction_type"), "TradingAccountEntryTypeInvoice");
    EXPECT_EQ(text_at(found, "/0/document_goods_value"), "44.95");
    EXPECT_EQ(text_at(found, "/0/document_gross_value"), "53.94");
    EXPECT_EQ(text_at(found, "/0/second_reference"), "PO-1");
    EXPECT_EQ(text_at(found, "/0/tax_analysis_items/0/tax_amount"), "8.99");
    EXPECT_EQ(text_at(found, "/0/tax_analysis_items/0/code"), "1");
    EXPECT_EQ(text_at(found, "/0/nominal_analysis_items/0/narrative"), "DN-1");
    EXPECT_EQ(site_.send("GET", "/sales_invoices").status, 404) << "it cannot be read back there";
}

TEST_F(SimulatedSage200Ledger, a_credit_note_is_sent_above_zero_and_shown_as_the_switch_says) {
    EXPECT_THAT(post(site_.invoice(), "/sales_credit_notes"), HasSubstr("200 "));
    site_.behave(R"({"postedCreditsNegative":false,"urnAsText":true,"createdStatus":true})");
    EXPECT_EQ(post(site_.invoice(), "/sales_credit_notes"), R"(201 {"urn":"1302"})");
    const json::value found = site_.get("/sales_posted_transactions?$orderby=id");
    EXPECT_EQ(text_at(found, "/0/document_goods_value"), "-44.95");
    EXPECT_EQ(text_at(found, "/1/document_goods_value"), "44.95");
    EXPECT_EQ(text_at(found, "/1/trader_transaction_type"), "TradingAccountEntryTypeCreditNote");
    EXPECT_THAT(post(with("document_goods_value", "#-1"), "/sales_credit_notes"),
                HasSubstr("below zero"));
    EXPECT_THAT(post(with("due_date", "2026-12-18T00:00:00Z"), "/sales_credit_notes"),
                HasSubstr("due_date: There is no such field"));
    EXPECT_THAT(post(with("due_date", "2026-12-18T00:00:00Z")), HasSubstr("201 "));
}

TEST_F(SimulatedSage200Ledger, analyses_add_up_to_the_header) {
    EXPECT_THAT(post(with("document_goods_value", "#44.96")),
                HasSubstr("document_goods_value: tax_analysis_items add up to 44.95."));
    EXPECT_THAT(post(with("document_tax_value", "#9")), HasSubstr("document_tax_value: "));
    EXPECT_THAT(post(with("document_discount_value", "#1")),
                HasSubstr("document_discount_value: "));
    EXPECT_THAT(post(with("nominal_analysis_items",
                          json::array{json::object{{"code", "4000"}, {"value", 1}}})),
                HasSubstr("nominal_analysis_items add up to 1."));
    json::object body = site_.invoice();
    body.erase("tax_analysis_items");
    body.erase("nominal_analysis_items");
    EXPECT_THAT(post(body), HasSubstr("200 ")) << "totals alone are taken";
}

TEST_F(SimulatedSage200Ledger, values_below_zero_are_taken_as_the_switch_says) {
    const json::object body = with(
        "nominal_analysis_items", json::array{json::object{{"code", "4000"}, {"value", "#45"}},
                                              json::object{{"code", "4905"}, {"value", "#-0.05"}}});
    EXPECT_THAT(post(body), HasSubstr("nominal_analysis_items.value: The value is below zero."));
    site_.behave(R"({"refuseNegativeValues":false})");
    EXPECT_THAT(post(body), HasSubstr("200 "));
}

TEST_F(SimulatedSage200Ledger, codes_have_to_be_there) {
    EXPECT_THAT(post(with("customer_id", 1)), HasSubstr("no such customer"));
    EXPECT_THAT(post(with("tax_analysis_items", json::array{json::object{{"goods_amount", 1}}})),
                HasSubstr("SageNullFieldException"));
    EXPECT_THAT(post(with("tax_analysis_items", json::array{json::object{{"id", 1}}})),
                HasSubstr("no such tax code"));
    EXPECT_THAT(post(with("nominal_analysis_items",
                          json::array{json::object{{"code", "9999"}, {"value", "#44.95"}}})),
                HasSubstr("no such nominal code"));
    EXPECT_THAT(post(with("nominal_analysis_items",
                          json::array{json::object{
                              {"code", "4000"}, {"department", "LON"}, {"value", "#44.95"}}})),
                HasSubstr("no such nominal code"));
    const json::value analysed = json::array{
        json::object{{"code", "4000"}, {"transaction_analysis_code", "WMS"}, {"value", "#44.95"}}};
    EXPECT_THAT(post(with("nominal_analysis_items", analysed)),
                HasSubstr("no such transaction analysis code"));
    site_.change(R"({"add":{"model":"nominal_transaction_analysis_code",
        "fields":{"code":"WMS","active":true}}})");
    EXPECT_THAT(post(with("nominal_analysis_items", analysed)), HasSubstr("200 "));
}

TEST_F(SimulatedSage200Ledger, closed_periods_and_automatic_references) {
    site_.change(R"({"closedUntil":"2026-11-18"})");
    EXPECT_THAT(post(site_.invoice()), HasSubstr("closed"));
    EXPECT_THAT(post(with("transaction_date", "2026-11-19T00:00:00Z")), HasSubstr("200 "));
    site_.behave(R"({"refuseReference":true})");
    EXPECT_THAT(post(with("transaction_date", "2026-11-19T00:00:00Z")), HasSubstr("reference: "));
}

}  // namespace
}  // namespace sage::test
