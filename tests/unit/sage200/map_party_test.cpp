// SPDX-License-Identifier: Apache-2.0
// Plan: the company among the user's; customers found, unknown, inactive, ambiguous, guests, of
// what is posted, in another currency.
#include <gmock/gmock.h>

#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage200/sample.h"

namespace sage::sage200 {
namespace {

using sample::held_by;
using sample::prepared;
using testing::HasSubstr;

std::string customer_of(const Preparation& preparation) {
    return sample::expect_kind<Send>(preparation).facts.at("customer_id");
}

Document of_buyer(const std::string& id) {
    return sample::document("despatchAdvice", "/body/buyerCustomerParty/id", "\"" + id + "\"");
}

CatalogueRecord inactive(std::string_view id) {
    CatalogueRecord record = sample::record(kind::customer, id, "109");
    record.active = false;
    return record;
}

TEST(Sage200Party, a_company_that_is_none_of_the_users_holds_everything) {
    const std::string site = "company:7c9e6679-7425-40de-944b-e07fc1f90ae7/1";
    const Catalogue none = sample::without(kind::site, "7c9e6679-7425-40de-944b-e07fc1f90ae7/1");
    EXPECT_EQ(held_by(prepared(sample::document(), sample::settings(), none)),
              "sage200.sites_missing  " + site);
    const Settings other = sample::settings(R"({"companyId":2})");
    EXPECT_EQ(held_by(prepared(sample::document(), other)),
              "sage200.company_unknown  company:7c9e6679-7425-40de-944b-e07fc1f90ae7/2");
    EXPECT_FALSE(unknown_company(sample::settings(), sample::catalogue()));
}

TEST(Sage200Party, the_buyer_is_found_by_account_code_or_what_the_settings_say) {
    EXPECT_EQ(customer_of(prepared(sample::document())), "101");
    const Settings aliases =
        sample::settings(R"({"customerMatching":{"accountCodes":{"B-7":"CUST-001"}}})");
    EXPECT_EQ(customer_of(prepared(of_buyer("B-7"), aliases)), "101");
    const Settings by_vat =
        sample::settings(R"({"customerMatching":{"rules":["accountCode","vatNumber"]}})");
    const Catalogue known =
        sample::with_record(sample::record(kind::customer, "VAT-1", "103",
                                           {{std::string(match_field::vat_number), "123456789"},
                                            {std::string(match_field::vat_country), "GB"}}));
    const Send send = sample::expect_kind<Send>(prepared(of_buyer("X-1"), by_vat, known));
    EXPECT_EQ(send.facts.at("customer_id"), "103");
    ASSERT_EQ(send.remarks.size(), 1U);
    EXPECT_THAT(send.remarks[0].message, HasSubstr("VAT-1"));
}

TEST(Sage200Party, who_is_not_found_holds_the_document) {
    EXPECT_EQ(held_by(prepared(of_buyer("NOBODY"))),
              "sage200.customer_unknown /body/buyerCustomerParty/id customer:NOBODY");
    EXPECT_EQ(held_by(prepared(of_buyer("GONE"), sample::settings(),
                               sample::with_record(inactive("GONE")))),
              "sage200.customer_unknown /body/buyerCustomerParty/id customer:GONE");
    const Settings several =
        sample::settings(R"({"customerMatching":{"rules":["vatNumber","accountCode"]}})");
    EXPECT_THAT(sample::expect_kind<Hold>(prepared(of_buyer("NOBODY"), several)).problem.cause,
                HasSubstr("looked for by"));
    const auto twin = [](const char* id) {
        return sample::record(kind::customer, id, "1",
                              {{std::string(match_field::vat_number), "123456789"}});
    };
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(twin("A"));
    all.push_back(twin("B"));
    EXPECT_THAT(held_by(prepared(of_buyer("NOBODY"), several, {std::move(all), 1})),
                HasSubstr("customerMatch:"));
}

TEST(Sage200Party, guests_go_to_the_guest_customer) {
    Document guest = sample::document();
    guest.buyer.id.clear();
    const Send send = sample::expect_kind<Send>(prepared(guest));
    EXPECT_EQ(send.facts.at("customer_id"), "102");
    EXPECT_EQ(send.remarks.size(), 1U);
    EXPECT_EQ(held_by(prepared(guest, sample::settings(R"({"guestCustomer":null})"))),
              "sage200.guest_customer_missing /body/buyerCustomerParty/id setting:guestCustomer");
    EXPECT_EQ(held_by(prepared(guest, sample::settings(), sample::with_record(inactive("GUEST")))),
              "sage200.customer_unknown /body/buyerCustomerParty/id guest-customer:GUEST");
    const Settings lenient = sample::settings(R"({"customerMatching":{"noMatch":"guest"}})");
    EXPECT_EQ(customer_of(prepared(of_buyer("NOBODY"), lenient)), "102");
}

TEST(Sage200Party, what_belongs_to_a_posted_document_goes_to_its_customer) {
    Document later = of_buyer("NOBODY");
    later.posted_customer = "CUST-001";
    EXPECT_EQ(customer_of(prepared(later)), "101");
    later.posted_customer = "GONE";
    EXPECT_EQ(held_by(prepared(later, sample::settings(), sample::with_record(inactive("GONE")))),
              "sage200.customer_unknown /body/buyerCustomerParty/id posted-customer:GONE");
    EXPECT_EQ(held_by(prepared(later)),
              "sage200.customer_unknown /body/buyerCustomerParty/id posted-customer:GONE");
}

TEST(Sage200Party, an_account_in_a_foreign_currency_is_not_posted_to) {
    const auto in_currency = [](const char* currency) {
        return sample::with_record(
            sample::record(kind::customer, "CUST-001", "101", {{"currency_id", currency}}));
    };
    for (const char* const foreign : {"32", "99"}) {
        EXPECT_EQ(
            held_by(prepared(sample::document(), sample::settings(), in_currency(foreign))),
            "sage200.customer_currency /body/buyerCustomerParty/id customer-currency:CUST-001");
    }
    EXPECT_EQ(customer_of(prepared(sample::document(), sample::settings(), in_currency("0"))),
              "101");
    std::vector<CatalogueRecord> all = sample::records();
    std::erase_if(all, [](const CatalogueRecord& one) { return one.kind == kind::currency; });
    EXPECT_TRUE(has_base_currency(all[1], Catalogue(all, 1)));
}

}  // namespace
}  // namespace sage::sage200
