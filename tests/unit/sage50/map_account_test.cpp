// SPDX-License-Identifier: Apache-2.0
// Plan: accounts found, unknown, on hold, in a foreign currency, guests, of what is posted; another
// company or currency; days closed by the settings and by Sage; each hold until it is gone.
#include <gmock/gmock.h>

#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage50/sample.h"

namespace sage::sage50 {
namespace {

using sample::expect_kind;
using sample::held_by;
using sample::prepared;
using sample::sent;
using testing::HasSubstr;

std::string account_of(const Preparation& preparation) {
    return sent(preparation, "/customerAccountRef");
}

Document of_buyer(const std::string& id) {
    return sample::document("despatchAdvice", "/body/buyerCustomerParty/id", "\"" + id + "\"");
}

/// Of the hold that there is with `known`; whether it is gone with `mended`.
bool gone(const Preparation& held, const Settings& settings, const Catalogue& mended) {
    return cause_gone(settings, expect_kind<Hold>(held).root_cause, mended);
}

TEST(Sage50Account, is_found_by_its_reference_or_what_the_settings_say) {
    EXPECT_EQ(account_of(prepared(sample::document())), "CUST-001");
    const Settings aliases =
        sample::settings(R"({"customerMatching":{"accountCodes":{"B-7":"CUST-001"}}})");
    EXPECT_EQ(account_of(prepared(of_buyer("B-7"), aliases)), "CUST-001");
    const Settings by_vat =
        sample::settings(R"({"customerMatching":{"rules":["accountCode","vatNumber"]}})");
    const Catalogue known =
        sample::with_record(sample::record(kind::customer, "VAT-1",
                                           {{std::string(match_field::vat_number), "123456789"},
                                            {std::string(match_field::vat_country), "GB"}}));
    const Preparation made = prepared(of_buyer("X-1"), by_vat, known);
    EXPECT_EQ(account_of(made), "VAT-1");
    EXPECT_EQ(sample::remarks_on(made).size(), 1U);
}

TEST(Sage50Account, that_is_not_there_holds_the_document_until_it_is) {
    const Preparation held = prepared(of_buyer("NOBODY"));
    EXPECT_EQ(held_by(held), "sage50.customer_unknown /body/buyerCustomerParty/id customer:NOBODY");
    EXPECT_FALSE(gone(held, sample::settings(), sample::catalogue()));
    const CatalogueRecord there = sample::record(kind::customer, "NOBODY");
    EXPECT_TRUE(gone(held, sample::settings(), sample::with_record(there)));
    EXPECT_FALSE(gone(held, sample::settings(),
                      sample::with_record(sample::inactive(kind::customer, "NOBODY"))));
}

TEST(Sage50Account, that_is_on_hold_takes_no_document_until_it_is_released) {
    const auto with_hold = [](const char* on_hold) {
        return sample::with_record(
            sample::record(kind::customer, "CUST-001", {{"onHold", on_hold}, {"currency", "1"}}));
    };
    const Preparation held = prepared(sample::document(), sample::settings(), with_hold("true"));
    EXPECT_EQ(held_by(held),
              "sage50.account_unusable /body/buyerCustomerParty/id account:CUST-001");
    EXPECT_THAT(expect_kind<Hold>(held).problem.cause, HasSubstr("on hold"));
    EXPECT_FALSE(gone(held, sample::settings(), with_hold("true")));
    EXPECT_TRUE(gone(held, sample::settings(), with_hold("false")));
    EXPECT_EQ(account_of(prepared(sample::document(), sample::settings(), with_hold("false"))),
              "CUST-001");
}

TEST(Sage50Account, in_a_foreign_currency_takes_no_document_of_the_books) {
    const auto in_currency = [](const char* number) {
        return sample::with_record(
            sample::record(kind::customer, "CUST-001", {{"currency", number}}));
    };
    for (const char* const foreign : {"2", "9"}) {
        const Preparation held =
            prepared(sample::document(), sample::settings(), in_currency(foreign));
        EXPECT_EQ(held_by(held),
                  "sage50.account_unusable /body/buyerCustomerParty/id account:CUST-001");
        EXPECT_THAT(expect_kind<Hold>(held).problem.cause, HasSubstr("currency"));
        EXPECT_FALSE(gone(held, sample::settings(), in_currency(foreign)));
        EXPECT_TRUE(gone(held, sample::settings(), in_currency("1")));
    }
    // As different replies show that of the books.
    for (const char* const of_books : {"0", "-1", "1", ""}) {
        EXPECT_EQ(
            account_of(prepared(sample::document(), sample::settings(), in_currency(of_books))),
            "CUST-001");
    }
    std::vector<CatalogueRecord> unread = sample::records();
    std::erase_if(unread, [](const CatalogueRecord& one) { return one.kind == kind::currency; });
    EXPECT_EQ(account_of(prepared(sample::document(), sample::settings(), {unread, 1})),
              "CUST-001");
    unread.push_back(sample::record(kind::customer, "CUST-001", {{"currency", "2"}}));
    EXPECT_THAT(held_by(prepared(sample::document(), sample::settings(), {unread, 1})),
                HasSubstr("account:CUST-001"));
}

TEST(Sage50Account, of_guests_is_the_guest_customer_with_their_own_address) {
    boost::json::value message = with(example("despatchAdvice"), "/body/buyerCustomerParty",
                                      R"({"name":"Ann Éclair","postalAddress":{"addressLines":
        ["Flat 2","9 Long Lane","Harrogate","North Yorkshire","opposite the inn"],
        "postalZone":"HG1 1AA","countryCode":"GB"}})");
    const Document guest = sample::document(message);
    const Preparation made = prepared(guest);
    EXPECT_EQ(account_of(made), "GUEST");
    EXPECT_EQ(sample::remarks_on(made), only("mapping.customer_guest customer"));
    EXPECT_EQ(sent(made, "/name"), "Ann Éclair");
    EXPECT_EQ(sent(made, "/address1"), "Flat 2");
    EXPECT_EQ(sent(made, "/address4"), "North Yorkshire, opposite the inn");
    EXPECT_EQ(sent(made, "/address5"), "HG1 1AA");
    EXPECT_EQ(sent(prepared(sample::document()), "/name"), "") << "the account has one";
    const Preparation missing = prepared(guest, sample::settings(R"({"guestCustomer":null})"));
    EXPECT_EQ(held_by(missing),
              "sage50.guest_customer_missing /body/buyerCustomerParty/id setting:guestCustomer");
    EXPECT_TRUE(gone(missing, sample::settings(), sample::catalogue()));
    const Preparation unusable = prepared(
        guest, sample::settings(), sample::with_record(sample::inactive(kind::customer, "GUEST")));
    EXPECT_EQ(held_by(unusable),
              "sage50.customer_unknown /body/buyerCustomerParty/id guest-customer:GUEST");
    EXPECT_TRUE(gone(unusable, sample::settings(), sample::catalogue()));
    const Settings lenient = sample::settings(R"({"customerMatching":{"noMatch":"guest"}})");
    EXPECT_EQ(account_of(prepared(of_buyer("NOBODY"), lenient)), "GUEST");
}

