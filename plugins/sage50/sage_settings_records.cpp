// SPDX-License-Identifier: Apache-2.0
// Products and customers as they are kept in Sage. Columns are those of Sage's driver (tables STOCK
// and SALES_LEDGER).
#include <algorithm>

#include "plugins/sage50/catalogue.h"
#include "plugins/sage50/map.h"
#include "plugins/sage50/sage_settings.h"
#include "sage-adapter/document/decimal.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage::sage50 {
namespace {

using Found = std::vector<Harmful>;

template <class Hurts>
Found active_that(const SettingsLook& look, std::string_view kind, Hurts hurts) {
    Found found;
    for (const CatalogueRecord* const record : look.catalogue.all(kind)) {
        if (record->active && hurts(*record)) {
            found.push_back({record->id, ""});
        }
    }
    return found;
}

/// Nothing where Sage does not show it.
std::optional<Decimal> number_of(const CatalogueRecord& record, std::string_view field) {
    return Decimal::parse(field_of(&record, field));
}

/// What the lines of goods are counted to whatever the product and the customer say.
bool always_ruled(const SettingsLook& look) {
    return std::any_of(look.settings.nominal_rules.begin(), look.settings.nominal_rules.end(),
                       [](const DimensionRule& rule) {
                           const bool any = rule.documents.empty() && rule.location_ids.empty() &&
                                            rule.sales_channel_ids.empty() &&
                                            rule.item_classes.empty() && rule.items.empty() &&
                                            rule.customers.empty() && rule.charges.empty();
                           return any && std::any_of(rule.values.begin(), rule.values.end(),
                                                     [](const DimensionValue& value) {
                                                         return value.name == nominal_code_name;
                                                     });
                       });
}

Found products_without_nominal(const SettingsLook& look) {
    return always_ruled(look)
               ? Found{}
               : active_that(look, kind::product, [](const CatalogueRecord& one) {
                     return keeps_stock(one) && field_of(&one, product_field::nominal).empty();
                 });
}

Found products_with_unknown_nominal(const SettingsLook& look) {
    return always_ruled(look) ? Found{}
                              : active_that(look, kind::product, [&](const CatalogueRecord& one) {
                                    return is_missing(look.catalogue, kind::nominal_code,
                                                      field_of(&one, product_field::nominal));
                                });
}

Found customers_with_unknown_nominal(const SettingsLook& look) {
    return always_ruled(look) ? Found{}
                              : active_that(look, kind::customer, [&](const CatalogueRecord& one) {
                                    return is_missing(look.catalogue, kind::nominal_code,
                                                      field_of(&one, customer_field::nominal));
                                });
}

Found products_with_unknown_tax(const SettingsLook& look) {
    return active_that(look, kind::product, [&](const CatalogueRecord& one) {
        return is_missing(look.catalogue, kind::tax_code, field_of(&one, product_field::tax_code));
    });
}

Found products_not_counted(const SettingsLook& look) {
    return active_that(look, kind::product, [](const CatalogueRecord& one) {
        return keeps_stock(one) && field_of(&one, product_field::ignores_stock_level) == "true";
    });
}

Found products_below_zero(const SettingsLook& look) {
    return active_that(look, kind::product, [](const CatalogueRecord& one) {
        const auto in_stock = number_of(one, product_field::in_stock);
        return in_stock && *in_stock < Decimal();
    });
}

Found products_allocated_beyond_stock(const SettingsLook& look) {
    return active_that(look, kind::product, [](const CatalogueRecord& one) {
        const auto in_stock = number_of(one, product_field::in_stock);
        const auto allocated = number_of(one, product_field::allocated);
        return in_stock && allocated && *allocated > Decimal() && *in_stock >= Decimal() &&
               *allocated > *in_stock;
    });
}

Found products_worth_nothing(const SettingsLook& look) {
    return active_that(look, kind::product, [](const CatalogueRecord& one) {
        const auto in_stock = number_of(one, product_field::in_stock);
        const auto cost = number_of(one, product_field::last_cost);
        return in_stock && cost && *in_stock > Decimal() && *cost == Decimal();
    });
}

/// The first of those that share it, with the others.
Found sharing(const SettingsLook& look, const MatchChain& chain, std::string_view rule,
              std::string_view field) {
    Found found;
    if (!chain.has(rule)) {
        return found;
    }
    for (const CatalogueRecord* const record : look.catalogue.all(chain.kind)) {
        const std::string_view value = field_of(record, field);
        if (value.empty() || !record->active) {
            continue;
        }
        std::string names;
        bool is_first = true;
        std::size_t count = 0;
        for (const CatalogueRecord* const other :
             look.catalogue.find_by(chain.kind, field, value)) {
            if (other->active) {
                is_first = is_first && (count > 0 || other == record);
                names += (count == 0 ? "" : " = ") + other->id;
                ++count;
            }
        }
        if (count > 1 && is_first) {
            found.push_back({std::move(names), chain.pointer});
        }
    }
    return found;
}

Found products_sharing_a_barcode(const SettingsLook& look) {
    return sharing(look, look.settings.items.chain, "gtin", match_field::gtin);
}

Found customers_sharing_a_vat_number(const SettingsLook& look) {
    return sharing(look, look.settings.customers.chain, "vatNumber", match_field::vat_number);
}

Found customers_sharing_name_and_zone(const SettingsLook& look) {
    return sharing(look, look.settings.customers.chain, "nameAndPostalZone",
                   match_field::name_and_postal_zone);
}

Found terms_not_agreed(const SettingsLook& look) {
    return active_that(look, kind::customer, [](const CatalogueRecord& one) {
        return field_of(&one, customer_field::terms_agreed) == "false";
    });
}

Found settlement_discounts(const SettingsLook& look) {
    return active_that(look, kind::customer, [](const CatalogueRecord& one) {
        const auto rate = number_of(one, customer_field::settlement_discount);
        return rate && *rate > Decimal();
    });
}

Found customers_without_country(const SettingsLook& look) {
    const std::vector<TaxRule>& rules = look.settings.tax.rules;
    const bool asked = std::any_of(rules.begin(), rules.end(),
                                   [](const TaxRule& rule) { return !rule.destinations.empty(); });
    return asked ? active_that(look, kind::customer,
                               [](const CatalogueRecord& one) {
                                   return field_of(&one, customer_field::country).empty();
                               })
                 : Found{};
}

Found guest(const SettingsLook& look, bool (*hurts)(const SettingsLook&, const CatalogueRecord&)) {
    const CatalogueRecord* const found =
        look.catalogue.find(kind::customer, look.settings.guest_customer);
    return found != nullptr && found->active && hurts(look, *found)
               ? Found{{found->id, "/guestCustomer"}}
               : Found{};
}

Found guest_on_hold(const SettingsLook& look) {
    return guest(look, [](const SettingsLook&, const CatalogueRecord& one) {
        return field_of(&one, customer_field::on_hold) == "true";
    });
}

Found guest_in_other_currency(const SettingsLook& look) {
    return guest(look, [](const SettingsLook& of, const CatalogueRecord& one) {
        const std::string_view number = field_of(&one, customer_field::currency);
        const CatalogueRecord* const books =
            of.catalogue.find(kind::currency, of.settings.currency);
        return !number.empty() && books != nullptr && books->key != number;
    });
}

}  // namespace

