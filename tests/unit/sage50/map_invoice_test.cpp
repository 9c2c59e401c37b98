// SPDX-License-Identifier: Apache-2.0
// Plan: amounts to the penny; prices with tax; carriage; every way with another total; what comes
// to nothing or less; corrections with posted terms; taken by the simulated Sage and found again as
// promised.
#include <gmock/gmock.h>

#include <random>

#include "tests/unit/sage50/sample.h"
#include "tests/unit/sage50/wire_sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::prepared;
using sample::sent;
using testing::HasSubstr;

std::string gross_of(const Preparation& preparation) {
    const Amounts& whole = expect_kind<Send>(preparation).prediction.document;
    return whole.gross ? whole.gross->text() : "";
}

AllowanceCharge charge(const std::string& code, const std::string& amount, bool adds = true,
                       const std::string& tax = "STANDARD") {
    AllowanceCharge made;
    made.charge_indicator = adds;
    made.reason_code = code;
    made.amount = {decimal(amount), "GBP"};
    made.tax.tax_code = tax;
    return made;
}

// Six at 3.39 and carriage of 4.95, with 20 percent: 25.29 and 5.06 make 30.35.
Document told(const char* total) {
    Document made = sample::document();
    made.payable = Money{decimal(total), "GBP"};
    return made;
}

Settings policy(const std::string& name, const std::string& item = "S1") {
    return sample::settings(R"({"totalsDifference":{"policy":")" + name +
                            R"(","pennies":3,"item":")" + item + R"(","schedule":"T0"}})");
}

// ---- amounts

TEST(Sage50MapInvoice, each_line_comes_to_a_net_amount_to_the_penny) {
    const Preparation made = prepared(sample::document());
    EXPECT_EQ(sent(made, "/customerAccountRef"), "CUST-001");
    EXPECT_EQ(sent(made, "/invoiceDate"), "20/11/2026");
    EXPECT_EQ(sent(made, "/notes3"), sample::reference);
    ASSERT_EQ(sample::items_of(made), 1U);
    EXPECT_EQ(sent(made, "/invoiceItems/0/stockCode"), "SKU-100");
    EXPECT_EQ(sent(made, "/invoiceItems/0/quantity"), "6");
    EXPECT_EQ(sent(made, "/invoiceItems/0/unitPrice"), "3.39");
    EXPECT_EQ(sent(made, "/invoiceItems/0/netAmount"), "20.34");
    EXPECT_EQ(sent(made, "/invoiceItems/0/taxCode"), "1");
    EXPECT_EQ(sent(made, "/invoiceItems/0/taxRate"), "20");
    EXPECT_EQ(sent(made, "/invoiceItems/0/nominal"), "4000");
    EXPECT_EQ(sent(made, "/carrNet"), "4.95");
    EXPECT_EQ(sent(made, "/carrTaxCode"), "1");
    EXPECT_EQ(sent(made, "/carrNomCode"), "4905");
    EXPECT_EQ(sent(made, "/shouldUpdateLedgers"), "false");
    EXPECT_EQ(gross_of(made), "30.35");
    const Send send = expect_kind<Send>(made);
    EXPECT_EQ(send.prediction.currency_id, "GBP");
    ASSERT_EQ(send.prediction.lines.size(), 1U);
    EXPECT_EQ(send.prediction.lines[0].pointer, "/body/lines/0");
    EXPECT_EQ(send.prediction.lines[0].amounts.gross->text(), "24.41");
    EXPECT_TRUE(send.remarks.empty());
}

