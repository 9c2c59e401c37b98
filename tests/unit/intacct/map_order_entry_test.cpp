// SPDX-License-Identifier: Apache-2.0
// Plan: whole requests against fixtures and field lists; every header field, line field and charge;
// facts; lines without quantity; texts that are too long; equal input gives equal bytes.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::expect_kind;
using sample::prepared;
using sample::settings;
using testing::Contains;
using testing::Pair;

// Settings that use every setting a document can show.
Settings everything() {
    return settings(R"({
        "paymentTerm": "N30", "state": "draft", "taxSolution": "United Kingdom - VAT",
        "fields": {"externalReference": "nsp::WMS_REFERENCE", "tracking": "notes",
                   "despatchId": "memo"}})");
}

sample::json::value body_of(const Send& send) {
    return sample::parsed(send.request.body);
}

Send send_of(const Document& subject, const Settings& chosen = settings()) {
    return expect_kind<Send>(prepared(subject, chosen));
}

TEST(IntacctOrderEntry, requests_are_as_in_the_fixtures) {
    sample::expect_golden("despatch", send_of(document("despatchAdvice")).request);
    sample::expect_golden("despatch-everything",
                          send_of(document("despatchAdvice"), everything()).request);
    sample::expect_golden("order", send_of(document("salesOrder")).request);
    sample::expect_golden("return", send_of(document("returnAdvice")).request);
}

TEST(IntacctOrderEntry, bodies_fit_the_transcribed_field_list) {
    SKIP_WITHOUT_FIELD_LISTS();
    for (const char* name : {"despatchAdvice", "salesOrder", "returnAdvice"}) {
        sample::expect_fits("order-entry-document.create", send_of(document(name)).request.body);
        sample::expect_fits("order-entry-document.create",
                            send_of(document(name), everything()).request.body);
    }
}

TEST(IntacctOrderEntry, facts_are_what_a_query_must_show) {
    const Send send = send_of(document("despatchAdvice"));
    const Facts expected = {{"customer.id", "CUST-001"},
                            {"customerPONumber", "PO-7781"},
                            {"notes", "left with neighbour"},
                            {"nsp::WMS_REFERENCE", std::string(sample::reference)},
                            {"referenceNumber", "DN-1001-1"},
                            {"shippedDate", "2026-11-20"},
                            {"subtotal", "25.29"},
                            {"trackingNumber", "1Z999AA10123456784,1Z999AA10123456795"},
                            {"txnCurrency", "GBP"},
                            {"txnDate", "2026-11-20"}};
    EXPECT_EQ(send.facts, expected);
    EXPECT_EQ(send.sage_type, "Sales Invoice");
    EXPECT_EQ(send.existing_key, "");
}

TEST(IntacctOrderEntry, equal_input_gives_equal_bytes) {
    EXPECT_EQ(send_of(document("despatchAdvice")).request.body,
              send_of(document("despatchAdvice")).request.body);
}

TEST(IntacctOrderEntry, the_due_date_gives_way_to_a_payment_term) {
    sample::json::value body = body_of(send_of(document("despatchAdvice")));
    EXPECT_EQ(text_at(body, "/dueDate"), "2026-11-20");
    EXPECT_EQ(at_pointer(body, "/paymentTerm"), nullptr);
    body = body_of(send_of(document("despatchAdvice"), everything()));
    EXPECT_EQ(at_pointer(body, "/dueDate"), nullptr);
    EXPECT_EQ(text_at(body, "/paymentTerm/id"), "N30");
}

