// SPDX-License-Identifier: Apache-2.0
// What is set for the whole company, and what the settings of the plugin name there. Columns are
// those of Sage's driver (table COMPANY).
#include <algorithm>

#include "plugins/sage50/catalogue.h"
#include "plugins/sage50/map.h"
#include "plugins/sage50/sage_settings.h"
#include "sage-adapter/base/json.h"

namespace sage::sage50 {
namespace {

using Found = std::vector<Harmful>;

std::string_view of_company(const SettingsLook& look, std::string_view field) {
    return field_of(look.company, field);
}

Found negative_stock(const SettingsLook& look) {
    return of_company(look, company_field::negative_stock) == "true"
               ? Found{{look.company->name, ""}}
               : Found{};
}

Found price_places(const SettingsLook& look) {
    const std::string_view places = of_company(look, company_field::price_places);
    return places == "0" || places == "1" ? Found{{std::string(places), ""}} : Found{};
}

Found other_country(const SettingsLook& look) {
    const std::string_view country = of_company(look, company_field::country);
    return country.empty() || country == "GB" || country == "IE"
               ? Found{}
               : Found{{std::string(country), ""}};
}

bool is_written(const SettingsLook& look, std::string_view field) {
    return std::any_of(look.settings.texts.begin(), look.settings.texts.end(),
                       [&](const TextRule& rule) {
                           return rule.level == TextLevel::header &&
                                  std::find(rule.to.begin(), rule.to.end(), field) != rule.to.end();
                       });
}

/// Sage's own words for fields that nobody gave a use.
bool is_plain_label(std::string_view label, char number) {
    return label.empty() || label == std::string("Analysis ") + number ||
           label == std::string("Custom ") + number;
}

Found custom_fields_in_use(const SettingsLook& look) {
    constexpr std::string_view labels[] = {
        company_field::sales_label_1, company_field::sales_label_2, company_field::sales_label_3};
    Found found;
    for (std::size_t at = 0; at < std::size(labels); ++at) {
        const char number = static_cast<char>('1' + at);
        const std::string_view label = of_company(look, labels[at]);
        if (!is_plain_label(label, number) && is_written(look, std::string("analysis") + number)) {
            found.push_back({std::string(label), "/texts"});
        }
    }
    return found;
}

Found base_currencies(const SettingsLook& look) {
    Found found;
    for (const CatalogueRecord* const currency : look.catalogue.all(kind::currency)) {
        if (field_of(currency, base_field) == "true") {
            found.push_back({currency->id, "/currency"});
        }
    }
    return found.size() > 1 ? found : Found{};
}

Found named_accounts(const SettingsLook& look, std::initializer_list<std::string_view> accounts) {
    const auto is_one = [&](std::string_view code) {
        return !code.empty() &&
               std::any_of(accounts.begin(), accounts.end(), [&](std::string_view account) {
                   return of_company(look, account) == code;
               });
    };
    Found found;
    for (const DimensionRule& rule : look.settings.nominal_rules) {
        for (const DimensionValue& value : rule.values) {
            if (value.name == nominal_code_name && is_one(value.id)) {
                found.push_back({value.id, value.pointer});
            }
        }
    }
    for (const CatalogueRecord* const product : look.catalogue.all(kind::product)) {
        const std::string_view code = field_of(product, product_field::nominal);
        if (product->active && is_one(code)) {
            found.push_back({std::string(code) + " of product " + product->id, ""});
        }
    }
    return found;
}

Found control_accounts(const SettingsLook& look) {
    using namespace company_field;
    return named_accounts(look, {debtors_account, creditors_account, sales_tax_account,
                                 purchase_tax_account, bank_account});
}

Found suspense_accounts(const SettingsLook& look) {
    return named_accounts(look,
                          {company_field::suspense_account, company_field::mispostings_account});
}

Found default_sales_account(const SettingsLook& look) {
    const std::string_view code = of_company(look, company_field::default_sales_account);
    return is_missing(look.catalogue, kind::nominal_code, code) ? Found{{std::string(code), ""}}
                                                                : Found{};
}

Found unnamed_departments(const SettingsLook& look) {
    Found found;
    for (const DimensionRule& rule : look.settings.nominal_rules) {
        for (const DimensionValue& value : rule.values) {
            const CatalogueRecord* const department =
                value.name == department_name ? look.catalogue.find(kind::department, value.id)
                                              : nullptr;
            if (department != nullptr && department->name.empty()) {
                found.push_back({value.id, value.pointer});
            }
        }
    }
    return found;
}

Found unnamed_couriers(const SettingsLook& look) {
    Found found;
    for (const auto& [carrier, number] : look.settings.couriers) {
        const CatalogueRecord* const courier = look.catalogue.find(kind::courier, number);
        if (courier != nullptr && courier->name.empty()) {
            std::string pointer = "/couriers";
            append_pointer_token(pointer, carrier);
            found.push_back({number, std::move(pointer)});
        }
    }
    return found;
}

/// S1, S3 and what else is not kept in stock: Sage completes orders of stock alone.
Found charges_that_keep_orders_open(const SettingsLook& look) {
    Found found;
    if (!look.settings.uses_orders()) {
        return found;
    }
    for (const auto& [charge, becomes] : look.settings.charges) {
        const CatalogueRecord* const product = look.catalogue.find(kind::product, becomes);
        const bool is_stock = product != nullptr && keeps_stock(*product);
        if (becomes != carriage_name && !is_stock) {
            std::string pointer = "/charges";
            append_pointer_token(pointer, charge);
            found.push_back({becomes, std::move(pointer)});
        }
    }
    return found;
}

}  // namespace

const std::vector<SettingRule>& company_rules() {
    static const std::vector<SettingRule> all = {
        {"sage50.settings.negative_stock", negative_stock,
         "{0} allows stock below zero: what leaves and is not there goes out without a word, at a "
         "cost that is corrected later or never.",
         "In Sage 50, Settings > Company Preferences > Parameters, switch off Allow negative "
         "stock; or enter receipts before goods leave.",
         Owner::warehouse},
        {"sage50.settings.price_places", price_places,
         "Prices of products have {0} decimal places in this company: prices in pennies are "
         "rounded or refused.",
         "In Sage 50, Settings > Company Preferences > Parameters, give unit prices two decimal "
         "places or more."},
        {"sage50.settings.country", other_country,
         "The company's country is {0}. This plugin was made for Sage 50 Accounts of the United "
         "Kingdom and Ireland; Sage 50 of other countries is another product.",
         "Connect a company of the United Kingdom or Ireland, or correct the country in Sage 50.",
         Owner::it},
        {"sage50.settings.custom_field_in_use", custom_fields_in_use,
         "The company gave custom fields of its documents a use of their own, which texts "
         "overwrite: {0}. Reports by them count our texts.",
         "Let texts write into notes, or into custom fields that have no name of their own."},
        {"sage50.settings.base_currencies", base_currencies,
         "More than one currency is marked as the one of the books: {0}. What amounts mean is not "
         "certain.",
         "In Sage 50, Settings > Currencies, leave one base currency."},
        {"sage50.settings.control_account", control_accounts,
         "Goods are to be posted to nominal codes that Sage posts to by itself: {0}. The control "
         "accounts then no longer agree with the ledgers.",
         "Name sales accounts in nominalCodes, and in Sage 50 with the products."},
        {"sage50.settings.suspense_account", suspense_accounts,
         "Goods are to be posted to nominal codes for what is unclear: {0}. Nobody finds the sales "
         "there.",
         "Name sales accounts in nominalCodes, and in Sage 50 with the products."},
        {"sage50.settings.default_sales_account", default_sales_account,
         "The company's default sales account {0} is not in its nominal ledger, or is inactive: "
         "what people enter without a nominal code fails.",
         "In Sage 50, Settings > Control Accounts, name an account that is there."},
        {"sage50.settings.department_unnamed", unnamed_departments,
         "Lines are counted to departments that have no name in Sage: {0}. It has a thousand, and "
         "reports show none of those without a name.",
         "Name the department in Sage 50, or another one in dimensions."},
        {"sage50.settings.courier_unnamed", unnamed_couriers,
         "Carriers lead to couriers that have no name in Sage: {0}. What is printed names none.",
         "Name the courier in Sage 50, or another one in couriers.", Owner::warehouse},
        {"sage50.settings.order_never_completed", charges_that_keep_orders_open,
         "Charges become lines of orders that are no stock: {0}. Sage completes orders of stock "
         "alone, so that these are despatched in part and stay open.",
         "Let these charges become carriage."}};
    return all;
}

}  // namespace sage::sage50