TEST(Sage50Account, of_what_belongs_to_a_posted_document_is_the_one_it_was_posted_to) {
    Document later = of_buyer("NOBODY");
    later.posted_customer = "CUST-001";
    EXPECT_EQ(account_of(prepared(later)), "CUST-001");
    later.posted_customer = "GONE";
    const Preparation held = prepared(later);
    EXPECT_EQ(held_by(held),
              "sage50.customer_unknown /body/buyerCustomerParty/id posted-customer:GONE");
    EXPECT_FALSE(gone(held, sample::settings(), sample::catalogue()));
    EXPECT_TRUE(gone(held, sample::settings(),
                     sample::with_record(sample::record(kind::customer, "GONE"))));
}

TEST(Sage50Account, another_company_behind_the_interface_holds_everything) {
    const Settings other = sample::settings(R"({"companyId":"OTHER"})");
    const Preparation held = prepared(sample::document(), other);
    EXPECT_EQ(held_by(held), "sage50.company_other  company:OTHER");
    EXPECT_THAT(expect_kind<Hold>(held).problem.cause, HasSubstr(std::string(sample::company_id)));
    EXPECT_FALSE(gone(held, other, sample::catalogue()));
    EXPECT_TRUE(gone(held, sample::settings(), sample::catalogue()));
    EXPECT_FALSE(other_company(other, sample::without(kind::company, sample::company_id)))
        << "it was not read";
}

TEST(Sage50Account, another_company_behind_the_data_source_or_hyperaccounts_holds_everything) {
    const Settings settings = sample::settings(R"({"dataSource":{"name":"SageLine50v31"}})");
    const Catalogue written = sample::with_record(sample::record(kind::interface_company, "OTHER"));
    const std::optional<Hold> hold = other_company(settings, written);
    ASSERT_TRUE(hold) << "what is read is right, and what is written goes elsewhere";
    EXPECT_THAT(hold->problem.cause, HasSubstr("HyperAccounts leads to the company OTHER"));
    EXPECT_FALSE(other_company(settings, sample::with_record(sample::record(kind::interface_company,
                                                                            sample::company_id))));
    const Settings other =
        sample::settings(R"({"companyId":"OTHER","dataSource":{"name":"SageLine50v31"}})");
    EXPECT_THAT(other_company(other, written)->problem.cause, HasSubstr("The data source leads"));
}

TEST(Sage50Account, another_currency_than_that_of_the_books_is_not_posted) {
    Document subject = sample::document();
    subject.currency_id = "EUR";
    const Preparation held = prepared(subject);
    EXPECT_EQ(held_by(held), "sage50.currency_foreign /body/currencyId currency:EUR");
    EXPECT_FALSE(gone(held, sample::settings(), sample::catalogue()));
    EXPECT_TRUE(gone(held, sample::settings(R"({"currency":"EUR"})"), sample::catalogue()));
    subject.currency_id.clear();
    EXPECT_TRUE(std::holds_alternative<Send>(prepared(subject)));
}