const std::vector<SettingRule>& product_rules() {
    static const std::vector<SettingRule> all = {
        {"sage50.settings.product_nominal_missing", products_without_nominal,
         "Products have no nominal code, and no rule gives them one whatever the document: {0}. "
         "Their documents are held unless the customer has one.",
         "Give them one in Sage 50, or add a rule without conditions to nominalCodes."},
        {"sage50.settings.product_nominal_unknown", products_with_unknown_nominal,
         "Products have nominal codes that are not in the ledger, or are inactive: {0}. Their "
         "documents are held where no rule names another.",
         "Correct the nominal code of the product in Sage 50."},
        {"sage50.settings.product_tax_unknown", products_with_unknown_tax,
         "Products have tax codes that Sage does not have: {0}. What people sell of them by hand "
         "bears another tax than ours.",
         "Correct the tax code of the product in Sage 50."},
        {"sage50.settings.stock_not_counted", products_not_counted,
         "Sage ignores the stock level of products that the warehouse counts: {0}. No document "
         "moves them in Sage.",
         "In Sage 50, switch off Ignore Stock Levels of the product.", Owner::warehouse},
        {"sage50.settings.stock_below_zero", products_below_zero,
         "Products have less than nothing in stock in Sage: {0}. What left was never received "
         "there.",
         "Enter in Sage 50 the receipts that are missing, or adjust the stock.", Owner::warehouse},
        {"sage50.settings.allocated_beyond_stock", products_allocated_beyond_stock,
         "More is allocated in Sage than is in stock: {0}. Orders are waiting there for goods that "
         "are promised twice.",
         "In Sage 50, look through the orders of the product, and deallocate or receive.",
         Owner::warehouse},
        {"sage50.settings.stock_without_cost", products_worth_nothing,
         "Products in stock have a cost of nothing: {0}. Sage's stock valuation leaves them out.",
         "Give them a cost price in Sage 50, or send a cost with the next adjustment in."},
        {"sage50.settings.barcode_shared", products_sharing_a_barcode,
         "Products share a barcode by which the settings find them: {0}. Documents that name "
         "nothing else are held.",
         "Correct the barcodes in Sage 50.", Owner::warehouse}};
    return all;
}

