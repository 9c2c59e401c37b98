// SPDX-License-Identifier: Apache-2.0
// Plan: dates with terms, moved dates, currencies; each reference in the field that the settings
// give it, and where two want the same; the description; numbers of corrections.
#include <gmock/gmock.h>

#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::receivable_send;
using sample::receivable_settings;

sample::json::value body(const char* name, const Settings& chosen) {
    return sample::parsed(receivable_send(document(name), chosen).request.body);
}

TEST(IntacctReceivableHeader, an_invoice_has_its_due_date_whatever_its_term) {
    sample::json::value made = body("despatchAdvice", receivable_settings());
    EXPECT_EQ(text_at(made, "/invoiceDate"), "2026-11-20");
    EXPECT_EQ(text_at(made, "/dueDate"), "2026-12-20");
    EXPECT_EQ(at_pointer(made, "/term"), nullptr);
    made =
        body("despatchAdvice", receivable_settings(R"({"dueDays":0})", R"({"paymentTerm":"N30"})"));
    EXPECT_EQ(text_at(made, "/dueDate"), "2026-11-20");
    EXPECT_EQ(text_at(made, "/term/id"), "N30");
}

TEST(IntacctReceivableHeader, a_document_that_moves_keeps_its_date_and_has_another_in_the_books) {
    const Settings moved =
        receivable_settings("{}", R"({"dates":{"openFrom":"2026-12-01","closedPeriod":
                  {"despatchAdvice":"firstOpenDay","returnAdvice":"firstOpenDay"}}})");
    const sample::json::value invoice = body("despatchAdvice", moved);
    EXPECT_EQ(text_at(invoice, "/invoiceDate"), "2026-11-20");
    EXPECT_EQ(text_at(invoice, "/invoiceSummary/glPostingDate"), "2026-12-01");
    const Send adjustment = receivable_send(document("returnAdvice"), moved);
    EXPECT_EQ(adjustment.facts.at("glPostingDate"), "2026-12-01");
    EXPECT_NE(adjustment.facts.at("createdDate"), "2026-12-01");
}

TEST(IntacctReceivableHeader, the_description_has_what_other_documents_have_fields_for) {
    const Send send = receivable_send(document("despatchAdvice"));
    EXPECT_EQ(send.facts.at("description"),
              "Despatch: DN-1001-1\nTracking: 1Z999AA10123456784,1Z999AA10123456795\n"
              "left with neighbour");
    EXPECT_EQ(send.facts.at("referenceNumber"), "PO-7781") << "the buyer's order";
    EXPECT_EQ(send.facts.at("nsp::WMS_REFERENCE"), sample::reference);
    EXPECT_EQ(send.facts.at("currency.txnCurrency"), "GBP");
    EXPECT_EQ(send.facts.at("customer.id"), "CUST-001");
}

TEST(IntacctReceivableHeader, texts_of_the_settings_for_memo_and_notes_go_to_the_description) {
    const Send send = receivable_send(
        document("despatchAdvice"),
        receivable_settings("{}", R"({"fields":{"externalReference":"nsp::WMS_REFERENCE",
            "despatchId":null,"tracking":"nsp::PARCELS"},
            "texts":[{"text":"Order {orderReference.id}","to":["memo"]},
                     {"text":"Site {locationId}","to":["notes"]}]})"));
    EXPECT_EQ(send.facts.at("description"), "left with neighbour\nOrder SO-1001\nSite MAIN");
    EXPECT_EQ(send.facts.at("nsp::PARCELS"), "1Z999AA10123456784,1Z999AA10123456795");
}

TEST(IntacctReceivableHeader, references_go_where_the_settings_say) {
    const Settings chosen = receivable_settings(
        R"({"numberedBy":"warehouse","adjustmentReference":"nsp::WMS_REFERENCE"})",
        R"({"fields":{"externalReference":"nsp::WMS_REFERENCE","despatchId":"referenceNumber"}})");
    const Send invoice = receivable_send(document("despatchAdvice"), chosen);
    EXPECT_EQ(invoice.facts.at("invoiceNumber"), "DN-1001-1");
    EXPECT_EQ(invoice.facts.at("referenceNumber"), "DN-1001-1");
    EXPECT_NE(invoice.facts.at("description").find("Customer order: PO-7781"), std::string::npos)
        << "its usual field is taken";
    const Document back = document("returnAdvice");
    const Send adjustment = receivable_send(back, chosen);
    EXPECT_EQ(adjustment.facts.at("adjustmentNumber"), back.id);
    EXPECT_EQ(adjustment.facts.at("documentNumber"), back.id);
    EXPECT_EQ(adjustment.facts.at("nsp::WMS_REFERENCE"), sample::reference);
}