TEST(Sage50MapInvoice, prices_that_include_tax_make_the_net_amounts_that_sage_is_told) {
    const Settings with_tax = sample::settings(R"({"pricesIncludeTax":true})");
    Document subject = sample::document();
    subject.lines[0].price->unit_amount.amount = decimal("3.60");
    subject.allowance_charges[0].amount.amount = decimal("6.00");
    const Preparation made = prepared(subject, with_tax);
    EXPECT_EQ(sent(made, "/invoiceItems/0/netAmount"), "18.00");
    EXPECT_EQ(sent(made, "/invoiceItems/0/unitPrice"), "3.000");
    EXPECT_EQ(sent(made, "/carrNet"), "5.00");
    EXPECT_EQ(gross_of(made), "27.60");
    // No net amount with its tax comes to 25.29: of 21.08 it is 25.30.
    subject.lines[0].quantity.value = Decimal::of(1);
    subject.lines[0].price->unit_amount.amount = decimal("25.29");
    EXPECT_EQ(held_by(prepared(subject, with_tax)),
              "sage50.totals_differ /body/legalMonetaryTotal/payableAmount totals:-0.01");
    const Settings tolerant = sample::settings(
        R"({"pricesIncludeTax":true,"totalsDifference":{"policy":"tolerate","pennies":1}})");
    EXPECT_EQ(gross_of(prepared(subject, tolerant)), "31.30");
    EXPECT_EQ(sample::remarks_on(prepared(subject, tolerant)),
              only("sage50.totals_tolerated total"));
}

TEST(Sage50MapInvoice, a_line_of_which_nothing_left_is_not_there) {
    Document subject = sample::document();
    subject.lines.push_back(subject.lines[0]);
    subject.lines[0].quantity.value = Decimal();
    subject.lines[0].price.reset();
    const Preparation made = prepared(subject);
    EXPECT_EQ(sample::items_of(made), 1U);
    EXPECT_EQ(expect_kind<Send>(made).prediction.lines.at(0).pointer, "/body/lines/1");
    subject.lines.pop_back();
    EXPECT_EQ(sample::items_of(prepared(subject)), 0U);
    EXPECT_EQ(sent(prepared(subject), "/carrNet"), "4.95");
    subject.allowance_charges.clear();
    EXPECT_EQ(expect_kind<PostNothing>(prepared(subject)).reason,
              "Every line has the quantity zero.");
}

TEST(Sage50MapInvoice, the_courier_is_that_of_the_carrier) {
    EXPECT_EQ(sent(prepared(sample::document(), sample::settings(R"({"couriers":{"UPS":"7"}})")),
                   "/courierNumber"),
              "7");
    EXPECT_EQ(sent(prepared(sample::document(), sample::settings(R"({"couriers":{"DPD":"7"}})")),
                   "/courierNumber"),
              "");
}

// ---- carriage

TEST(Sage50MapInvoice, several_carriages_are_one_and_their_tax_is_rounded_once) {
    Document subject = sample::document();
    // Each by itself has tax of 0.00, and both together of 0.01.
    subject.allowance_charges = {charge("POST", "0.02"), charge("POST", "0.02")};
    Preparation made = prepared(subject);
    EXPECT_EQ(sent(made, "/carrNet"), "0.04");
    EXPECT_EQ(gross_of(made), "24.46");
    EXPECT_EQ(expect_kind<Send>(made).terms.lines.size(), 3U);
    subject.payable = Money{decimal("24.46"), "GBP"};
    EXPECT_TRUE(std::holds_alternative<Send>(prepared(subject))) << "what is compared is the same";
    const Settings two = sample::settings(R"({"charges":{"POST":"carriage","FUEL":"carriage"}})");
    subject = sample::document();
    subject.allowance_charges.push_back(charge("FUEL", "1.00"));
    EXPECT_EQ(held_by(prepared(subject, two)), "sage50.carriage_mixed /body/allowanceCharges/1 ")
        << "4905 and 4000";
    const Settings alike = sample::settings(
        R"({"charges":{"POST":"carriage","FUEL":"carriage"},
            "nominalCodes":[{"set":{"nominalCode":"4000"}}]})");
    EXPECT_EQ(sent(prepared(subject, alike), "/carrNet"), "5.95");
    subject.allowance_charges[1].tax.tax_code = "ZERO";
    EXPECT_EQ(held_by(prepared(subject, alike)), "sage50.carriage_mixed /body/allowanceCharges/1 ");
    const Settings by_department = sample::settings(
        R"({"charges":{"POST":"carriage","FUEL":"carriage"},
            "nominalCodes":[{"charges":["FUEL"],"set":{"nominalCode":"4000","department":"3"}},
                            {"set":{"nominalCode":"4000"}}]})");
    subject.allowance_charges[1].tax.tax_code = "STANDARD";
    EXPECT_EQ(held_by(prepared(subject, by_department)),
              "sage50.carriage_mixed /body/allowanceCharges/1 ");
}