TEST(IntacctOrderEntry, what_the_document_does_not_have_is_left_out) {
    Document subject = document("despatchAdvice");
    subject.buyer_order_id.clear();
    subject.actual_despatch_date.clear();
    subject.shipment.tracking_ids.clear();
    subject.notes.clear();
    subject.lines[0].order_line_id.clear();
    subject.lines[0].notes.clear();
    const Send send = send_of(subject);
    const sample::json::value body = body_of(send);
    for (const char* pointer : {"/customerPONumber", "/shippedDate", "/trackingNumber", "/notes",
                                "/memo", "/lines/0/memo", "/lines/0/nsp::WMS_ORDER_LINE"}) {
        EXPECT_EQ(at_pointer(body, pointer), nullptr) << pointer;
    }
    EXPECT_EQ(send.request.body.find("\"\""), std::string::npos) << "blank references are refused";
    EXPECT_EQ(send.facts.count("trackingNumber"), 0U);
}

TEST(IntacctOrderEntry, every_write_carries_its_key_and_entity) {
    const Send send = send_of(document("despatchAdvice"));
    std::map<std::string, std::string> headers;
    for (const Header& header : send.request.headers) {
        headers[header.name] = header.value;
    }
    EXPECT_THAT(headers, Contains(Pair("Idempotency-Key", std::string(sample::key))));
    EXPECT_THAT(headers, Contains(Pair("X-IA-API-Param-Entity", "100")));
    EXPECT_THAT(headers, Contains(Pair("Content-Type", "application/json")));
    EXPECT_EQ(headers.count("Authorization"), 0U);
}

TEST(IntacctOrderEntry, a_line_of_which_nothing_left_is_not_sent) {
    Document subject = document("despatchAdvice");
    subject.lines.push_back(subject.lines[0]);
    subject.lines[1].quantity.value = Decimal();
    subject.lines[1].item.sellers_item_id = "UNKNOWN";
    const sample::json::value body = body_of(send_of(subject));
    EXPECT_EQ(at_pointer(body, "/lines")->as_array().size(), 2U) << "goods and carriage";
    subject.lines.erase(subject.lines.begin());
    subject.allowance_charges.clear();
    EXPECT_FALSE(expect_kind<PostNothing>(prepared(subject)).reason.empty());
}

TEST(IntacctOrderEntry, a_despatch_may_be_charges_only) {
    Document subject = document("despatchAdvice");
    subject.lines.clear();
    const Send send = send_of(subject);
    const sample::json::value body = body_of(send);
    ASSERT_EQ(at_pointer(body, "/lines")->as_array().size(), 1U);
    EXPECT_EQ(text_at(body, "/lines/0/unitQuantity"), "1");
    EXPECT_EQ(text_at(body, "/lines/0/unitPrice"), "4.95");
    EXPECT_EQ(text_at(body, "/lines/0/dimensions/item/id"), "CARRIAGE");
    EXPECT_EQ(send.facts.at("subtotal"), "4.95");
}

TEST(IntacctOrderEntry, the_subtotal_is_summed_from_rounded_lines) {
    Document subject = document("despatchAdvice");
    subject.lines[0].quantity.value = *Decimal::parse("3");
    subject.lines[0].price->unit_amount.amount = *Decimal::parse("0.335");
    subject.lines.push_back(subject.lines[0]);
    for (Line& line : subject.lines) {
        line.lots.clear();
    }
    EXPECT_EQ(send_of(subject).facts.at("subtotal"), "6.97") << "1.01 + 1.01 + 4.95";
}

TEST(IntacctOrderEntry, quantities_of_a_return_are_positive_and_no_source_is_named) {
    const sample::json::value body = body_of(send_of(document("returnAdvice")));
    EXPECT_EQ(text_at(body, "/lines/0/unitQuantity"), "2");
    EXPECT_EQ(text_at(body, "/lines/0/memo"), "Disposition: restock");
    EXPECT_EQ(at_pointer(body, "/sourceDocument"), nullptr);
}

TEST(IntacctOrderEntry, memos_of_lines_hold_the_order_line_where_no_field_does) {
    const sample::json::value body = body_of(send_of(document("despatchAdvice"), everything()));
    EXPECT_EQ(text_at(body, "/lines/0/memo"), "Order line: 10\nhandle with care");
    EXPECT_EQ(text_at(body, "/memo"), "Despatch: DN-1001-1");
}

