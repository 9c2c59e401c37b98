// SPDX-License-Identifier: Apache-2.0
// Plan: holds are gathered; amounts and stated totals add up; prices that replace others; which
// documents need their own site; lines begin anew behind the header.
#include "plugins/intacct/priced_draft.h"

#include "tests/unit/intacct/sample.h"

namespace sage::intacct {
namespace {

class IntacctPricedDraft : public testing::Test {
  protected:
    const Settings chosen = sample::settings();
    const Document document = sample::document("despatchAdvice");
    const Catalogue known = sample::catalogue();
    const std::vector<Related> related;
    const std::vector<Observation> seen;
    const PreparationInput input{document, known, sample::reference, sample::key, "2026-11-25",
                                 related,  seen};
    const std::string definition = "Sales Invoice";
    PricedDraft draft{chosen, input, Family::order_entry, definition};
};

Hold hold(const char* cause) {
    return {{"intacct.test", "", cause, "Mend it.", Owner::it}, cause};
}

LinePrice price(const char* amount, const char* gross) {
    LinePrice made;
    made.amounts.quantity = Decimal::of(1);
    made.amounts.unit_price = *Decimal::parse(amount);
    made.stated_gross = Decimal::parse(gross);
    return made;
}

TEST_F(IntacctPricedDraft, all_that_holds_it_is_gathered) {
    EXPECT_EQ(take(draft, Mapped<std::string>{"A", hold("first")}), "A");
    take(draft, Mapped<std::string>{"B", hold("second")});
    take(draft, Mapped<std::string>{"C", hold("second")});
    EXPECT_EQ(draft.hold->root_cause, "first");
    ASSERT_EQ(draft.hold->others.size(), 1U);
    EXPECT_EQ(draft.hold->others[0].cause, "second");
}

TEST_F(IntacctPricedDraft, amounts_and_what_they_include_of_tax_add_up) {
    add_amounts(draft, price("1.00", "1.20"), "/body/lines/0");
    add_amounts(draft, price("2.00", "2.40"), "/body/lines/1");
    EXPECT_EQ(draft.priced.stated_gross->text(), "3.60");
    EXPECT_EQ(draft.priced.pointers.size(), 2U);
}

TEST_F(IntacctPricedDraft, another_price_takes_the_place_of_the_next_line) {
    draft.prices = {std::nullopt, Decimal::parse("9.99")};
    EXPECT_EQ(price_to_send(draft, price("1.00", "")).amounts.unit_price.text(), "1.00");
    add_amounts(draft, price("1.00", ""), "/body/lines/0");
    EXPECT_EQ(price_to_send(draft, price("2.00", "")).amounts.unit_price.text(), "9.99");
}

TEST_F(IntacctPricedDraft, a_text_that_is_too_long_is_told_at_its_member) {
    TextMap texts;
    put_text(draft, texts, "memo", std::string(4'001, 'x'), "/body/lines/0", "/notes");
    EXPECT_EQ(draft.hold->problem.pointer, "/body/lines/0/notes");
    put_text(draft, texts, "notes", "", "/body", "/notes");
    EXPECT_FALSE(texts.contains("notes"));
}

TEST_F(IntacctPricedDraft, facts_are_what_was_written) {
    add_fact(draft, "memo", "a\r\nb");
    EXPECT_EQ(draft.facts.at("memo"), "a\nb");
    EXPECT_EQ(draft.body, R"({"memo":"a\r\nb")");
}

TEST_F(IntacctPricedDraft, only_what_is_in_the_books_already_needs_no_site) {
    EXPECT_TRUE(needs_site(document));
    Document posted = document;
    posted.allowance_charges.clear();
    posted.lines[0].posted = PostedTerms{"SKU-100", "", std::nullopt};
    EXPECT_TRUE(needs_site(posted)) << "its place is not known";
    posted.lines[0].posted->site = PostedTerms::Places{{"location", "100"}};
    EXPECT_FALSE(needs_site(posted));
    posted.lines.clear();
    EXPECT_TRUE(needs_site(posted));
}

TEST_F(IntacctPricedDraft, lines_begin_anew_behind_the_header) {
    add_fact(draft, "memo", "a");
    draft.header_end = draft.body.size();
    begin_lines(draft);
    draft.body += "1";
    add_amounts(draft, price("1.00", ""), "/body/lines/0");
    begin_lines(draft);
    EXPECT_EQ(draft.body, R"({"memo":"a","lines":[)");
    EXPECT_TRUE(draft.priced.amounts.empty());
}

}  // namespace
}  // namespace sage::intacct