// ---- totals

TEST(Sage50MapInvoice, the_total_that_the_buyer_was_told_is_posted_or_held) {
    EXPECT_TRUE(sample::remarks_on(prepared(told("30.35"))).empty());
    EXPECT_EQ(held_by(prepared(told("30.36"))),
              "sage50.totals_differ /body/legalMonetaryTotal/payableAmount totals:0.01");
    EXPECT_EQ(held_by(prepared(told("30.39"), policy("tolerate"))),
              "sage50.totals_differ /body/legalMonetaryTotal/payableAmount totals:0.04");
    EXPECT_EQ(gross_of(prepared(told("30.36"), policy("tolerate"))), "30.35");
}

TEST(Sage50MapInvoice, a_line_of_the_difference_makes_the_total_either_way) {
    const Preparation more = prepared(told("30.36"), policy("roundingLine"));
    EXPECT_EQ(gross_of(more), "30.36");
    ASSERT_EQ(sample::items_of(more), 2U);
    EXPECT_EQ(sent(more, "/invoiceItems/1/stockCode"), "S1");
    EXPECT_EQ(sent(more, "/invoiceItems/1/netAmount"), "0.01");
    EXPECT_EQ(sent(more, "/invoiceItems/1/unitPrice"), "0.01");
    EXPECT_EQ(sent(more, "/invoiceItems/1/quantity"), "1");
    EXPECT_EQ(sent(more, "/invoiceItems/1/taxCode"), "0");
    EXPECT_EQ(sent(more, "/invoiceItems/1/nominal"), "4000");
    EXPECT_EQ(sent(more, "/invoiceItems/1/isNegativeLine"), "");
    const Preparation less = prepared(told("30.33"), policy("roundingLine", "S3"));
    EXPECT_EQ(gross_of(less), "30.33");
    EXPECT_EQ(sent(less, "/invoiceItems/1/stockCode"), "S3");
    EXPECT_EQ(sent(less, "/invoiceItems/1/netAmount"), "0.02");
    EXPECT_EQ(sent(less, "/invoiceItems/1/isNegativeLine"), "true");
    EXPECT_EQ(sample::remarks_on(less), only("sage50.totals_rounded lines"));
    EXPECT_EQ(expect_kind<Send>(less).terms.lines.size(), 2U) << "nobody takes it back";
}

TEST(Sage50MapInvoice, a_line_of_the_difference_is_no_product_and_bears_no_tax) {
    for (const char* const item : {"POSTAGE", "S2"}) {
        for (const char* const total : {"30.36", "30.33"}) {
            EXPECT_EQ(held_by(prepared(told(total), policy("roundingLine", item))),
                      "sage50.allowance_code /body/legalMonetaryTotal rounding-item:" +
                          std::string(item));
        }
    }
    EXPECT_EQ(held_by(prepared(told("30.36"), policy("roundingLine"),
                               sample::without(kind::tax_code, "0"))),
              "sage50.tax_code_unknown /body/legalMonetaryTotal/tax tax-code:0");
    const Settings rated = sample::settings(
        R"({"totalsDifference":{"policy":"roundingLine","pennies":2,"item":"S1","schedule":"1"}})");
    EXPECT_EQ(held_by(prepared(told("30.36"), rated)),
              "sage50.rounding_tax_rated /body/legalMonetaryTotal rounding-tax:1");
}

