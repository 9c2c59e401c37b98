// SPDX-License-Identifier: Apache-2.0
// Plan: of each rule about the company what it tells, and the nearest that hurts nobody.
#include "tests/unit/sage50/planted_settings.h"

namespace sage::sage50 {
namespace {

using sample::company;
using sample::record;
using sample::told;
using testing::ElementsAre;
using testing::IsEmpty;

std::string named(std::string_view field) {
    return std::string(field);
}

TEST(Sage50SageSettingsCompany, stock_below_zero_is_allowed) {
    EXPECT_THAT(told({company({{named(company_field::negative_stock), "true"}})}),
                ElementsAre("sage50.settings.negative_stock "));
    EXPECT_THAT(told({company({{named(company_field::negative_stock), "false"}})}), IsEmpty());
}

TEST(Sage50SageSettingsCompany, prices_have_no_pennies) {
    for (const char* const places : {"0", "1"}) {
        EXPECT_THAT(told({company({{"pricePlaces", places}})}),
                    ElementsAre("sage50.settings.price_places "));
    }
    EXPECT_THAT(told({company({{"pricePlaces", "2"}})}), IsEmpty());
}

TEST(Sage50SageSettingsCompany, the_country_is_another) {
    EXPECT_THAT(told({company({{"countryCode", "US"}})}), ElementsAre("sage50.settings.country "));
    EXPECT_THAT(told({company({{"countryCode", "GB"}})}), IsEmpty());
    EXPECT_THAT(told({company({{"countryCode", "IE"}})}), IsEmpty());
}

TEST(Sage50SageSettingsCompany, custom_fields_have_a_use_of_their_own) {
    constexpr const char* second = R"({"texts":[{"text":"{shipment.id}","to":["analysis2"]}]})";
    EXPECT_THAT(told({company({{"salesLabel2", "Region"}})}, second),
                ElementsAre("sage50.settings.custom_field_in_use /texts"));
    EXPECT_THAT(told({company({{"salesLabel1", "Region"}, {"salesLabel2", "Analysis 2"}})}, second),
                IsEmpty());
    EXPECT_THAT(told({company({{"salesLabel2", "Region"}})}), IsEmpty());
}

TEST(Sage50SageSettingsCompany, two_currencies_are_that_of_the_books) {
    EXPECT_THAT(told({record(kind::currency, "EUR", {{"base", "true"}})}),
                ElementsAre("sage50.settings.base_currencies /currency"));
}

TEST(Sage50SageSettingsCompany, goods_are_posted_to_accounts_of_sages_own) {
    for (const std::string_view account :
         {company_field::debtors_account, company_field::creditors_account,
          company_field::sales_tax_account, company_field::purchase_tax_account,
          company_field::bank_account}) {
        EXPECT_THAT(told({company({{named(account), "4000"}})}),
                    ElementsAre("sage50.settings.control_account /nominalCodes/1/set/nominalCode"))
            << account;
    }
    for (const std::string_view account :
         {company_field::suspense_account, company_field::mispostings_account}) {
        EXPECT_THAT(told({company({{named(account), "4000"}})}),
                    ElementsAre("sage50.settings.suspense_account /nominalCodes/1/set/nominalCode"))
            << account;
    }
    const CatalogueRecord product = record(kind::product, "ODD", {{"nominalCode", "1100"}});
    EXPECT_THAT(told({company({{named(company_field::debtors_account), "1100"}}), product}),
                ElementsAre("sage50.settings.control_account "));
    EXPECT_THAT(told({company({{named(company_field::debtors_account), "1100"}})}), IsEmpty());
}

TEST(Sage50SageSettingsCompany, the_default_sales_account_is_gone) {
    EXPECT_THAT(told({company({{named(company_field::default_sales_account), "4999"}})}),
                ElementsAre("sage50.settings.default_sales_account "));
    EXPECT_THAT(told({company({{named(company_field::default_sales_account), "4000"}})}),
                IsEmpty());
}

TEST(Sage50SageSettingsCompany, departments_and_couriers_have_no_name) {
    CatalogueRecord department = record(kind::department, "3");
    constexpr const char* third = R"({"dimensions":[{"set":{"department":"3"}}]})";
    department.name = "Web";
    EXPECT_THAT(told({department}, third), IsEmpty());
    department.name.clear();
    EXPECT_THAT(told({department}, third),
                ElementsAre("sage50.settings.department_unnamed /dimensions/0/set/department"));
    CatalogueRecord courier = record(kind::courier, "7");
    constexpr const char* seventh = R"({"couriers":{"UPS":"7"}})";
    courier.name = "UPS";
    EXPECT_THAT(told({courier}, seventh), IsEmpty());
    courier.name.clear();
    EXPECT_THAT(told({courier}, seventh),
                ElementsAre("sage50.settings.courier_unnamed /couriers/UPS"));
}

TEST(Sage50SageSettingsCompany, charges_keep_orders_open) {
    constexpr const char* wrap =
        R"({"despatchBecomes":"salesOrderAndDespatch","charges":{"POST":"carriage","WRAP":"S1"}})";
    EXPECT_THAT(told({}, wrap), ElementsAre("sage50.settings.order_never_completed /charges/WRAP"));
    constexpr const char* stock =
        R"({"despatchBecomes":"salesOrderAndDespatch","charges":{"BOX":"OTHER"}})";
    EXPECT_THAT(told({}, stock), IsEmpty());
}

}  // namespace
}  // namespace sage::sage50
