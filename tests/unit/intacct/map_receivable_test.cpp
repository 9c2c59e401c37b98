// SPDX-License-Identifier: Apache-2.0
// Plan: whole requests against fixtures and field lists; lines, charges and taxes with their signs;
// memos; totals to the penny, with prices that include tax and differences; what is kept for
// credits; lines without items or warehouses; what holds a document.
#include <gmock/gmock.h>

#include "tests/unit/intacct/receivable_sample.h"

namespace sage::intacct {
namespace {

using sample::document;
using sample::receivable_hold;
using sample::receivable_send;
using sample::receivable_settings;

sample::json::value body_of(const Send& send) {
    return sample::parsed(send.request.body);
}

Settings foreign() {
    return receivable_settings("{}",
                               R"({"currency":"EUR","foreignCurrencies":{"currencies":["GBP"]}})");
}

Document with_rate(const char* name) {
    Document subject = document(name);
    subject.pricing_exchange_rate = ExchangeRate{"GBP", "EUR", *Decimal::parse("1.1610"), ""};
    return subject;
}

TEST(IntacctReceivable, requests_are_as_in_the_fixtures) {
    sample::expect_golden("receivable-invoice",
                          receivable_send(document("despatchAdvice")).request);
    sample::expect_golden("receivable-adjustment",
                          receivable_send(document("returnAdvice")).request);
    sample::expect_golden("receivable-invoice-foreign",
                          receivable_send(with_rate("despatchAdvice"), foreign()).request);
    sample::expect_golden("receivable-adjustment-foreign",
                          receivable_send(with_rate("returnAdvice"), foreign()).request);
}

TEST(IntacctReceivable, bodies_fit_the_transcribed_field_lists) {
    SKIP_WITHOUT_FIELD_LISTS();
    const Settings everything = receivable_settings(
        R"({"state":"draft","numberedBy":"warehouse","adjustmentSummary":"AR Summary",
            "accounts":[{"set":{"accountLabel":"Goods","overrideOffsetGLAccount":"1200"}}]})",
        R"({"paymentTerm":"N30","taxSolution":"United Kingdom - VAT",
            "dates":{"openFrom":"2026-12-01","closedPeriod":{"despatchAdvice":"firstOpenDay",
                     "returnAdvice":"firstOpenDay"}}})");
    for (const Settings& chosen : {receivable_settings(), everything}) {
        sample::expect_fits("accounts-receivable-invoice.create",
                            receivable_send(document("despatchAdvice"), chosen).request.body);
        sample::expect_fits("accounts-receivable-adjustment.create",
                            receivable_send(document("returnAdvice"), chosen).request.body);
    }
    sample::expect_fits("accounts-receivable-invoice.create",
                        receivable_send(with_rate("despatchAdvice"), foreign()).request.body);
    sample::expect_fits("accounts-receivable-adjustment.create",
                        receivable_send(with_rate("returnAdvice"), foreign()).request.body);
}

TEST(IntacctReceivable, an_invoice_adds_and_an_adjustment_takes_back) {
    const Send invoice = receivable_send(document("despatchAdvice"));
    sample::json::value body = body_of(invoice);
    EXPECT_EQ(text_at(body, "/lines/0/txnAmount"), "20.34");
    EXPECT_EQ(text_at(body, "/lines/0/taxEntries/0/txnTaxAmount"), "4.07");
    EXPECT_EQ(text_at(body, "/lines/0/taxEntries/0/orderEntryTaxDetail/id"),
              "UK Sale Goods Standard Rate");
    EXPECT_EQ(invoice.sage_type, "AR Invoice");
    Document back = document("returnAdvice");
    const Send adjustment = receivable_send(back);
    body = body_of(adjustment);
    EXPECT_TRUE(text_at(body, "/lines/0/txnCurrency/amount").starts_with("-"));
    EXPECT_EQ(text_at(body, "/txnCurrency/currency"), "GBP");
    EXPECT_EQ(at_pointer(body, "/lines/0/txnAmount"), nullptr);
    EXPECT_EQ(adjustment.sage_type, "AR Adjustment");
    EXPECT_TRUE(adjustment.facts.contains("createdDate"));
}

