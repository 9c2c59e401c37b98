// SPDX-License-Identifier: Apache-2.0
// Plan: of each rule about products and customers what it tells, and the nearest that hurts nobody;
// inactive records are not told.
#include "sage-adapter/mapping/match_keys.h"
#include "tests/unit/sage50/planted_settings.h"

namespace sage::sage50 {
namespace {

using sample::Fields;
using sample::record;
using sample::told;
using testing::ElementsAre;
using testing::IsEmpty;

CatalogueRecord product(Fields fields, const char* id = "ODD") {
    return record(kind::product, id, std::move(fields));
}
CatalogueRecord customer(Fields fields, const char* id = "ODD") {
    return record(kind::customer, id, std::move(fields));
}
std::string named(std::string_view field) {
    return std::string(field);
}

constexpr const char* no_rule = R"({"nominalCodes":[]})";

TEST(Sage50SageSettingsRecords, products_have_no_nominal_code_or_an_unknown_one) {
    const CatalogueRecord lantern = product({{"nominalCode", "4000"}}, "SKU-100");
    const CatalogueRecord other = product({{"nominalCode", "4000"}}, "OTHER");
    EXPECT_THAT(told({lantern, other}, no_rule), IsEmpty());
    EXPECT_THAT(told({lantern, other, product({{"itemType", "0"}})}, no_rule),
                ElementsAre("sage50.settings.product_nominal_missing "));
    EXPECT_THAT(told({lantern, other, product({{"itemType", "2"}})}, no_rule), IsEmpty());
    EXPECT_THAT(told({lantern, other, product({{"nominalCode", "9"}})}, no_rule),
                ElementsAre("sage50.settings.product_nominal_unknown "));
    EXPECT_THAT(told({product({{"nominalCode", "9"}})}), IsEmpty()) << "a rule names another";
}

TEST(Sage50SageSettingsRecords, customers_have_an_unknown_nominal_code) {
    const CatalogueRecord lantern = product({{"nominalCode", "4000"}}, "SKU-100");
    const CatalogueRecord other = product({{"nominalCode", "4000"}}, "OTHER");
    EXPECT_THAT(told({lantern, other, customer({{"nominalCode", "9"}})}, no_rule),
                ElementsAre("sage50.settings.customer_nominal_unknown "));
    EXPECT_THAT(told({customer({{"nominalCode", "9"}})}), IsEmpty());
}

TEST(Sage50SageSettingsRecords, products_have_an_unknown_tax_code) {
    EXPECT_THAT(told({product({{"taxCode", "44"}})}),
                ElementsAre("sage50.settings.product_tax_unknown "));
    EXPECT_THAT(told({product({{"taxCode", "1"}})}), IsEmpty());
}

TEST(Sage50SageSettingsRecords, stock_is_not_counted) {
    EXPECT_THAT(told({product({{named(product_field::ignores_stock_level), "true"}})}),
                ElementsAre("sage50.settings.stock_not_counted "));
    EXPECT_THAT(
        told({product({{named(product_field::ignores_stock_level), "true"}, {"itemType", "1"}})}),
        IsEmpty());
    CatalogueRecord closed = product({{named(product_field::ignores_stock_level), "true"}});
    closed.active = false;
    EXPECT_THAT(told({closed}), IsEmpty());
}

TEST(Sage50SageSettingsRecords, stock_is_below_zero_or_promised_twice) {
    const auto stocked = [](const char* in_stock, const char* allocated) {
        return product({{"quantityInStock", in_stock}, {"quantityAllocated", allocated}});
    };
    EXPECT_THAT(told({stocked("-0.5", "0")}), ElementsAre("sage50.settings.stock_below_zero "));
    EXPECT_THAT(told({stocked("4", "4.5")}),
                ElementsAre("sage50.settings.allocated_beyond_stock "));
    EXPECT_THAT(told({stocked("4", "4")}), IsEmpty());
    EXPECT_THAT(told({stocked("0", "0")}), IsEmpty());
}

TEST(Sage50SageSettingsRecords, stock_has_no_cost) {
    EXPECT_THAT(told({product({{"quantityInStock", "4"}, {"lastCostPrice", "0"}})}),
                ElementsAre("sage50.settings.stock_without_cost "));
    EXPECT_THAT(told({product({{"quantityInStock", "0"}, {"lastCostPrice", "0"}})}), IsEmpty());
    EXPECT_THAT(told({product({{"quantityInStock", "4"}, {"lastCostPrice", "0.01"}})}), IsEmpty());
    EXPECT_THAT(told({product({{"quantityInStock", "4"}})}), IsEmpty()) << "no cost is shown";
}

TEST(Sage50SageSettingsRecords, what_finds_them_is_shared) {
    constexpr const char* by_gtin = R"({"itemMatching":{"rules":["gtin"]}})";
    const CatalogueRecord same = product({{named(match_field::gtin), "05012345678900"}});
    EXPECT_THAT(told({same}, by_gtin),
                ElementsAre("sage50.settings.barcode_shared /itemMatching/rules"));
    EXPECT_THAT(told({same}, R"({"itemMatching":{"rules":["code"]}})"), IsEmpty());
    constexpr const char* by_vat =
        R"({"customerMatching":{"rules":["vatNumber","nameAndPostalZone"]}})";
    const Fields vat = {{named(match_field::vat_number), "123"}};
    EXPECT_THAT(told({customer(vat, "A"), customer(vat, "B")}, by_vat),
                ElementsAre("sage50.settings.vat_number_shared /customerMatching/rules"));
    EXPECT_THAT(told({customer(vat, "A")}, by_vat), IsEmpty());
    const Fields zone = {{named(match_field::name_and_postal_zone), "acme|ls1"}};
    EXPECT_THAT(told({customer(zone, "A"), customer(zone, "B")}, by_vat),
                ElementsAre("sage50.settings.name_shared /customerMatching/rules"));
}

TEST(Sage50SageSettingsRecords, each_that_is_shared_is_told_once_with_the_others) {
    std::vector<CatalogueRecord> all = sample::records();
    all.push_back(product({{named(match_field::gtin), "05012345678900"}}, "SKU-200"));
    CatalogueRecord closed = product({{named(match_field::gtin), "05012345678900"}}, "SKU-300");
    closed.active = false;
    all.push_back(closed);
    const std::vector<Problem> told = harmful_settings(
        sample::settings(R"({"itemMatching":{"rules":["gtin"]}})"), Catalogue(all, 1));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_THAT(told.front().cause, testing::HasSubstr("find them: SKU-100 = SKU-200."));
}

TEST(Sage50SageSettingsRecords, terms_and_discounts_of_customers) {
    EXPECT_THAT(told({customer({{"termsAgreed", "false"}})}),
                ElementsAre("sage50.settings.terms_not_agreed "));
    EXPECT_THAT(told({customer({{"termsAgreed", "true"}})}), IsEmpty());
    EXPECT_THAT(told({customer({{"settlementDiscount", "2.5"}})}),
                ElementsAre("sage50.settings.settlement_discount "));
    EXPECT_THAT(told({customer({{"settlementDiscount", "0"}})}), IsEmpty());
}

TEST(Sage50SageSettingsRecords, customers_have_no_country_and_rules_ask_for_it) {
    constexpr const char* asks =
        R"({"taxRules":[{"destination":["GB"],"schedule":"T1"},{"schedule":"T0"}]})";
    const CatalogueRecord home = customer({{"countryCode", "GB"}}, "CUST-001");
    const CatalogueRecord guest = customer({{"countryCode", "GB"}}, "GUEST");
    EXPECT_THAT(told({home, guest, customer({})}, asks),
                ElementsAre("sage50.settings.customer_country_missing "));
    EXPECT_THAT(told({home, guest}, asks), IsEmpty());
}

TEST(Sage50SageSettingsRecords, guests_cannot_be_invoiced) {
    EXPECT_THAT(told({customer({{"onHold", "true"}}, "GUEST")}),
                ElementsAre("sage50.settings.guest_on_hold /guestCustomer"));
    EXPECT_THAT(told({customer({{"onHold", "true"}})}), IsEmpty());
    EXPECT_THAT(told({customer({{"currency", "2"}}, "GUEST")}),
                ElementsAre("sage50.settings.guest_currency /guestCustomer"));
    EXPECT_THAT(told({customer({{"currency", "1"}}, "GUEST")}), IsEmpty());
}

}  // namespace
}  // namespace sage::sage50