const std::vector<SettingRule>& customer_rules() {
    static const std::vector<SettingRule> all = {
        {"sage50.settings.customer_nominal_unknown", customers_with_unknown_nominal,
         "Customers have default nominal codes that are not in the ledger, or are inactive: {0}. "
         "Their documents are held where neither a rule nor the product names another.",
         "Correct the default nominal code of the customer in Sage 50."},
        {"sage50.settings.vat_number_shared", customers_sharing_a_vat_number,
         "Customers share a VAT number by which the settings find them: {0}. Documents that name "
         "nothing else are held.",
         "Close the account that is not used any more, or let customerMatching find them by "
         "something else first."},
        {"sage50.settings.name_shared", customers_sharing_name_and_zone,
         "Customers share the name and postal code by which the settings find them: {0}. Documents "
         "that name nothing else are held.",
         "Close the account that is not used any more, or let customerMatching find them by "
         "something else first."},
        {"sage50.settings.terms_not_agreed", terms_not_agreed,
         "Customers have no agreed terms: {0}. Sage may refuse their documents (error 73), or ask "
         "people about each.",
         "In Sage 50, on the customer's page Credit Control, tick Terms agreed."},
        {"sage50.settings.settlement_discount", settlement_discounts,
         "Customers have a settlement discount: {0}. Sage may compute VAT of what is left after "
         "it, "
         "so that the total differs from what the buyer was told.",
         "Take the settlement discount off the customer, or set totalsDifference to what is to "
         "become of it."},
        {"sage50.settings.customer_country_missing", customers_without_country,
         "Tax rules ask where goods go, and customers have no country: {0}. Where a document names "
         "none either it is held.",
         "Give the customer a country in Sage 50."},
        {"sage50.settings.guest_on_hold", guest_on_hold,
         "The account for guests is on hold: {0}. All documents of buyers without an account wait.",
         "Take the account off hold in Sage 50."},
        {"sage50.settings.guest_currency", guest_in_other_currency,
         "The account for guests is in another currency than the books: {0}. All documents of "
         "buyers without an account are held.",
         "Name an account in the currency of the books."}};
    return all;
}

}  // namespace sage::sage50
