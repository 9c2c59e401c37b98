// SPDX-License-Identifier: Apache-2.0
// Which reasons to hold orders and despatches are gone, now that the settings or the catalogue are
// others: one entry for each kind of root cause, "item:SKU-1" for example.
#include <algorithm>
#include <array>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/sage200.h"

namespace sage::sage200 {
namespace {

bool is_usable(const CatalogueRecord* record) {
    return record != nullptr && record->active;
}

std::string_view sop_setting(const Catalogue& catalogue, std::string_view name) {
    return field_of(catalogue.find(kind::sop_settings, kind::sop_settings), name);
}

bool item_is_there(const Settings& settings, std::string_view name, const Catalogue& catalogue) {
    return match_cause_gone(settings.items.chain, name, catalogue) ||
           is_usable(catalogue.find(kind::product, settings.items.substitute));
}

/// What no setting names any more holds nothing: it is mapped again.
bool is_there_or_unnamed(const TextMap& names, std::string_view kind, std::string_view id,
                         const Catalogue& catalogue) {
    return is_usable(catalogue.find(kind, id)) ||
           std::none_of(names.begin(), names.end(),
                        [&](const auto& one) { return one.second == id; });
}

struct Cause {
    std::string_view name;
    /// Given what follows the colon.
    bool (*gone)(const Settings& settings, std::string_view name, const Catalogue& catalogue);
};

constexpr auto causes = std::to_array<Cause>({
    {"item", item_is_there},
    {"itemMatch", item_is_there},
    {"product", [](const Settings&, std::string_view name,
                   const Catalogue& known) { return is_usable(known.find(kind::product, name)); }},
    {"site", [](const Settings& settings, std::string_view name,
                const Catalogue&) { return settings.orders.warehouses.contains(name); }},
    {kind::warehouse,
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return is_there_or_unnamed(settings.orders.warehouses, kind::warehouse, name, known);
     }},
    {kind::additional_charge,
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return is_there_or_unnamed(settings.orders.additional_charges, kind::additional_charge,
                                    name, known);
     }},
    {kind::courier,
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return is_there_or_unnamed(settings.orders.couriers, kind::courier, name, known);
     }},
    {"charge",
     [](const Settings& settings, std::string_view name, const Catalogue&) {
         return settings.orders.document_prices ||
                settings.orders.additional_charges.contains(name);
     }},
    {"unit",
     [](const Settings& settings, std::string_view name, const Catalogue&) {
         const std::vector<std::string>& known = settings.orders.unit_codes;
         return std::find(known.begin(), known.end(), name) != known.end() ||
                settings.orders.units.contains(name);
     }},
    {"product-unit", product_unit_cause_gone},
    {"permission",
     [](const Settings& settings, std::string_view, const Catalogue& known) {
         return !settings.orders.document_prices ||
                field_of(known.find(kind::sop_permissions, kind::sop_permissions),
                         "override_prices_discounts") != "false";
     }},
    {"prices-with-tax",
     [](const Settings& settings, std::string_view, const Catalogue& known) {
         return !settings.orders.document_prices ||
                sop_setting(known, "are_prices_tax_inclusive") != "true";
     }},
    {"order-numbers",
     [](const Settings&, std::string_view, const Catalogue& known) {
         return sop_setting(known, "auto_generate_order_return_numbers") != "false";
     }},
    {"reference-field",
     [](const Settings& settings, std::string_view, const Catalogue& known) {
         return reference_field_trouble(settings, known).empty();
     }},
    {"return-reference-field",
     [](const Settings& settings, std::string_view, const Catalogue& known) {
         return reference_field_trouble(settings, known, true).empty();
     }},
    {"analysis-code", [](const Settings&, std::string_view name,
                         const Catalogue& known) { return analysis_cause_gone(name, known); }},
    {"tracking-not-recorded", [](const Settings&, std::string_view,
                                 const Catalogue& known) { return records_tracking(known); }},
    // Sage did not answer as it should: it is asked again.
    {"unanswered",
     [](const Settings&, std::string_view, const Catalogue& known) { return !known.empty(); }},
});

}  // namespace

bool order_cause_gone(const Settings& settings, std::string_view cause, std::string_view name,
                      const Catalogue& catalogue) {
    const auto* const found = std::find_if(causes.begin(), causes.end(),
                                           [&](const Cause& one) { return one.name == cause; });
    return found != causes.end() && found->gone(settings, name, catalogue);
}

}  // namespace sage::sage200
