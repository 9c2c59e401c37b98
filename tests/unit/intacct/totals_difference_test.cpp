// SPDX-License-Identifier: Apache-2.0
// Plan: totals that agree; a difference held, tolerated or made up for by a line, within the
// tolerance and beyond; what the result and the prediction say; what is released.
#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

using namespace sample;

Catalogue with_rate() {
    std::vector<CatalogueRecord> all = records();
    all.push_back(record(kind::item, "ROUNDING", {{"itemType", "nonInventory"}}));
    all.push_back(record(kind::tax_schedule_detail, "UK Sale Goods Standard Rate",
                         {{"taxDetail.id", "UK Standard"}}));
    all.push_back(record(kind::tax_detail, "UK Standard", {{"taxPercent", "20"}}));
    return {std::move(all), 1};
}

/// Net 25.29, tax 5.06, gross 30.35.
Document told(const char* payable) {
    Document subject = document("despatchAdvice");
    subject.payable = Money{*Decimal::parse(payable), "GBP"};
    return subject;
}

Settings difference_settings(const char* difference) {
    return settings(std::string(R"({"totalsDifference":{)") + difference + "}}");
}

Preparation prepared_with(const Document& subject, const char* difference, const char* more = "") {
    return prepared(
        subject, settings(std::string(R"({"totalsDifference":{)") + difference + "}" + more + "}"),
        with_rate());
}

constexpr const char* tolerate = R"("policy":"tolerate","pennies":2)";
constexpr const char* spread = R"("policy":"spread","pennies":2)";
constexpr const char* line = R"("policy":"roundingLine","pennies":2,"item":"ROUNDING")";

TEST(IntacctTotalsDifference, totals_that_agree_are_sent_without_a_word) {
    for (const char* policy : {"", tolerate, line}) {
        const Send send = expect_kind<Send>(prepared_with(told("30.35"), policy));
        EXPECT_TRUE(send.remarks.empty());
        EXPECT_EQ(send.prediction.lines.size(), 2U);
        EXPECT_EQ(send.facts.at("total"), "30.35");
    }
}

TEST(IntacctTotalsDifference, a_difference_holds_the_document_until_the_settings_treat_it) {
    for (const char* payable : {"30.34", "30.36", "0.00", "999999.99"}) {
        const Hold hold = expect_kind<Hold>(prepared_with(told(payable), ""));
        expect_complete(hold.problem);
        EXPECT_EQ(hold.problem.code, "intacct.totals_differ");
        EXPECT_EQ(hold.problem.pointer, "/body/legalMonetaryTotal/payableAmount");
        EXPECT_EQ(hold.problem.cause, std::string("The buyer was told ") + payable +
                                          " and Sage Intacct will make 30.35 of the lines.");
    }
    const Hold hold = expect_kind<Hold>(prepared_with(told("30.38"), tolerate));
    EXPECT_EQ(hold.root_cause, "totals:0.03");
    const Settings two = settings(R"({"totalsDifference":{"policy":"tolerate","pennies":2}})");
    const Settings three = settings(R"({"totalsDifference":{"policy":"tolerate","pennies":3}})");
    EXPECT_FALSE(cause_gone(two, hold.root_cause, with_rate()));
    EXPECT_TRUE(cause_gone(three, hold.root_cause, with_rate()));
    EXPECT_TRUE(cause_gone(three, "totals:-0.03", with_rate()));
    EXPECT_FALSE(cause_gone(three, "totals:", with_rate()));
}

TEST(IntacctTotalsDifference, a_tolerated_difference_is_told_with_the_result) {
    const Send send = expect_kind<Send>(prepared_with(told("30.37"), tolerate));
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "intacct.totals_tolerated");
    EXPECT_EQ(send.remarks[0].message,
              "The buyer was told 30.37 and Sage Intacct will make 30.35 "
              "of the lines, which is tolerated.");
    EXPECT_EQ(send.facts.at("total"), "30.35") << "Sage is to hold what it makes";
}

TEST(IntacctTotalsDifference, a_rounding_line_makes_the_totals_equal) {
    for (const auto& [payable, amount] :
         {std::pair("30.33", "-0.02"), std::pair("30.36", "0.01")}) {
        const Send send = expect_kind<Send>(prepared_with(told(payable), line));
        const json::value body = parsed(send.request.body);
        EXPECT_EQ(text_at(body, "/lines/2/unitPrice"), amount);
        EXPECT_EQ(text_at(body, "/lines/2/unitQuantity"), "1");
        EXPECT_EQ(text_at(body, "/lines/2/unit"), "Each");
        EXPECT_EQ(text_at(body, "/lines/2/dimensions/item/id"), "ROUNDING");
        EXPECT_EQ(at_pointer(body, "/lines/2/taxSchedule"), nullptr);
        EXPECT_EQ(send.facts.at("total"), payable);
        ASSERT_EQ(send.prediction.lines.size(), 3U);
        EXPECT_EQ(send.prediction.lines[2].amounts.gross->text(), amount);
        EXPECT_EQ(send.prediction.lines[2].pointer, "/body/legalMonetaryTotal");
        ASSERT_EQ(send.remarks.size(), 1U);
        EXPECT_EQ(send.remarks[0].code, "intacct.totals_rounded");
    }
    EXPECT_EQ(expect_kind<Hold>(prepared_with(told("30.32"), line)).problem.code,
              "intacct.totals_differ");
}