TEST(IntacctReceivable, what_is_sent_is_predicted_and_to_be_shown) {
    Document subject = document("despatchAdvice");
    subject.allowance_charges[0].tax.tax_code = "STANDARD";
    const Send send = receivable_send(subject);
    EXPECT_EQ(send.prediction.document.net->text(), "25.29");
    EXPECT_EQ(send.prediction.document.tax->text(), "5.06") << "4.07 and 0.99";
    EXPECT_EQ(send.facts.at("totalTxnAmount"), "30.35");
    subject.envelope.message_type = MessageType::return_advice;
    const Send back = receivable_send(subject);
    EXPECT_EQ(back.facts.at("txnCurrency.totalEntered"), "-30.35");
    EXPECT_EQ(back.prediction.document.gross->text(), "30.35") << "a return is told as it came";
}

TEST(IntacctReceivable, without_tax_on_every_line_no_total_is_promised) {
    Document subject = document("despatchAdvice");
    subject.lines[0].tax = {};
    subject.allowance_charges.clear();
    const Send send = receivable_send(subject);
    EXPECT_EQ(at_pointer(body_of(send), "/lines/0/taxEntries"), nullptr);
    EXPECT_FALSE(send.facts.contains("totalTxnAmount"));
    EXPECT_EQ(send.prediction.document.net->text(), "20.34");
}

TEST(IntacctReceivable, tax_that_is_stated_and_not_set_is_not_left_out) {
    const Settings none = receivable_settings("{}", R"({"taxDetails":{}})");
    Document subject = document("despatchAdvice");
    subject.allowance_charges.clear();
    const Hold hold = receivable_hold(subject, none);
    EXPECT_EQ(hold.problem.code, "intacct.receivable_tax_unsaid");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/tax");
    EXPECT_EQ(hold.root_cause, "receivable-tax:STANDARD");
    EXPECT_FALSE(cause_gone(none, hold.root_cause, sample::receivable_catalogue()));
    EXPECT_TRUE(cause_gone(receivable_settings(), hold.root_cause, sample::receivable_catalogue()));
    subject.lines[0].tax.percent = Decimal();
    receivable_send(subject, none);
}

TEST(IntacctReceivable, a_correction_stays_in_the_application_of_what_it_corrects) {
    Document subject = document("despatchAdvice");
    subject.corrected_version = "1";
    const auto prepared_after = [&](std::string_view type, const Settings& chosen) {
        SageDocument posted;
        posted.type = type;
        posted.key = "12922";
        return sample::received(subject, chosen, sample::receivable_catalogue(),
                                {{MessageType::despatch_advice, subject.id, true, posted}});
    };
    for (const auto& [type, chosen] :
         {std::pair{"Sales Invoice", receivable_settings()}, {"AR Invoice", sample::settings()}}) {
        const Hold hold = sample::expect_kind<Hold>(prepared_after(type, chosen));
        EXPECT_EQ(hold.problem.code, "intacct.application_changed");
        sample::expect_complete(hold.problem);
    }
    sample::expect_kind<Send>(prepared_after("AR Invoice", receivable_settings()));
    sample::expect_kind<Send>(prepared_after("Sales Invoice", sample::settings()));
}

TEST(IntacctReceivable, lines_say_in_their_memo_what_they_are_about) {
    const sample::json::value body = body_of(receivable_send(document("despatchAdvice")));
    EXPECT_EQ(text_at(body, "/lines/0/memo"), "6 C62 SKU-100\nhandle with care");
    EXPECT_EQ(text_at(body, "/lines/0/nsp::WMS_ORDER_LINE"), "10");
    EXPECT_EQ(text_at(body, "/lines/1/memo"), "Carriage");
    EXPECT_EQ(text_at(body, "/lines/1/glAccount/id"), "4010");
    EXPECT_EQ(text_at(body, "/lines/1/dimensions/item/id"), "CARRIAGE");
}