TEST(Sage50MapInvoice, a_difference_is_spread_over_lines_and_carriage) {
    const Preparation made = prepared(told("30.37"), policy("spread"));
    EXPECT_EQ(gross_of(made), "30.37");
    EXPECT_EQ(sample::items_of(made), 1U);
    EXPECT_EQ(sent(made, "/invoiceItems/0/netAmount"), "20.35");
    EXPECT_EQ(sent(made, "/carrNet"), "4.96");
    EXPECT_EQ(sample::remarks_on(made), only("sage50.totals_spread lines"));
    Document one = told("30.36");
    one.lines[0].quantity.value = Decimal::of(1);
    one.lines[0].price->unit_amount.amount = decimal("20.34");
    EXPECT_EQ(sent(prepared(one, policy("spread")), "/invoiceItems/0/unitPrice"), "20.35");
    one.lines.clear();
    one.allowance_charges = {charge("POST", "0.00")};
    one.payable->amount = decimal("0.01");
    EXPECT_EQ(held_by(prepared(one, policy("spread"))),
              "sage50.totals_not_spread /body/legalMonetaryTotal/payableAmount totals-prices:0.01");
}

TEST(Sage50MapInvoice, several_carriages_are_spread_over_as_one) {
    Document subject = told("30.37");
    subject.allowance_charges = {charge("POST", "2.00"), charge("POST", "2.95")};
    const Preparation made = prepared(subject, policy("spread"));
    EXPECT_EQ(gross_of(made), "30.37");
    EXPECT_EQ(sent(made, "/carrNet"), "4.96");
}

TEST(Sage50MapInvoice, what_takes_off_less_still_takes_off) {
    Document subject = sample::document();
    // 20.34, less 10.00, and 4.95: 15.29 and 3.06.
    subject.allowance_charges.insert(subject.allowance_charges.begin(),
                                     charge("PROMO", "10.00", false));
    subject.payable = Money{decimal("18.38"), "GBP"};
    const Preparation made = prepared(subject, policy("spread"));
    EXPECT_EQ(gross_of(made), "18.38");
    EXPECT_EQ(sent(made, "/invoiceItems/0/netAmount"), "20.35");
    EXPECT_EQ(sent(made, "/invoiceItems/1/netAmount"), "9.99");
    EXPECT_EQ(sent(made, "/invoiceItems/1/unitPrice"), "9.99");
    EXPECT_EQ(sent(made, "/invoiceItems/1/isNegativeLine"), "true");
    EXPECT_EQ(sent(made, "/carrNet"), "4.96");
}

// ---- nothing, less than nothing, too much

TEST(Sage50MapInvoice, what_comes_to_nothing_is_entered_and_not_posted_to_the_ledger) {
    const Settings posts = sample::settings(R"({"updateLedgers":true})");
    EXPECT_EQ(sent(prepared(sample::document(), posts), "/shouldUpdateLedgers"), "true");
    Document free = sample::document();
    free.lines[0].price->unit_amount.amount = Decimal();
    free.allowance_charges.clear();
    const Preparation made = prepared(free, posts);
    EXPECT_EQ(sent(made, "/shouldUpdateLedgers"), "false");
    EXPECT_EQ(sample::remarks_on(made), only("sage50.free_not_posted shouldUpdateLedgers"));
    EXPECT_TRUE(sample::remarks_on(prepared(free)).empty()) << "nobody asked for the ledger";
    Document even = sample::document();
    even.allowance_charges = {charge("PROMO", "20.34", false)};
    EXPECT_EQ(sent(prepared(even, posts), "/shouldUpdateLedgers"), "false")
        << "what is added is taken off again";
    even.allowance_charges[0].amount.amount = decimal("20.33");
    EXPECT_EQ(sent(prepared(even, posts), "/shouldUpdateLedgers"), "true");
}

TEST(Sage50MapInvoice, less_than_nothing_waits_for_a_person) {
    Document subject = sample::document();
    subject.allowance_charges = {charge("PROMO", "20.35", false)};
    EXPECT_EQ(held_by(prepared(subject)), "sage50.amount_negative /body/lines ");
    // 20.34 without tax, and 20.34 with: the tax alone is below zero.
    subject.allowance_charges = {charge("PROMO", "20.34", false)};
    EXPECT_TRUE(std::holds_alternative<Send>(prepared(subject)));
    subject.lines[0].tax = {"", "ZERO", std::nullopt};
    EXPECT_EQ(held_by(prepared(subject)), "sage50.amount_negative /body/lines ");
}

