// SPDX-License-Identifier: Apache-2.0
// Plan: charges and allowances in the function of the gateway, what is predicted and promised; what
// holds them, with cause and fix, and what releases it; what is in the books stays what it is
// there; random documents whose totals are the sum of what is sent.
#include <gmock/gmock.h>

#include <random>

#include "tests/unit/intacct/subtotal_sample.h"

namespace sage::intacct {
namespace {

using sample::at_path;
using sample::by_subtotals;
using sample::charge_of;
using sample::expect_kind;
using sample::subtotal_catalogue;
using sample::subtotal_settings;
using sample::untaxed;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Document despatch(std::vector<AllowanceCharge> charges) {
    return untaxed("despatchAdvice", std::move(charges));
}

XmlElement function_of(const Send& send) {
    return at_path(sample::tree(send.request.body),
                   {"operation", "content", "function", "create_sotransaction"});
}

Hold held(const Preparation& preparation) {
    Hold hold = expect_kind<Hold>(preparation);
    sample::expect_complete(hold.problem);
    return hold;
}

TEST(IntacctSubtotal, charges_and_allowances_are_subtotals_behind_the_lines) {
    const Send send = expect_kind<Send>(
        by_subtotals(despatch({charge_of("POST", "4.95"), charge_of("DISC", "2.00", false)})));
    ASSERT_TRUE(goes_by_gateway(send.request));
    sample::expect_golden_xml("gateway-subtotals", send.request);
    const XmlElement function = function_of(send);
    EXPECT_EQ(sample::names_below(function).back(), "subtotals");
    EXPECT_EQ(at_path(function, {"sotransitems"}).children.size(), 1U);
    EXPECT_EQ(send.prediction.document.net->text(), "23.29");
    EXPECT_EQ(send.prediction.document.gross->text(), "23.29");
    ASSERT_EQ(send.prediction.lines.size(), 3U);
    EXPECT_EQ(send.prediction.lines[2].pointer, "/body/allowanceCharges/1");
    EXPECT_EQ(send.prediction.lines[2].amounts.gross->text(), "-2.00");
    EXPECT_EQ(send.facts.at("total"), "23.29");
    EXPECT_FALSE(send.facts.contains("subtotal")) << "what it counts is published nowhere";
    EXPECT_EQ(line_facts(send).at("lines"), "1");
}

TEST(IntacctSubtotal, orders_and_returns_have_them_and_other_charges_stay_lines) {
    for (const char* name : {"salesOrder", "returnAdvice"}) {
        const Send send =
            expect_kind<Send>(by_subtotals(untaxed(name, {charge_of("POST", "4.95")})));
        EXPECT_THAT(send.request.body, HasSubstr("<description>Freight</description>")) << name;
    }
    const Settings carriage = subtotal_settings(R"({"subtotals":{"DISC":"Trade discount"}})");
    const Send send =
        expect_kind<Send>(by_subtotals(despatch({charge_of("POST", "4.95")}), carriage));
    EXPECT_THAT(send.request.body, Not(HasSubstr("<subtotals>")));
    EXPECT_THAT(send.request.body, HasSubstr("<itemid>CARRIAGE</itemid>"));
    EXPECT_EQ(send.facts.at("subtotal"), "25.29");
}

TEST(IntacctSubtotal, what_is_alike_is_one_subtotal_and_nothing_is_none) {
    const Send send = expect_kind<Send>(
        by_subtotals(despatch({charge_of("POST", "4.95"), charge_of("POST", "1.05"),
                               charge_of("DISC", "1.00", false), charge_of("DISC", "1.00")})));
    const XmlElement subtotals = at_path(function_of(send), {"subtotals"});
    ASSERT_EQ(subtotals.children.size(), 1U);
    EXPECT_EQ(subtotals.children[0].text_of("total"), "6.00");
    EXPECT_EQ(send.facts.at("total"), "26.34");
    const Send none = expect_kind<Send>(by_subtotals(despatch({charge_of("POST", "0.00")})));
    EXPECT_THAT(none.request.body, Not(HasSubstr("<subtotals>")));
}

TEST(IntacctSubtotal, dimensions_of_its_rules_and_the_location_of_the_site_go_with_it) {
    const Settings chosen =
        subtotal_settings(R"({"dimensions":[{"charges":["POST"],"set":{"department":"SALES"}}]})");
    const Send send =
        expect_kind<Send>(by_subtotals(despatch({charge_of("POST", "4.95")}), chosen));
    const XmlElement subtotal = at_path(function_of(send), {"subtotals", "subtotal"});
    EXPECT_THAT(sample::names_below(subtotal),
                ElementsAre("description", "total", "locationid", "departmentid"));
    EXPECT_EQ(subtotal.text_of("locationid"), "100");
    const Settings apart = subtotal_settings(
        R"({"subtotals":{"POST":"Freight","DISC":"Freight"},
            "dimensions":[{"charges":["POST"],"set":{"department":"SALES"}}]})");
    const Hold hold =
        held(by_subtotals(despatch({charge_of("POST", "4.95"), charge_of("DISC", "1.00")}), apart));
    EXPECT_EQ(hold.problem.code, "intacct.subtotal_twice");
    EXPECT_EQ(hold.problem.pointer, "/body/allowanceCharges/1");
}

TEST(IntacctSubtotal, a_charge_that_states_a_tax_is_held) {
    Document subject = despatch({charge_of("POST", "4.95")});
    subject.allowance_charges[0].tax.percent = Decimal::of(20);
    const Hold hold = held(by_subtotals(subject));
    EXPECT_EQ(hold.problem.code, "intacct.subtotal_taxed");
    EXPECT_EQ(hold.problem.pointer, "/body/allowanceCharges/0/tax");
    EXPECT_EQ(hold.root_cause, "subtotal-tax:POST");
    EXPECT_FALSE(cause_gone(subtotal_settings(), hold.root_cause, subtotal_catalogue()));
    EXPECT_TRUE(cause_gone(subtotal_settings(R"({"subtotals":{"DISC":"Trade discount"}})"),
                           hold.root_cause, subtotal_catalogue()));
}

TEST(IntacctSubtotal, a_line_that_is_taxed_holds_a_document_with_a_subtotal_and_no_other) {
    Document subject = despatch({charge_of("POST", "4.95")});
    subject.delivery.country_code = "FR";
    const Hold hold = held(by_subtotals(subject));
    EXPECT_EQ(hold.problem.code, "intacct.subtotal_taxed");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/tax");
    EXPECT_THAT(hold.problem.cause, HasSubstr("nothing says that this has none"));
    EXPECT_FALSE(cause_gone(subtotal_settings(), hold.root_cause, subtotal_catalogue()));
    const Settings untaxed_now =
        subtotal_settings(R"({"taxRules":[{"schedule":null,"percent":"0"}]})");
    EXPECT_TRUE(cause_gone(untaxed_now, hold.root_cause, subtotal_catalogue()));
    subject.allowance_charges.clear();
    expect_kind<Send>(by_subtotals(subject));
    subject.delivery.country_code = "GB";
    subject.allowance_charges = {charge_of("POST", "4.95")};
    subject.lines[0].posted = PostedTerms{"SKU-100", "", Decimal::of(20)};
    const Hold posted = held(by_subtotals(subject));
    EXPECT_THAT(posted.problem.cause, HasSubstr("20 percent"));
    EXPECT_EQ(posted.root_cause, "") << "what is in the books stays";
}

TEST(IntacctSubtotal, what_cannot_be_exact_or_posted_is_held) {
    EXPECT_EQ(held(by_subtotals(despatch({charge_of("POST", "4.955")}))).problem.code,
              "intacct.subtotal_not_exact");
    Document alone = despatch({charge_of("DISC", "1.00", false)});
    alone.lines.clear();
    EXPECT_EQ(held(by_subtotals(alone)).problem.code, "intacct.subtotal_alone");
    const Hold hold = held(by_subtotals(despatch({charge_of("POST", "4.95")}), subtotal_settings(),
                                        subtotal_catalogue("false")));
    EXPECT_EQ(hold.problem.code, "intacct.subtotals_disabled");
    EXPECT_EQ(hold.root_cause, "subtotals:Sales Invoice");
    EXPECT_FALSE(cause_gone(subtotal_settings(), hold.root_cause, subtotal_catalogue("false")));
    EXPECT_TRUE(cause_gone(subtotal_settings(), hold.root_cause, subtotal_catalogue()));
    Document foreign = despatch({charge_of("POST", "4.95")});
    const Settings euros = subtotal_settings(
        R"({"currency":"EUR","foreignCurrencies":{"currencies":["GBP"],"rateType":"5"}})");
    EXPECT_EQ(held(by_subtotals(foreign, euros)).problem.code, "intacct.subtotal_foreign");
}

TEST(IntacctSubtotal, an_allowance_without_a_subtotal_is_refused_as_ever) {
    const Document subject = despatch({charge_of("OTHER", "1.00", false)});
    EXPECT_EQ(review(subtotal_settings(), subject).at(0).code, "intacct.allowance_unsupported");
    EXPECT_TRUE(review(subtotal_settings(), despatch({charge_of("DISC", "1.00", false)})).empty());
}

TEST(IntacctSubtotal, what_is_in_the_books_stays_a_subtotal_or_a_line) {
    const Send first = expect_kind<Send>(by_subtotals(despatch({charge_of("POST", "4.95")})));
    BookedTerms booked;
    booked.add_earlier(first.terms);
    Document back = untaxed("returnAdvice", {charge_of("POST", "4.95")});
    put_terms(back, booked);
    ASSERT_TRUE(back.allowance_charges[0].posted.has_value());
    const Settings others =
        subtotal_settings(R"({"subtotals":{"POST":"Carriage","DISC":"Trade discount"}})");
    const Send credit = expect_kind<Send>(by_subtotals(back, others));
    EXPECT_THAT(credit.request.body, HasSubstr("<description>Freight</description>"));
    EXPECT_EQ(credit.terms.lines.back().terms.dimensions->back().id, "Freight");

    const Settings lines = subtotal_settings(R"({"subtotals":{"DISC":"Trade discount"}})");
    const Send line = expect_kind<Send>(by_subtotals(despatch({charge_of("POST", "4.95")}), lines));
    BookedTerms of_line;
    of_line.add_earlier(line.terms);
    Document again = untaxed("returnAdvice", {charge_of("POST", "4.95")});
    put_terms(again, of_line);
    const Send as_line = expect_kind<Send>(by_subtotals(again));
    EXPECT_THAT(as_line.request.body, Not(HasSubstr("<subtotals>")));
    EXPECT_THAT(as_line.request.body, HasSubstr("<itemid>CARRIAGE</itemid>"));
}

TEST(IntacctSubtotal, what_is_in_the_books_never_goes_by_rest) {
    const Send first = expect_kind<Send>(by_subtotals(despatch({charge_of("POST", "4.95")})));
    BookedTerms booked;
    booked.add_earlier(first.terms);
    Document back = untaxed("returnAdvice", {charge_of("POST", "4.95")});
    put_terms(back, booked);
    const std::string rules = R"("taxDetails":{},"taxRules":[{"schedule":null,"percent":"0"}])";
    const Hold hold = held(by_subtotals(back, sample::settings("{" + rules + "}")));
    EXPECT_EQ(hold.problem.code, "intacct.subtotal_by_rest");
    EXPECT_EQ(hold.root_cause, "");
    expect_kind<Send>(by_subtotals(back, sample::settings("{" + rules + "}"),
                                   sample::subtotal_catalogue(), true));
    // The gateway is still there, and no reason is a subtotal any more.
    const Send credit = expect_kind<Send>(
        by_subtotals(back, subtotal_settings(R"({"subtotals":{}})"), sample::catalogue()));
    EXPECT_THAT(credit.request.body, HasSubstr("<description>Freight</description>"));
    back.lines[0].posted = PostedTerms{"SKU-100", "", Decimal::of(20)};
    EXPECT_EQ(held(by_subtotals(back, subtotal_settings(R"({"subtotals":{}})"))).problem.code,
              "intacct.subtotal_taxed");
}

TEST(IntacctSubtotal, corrections_know_what_it_comes_to) {
    const AllowanceCharge charge = charge_of("POST", "4.95");
    const Document subject = despatch({charge});
    const Amounts amounts =
        charge_amounts(subtotal_settings(), subject, charge, subtotal_catalogue());
    EXPECT_EQ(amounts.net->text(), "4.95");
    EXPECT_EQ(amounts.gross->text(), "4.95");
}

TEST(IntacctSubtotal, a_difference_is_spread_over_lines_alone) {
    Document subject = despatch({charge_of("POST", "4.95"), charge_of("DISC", "2.00", false)});
    subject.payable = Money{*Decimal::parse("23.35"), "GBP"};
    const Settings spread =
        subtotal_settings(R"({"totalsDifference":{"policy":"spread","pennies":10}})");
    const Send send = expect_kind<Send>(by_subtotals(subject, spread));
    EXPECT_EQ(send.facts.at("total"), "23.35");
    EXPECT_THAT(send.request.body, HasSubstr("<price>3.40</price>"));
    EXPECT_THAT(send.request.body, HasSubstr("<total>4.95</total>"));
    EXPECT_THAT(send.request.body, HasSubstr("<total>-2.00</total>"));
    EXPECT_EQ(held(by_subtotals(subject)).problem.code, "intacct.totals_differ");
}

TEST(IntacctSubtotal, prices_that_include_no_tax_say_the_same_total) {
    const Settings with_tax = subtotal_settings(R"({"pricesIncludeTax":true})");
    const Send send = expect_kind<Send>(by_subtotals(
        despatch({charge_of("POST", "4.95"), charge_of("DISC", "2.00", false)}), with_tax));
    EXPECT_EQ(send.facts.at("total"), "23.29");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(IntacctSubtotal, a_definition_that_computes_no_tax_has_a_total_with_subtotals) {
    std::vector<CatalogueRecord> all;
    for (CatalogueRecord one : sample::records()) {
        if (one.kind == kind::order_entry_definition) {
            one.fields["disableTax"] = "true";
            one.fields[std::string(enable_subtotals_field)] = "true";
        }
        all.push_back(std::move(one));
    }
    const Send send = expect_kind<Send>(by_subtotals(despatch({charge_of("POST", "4.95")}),
                                                     subtotal_settings(), {std::move(all), 1}));
    EXPECT_EQ(send.facts.at("total"), "25.29");
}

// What the function says of one document, summed without the plugin's own arithmetic.
Decimal sum_of(const XmlElement& function) {
    Decimal sum = Decimal::of(0, 2);
    for (const XmlElement& line : at_path(function, {"sotransitems"}).children) {
        sum = sum + *Decimal::multiply(*Decimal::parse(line.text_of("quantity")),
                                       *Decimal::parse(line.text_of("price")), 2,
                                       Rounding::half_away_from_zero);
    }
    for (const XmlElement& one : at_path(function, {"subtotals"}).children) {
        sum = sum + *Decimal::parse(one.text_of("total"));
    }
    return sum;
}

TEST(IntacctSubtotal, random_documents_come_to_what_is_predicted) {
    std::mt19937_64 dice(20'261'127);
    const auto number = [&](std::int64_t from, std::int64_t to) {
        return std::uniform_int_distribution<std::int64_t>(from, to)(dice);
    };
    const Settings chosen = subtotal_settings();
    const Catalogue known = subtotal_catalogue();
    const Document base = despatch({});
    for (int round = 0; round < 2'000; ++round) {
        SCOPED_TRACE(round);
        Document subject = base;
        const Line first = subject.lines[0];
        subject.lines.clear();
        for (std::int64_t line = number(1, 6); line > 0; --line) {
            subject.lines.push_back(first);
            subject.lines.back().id = std::to_string(line);
            subject.lines.back().quantity.value = Decimal::of(number(1, 5'000), 2);
            subject.lines.back().price->unit_amount.amount = Decimal::of(number(0, 99'999), 3);
            subject.lines.back().lots.clear();
        }
        for (std::int64_t charge = number(0, 4); charge > 0; --charge) {
            const bool adds = number(0, 1) == 1;
            AllowanceCharge made = charge_of(number(0, 1) == 1 ? "POST" : "DISC", "0", adds);
            made.amount.amount = Decimal::of(number(0, 99'999), 2);
            subject.allowance_charges.push_back(std::move(made));
        }
        const Send send = expect_kind<Send>(by_subtotals(subject, chosen, known));
        ASSERT_EQ(sum_of(function_of(send)), *send.prediction.document.gross);
        ASSERT_EQ(send.facts.at("total"), send.prediction.document.gross->text());
    }
}

}  // namespace
}  // namespace sage::intacct