TEST(IntacctOrderEntry, texts_too_long_are_held_at_their_pointer) {
    Document subject = document("despatchAdvice");
    subject.notes = {std::string(3'000, 'x'), std::string(1'000, 'y')};
    Hold hold = expect_kind<Hold>(prepared(subject));
    EXPECT_EQ(hold.problem.code, "intacct.text_too_long");
    EXPECT_EQ(hold.problem.pointer, "/body/notes");
    subject.notes.clear();
    subject.lines[0].notes = {std::string(4'001, 'x')};
    hold = expect_kind<Hold>(prepared(subject));
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/notes");
}

TEST(IntacctOrderEntry, a_discount_and_a_price_for_several_go_over_exactly) {
    Document subject = document("despatchAdvice");
    subject.lines[0].price->unit_amount.amount = *Decimal::parse("50.00");
    subject.lines[0].price->base_quantity = Decimal::of(100);
    subject.lines[0].price->discount_rate = Decimal::of(10);
    const Send send = send_of(subject);
    const sample::json::value body = body_of(send);
    EXPECT_EQ(text_at(body, "/lines/0/unitPrice"), "0.50");
    EXPECT_EQ(text_at(body, "/lines/0/discountPercent"), "10");
    EXPECT_EQ(send.facts.at("subtotal"), "7.65") << "6 x 0.50 less 10 percent, and 4.95";
    subject.lines[0].price->discount_rate = *Decimal::parse("0.1");
    EXPECT_EQ(expect_kind<Hold>(prepared(subject)).problem.code, "intacct.discount_not_exact");
}

TEST(IntacctOrderEntry, a_document_in_another_currency_is_held_where_the_settings_name_one) {
    const Document subject = document("despatchAdvice");
    send_of(subject, settings(R"({"currency":"GBP"})"));
    const Settings euro = settings(R"({"currency":"EUR"})");
    const Hold hold = expect_kind<Hold>(prepared(subject, euro));
    EXPECT_EQ(hold.root_cause, "currency:GBP");
    sample::expect_complete(hold.problem);
    EXPECT_FALSE(cause_gone(euro, hold.root_cause, sample::catalogue()));
    EXPECT_TRUE(cause_gone(settings(), hold.root_cause, sample::catalogue()));
    EXPECT_TRUE(
        cause_gone(settings(R"({"currency":"GBP"})"), hold.root_cause, sample::catalogue()));
}

TEST(IntacctOrderEntry, text_from_the_warehouse_cannot_break_the_body) {
    Document subject = document("despatchAdvice");
    subject.notes = {"quote \" backslash \\ tab \t slash / }]"};
    const sample::json::value body = body_of(send_of(subject));
    EXPECT_EQ(text_at(body, "/notes"), subject.notes[0]);
}

TEST(IntacctOrderEntry, what_lines_and_charges_become_is_noted_beside_the_request) {
    const Document subject = document("despatchAdvice");
    const SentTerms terms = expect_kind<Send>(prepared(subject)).terms;
    EXPECT_EQ(terms.customer, "CUST-001");
    ASSERT_EQ(terms.lines.size(), subject.lines.size() + subject.allowance_charges.size());
    EXPECT_EQ(terms.lines[0].key, terms_key(subject.lines[0]));
    EXPECT_EQ(terms.lines[0].terms.item, "SKU-100");
    EXPECT_EQ(terms.lines[0].terms.tax, "UK Sale Goods Standard Rate");
    EXPECT_EQ(terms.lines.back().key, terms_key(subject.allowance_charges.back()));
    EXPECT_EQ(terms.lines.back().terms.item, "CARRIAGE");
    EXPECT_FALSE(sample::sent("returnAdvice").terms.empty());
    EXPECT_TRUE(sample::sent("salesOrder").terms.empty()) << "an order is no entry in the books";
}

}  // namespace
}  // namespace sage::intacct
