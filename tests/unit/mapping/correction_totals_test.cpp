// SPDX-License-Identifier: Apache-2.0
// Plan: money off a price; the total that the buyer was told, in corrections: told of one document
// of differences, and otherwise of the whole versions.
#include <gtest/gtest.h>

#include "sage-adapter/mapping/correction.h"

namespace sage {
namespace {

std::vector<Document> correction(const Document& posted, const Document& wanted) {
    return sage::correction(
        posted, wanted,
        {[](const Document&, const Line& line) { return stated_amounts(line); },
         [](const Document&, const AllowanceCharge& charge) { return stated_amounts(charge); }});
}

Decimal decimal(const std::string& text) {
    return Decimal::parse(text).value_or(Decimal());
}

Line line(const std::string& id, const std::string& quantity, const std::string& price) {
    Line made;
    made.id = id;
    made.item.sellers_item_id = "SKU-" + id;
    made.quantity = {decimal(quantity), "C62"};
    made.price = Price{{decimal(price), "GBP"}, {}, {}};
    return made;
}

Document despatch(const std::string& version, std::vector<Line> lines) {
    Document made;
    made.envelope.message_type = MessageType::despatch_advice;
    made.envelope.document_version = version;
    made.id = "DN-1";
    made.issue_date = "2026-11-20";
    made.buyer.id = "C1";
    made.currency_id = "GBP";
    made.lines = std::move(lines);
    return made;
}

TEST(CorrectionTotals, the_total_that_the_buyer_was_told_is_told_of_the_difference) {
    const auto told = [](Document document, const char* total) {
        document.payable = Money{decimal(total), "GBP"};
        return document;
    };
    const Document six = told(despatch("1", {line("1", "6", "2.50")}), "18.01");
    const Document four = told(despatch("2", {line("1", "4", "2.50")}), "12.01");
    std::vector<Document> made = correction(six, four);
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].payable->amount.text(), "6.00");
    made = correction(four, told(despatch("3", six.lines), "18.00"));
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].payable->amount.text(), "5.99");
    EXPECT_TRUE(correction(six, told(despatch("2", six.lines), "18.01")).empty());
}

TEST(CorrectionTotals, totals_that_no_one_difference_can_be_told_replace_the_document) {
    Document posted = despatch("1", {line("1", "6", "2.50"), line("2", "1", "1.00")});
    posted.payable = Money{decimal("19.21"), "GBP"};
    Document wanted = despatch("2", {line("1", "5", "2.50"), line("2", "2", "1.00")});
    wanted.payable = Money{decimal("17.40"), "GBP"};
    const std::vector<Document> made = correction(posted, wanted);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].lines.size(), 2U);
    EXPECT_EQ(made[0].lines[0].quantity.value.text(), "6");
    EXPECT_EQ(made[1].lines[1].quantity.value.text(), "2");
    EXPECT_EQ(made[0].payable->amount.text(), "19.21");
    EXPECT_EQ(made[1].payable->amount.text(), "17.40");
    Document other = despatch("2", posted.lines);
    EXPECT_EQ(correction(posted, other).size(), 2U) << "no total any more";
    other.payable = Money{decimal("19.20"), "GBP"};
    EXPECT_EQ(correction(posted, other).size(), 2U) << "another total of the same lines";
}

TEST(CorrectionTotals, money_off_a_price_that_changed_takes_the_line_back_whole) {
    const Document posted = despatch("1", {line("1", "2", "2.50")});
    Document wanted = despatch("2", posted.lines);
    wanted.lines[0].price->discount_amount = Money{decimal("0.50"), "GBP"};
    EXPECT_EQ(correction(posted, wanted).size(), 2U);
    EXPECT_TRUE(correction(wanted, despatch("3", wanted.lines)).empty());
}

}  // namespace
}  // namespace sage
