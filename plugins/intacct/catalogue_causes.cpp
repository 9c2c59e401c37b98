// SPDX-License-Identifier: Apache-2.0
// Which reasons to hold documents are gone, now that the settings or the catalogue are others: one
// entry for each kind of root cause, "customer-on-hold:C2" for example.
#include <algorithm>
#include <array>

#include "plugins/intacct/intacct.h"

namespace sage::intacct {
namespace {

bool setting_has(const TextMap& map, std::string_view name) {
    return map.find(name) != map.end();
}

// What no setting names any more holds nothing: people correct a name that was misspelt.
bool names_definition(const Settings& settings, std::string_view name) {
    const Definitions& all = settings.definitions;
    const std::vector<InventoryUse> uses = inventory_uses(settings);
    return name == all.sales_order || name == all.despatch || name == all.goods_return ||
           std::any_of(uses.begin(), uses.end(),
                       [&](const InventoryUse& use) { return use.definition == name; });
}

bool names_field(const Settings& settings, std::string_view name) {
    const TargetFields& all = settings.fields;
    return name == all.external_reference || name == all.tracking || name == all.despatch_id ||
           name == all.order_line_reference || name == all.purchase_order ||
           name == settings.dates.true_date_field ||
           name == settings.receivable.invoice_reference ||
           name == settings.receivable.adjustment_reference ||
           std::any_of(settings.texts.begin(), settings.texts.end(), [&](const TextRule& rule) {
               return std::find(rule.to.begin(), rule.to.end(), name) != rule.to.end();
           });
}

bool names_warehouse(const Settings& settings, std::string_view name) {
    return std::any_of(settings.warehouses.begin(), settings.warehouses.end(),
                       [&](const auto& site) { return site.second.warehouse == name; });
}

// "definition:order-entry/document::Sales Invoice"
bool definition_is_usable(const Settings& settings, std::string_view object,
                          const Catalogue& catalogue) {
    const std::size_t at = object.find("::");
    if (at == std::string_view::npos) {
        return false;
    }
    const std::string_view listed = object.starts_with("order-entry/")
                                        ? kind::order_entry_definition
                                        : kind::inventory_definition;
    const std::string_view name = object.substr(at + 2);
    return is_usable(catalogue.find(listed, name)) || !names_definition(settings, name);
}

// "order-entry/document::Sales Invoice:header:nsp::WMS_REFERENCE"
bool field_is_writable(const Settings& settings, std::string_view name,
                       const Catalogue& catalogue) {
    const std::size_t custom = name.rfind(":nsp::");
    const std::size_t level =
        custom == std::string_view::npos ? custom : name.rfind(':', custom - 1);
    return level != std::string_view::npos &&
           (field_of(catalogue.find(kind::definition, name.substr(0, level)),
                     name.substr(level + 1)) == "writable" ||
            !names_field(settings, name.substr(custom + 1)));
}

bool item_is_there(const Settings& settings, std::string_view name, const Catalogue& catalogue) {
    return match_cause_gone(settings.items.chain, name, catalogue) ||
           is_usable(catalogue.find(kind::item, settings.items.substitute));
}

bool is_not_on_hold(std::string_view name, const Catalogue& catalogue) {
    const CatalogueRecord* customer = catalogue.find(kind::customer, name);
    return is_usable(customer) && field_of(customer, "isOnHold") != "true";
}

// Of what belongs to a document that is posted: no setting leads elsewhere.
bool item_is_usable(const Settings& /*settings*/, std::string_view name,
                    const Catalogue& catalogue) {
    return is_usable(catalogue.find(kind::item, name));
}

bool names_base_currency(const Settings& settings, std::string_view /*name*/,
                         const Catalogue& /*catalogue*/) {
    return !settings.currency.empty();
}

bool is_base_currency(const Settings& settings, std::string_view currency,
                      const Catalogue& /*catalogue*/) {
    return settings.currency == currency;
}

bool is_not_foreign(const Settings& settings, std::string_view currency,
                    const Catalogue& /*catalogue*/) {
    return !is_foreign(settings, currency);
}

bool has_rate_type(const Settings& settings, std::string_view currency,
                   const Catalogue& /*catalogue*/) {
    return !is_foreign(settings, currency) || !settings.foreign.rate_type.empty();
}

bool is_currency_of_customer(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue) {
    return settings.foreign.currencies.empty() || customer_currency_cause_gone(name, catalogue);
}

bool entity_is_usable(const Settings& settings, std::string_view name, const Catalogue& known) {
    return settings.entity != name || is_usable(known.find(kind::entity, name));
}

bool is_other_entity(const Settings& settings, std::string_view name, const Catalogue&) {
    return settings.entity != name;
}

struct Cause {
    std::string_view name;
    /// Given what follows the colon.
    bool (*gone)(const Settings& settings, std::string_view name, const Catalogue& catalogue);
};

constexpr std::
    array
        causes =
            {
                Cause{"catalogue", [](const Settings&, std::string_view,
                                      const Catalogue& known) { return !known.empty(); }},
                Cause{"entity-id", entity_is_usable},
                Cause{"entity", is_other_entity},
                Cause{"warehouse",
                      [](const Settings& settings, std::string_view name, const Catalogue& known) {
                          return is_usable(known.find(kind::warehouse, name)) ||
                                 !names_warehouse(settings, name);
                      }},
                Cause{"item",
                      [](const Settings& settings, std::string_view name, const Catalogue& known) {
                          return is_usable(known.find(kind::item, name)) ||
                                 item_is_there(settings, name, known);
                      }},
                Cause{"itemMatch", item_is_there},
                Cause{"stockItem",
                      [](const Settings& settings, std::string_view name, const Catalogue& known) {
                          return match_cause_gone(settings.items.chain, name, known);
                      }},
                Cause{"stockItemMatch",
                      [](const Settings& settings, std::string_view name, const Catalogue& known) {
                          return match_cause_gone(settings.items.chain, name, known);
                      }},
                Cause{"customer-on-hold",
                      [](const Settings&, std::string_view name, const Catalogue& known) {
                          return is_not_on_hold(name, known);
                      }},
                Cause{"itemUnit",
                      [](const Settings& settings, std::string_view name, const Catalogue& known) {
                          return unit_cause_gone(settings, name, false, known);
                      }},
                Cause{"exactUnit",
                      [](const Settings& settings, std::string_view name, const Catalogue& known) {
                          return unit_cause_gone(settings, name, true, known);
                      }},
                Cause{"definition", definition_is_usable},
                Cause{"field", field_is_writable},
                Cause{"dimension", dimension_cause_gone},
                Cause{"period",
                      [](const Settings& settings, std::string_view name, const Catalogue&) {
                          return period_cause_gone(settings.dates, name);
                      }},
                Cause{"setting",
                      [](const Settings& settings, std::string_view name, const Catalogue&) {
                          return (name == "unitCost/receipts" &&
                                  settings.receipt_cost != CostSource::document) ||
                                 (name == "unitCost/increases" &&
                                  settings.increase_cost != CostSource::document);
                      }},
                Cause{"posted-item", item_is_usable},
                Cause{"posted-tax", posted_tax_cause_gone},
                Cause{"posted-unit",
                      [](const Settings& settings, std::string_view name, const Catalogue& known) {
                          return unit_cause_gone(settings, name, true, known);
                      }},
                Cause{"posted-dimension", posted_dimension_cause_gone},
                Cause{"tax", tax_cause_gone},
                Cause{"tax-schedule", schedule_cause_gone},
                Cause{"tax-rate", rate_cause_gone},
                Cause{"totals-prices",
                      [](const Settings& settings, std::string_view name, const Catalogue&) {
                          return settings.totals.policy != DifferencePolicy::spread &&
                                 totals_cause_gone(settings, name);
                      }},
                Cause{
                    "totals", [](const Settings& settings, std::string_view name,
                                 const Catalogue&) { return totals_cause_gone(settings, name); }},
                Cause{"account-rule", account_rule_cause_gone},
                Cause{"account", account_cause_gone},
                Cause{"tax-detail", tax_detail_cause_gone},
                Cause{"receivable-tax",
                      [](const Settings& settings, std::string_view name, const Catalogue&) {
                          return !settings.tax.rules.empty() || !settings.receivable.any() ||
                                 settings.tax_details.contains(name);
                      }},
                Cause{"currency",
                      [](const Settings& settings, std::string_view name, const Catalogue&) {
                          return !is_foreign(settings, name) || settings.foreign.allows(name);
                      }},
                Cause{"base-currency", names_base_currency},
                Cause{"rate-currency", is_base_currency},
                Cause{"cost-currency", is_not_foreign},
                Cause{"rate", has_rate_type},
                Cause{"customer-currency", is_currency_of_customer},
                Cause{"site",
                      [](const Settings& settings, std::string_view name, const Catalogue&) {
                          return settings.warehouses.find(name) != settings.warehouses.end();
                      }},
                Cause{"unit", [](const Settings& settings, std::string_view name,
                                 const Catalogue&) { return setting_has(settings.units, name); }},
                Cause{"charge",
                      [](const Settings& settings, std::string_view name, const Catalogue&) {
                          return setting_has(settings.charge_items, name) ||
                                 setting_has(settings.subtotals, name);
                      }},
                Cause{"subtotals", subtotals_cause_gone},
                Cause{"subtotal-tax", subtotal_tax_cause_gone},
};

}  // namespace

bool cause_gone(const Settings& settings, std::string_view root_cause, const Catalogue& catalogue) {
    const std::size_t colon = root_cause.find(':');
    const std::string_view cause = root_cause.substr(0, colon);
    const std::string_view name =
        colon == std::string_view::npos ? std::string_view() : root_cause.substr(colon + 1);
    if (const std::optional<bool> gone =
            customer_cause_gone(customer_rules(settings), cause, name, catalogue)) {
        return *gone;
    }
    const auto* const found = std::find_if(causes.begin(), causes.end(),
                                           [&](const Cause& one) { return one.name == cause; });
    return found != causes.end() && found->gone(settings, name, catalogue);
}

}  // namespace sage::intacct