TEST(IntacctTotalsDifference, a_rounding_line_may_carry_a_schedule) {
    const Send send = expect_kind<Send>(prepared_with(
        told("30.36"),
        R"("policy":"roundingLine","item":"ROUNDING","schedule":"UK Sale Goods Zero Rate")"));
    EXPECT_EQ(text_at(parsed(send.request.body), "/lines/2/taxSchedule/id"),
              "UK Sale Goods Zero Rate");
}

TEST(IntacctTotalsDifference, a_rounding_line_needs_its_item_and_unit_in_sage) {
    EXPECT_EQ(expect_kind<Hold>(
                  prepared_with(told("30.36"), R"("policy":"roundingLine","item":"NOWHERE")"))
                  .root_cause,
              "item:NOWHERE");
}

TEST(IntacctTotalsDifference, a_difference_spread_over_the_lines_changes_their_prices) {
    const json::value plain =
        parsed(expect_kind<Send>(prepared_with(told("30.35"), "")).request.body);
    const Send send = expect_kind<Send>(prepared_with(told("30.37"), spread));
    const json::value body = parsed(send.request.body);
    ASSERT_EQ(body.at("lines").as_array().size(), plain.at("lines").as_array().size());
    EXPECT_EQ(send.facts.at("total"), "30.37");
    EXPECT_EQ(send.prediction.document.gross->text(), "30.37");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(send.remarks[0].code, "intacct.totals_spread");
    EXPECT_EQ(send.remarks[0].message,
              "The buyer was told 30.37 and Sage Intacct will make 30.35 of the lines: 0.02 was "
              "spread over 2 prices.");
    EXPECT_NE(text_at(body, "/lines/0/unitPrice"), text_at(plain, "/lines/0/unitPrice"));
    EXPECT_EQ(text_at(body, "/lines/0/unitQuantity"), text_at(plain, "/lines/0/unitQuantity"));
    EXPECT_EQ(expect_kind<Hold>(prepared_with(told("30.38"), spread)).problem.code,
              "intacct.totals_differ")
        << "more than the settings allow for";
}

TEST(IntacctTotalsDifference, what_cannot_be_spread_is_held_until_another_policy_treats_it) {
    Document subject = told("9.99");
    subject.lines[0].lots.clear();
    subject.allowance_charges.clear();
    subject.lines[0].quantity.value = Decimal::of(1);
    subject.lines[0].price = Price{{*Decimal::parse("8.33"), "GBP"}, {}, {}, {}};
    const Hold hold = expect_kind<Hold>(prepared_with(subject, spread));
    expect_complete(hold.problem);
    EXPECT_EQ(hold.problem.code, "intacct.totals_not_spread");
    EXPECT_EQ(hold.root_cause, "totals-prices:-0.01");
    EXPECT_FALSE(cause_gone(difference_settings(spread), hold.root_cause, with_rate()));
    EXPECT_FALSE(cause_gone(difference_settings(""), hold.root_cause, with_rate()));
    EXPECT_TRUE(cause_gone(difference_settings(tolerate), hold.root_cause, with_rate()));
}

TEST(IntacctTotalsDifference, remarks_of_lines_that_are_written_anew_are_told_once) {
    const char* texts = R"(,"texts":[{"level":"line","to":["nsp::LABELS"],"tooLong":"cut",
        "text":"{lines.item.sellersItemId}"}],"fieldLimits":{"nsp::LABELS":{"characters":6}})";
    const auto cut = [&](const char* payable) {
        const Send send = expect_kind<Send>(prepared_with(told(payable), spread, texts));
        return std::count_if(send.remarks.begin(), send.remarks.end(),
                             [](const Remark& one) { return one.code == "mapping.text_cut"; });
    };
    EXPECT_GT(cut("30.35"), 0);
    EXPECT_EQ(cut("30.37"), cut("30.35"));
}

TEST(IntacctTotalsDifference, prices_with_tax_state_a_total_themselves) {
    Document subject = document("despatchAdvice");
    subject.lines[0].lots.clear();
    subject.allowance_charges.clear();
    subject.lines[0].quantity.value = Decimal::of(1);
    subject.lines[0].price->unit_amount.amount = *Decimal::parse("9.99");
    const char* with_tax = R"(,"pricesIncludeTax":true)";
    const Hold hold = expect_kind<Hold>(prepared_with(subject, "", with_tax));
    EXPECT_EQ(hold.problem.pointer, "/body/lines");
    EXPECT_EQ(hold.root_cause, "totals:-0.01") << "8.33 and 1.67";
    const Send send = expect_kind<Send>(prepared_with(subject, line, with_tax));
    EXPECT_EQ(send.facts.at("total"), "9.99");
    EXPECT_EQ(send.facts.at("subtotal"), "8.32") << "8.33 less the rounding";
    subject.payable = Money{*Decimal::parse("10.00"), "GBP"};
    EXPECT_TRUE(expect_kind<Send>(prepared_with(subject, line, with_tax)).remarks.empty())
        << "what the buyer was told counts";
}

TEST(IntacctTotalsDifference, a_total_that_cannot_be_told_is_compared_with_nothing) {
    Document subject = told("1.00");
    EXPECT_TRUE(expect_kind<Send>(prepared(subject, settings(), catalogue())).remarks.empty());
}

}  // namespace
}  // namespace sage::intacct
