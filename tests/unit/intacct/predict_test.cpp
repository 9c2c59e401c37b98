// SPDX-License-Identifier: Apache-2.0
// Plan: predict: net of each line and charge, rounded, adding up to the document's; lines that are
// not sent are not there; what has no price or makes no document is not predicted; no tax is
// guessed.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using namespace sample;

Prediction prediction_of(const Document& subject, const Settings& chosen = settings()) {
    return predict(chosen, subject, expect_kind<Send>(prepared(subject, chosen)));
}

TEST(IntacctPredict, net_of_lines_and_charges_adds_up_to_the_documents) {
    const Prediction seen = prediction_of(document("despatchAdvice"));
    EXPECT_EQ(seen.currency_id, "GBP");
    ASSERT_EQ(seen.lines.size(), 2U);
    EXPECT_EQ(seen.lines[0].pointer, "/body/lines/0");
    EXPECT_EQ(seen.lines[0].amounts.net.value_or(Decimal()).text(), "20.34");
    EXPECT_EQ(seen.lines[1].pointer, "/body/allowanceCharges/0");
    EXPECT_EQ(seen.lines[1].amounts.net.value_or(Decimal()).text(), "4.95");
    EXPECT_EQ(seen.document.net.value_or(Decimal()).text(), "25.29");
}

TEST(IntacctPredict, each_line_is_rounded_before_they_are_added) {
    json::value message = sage::example("despatchAdvice");
    message = sage::with(message, "/body/lines/0/price/unitAmount/amount", "\"0.0575\"");
    const Prediction seen = prediction_of(document(message));
    EXPECT_EQ(seen.lines[0].amounts.net.value_or(Decimal()).text(), "0.35");
    EXPECT_EQ(seen.document.net.value_or(Decimal()).text(), "5.30");
}

TEST(IntacctPredict, tax_and_gross_are_for_sage_to_say) {
    const Prediction seen = prediction_of(document("despatchAdvice"));
    EXPECT_FALSE(seen.document.tax.has_value());
    EXPECT_FALSE(seen.document.gross.has_value());
    EXPECT_FALSE(seen.lines[0].amounts.tax.has_value());
}

TEST(IntacctPredict, a_stock_adjustment_has_no_amounts) {
    const Prediction seen = prediction_of(document("inventoryAdjustment"));
    EXPECT_FALSE(seen.document.net.has_value());
    EXPECT_TRUE(seen.lines.empty());
}

TEST(IntacctPredict, without_a_currency_anywhere_none_is_told) {
    Document subject = document("despatchAdvice");
    subject.currency_id.clear();
    EXPECT_EQ(prediction_of(subject).currency_id, "");
    EXPECT_EQ(prediction_of(subject, settings(R"({"currency":"EUR"})")).currency_id, "EUR");
}

}  // namespace
}  // namespace sage::intacct
