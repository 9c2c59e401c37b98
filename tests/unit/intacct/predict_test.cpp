// SPDX-License-Identifier: Apache-2.0
// Plan: predict: net, tax and gross of each line and charge, rounded, adding up to the document's;
// lines that are not sent are not there; a rate that nobody says and a definition without tax leave
// tax open; what makes no document is not predicted.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using namespace sample;

Catalogue with_rate() {
    std::vector<CatalogueRecord> all = records();
    all.push_back(record(kind::tax_schedule_detail, "UK Sale Goods Standard Rate",
                         {{"taxDetail.id", "UK Standard"}}));
    all.push_back(record(kind::tax_detail, "UK Standard", {{"taxPercent", "20"}}));
    return {std::move(all), 1};
}

Send send_of(const Document& subject, const Settings& chosen = settings(),
             const Catalogue& known = with_rate()) {
    return expect_kind<Send>(prepared(subject, chosen, known));
}

std::string text_of(const Amounts& amounts) {
    const auto text = [](const std::optional<Decimal>& one) { return one ? one->text() : "-"; };
    return text(amounts.net) + " + " + text(amounts.tax) + " = " + text(amounts.gross);
}

TEST(IntacctPredict, lines_and_charges_add_up_to_the_documents) {
    const Send send = send_of(document("despatchAdvice"));
    const Prediction& seen = send.prediction;
    EXPECT_EQ(seen.currency_id, "GBP");
    ASSERT_EQ(seen.lines.size(), 2U);
    EXPECT_EQ(seen.lines[0].pointer, "/body/lines/0");
    EXPECT_EQ(text_of(seen.lines[0].amounts), "20.34 + 4.07 = 24.41");
    EXPECT_EQ(seen.lines[1].pointer, "/body/allowanceCharges/0");
    EXPECT_EQ(text_of(seen.lines[1].amounts), "4.95 + 0.99 = 5.94");
    EXPECT_EQ(text_of(seen.document), "25.29 + 5.06 = 30.35");
    EXPECT_EQ(send.facts.at("subtotal"), "25.29");
    EXPECT_EQ(send.facts.at("total"), "30.35") << "so that the read-back compares it";
}

TEST(IntacctPredict, each_line_is_rounded_before_they_are_added) {
    json::value message = sage::example("despatchAdvice");
    message = sage::with(message, "/body/lines/0/price/unitAmount/amount", "\"0.0575\"");
    const Prediction seen = send_of(document(message)).prediction;
    EXPECT_EQ(text_of(seen.lines[0].amounts), "0.35 + 0.07 = 0.42");
    EXPECT_EQ(text_of(seen.document), "5.30 + 1.06 = 6.36");
}

TEST(IntacctPredict, a_line_of_which_nothing_left_is_not_predicted) {
    Document subject = document("despatchAdvice");
    subject.lines.insert(subject.lines.begin(), subject.lines[0]);
    subject.lines[0].quantity.value = Decimal();
    const Prediction seen = send_of(subject).prediction;
    ASSERT_EQ(seen.lines.size(), 2U);
    EXPECT_EQ(seen.lines[0].pointer, "/body/lines/1");
}

TEST(IntacctPredict, tax_and_gross_are_for_sage_to_say_where_nobody_knows_the_rate) {
    const Send send = send_of(document("despatchAdvice"), settings(), catalogue());
    EXPECT_EQ(text_of(send.prediction.document), "25.29 + - = -");
    EXPECT_EQ(text_of(send.prediction.lines[0].amounts), "20.34 + - = -");
    EXPECT_FALSE(send.facts.contains("total"));
    const Settings by_rule = settings(R"({"taxDetails":{},"taxRules":[
        {"schedule":"UK Sale Goods Standard Rate","percent":"20"}]})");
    EXPECT_EQ(
        text_of(send_of(document("despatchAdvice"), by_rule, catalogue()).prediction.document),
        "25.29 + 5.06 = 30.35")
        << "the rule says it";
    const Settings undecided = settings(R"({"taxDetails":{}})");
    EXPECT_EQ(text_of(send_of(document("despatchAdvice"), undecided).prediction.document),
              "25.29 + - = -")
        << "Sage decides";
}

TEST(IntacctPredict, a_definition_that_computes_no_tax_leaves_it_open) {
    std::vector<CatalogueRecord> all = records();
    for (CatalogueRecord& one : all) {
        if (one.kind == kind::order_entry_definition) {
            one.fields["disableTax"] = "true";
        }
    }
    const Settings by_rule = settings(R"({"taxDetails":{},"taxRules":[
        {"schedule":"UK Sale Goods Standard Rate","percent":"20"}]})");
    const Send send = send_of(document("despatchAdvice"), by_rule, {std::move(all), 1});
    EXPECT_EQ(text_of(send.prediction.document), "25.29 + - = -");
    EXPECT_FALSE(send.facts.contains("total"));
}

TEST(IntacctPredict, a_stock_adjustment_has_no_amounts) {
    const Prediction seen = send_of(document("inventoryAdjustment")).prediction;
    EXPECT_FALSE(seen.document.net.has_value());
    EXPECT_TRUE(seen.lines.empty());
}

TEST(IntacctPredict, without_a_currency_anywhere_none_is_told) {
    Document subject = document("despatchAdvice");
    subject.currency_id.clear();
    EXPECT_EQ(send_of(subject).prediction.currency_id, "");
    EXPECT_EQ(send_of(subject, settings(R"({"currency":"EUR"})")).prediction.currency_id, "EUR");
}

TEST(IntacctPredict, an_amount_that_is_too_large_promises_nothing) {
    Document subject = document("despatchAdvice");
    subject.lines[0].lots.clear();
    subject.lines[0].quantity.value = *Decimal::parse("999999999999999999999999");
    subject.lines[0].price->unit_amount.amount = *Decimal::parse("999999999999999999999999");
    const Send send = send_of(subject);
    EXPECT_TRUE(send.prediction.lines.empty());
    EXPECT_FALSE(send.facts.contains("subtotal"));
}

}  // namespace
}  // namespace sage::intacct