TEST(Sage50MapInvoice, more_than_can_be_counted_waits_for_a_person) {
    Document subject = sample::document();
    subject.lines[0].price->unit_amount.amount = decimal("999999999999999999999999");
    subject.lines[0].quantity.value = decimal("999999999999999999999999");
    EXPECT_EQ(held_by(prepared(subject)), "sage50.amount_too_large /body/lines/0 ");
    subject.lines[0].quantity.value = Decimal::of(1);
    subject.lines[0].price->unit_amount.amount = decimal("999999999999999999.99");
    subject.lines[0].tax = {"", "ZERO", std::nullopt};
    EXPECT_TRUE(std::holds_alternative<Send>(prepared(subject)));
}

// ---- what belongs to a posted document

TEST(Sage50MapInvoice, what_lines_and_charges_became_is_kept_for_what_follows) {
    Document subject = sample::document();
    subject.allowance_charges.push_back(charge("WRAP", "1.50"));
    const Settings settings = sample::settings(
        R"({"nominalCodes":[{"items":["SKU-100"],"set":{"nominalCode":"4000","department":"3"}},
                            {"set":{"nominalCode":"4905"}}]})");
    const Send send = expect_kind<Send>(prepared(subject, settings));
    EXPECT_EQ(send.terms.customer, "CUST-001");
    ASSERT_EQ(send.terms.lines.size(), 3U);
    const PostedTerms& goods = send.terms.lines[0].terms;
    EXPECT_EQ(goods.item, "SKU-100");
    EXPECT_EQ(goods.tax, "1");
    EXPECT_EQ(goods.tax_percent->text(), "20");
    EXPECT_TRUE(goods.site->empty());
    ASSERT_EQ(goods.dimensions->size(), 2U);
    EXPECT_EQ(goods.dimensions->at(0).id, "4000");
    EXPECT_EQ(goods.dimensions->at(1).id, "3");
    EXPECT_EQ(send.terms.lines[1].terms.item, "") << "carriage";
    EXPECT_EQ(send.terms.lines[2].terms.item, "S1");
    EXPECT_EQ(send.terms.lines[2].terms.dimensions->at(0).id, "4905");
}

TEST(Sage50MapInvoice, a_correction_has_what_was_posted_whatever_the_settings_say_by_now) {
    Document correction = sample::document("returnAdvice");
    correction.corrected_version = "1";
    correction.posted_customer = "GUEST";
    PostedTerms terms{"OTHER", "7", Decimal::parse("17.5")};
    terms.dimensions = Nominal{"4905", "3"}.to_keep();
    correction.lines[0].posted = terms;
    AllowanceCharge wrapping = charge("GONE", "1.00");
    wrapping.posted = PostedTerms{"S1", "0", Decimal()};
    AllowanceCharge carriage = charge("GONE", "2.00");
    carriage.posted = PostedTerms{"", "1", Decimal::parse("20")};
    correction.allowance_charges = {wrapping, carriage};
    const Preparation made = prepared(correction);
    EXPECT_EQ(sent(made, "/invoiceTypeCode"), "3");
    EXPECT_EQ(sent(made, "/customerAccountRef"), "GUEST");
    EXPECT_EQ(sent(made, "/invoiceItems/0/stockCode"), "OTHER");
    EXPECT_EQ(sent(made, "/invoiceItems/0/taxCode"), "7");
    EXPECT_EQ(sent(made, "/invoiceItems/0/taxRate"), "17.5");
    EXPECT_EQ(sent(made, "/invoiceItems/0/nominal"), "4905");
    EXPECT_EQ(sent(made, "/invoiceItems/0/departmentNumber"), "3");
    EXPECT_EQ(sent(made, "/invoiceItems/1/stockCode"), "S1");
    EXPECT_EQ(sent(made, "/invoiceItems/1/taxCode"), "0");
    EXPECT_EQ(sent(made, "/carrNet"), "2.00");
    // 6.78 and 1.19, 1.00 without tax, 2.00 and 0.40.
    EXPECT_EQ(gross_of(made), "11.37");
}