TEST(Sage50Account, everything_that_is_missing_is_told_at_once) {
    Document subject = of_buyer("NOBODY");
    subject.currency_id = "EUR";
    subject.lines[0].tax.tax_code = "ELSE";
    const Hold hold = expect_kind<Hold>(prepared(subject));
    EXPECT_EQ(hold.problem.code, "sage50.currency_foreign");
    ASSERT_EQ(hold.others.size(), 2U);
    EXPECT_EQ(hold.others[0].code, "sage50.customer_unknown");
    EXPECT_EQ(hold.others[1].code, "sage50.tax_undecided");
}

// ---- days

Catalogue closed_until(const char* day) {
    return sample::of_company({{"lockDate", day}});
}

// The example is of 2026-11-20.
TEST(Sage50Dates, that_sage_has_closed_hold_until_they_are_open) {
    const Settings settings = sample::settings();
    const Preparation held = prepared(sample::document(), settings, closed_until("2026-11-20"));
    EXPECT_EQ(held_by(held),
              "sage50.ledger_closed /body/issueDate period:2026-11-20:despatchAdvice");
    EXPECT_THAT(expect_kind<Hold>(held).problem.cause, HasSubstr("closed before 2026-11-21"));
    EXPECT_FALSE(gone(held, settings, closed_until("2026-11-20")));
    EXPECT_TRUE(gone(held, settings, closed_until("2026-11-19")));
    EXPECT_TRUE(gone(held, settings, sample::catalogue()));
    EXPECT_EQ(
        sent(prepared(sample::document(), settings, closed_until("2026-11-19")), "/invoiceDate"),
        "20/11/2026");
}

TEST(Sage50Dates, are_open_from_the_later_of_the_settings_and_sage) {
    const Settings settings = sample::settings(R"({"dates":{"openFrom":"2026-12-01"}})");
    const auto code = [&](const Catalogue& known) {
        return expect_kind<Hold>(prepared(sample::document(), settings, known)).problem.code;
    };
    EXPECT_EQ(code(sample::catalogue()), "mapping.period_closed");
    EXPECT_EQ(code(closed_until("2026-11-29")), "mapping.period_closed")
        << "the settings' is later";
    EXPECT_EQ(code(closed_until("2026-12-31")), "sage50.ledger_closed");
    EXPECT_EQ(date_rules(settings, closed_until("2026-11-29")).open_from, "2026-12-01");
    EXPECT_EQ(date_rules(settings, closed_until("2026-12-31")).open_from, "2027-01-01");
    EXPECT_EQ(date_rules(settings, Catalogue()).open_from, "2026-12-01");
    // What the settings open is still closed in Sage.
    EXPECT_FALSE(cause_gone(sample::settings(), "period:2026-11-20:despatchAdvice",
                            closed_until("2026-12-31")));
}

TEST(Sage50Dates, move_to_the_first_open_day_of_either) {
    const Settings moves = sample::settings(R"({"dates":{"openFrom":"2026-12-01",
        "closedPeriod":{"despatchAdvice":"firstOpenDay"}}})");
    const Preparation made = prepared(sample::document(), moves);
    EXPECT_EQ(sent(made, "/invoiceDate"), "01/12/2026");
    EXPECT_EQ(sample::remarks_on(made), only("mapping.date_moved date"));
    EXPECT_THAT(sent(made, "/notes1") + sent(made, "/notes2"),
                HasSubstr("business date 2026-11-20"));
    EXPECT_EQ(sent(prepared(sample::document(), moves, closed_until("2026-12-31")), "/invoiceDate"),
              "01/01/2027");
    const Preparation back =
        prepared(sample::document("returnAdvice"), moves, closed_until("2026-12-31"));
    EXPECT_EQ(held_by(back), "sage50.ledger_closed /body/issueDate period:2026-11-24:returnAdvice");
    const Settings both = sample::settings(R"({"dates":{"openFrom":"2026-12-01",
        "closedPeriod":{"despatchAdvice":"firstOpenDay","returnAdvice":"firstOpenDay"}}})");
    EXPECT_TRUE(gone(back, both, closed_until("2026-12-31")));
}

TEST(Sage50Dates, go_as_the_machine_writes_days) {
    const Settings month_first = sample::settings(R"({"daysMonthFirst":true})");
    EXPECT_EQ(sent(prepared(sample::document(), month_first), "/invoiceDate"), "11/20/2026");
}

TEST(Sage50Dates, of_the_past_are_never_closed) {
    const Document subject = sample::document();
    const Catalogue closed = closed_until("2026-12-31");
    EXPECT_TRUE(std::holds_alternative<Send>(
        prepare(sample::settings(),
                {subject, closed, sample::reference, sample::key, "2027-02-01", {}, {}, true})));
}

}  // namespace
}  // namespace sage::sage50