TEST(IntacctReceivable, an_amount_needs_no_price_of_one_unit) {
    Document subject = document("despatchAdvice");
    subject.lines[0].price->base_quantity = Decimal::of(7);
    subject.lines[0].price->discount_rate = *Decimal::parse("0.1");
    const sample::json::value body = body_of(receivable_send(subject));
    EXPECT_EQ(text_at(body, "/lines/0/txnAmount"), "2.90") << "6 x 3.39 / 7 less 0.1 percent";
}

TEST(IntacctReceivable, of_prices_with_tax_the_net_goes_out) {
    Document subject = document("despatchAdvice");
    subject.allowance_charges.clear();
    const Settings gross = receivable_settings("{}", R"({"pricesIncludeTax":true})");
    const Send send = receivable_send(subject, gross);
    EXPECT_EQ(text_at(body_of(send), "/lines/0/txnAmount"), "16.95");
    EXPECT_EQ(send.facts.at("totalTxnAmount"), "20.34");
    subject.lines[0].tax = {};
    EXPECT_EQ(receivable_hold(subject, gross).problem.code, "intacct.tax_rate_unknown");
}

TEST(IntacctReceivable, a_difference_is_a_line_of_its_own_or_spread_over_the_lines) {
    Document subject = document("despatchAdvice");
    subject.allowance_charges.clear();
    subject.payable = Money{*Decimal::parse("24.42"), "GBP"};
    const Send rounded = receivable_send(
        subject,
        receivable_settings(
            "{}",
            R"({"totalsDifference":{"policy":"roundingLine","pennies":5,"item":"CARRIAGE"}})"));
    EXPECT_EQ(text_at(body_of(rounded), "/lines/1/txnAmount"), "0.01");
    EXPECT_EQ(text_at(body_of(rounded), "/lines/1/memo"), "Rounding");
    EXPECT_EQ(rounded.facts.at("totalTxnAmount"), "24.42");
    const Send spread = receivable_send(
        subject,
        receivable_settings("{}", R"({"totalsDifference":{"policy":"spread","pennies":5}})"));
    EXPECT_EQ(text_at(body_of(spread), "/lines/0/txnAmount"), "20.35");
    EXPECT_EQ(spread.facts.at("totalTxnAmount"), "24.42");
    EXPECT_EQ(receivable_hold(subject).problem.code, "intacct.totals_differ");
}

TEST(IntacctReceivable, what_a_line_became_is_kept_with_its_account) {
    const Send send = receivable_send(document("despatchAdvice"));
    ASSERT_EQ(send.terms.lines.size(), 2U);
    const PostedTerms& terms = send.terms.lines[0].terms;
    EXPECT_EQ(terms.item, "SKU-100");
    EXPECT_EQ(terms.tax, "UK Sale Goods Standard Rate");
    EXPECT_FALSE(terms.unit.has_value()) << "it takes none";
    EXPECT_EQ(*terms.dimensions, (PostedTerms::Places{{"glAccount", "4000"}}));
    Document credit = document("returnAdvice");
    credit.lines[0].posted = terms;
    credit.lines[0].posted->dimensions = PostedTerms::Places{
        {"department", "SALES"}, {"glAccount", "4020"}, {"overrideOffsetGLAccount", "1200"}};
    const sample::json::value body = body_of(receivable_send(credit));
    EXPECT_EQ(text_at(body, "/lines/0/glAccount/id"), "4020");
    EXPECT_EQ(text_at(body, "/lines/0/overrideOffsetGLAccount/id"), "1200");
    EXPECT_EQ(text_at(body, "/lines/0/dimensions/department/id"), "SALES");
    EXPECT_EQ(at_pointer(body, "/lines/0/dimensions/glAccount"), nullptr);
}