TEST(Sage50MapInvoice, a_correction_of_nothing_leaves_what_is_posted) {
    Document subject = sample::document("returnAdvice");
    subject.corrected_version = "1";
    subject.lines[0].quantity.value = Decimal();
    const auto about = [&] {
        return expect_kind<PostNothing>(prepared(subject, sample::settings(), sample::catalogue(),
                                                 {sample::posted_despatch(subject.id)}))
            .about.number;
    };
    EXPECT_EQ(about(), "1301");
    subject.corrected_version.clear();
    EXPECT_EQ(about(), "") << "a document that stands for itself";
}

// ---- the simulated Sage

TEST(Sage50MapInvoice, random_documents_are_taken_by_sage_as_predicted) {
    test::SimulatedCompany company;
    EXPECT_EQ(company
                  .control("POST", "/control/seed",
                           R"({"customers":[{"id":"CUST-001","name":"Acme","countryCode":"GB"}],
        "locations":[{"id":"HOME"}],
        "items":[{"id":"SKU-100","name":"Lantern","unitCode":"C62","kind":"goods"}],
        "stock":[{"item":"SKU-100","location":"HOME","quantity":"1000000"}]})")
                  .status,
              200);
    std::mt19937 random(20'261'127);  // NOLINT(bugprone-random-generator-seed): the same each time
    const auto below = [&](unsigned most) { return random() % most; };
    const auto number = [&](unsigned most, unsigned fraction) {
        return decimal(std::to_string(below(most)) + "." + std::to_string(below(fraction)));
    };
    const Catalogue known = sample::of_company({{"quantityPlaces", "2"}, {"pricePlaces", "2"}});
    int posted = 0;
    for (int round = 0; round < 300; ++round) {
        Document subject = sample::document(round % 3 == 0 ? "returnAdvice" : "despatchAdvice");
        const Line line = subject.lines[0];
        subject.lines.clear();
        for (unsigned index = 0; index <= below(5); ++index) {
            Line& one = subject.lines.emplace_back(line);
            one.id = std::to_string(index + 1);
            one.quantity.value = number(40, 100);
            one.price->unit_amount.amount = number(90, 10'000);
            one.price->discount_rate = decimal(std::to_string(below(30)));
            one.tax = {"", below(3) == 0 ? "ZERO" : "STANDARD", std::nullopt};
        }
        subject.allowance_charges.clear();
        for (unsigned index = 0; index < below(4); ++index) {
            const bool adds = below(2) == 0;
            subject.allowance_charges.push_back(
                charge(adds ? "POST" : "PROMO", number(9, 100).text(), adds));
        }
        const Settings settings = sample::settings(round % 2 == 0 ? R"({"updateLedgers":true})"
                                                                  : R"({"pricesIncludeTax":true,
                                 "totalsDifference":{"policy":"tolerate","pennies":9}})");
        const std::string own = "W" + std::to_string(10'000'000'000'000'000 + round);
        const Preparation made =
            prepare(settings, {subject, known, own, sample::key, "2026-11-24", {}, {}});
        const Send* const send = std::get_if<Send>(&made);
        if (send == nullptr) {
            continue;  // Less than nothing.
        }
        const Verdict verdict = carried_out(company, *send);
        ASSERT_EQ(verdict.judgement, Judgement::done)
            << verdict.problem.cause << send->request.body;
        const ReadBackSubject sought = subject_of(*send, verdict, own);
        const LookUp seen = read_back_of(company, {sought});
        ASSERT_EQ(seen.found.size(), 1U) << seen.why;
        EXPECT_EQ(sage50::told(differences(sought.facts, seen.found[0].facts)), "")
            << send->request.body;
        EXPECT_EQ(*seen.found[0].sage_document.posted.gross, *send->prediction.document.gross);
        ++posted;
    }
    EXPECT_GT(posted, 200);
}

}  // namespace
}  // namespace sage::sage50