TEST(IntacctReceivableHeader, an_adjustment_names_the_invoice_it_is_about_where_it_can) {
    Document back = document("returnAdvice");
    back.original_despatch_id = "DN-1001-1";
    Related despatch{MessageType::despatch_advice, "DN-1001-1", true, {}};
    despatch.sage_document.type = std::string(invoice_type);
    despatch.sage_document.key = "7";
    despatch.sage_document.number = "IN-000007";
    const Settings own_field =
        receivable_settings(R"({"adjustmentReference":"nsp::WMS_REFERENCE"})");
    const auto made = [&](const Settings& chosen) {
        return sample::expect_kind<Send>(
            sample::received(back, chosen, sample::receivable_catalogue(), {despatch}));
    };
    EXPECT_EQ(made(own_field).facts.at("documentNumber"), "IN-000007");
    EXPECT_EQ(made(receivable_settings()).facts.at("documentNumber"), sample::reference)
        << "our own reference is there";
    despatch.sage_document.type = "Sales Invoice";
    back.buyer_order_id = "PO-1";
    EXPECT_FALSE(made(own_field).facts.contains("documentNumber"))
        << "the buyer's order is no invoice";
    EXPECT_NE(made(own_field).facts.at("description").find("Customer order: PO-1"),
              std::string::npos);
}

TEST(IntacctReceivableHeader, a_correction_has_its_version_behind_the_number) {
    Document credit = document("returnAdvice");
    credit.corrected_version = "1";
    credit.envelope.document_version = "2";
    const Send send = receivable_send(credit, receivable_settings(R"({"numberedBy":"warehouse"})"));
    EXPECT_EQ(send.facts.at("adjustmentNumber"), credit.id + "-v2");
}

TEST(IntacctReceivableHeader, an_adjustment_always_needs_its_currency) {
    Document back = document("returnAdvice");
    EXPECT_EQ(text_at(sample::parsed(receivable_send(back).request.body), "/txnCurrency/currency"),
              "GBP");
    back.currency_id.clear();
    EXPECT_EQ(receivable_send(back).facts.at("txnCurrency.currency"), "GBP") << "of the settings";
    const Hold hold =
        sample::receivable_hold(back, receivable_settings("{}", R"({"currency":null})"));
    EXPECT_EQ(hold.problem.code, "intacct.currency_missing");
    EXPECT_TRUE(cause_gone(receivable_settings(), hold.root_cause, Catalogue()));
}

TEST(IntacctReceivableHeader, a_rate_type_is_named_instead_of_a_rate) {
    const Settings by_type = receivable_settings(
        "{}", R"({"currency":"EUR","foreignCurrencies":{"currencies":["GBP"],"rateType":"5"}})");
    const Send invoice = receivable_send(document("despatchAdvice"), by_type);
    EXPECT_EQ(invoice.facts.at("currency.exchangeRate.typeId"), "5");
    EXPECT_EQ(invoice.facts.at("currency.baseCurrency"), "EUR");
    const Send adjustment = receivable_send(document("returnAdvice"), by_type);
    EXPECT_EQ(adjustment.facts.at("exchangeRate.typeId"), "5");
    EXPECT_EQ(adjustment.facts.at("baseCurrency.currency"), "EUR");
}

TEST(IntacctReceivableHeader, a_description_that_is_too_long_is_held) {
    const Settings narrow =
        receivable_settings("{}", R"({"fieldLimits":{"description":{"characters":20}}})");
    const Hold hold = sample::receivable_hold(document("despatchAdvice"), narrow);
    EXPECT_EQ(hold.problem.code, "intacct.text_too_long");
    EXPECT_EQ(hold.problem.pointer, "/body/notes");
}

}  // namespace
}  // namespace sage::intacct
