// SPDX-License-Identifier: Apache-2.0
// Plan: the terms of Sage and the exchange rate in which what is in the books is corrected: what is
// taken back and more of the same keep them, what is new does not.
#include <gtest/gtest.h>

#include "sage-adapter/mapping/correction.h"
#include "tests/unit/mapping/corrected_documents.h"

namespace sage {
namespace {

// With what each became in Sage.
Document with_terms(Document posted, const std::string& tax = "old") {
    for (Line& one : posted.lines) {
        one.posted = PostedTerms{"SAGE-" + one.id, tax, decimal("20")};
    }
    for (AllowanceCharge& one : posted.allowance_charges) {
        one.posted = PostedTerms{"CARRIAGE", tax, decimal("20")};
    }
    posted.posted_customer = "ACME";
    return posted;
}

template <class T>
std::string tax_of(const T& one) {
    return one.posted ? one.posted->tax : "today";
}

TEST(CorrectionTerms, what_is_taken_back_and_more_of_the_same_have_the_terms_of_the_line) {
    const Document posted =
        with_terms(despatch("1", {line("1", "10"), line("2", "5"), line("3", "1")}));
    const std::vector<Document> made =
        correction(posted, despatch("2", {line("1", "9"), line("2", "6"), line("4", "1")}));
    ASSERT_EQ(made.size(), 2U);
    ASSERT_EQ(made[0].lines.size(), 2U);
    EXPECT_EQ(tax_of(made[0].lines[0]), "old");
    EXPECT_EQ(made[0].lines[0].posted->item, "SAGE-1");
    EXPECT_EQ(tax_of(made[0].lines[1]), "old");
    ASSERT_EQ(made[1].lines.size(), 2U);
    EXPECT_EQ(tax_of(made[1].lines[0]), "old");
    EXPECT_EQ(tax_of(made[1].lines[1]), "today") << "it is new";
    for (const Document& one : made) {
        EXPECT_EQ(one.posted_customer, "ACME");
    }
}

TEST(CorrectionTerms, a_line_whose_pennies_do_not_split_keeps_its_terms_whole) {
    const Document posted = with_terms(despatch("1", {line("1", "10", "0.335")}));
    const std::vector<Document> made = correction(posted, despatch("2", {line("1", "9", "0.335")}));
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(tax_of(made[0].lines.at(0)), "old");
    EXPECT_EQ(tax_of(made[1].lines.at(0)), "old");
}

TEST(CorrectionTerms, a_line_in_other_terms_is_added_in_those_of_today) {
    const Document posted = with_terms(despatch("1", {line("1", "10")}));
    const std::vector<Document> made = correction(posted, despatch("2", {line("1", "10", "3.00")}));
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(tax_of(made[0].lines.at(0)), "old");
    EXPECT_EQ(tax_of(made[1].lines.at(0)), "today");
    EXPECT_EQ(made[1].posted_customer, "ACME");
}

TEST(CorrectionTerms, a_document_for_another_buyer_is_added_whole_in_those_of_today) {
    const Document posted = with_terms(despatch("1", {line("1", "10")}));
    Document wanted = despatch("2", {line("1", "10")});
    wanted.buyer.id = "C2";
    const std::vector<Document> made = correction(posted, wanted);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].posted_customer, "ACME");
    EXPECT_EQ(tax_of(made[0].lines.at(0)), "old");
    EXPECT_EQ(made[1].posted_customer, "");
    EXPECT_EQ(tax_of(made[1].lines.at(0)), "today");
}

Document at_rate(Document document, const char* rate, const char* date = "2026-11-20") {
    document.currency_id = "EUR";
    document.pricing_exchange_rate = ExchangeRate{"EUR", "GBP", decimal(rate), date};
    return document;
}

Document posted_at(Document document, const char* rate) {
    document.posted_rate = PostedRate{"EUR", decimal(rate), "", "2026-11-20"};
    return document;
}