TEST(IntacctReceivable, a_company_without_items_and_warehouses_names_the_location_only) {
    const Settings bare = receivable_settings(
        R"({"itemDimension":false,"warehouseDimension":false,
            "accounts":[{"items":["SKU-100"],"set":{"glAccount":"4020"}},
                        {"set":{"glAccount":"4000"}}]})",
        R"({"units":{},"chargeItems":{}})");
    std::vector<CatalogueRecord> records = sample::receivable_records();
    std::erase_if(records, [](const CatalogueRecord& one) {
        return one.kind == kind::item || one.kind == kind::warehouse;
    });
    const Send send = receivable_send(document("despatchAdvice"), bare, {records, 1});
    const sample::json::value body = body_of(send);
    EXPECT_EQ(sample::json::serialize(*at_pointer(body, "/lines/0/dimensions")),
              R"({"location":{"id":"100"}})");
    EXPECT_EQ(text_at(body, "/lines/0/glAccount/id"), "4020") << "by the warehouse's code";
    EXPECT_EQ(text_at(body, "/lines/1/glAccount/id"), "4000");
    EXPECT_EQ(send.terms.lines[0].terms.site->size(), 2U);
}

TEST(IntacctReceivable, all_that_holds_a_document_is_told_at_once) {
    Document subject = document("despatchAdvice");
    subject.lines[0].item.sellers_item_id = "NEW";
    subject.buyer.id = "NOBODY";
    const Hold hold = receivable_hold(subject);
    EXPECT_EQ(hold.root_cause, "customer:NOBODY");
    ASSERT_EQ(hold.others.size(), 1U);
    EXPECT_EQ(hold.others[0].code, "intacct.item_unknown");
}

TEST(IntacctReceivable, a_field_that_sage_does_not_have_holds_it) {
    const auto erase = [](const char* field) {
        return [field](CatalogueRecord& one) { one.fields.erase(field); };
    };
    const Hold header = receivable_hold(
        document("despatchAdvice"), receivable_settings(),
        sample::receivable_catalogue_with(kind::definition, "accounts-receivable/invoice",
                                          erase("header:nsp::WMS_REFERENCE")));
    EXPECT_EQ(header.root_cause, "field:accounts-receivable/invoice:header:nsp::WMS_REFERENCE");
    EXPECT_TRUE(
        cause_gone(receivable_settings(), header.root_cause, sample::receivable_catalogue()));
    const Hold line = receivable_hold(
        document("despatchAdvice"), receivable_settings(),
        sample::receivable_catalogue_with(kind::definition, "accounts-receivable/invoice",
                                          erase("line:nsp::WMS_ORDER_LINE")));
    EXPECT_EQ(line.root_cause, "field:accounts-receivable/invoice:line:nsp::WMS_ORDER_LINE");
}

TEST(IntacctReceivable, nothing_is_posted_of_what_did_not_leave) {
    Document subject = document("despatchAdvice");
    subject.allowance_charges.clear();
    subject.lines[0].quantity.value = Decimal();
    EXPECT_FALSE(sample::expect_kind<PostNothing>(sample::received(subject)).reason.empty());
}

TEST(IntacctReceivable, late_tracking_finds_no_field_there) {
    Related despatch{MessageType::despatch_advice, "DN-1001-1", true, {}};
    despatch.sage_document.type = std::string(invoice_type);
    despatch.sage_document.key = "7";
    const PostNothing nothing = sample::expect_kind<PostNothing>(sample::received(
        document("trackingUpdate"), receivable_settings("{}", R"({"lateTracking":"patch"})"),
        sample::receivable_catalogue(), {despatch}));
    EXPECT_NE(nothing.reason.find("accounts receivable"), std::string::npos);
}

}  // namespace
}  // namespace sage::intacct
