// SPDX-License-Identifier: Apache-2.0
// Plan: what goes on the wire for a stated rate, a rate type and the base currency; each reason to
// hold once, with what ends it; what belongs to goods that are posted; costs of stock.
#include <gmock/gmock.h>

#include "tests/unit/intacct/golden.h"

namespace sage::intacct {
namespace {

using sample::expect_kind;
using sample::settings;
using testing::Contains;
using testing::Not;
using testing::Pair;

constexpr const char* euros_allowed =
    R"({"currency":"GBP","foreignCurrencies":{"currencies":["EUR","USD"]}})";
constexpr const char* type_allowed =
    R"({"currency":"GBP","foreignCurrencies":{"currencies":["EUR"],"rateType":"5"}})";

ExchangeRate rate(const char* value, const char* date = "2026-11-19", const char* from = "EUR",
                  const char* to = "GBP") {
    return {from, to, *Decimal::parse(value), date};
}

/// An example of the contract in another currency.
Document foreign(const char* example_name = "despatchAdvice", const char* currency = "EUR") {
    Document subject = sample::document(example_name);
    subject.currency_id = currency;
    for (Line& line : subject.lines) {
        line.price->unit_amount.currency_id = currency;
    }
    for (AllowanceCharge& charge : subject.allowance_charges) {
        charge.amount.currency_id = currency;
    }
    return subject;
}

Document at_rate(ExchangeRate stated, const char* example_name = "despatchAdvice") {
    Document subject = foreign(example_name);
    subject.pricing_exchange_rate = std::move(stated);
    return subject;
}

Send send_of(const Document& subject, const char* changes = euros_allowed) {
    return expect_kind<Send>(sample::prepared(subject, settings(changes)));
}

Hold hold_of(const Document& subject, const char* changes = euros_allowed,
             const Catalogue& known = sample::catalogue()) {
    Hold hold = expect_kind<Hold>(sample::prepared(subject, settings(changes), known));
    sample::expect_complete(hold.problem);
    if (!hold.root_cause.empty()) {
        EXPECT_FALSE(cause_gone(settings(changes), hold.root_cause, known)) << hold.root_cause;
    }
    return hold;
}

bool gone(const Hold& hold, const char* changes, const Catalogue& known = sample::catalogue()) {
    return cause_gone(settings(changes), hold.root_cause, known);
}

TEST(IntacctCurrency, a_stated_rate_goes_out_as_it_is) {
    const Send send = send_of(at_rate(rate("0.8610")));
    sample::expect_golden("despatch-foreign", send.request);
    EXPECT_EQ(send.facts.at("txnCurrency"), "EUR");
    EXPECT_EQ(send.facts.at("baseCurrency"), "GBP");
    EXPECT_EQ(send.facts.at("exchangeRate.rate"), "0.861") << "as a query compares it";
    EXPECT_EQ(send.prediction.currency_id, "EUR");
    EXPECT_EQ(send.prediction.document.net->text(), "25.29") << "in euros";
    ASSERT_TRUE(send.terms.rate);
    EXPECT_EQ(send.terms.rate->rate->text(), "0.8610");
    EXPECT_EQ(send.terms.rate->date, "2026-11-19");
    const auto body = sample::parsed(send_of(at_rate(rate("0.8610", ""))).request.body);
    EXPECT_EQ(text_at(body, "/exchangeRate/date"), "2026-11-20") << "that of the document";
}

TEST(IntacctCurrency, orders_and_returns_have_it_too_and_an_order_is_no_entry) {
    for (const char* name : {"salesOrder", "returnAdvice"}) {
        const Send send = send_of(at_rate(rate("0.86"), name));
        EXPECT_EQ(text_at(sample::parsed(send.request.body), "/exchangeRate/rate"), "0.86") << name;
    }
    EXPECT_FALSE(send_of(at_rate(rate("0.86"), "salesOrder")).terms.rate);
}

TEST(IntacctCurrency, bodies_fit_the_transcribed_field_list) {
    SKIP_WITHOUT_FIELD_LISTS();
    sample::expect_fits("order-entry-document.create",
                        send_of(at_rate(rate("0.8610"))).request.body);
    sample::expect_fits("order-entry-document.create",
                        send_of(foreign(), type_allowed).request.body);
}

TEST(IntacctCurrency, a_rate_type_is_for_documents_that_state_no_rate_and_never_with_one) {
    const Send by_type = send_of(foreign(), type_allowed);
    const auto body = sample::parsed(by_type.request.body);
    EXPECT_EQ(text_at(body, "/exchangeRate/typeId"), "5");
    EXPECT_EQ(text_at(body, "/exchangeRate/date"), "2026-11-20");
    EXPECT_EQ(at_pointer(body, "/exchangeRate/rate"), nullptr);
    EXPECT_EQ(by_type.facts.at("exchangeRate.typeId"), "5");
    EXPECT_EQ(by_type.terms.rate->rate_type, "5");
    const auto stated = sample::parsed(send_of(at_rate(rate("0.86")), type_allowed).request.body);
    EXPECT_EQ(text_at(stated, "/exchangeRate/rate"), "0.86");
    EXPECT_EQ(at_pointer(stated, "/exchangeRate/typeId"), nullptr);
}

TEST(IntacctCurrency, documents_in_the_base_currency_go_out_as_ever) {
    const Document subject = sample::document("despatchAdvice");
    const Send ever = send_of(subject, "{}");
    Document with_one = subject;
    with_one.pricing_exchange_rate = rate("1", "", "GBP", "GBP");
    for (const Send& send : {send_of(subject), send_of(subject, type_allowed), send_of(with_one),
                             send_of(with_one, "{}")}) {
        EXPECT_EQ(send.request.body, ever.request.body);
        EXPECT_EQ(send.facts, ever.facts);
        EXPECT_FALSE(send.terms.rate);
    }
}

TEST(IntacctCurrency, without_a_rate_it_waits_for_one) {
    const Hold hold = hold_of(foreign());
    EXPECT_EQ(hold.problem.code, "intacct.rate_missing");
    EXPECT_EQ(hold.problem.pointer, "/body/pricingExchangeRate");
    EXPECT_EQ(hold.problem.owner, Owner::finance);
    EXPECT_EQ(hold.root_cause, "rate:EUR");
    EXPECT_TRUE(gone(hold, type_allowed));
}

TEST(IntacctCurrency, a_currency_that_the_settings_do_not_name_is_held) {
    const Hold hold = hold_of(foreign("despatchAdvice", "CHF"), type_allowed);
    EXPECT_EQ(hold.problem.code, "intacct.currency");
    EXPECT_EQ(hold.problem.pointer, "/body/currencyId");
    EXPECT_EQ(hold.root_cause, "currency:CHF");
    EXPECT_TRUE(gone(hold, R"({"currency":"GBP","foreignCurrencies":{"currencies":["CHF"]}})"));
    EXPECT_TRUE(gone(hold, R"({"currency":"CHF"})"));
}

TEST(IntacctCurrency, currencies_without_two_places_are_held_because_nobody_knows_their_rounding) {
    for (const char* currency : {"JPY", "KWD", "CLF"}) {
        Document subject = foreign("despatchAdvice", currency);
        subject.pricing_exchange_rate = rate("0.005", "", currency);
        const Hold hold = hold_of(subject);
        EXPECT_EQ(hold.problem.code, "intacct.currency_places") << currency;
        EXPECT_EQ(hold.root_cause, "") << "no setting mends it";
    }
}

TEST(IntacctCurrency, a_rate_into_other_books_is_held) {
    for (const Document& subject : {at_rate(rate("1.1", "", "EUR", "USD")), [] {
                                        Document base = sample::document("despatchAdvice");
                                        base.pricing_exchange_rate = rate("1.3", "", "GBP", "USD");
                                        return base;
                                    }()}) {
        const Hold hold = hold_of(subject);
        EXPECT_EQ(hold.problem.code, "intacct.rate_currency");
        EXPECT_EQ(hold.problem.pointer, "/body/pricingExchangeRate/targetCurrencyId");
        EXPECT_EQ(hold.problem.owner, Owner::warehouse);
        EXPECT_EQ(hold.root_cause, "rate-currency:USD");
        EXPECT_TRUE(gone(hold, R"({"currency":"USD"})"));
    }
    const Hold unknown = hold_of(at_rate(rate("0.86")), "{}");
    EXPECT_EQ(unknown.problem.code, "intacct.base_currency_missing");
    EXPECT_EQ(unknown.root_cause, "base-currency");
    EXPECT_TRUE(gone(unknown, R"({"currency":"GBP"})"));
}

Catalogue customer_in(const char* currency) {
    return sample::catalogue_with(kind::customer, "CUST-001",
                                  [&](CatalogueRecord& one) { one.fields["currency"] = currency; });
}

TEST(IntacctCurrency, the_customers_currency_must_be_that_of_the_document) {
    const Document subject = at_rate(rate("0.86"));
    EXPECT_THAT(
        expect_kind<Send>(sample::prepared(subject, settings(euros_allowed), customer_in("EUR")))
            .facts,
        Contains(Pair("txnCurrency", "EUR")));
    const Hold hold = hold_of(subject, euros_allowed, customer_in("GBP"));
    EXPECT_EQ(hold.problem.code, "intacct.customer_currency");
    EXPECT_EQ(hold.problem.owner, Owner::finance);
    EXPECT_EQ(hold.root_cause, "customer-currency:EUR:CUST-001");
    EXPECT_TRUE(gone(hold, euros_allowed, customer_in("EUR")));
    EXPECT_TRUE(gone(hold, euros_allowed)) << "he has none any more";
    EXPECT_FALSE(gone(hold, euros_allowed, customer_in("USD")));
    const Document base = sample::document("despatchAdvice");
    EXPECT_EQ(hold_of(base, euros_allowed, customer_in("EUR")).problem.code,
              "intacct.customer_currency");
    expect_kind<Send>(
        sample::prepared(base, settings(R"({"currency":"GBP"})"), customer_in("EUR")));
}

TEST(IntacctCurrency, all_that_is_wrong_is_told_at_once) {
    const Hold hold = hold_of(foreign(), euros_allowed, customer_in("USD"));
    EXPECT_EQ(hold.problem.code, "intacct.rate_missing");
    ASSERT_EQ(hold.others.size(), 1U);
    EXPECT_EQ(hold.others[0].code, "intacct.customer_currency");
}

TEST(IntacctCurrency, what_belongs_to_posted_goods_has_their_rate_and_says_so) {
    Document subject = at_rate(rate("0.90"), "returnAdvice");
    subject.posted_rate = PostedRate{"EUR", Decimal::parse("0.8610"), "", "2026-10-01"};
    const Send send = send_of(subject);
    const auto body = sample::parsed(send.request.body);
    EXPECT_EQ(text_at(body, "/exchangeRate/rate"), "0.8610");
    EXPECT_EQ(text_at(body, "/exchangeRate/date"), "2026-10-01");
    EXPECT_THAT(send.remarks, Contains(testing::Field(&Remark::code, "intacct.rate_of_original")));
    subject.pricing_exchange_rate.reset();
    EXPECT_THAT(send_of(subject).remarks,
                Not(Contains(testing::Field(&Remark::code, "intacct.rate_of_original"))));
    subject.posted_rate = PostedRate{"EUR", std::nullopt, "7", "2026-10-01"};
    const auto by_type = sample::parsed(send_of(subject).request.body);
    EXPECT_EQ(text_at(by_type, "/exchangeRate/typeId"), "7") << "not that of today's settings";
    EXPECT_EQ(text_at(by_type, "/exchangeRate/date"), "2026-10-01");
}

TEST(IntacctCurrency, what_belongs_to_goods_in_another_currency_is_held) {
    for (const char* posted : {"GBP", "USD"}) {
        Document subject = at_rate(rate("0.86"), "returnAdvice");
        subject.posted_rate = PostedRate{posted};
        const Hold hold = hold_of(subject);
        EXPECT_EQ(hold.problem.code, "intacct.posted_currency") << posted;
        EXPECT_EQ(hold.problem.pointer, "/body/currencyId");
        EXPECT_EQ(hold.root_cause, "");
    }
}

TEST(IntacctCurrency, a_charge_of_the_order_in_another_currency_is_never_taken_for_one_in_this) {
    Document subject = at_rate(rate("0.86"));
    ASSERT_EQ(subject.allowance_charges.size(), 1U);
    subject.allowance_charges[0].amount.currency_id = "GBP";
    const Hold hold = hold_of(subject);
    EXPECT_EQ(hold.problem.code, "intacct.charge_currency");
    EXPECT_EQ(hold.problem.pointer, "/body/allowanceCharges/0/amount/currencyId");
}

TEST(IntacctCurrency, stock_has_its_cost_in_the_currency_of_the_books) {
    Document subject = sample::document("inventoryAdjustment");
    for (Line& line : subject.lines) {
        line.quantity.value = Decimal::of(1);
        line.lots.clear();
        line.serial_ids.clear();
        line.unit_cost = Money{Decimal::of(250, 2), "EUR"};
        line.item.sellers_item_id = "CARRIAGE";
    }
    const Hold hold = hold_of(subject, R"({"currency":"GBP"})");
    EXPECT_EQ(hold.problem.code, "intacct.cost_currency");
    EXPECT_EQ(hold.problem.pointer, "/body/lines/0/unitCost/currencyId");
    EXPECT_TRUE(gone(hold, R"({"currency":"EUR"})"));
    for (Line& line : subject.lines) {
        line.unit_cost->currency_id = "GBP";
    }
    send_of(subject, R"({"currency":"GBP"})");
}

}  // namespace
}  // namespace sage::intacct