TEST(CorrectionRate, what_is_taken_back_and_more_of_the_same_have_the_rate_of_the_posted) {
    const Document posted = posted_at(
        at_rate(with_terms(despatch("1", {line("1", "10"), line("2", "5")})), "0.86"), "0.86");
    const std::vector<Document> made = correction(
        posted, at_rate(despatch("2", {line("1", "9"), line("2", "6")}), "0.860", "2026-11-30"));
    ASSERT_EQ(made.size(), 2U) << "the date of a rate alone changes nothing";
    for (const Document& one : made) {
        ASSERT_EQ(one.lines.size(), 1U);
        ASSERT_TRUE(one.posted_rate);
        EXPECT_EQ(one.posted_rate->rate->text(), "0.86");
        EXPECT_EQ(one.posted_rate->date, "2026-11-20");
    }
}

TEST(CorrectionRate, another_rate_alone_takes_all_back_at_the_old_and_posts_it_at_the_new) {
    const Document posted =
        posted_at(at_rate(with_terms(despatch("1", {line("1", "10")})), "0.86"), "0.86");
    const std::vector<Document> made =
        correction(posted, at_rate(despatch("2", {line("1", "10")}), "0.87"));
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].envelope.message_type, MessageType::return_advice);
    EXPECT_EQ(made[0].lines.at(0).quantity.value, decimal("10"));
    EXPECT_EQ(made[0].posted_rate->rate->text(), "0.86");
    EXPECT_EQ(made[1].lines.at(0).quantity.value, decimal("10"));
    EXPECT_FALSE(made[1].posted_rate) << "it has the rate that it states";
    EXPECT_EQ(made[1].pricing_exchange_rate->calculation_rate.text(), "0.87");
}

TEST(CorrectionRate, a_rate_from_a_currency_to_itself_is_as_none) {
    Document posted = despatch("1", {line("1", "10")});
    Document wanted = despatch("2", {line("1", "10")});
    wanted.pricing_exchange_rate = ExchangeRate{"GBP", "GBP", decimal("1"), ""};
    EXPECT_TRUE(correction(posted, wanted).empty());
    wanted.pricing_exchange_rate->target_currency_id = "EUR";
    EXPECT_EQ(correction(posted, wanted).size(), 2U) << "to other books";
}

TEST(CorrectionRate, a_return_keeps_the_rate_of_its_goods_whatever_its_versions_state) {
    const auto back = [](const char* version, const char* quantity, const char* rate) {
        Document made = at_rate(despatch(version, {line("1", quantity)}), rate);
        made.envelope.message_type = MessageType::return_advice;
        return posted_at(std::move(made), "0.86");
    };
    EXPECT_TRUE(correction(back("1", "10", "0.86"), back("2", "10", "0.9")).empty());
    Document other = back("2", "10", "0.86");
    other.posted_rate->rate = decimal("0.85");
    EXPECT_EQ(correction(back("1", "10", "0.86"), other).size(), 2U);
}

TEST(CorrectionTerms, what_is_not_known_of_a_posted_line_leaves_the_new_one_as_it_is) {
    Document wanted = despatch("2", {line("1", "12")});
    wanted.lines[0].posted = PostedTerms{"SAGE-1", "of the original", {}};
    const std::vector<Document> made = correction(despatch("1", {line("1", "10")}), wanted);
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(tax_of(made[0].lines.at(0)), "of the original");
}

TEST(CorrectionTerms, charges_of_a_kind_have_the_same_for_ever) {
    Document before = despatch("1", {line("1", "10")});
    before.allowance_charges = {carriage("5.00")};
    const Document posted = with_terms(before);
    Document wanted = despatch("2", {line("1", "10")});
    wanted.allowance_charges = {carriage("3.00")};
    std::vector<Document> made = correction(posted, wanted);
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(tax_of(made[0].allowance_charges.at(0)), "old");
    AllowanceCharge other = carriage("1.00");
    other.reason_code = "WRAP";
    wanted.allowance_charges = {carriage("5.00"), carriage("2.00"), other};
    wanted.allowance_charges[1].reason = "Express";
    made = correction(posted, wanted);
    ASSERT_EQ(made.size(), 1U);
    ASSERT_EQ(made[0].allowance_charges.size(), 2U);
    EXPECT_EQ(tax_of(made[0].allowance_charges[0]), "old") << "one more of the kind";
    EXPECT_EQ(tax_of(made[0].allowance_charges[1]), "today");
}

}  // namespace
}  // namespace sage
