// SPDX-License-Identifier: Apache-2.0
// Which reasons to hold orders and despatches are gone, now that the settings or the catalogue are
// others: one entry for each kind of root cause, "item:SKU-1" for example.
#include <algorithm>
#include <array>

#include "plugins/sage200/map_order.h"
#include "plugins/sage200/offers.h"
#include "plugins/sage200/sage200.h"

namespace sage::sage200 {
namespace {

std::string_view sop_setting(const Catalogue& catalogue, std::string_view name) {
    return field_of(catalogue.find(kind::sop_settings, kind::sop_settings), name);
}

/// What no setting names any more holds nothing: it is mapped again.
bool is_there_or_unnamed(const TextMap& names, std::string_view kind, std::string_view id,
                         const Catalogue& catalogue) {
    return is_usable(catalogue.find(kind, id)) ||
           std::none_of(names.begin(), names.end(),
                        [&](const auto& one) { return one.second == id; });
}

/// What of Sage asks for it: orders and despatches, one of them, or stock transfers besides.
/// Returns ask for what orders ask for.
enum class AskedBy : std::uint8_t { both, orders, despatches, returns, all };

/// By the settings of today nothing that asks for it is made.
bool is_idle(AskedBy by, const Settings& settings) {
    const DespatchBecomes becomes = settings.despatch_becomes;
    const bool returns = settings.return_becomes == ReturnBecomes::sales_return;
    if (by == AskedBy::returns) {
        return !returns;
    }
    const bool orders = settings.posts_orders || returns ||
                        becomes == DespatchBecomes::sales_order ||
                        becomes == DespatchBecomes::sales_order_and_despatch;
    const bool despatches = becomes == DespatchBecomes::sales_order_and_despatch ||
                            becomes == DespatchBecomes::despatch_of_order;
    switch (by) {
        case AskedBy::orders:
            return !orders;
        case AskedBy::despatches:
            return !despatches;
        case AskedBy::both:
            return !orders && !despatches;
        default:
            return !orders && !despatches && !settings.moves_stock();
    }
}

/// A return is tried again in either case: it is mapped by what the site has.
bool is_offered_or_idle(const Settings& settings, std::string_view name,
                        const Catalogue& catalogue) {
    return name == offer::sales_returns || offered(catalogue, name) != Offered::no ||
           (name == offer::stock_transfers && !settings.moves_stock());
}

bool is_allowed_or_idle(const Settings& settings, std::string_view name,
                        const Catalogue& catalogue) {
    return offered(catalogue, name) != Offered::forbidden ||
           (name == offer::sales_returns && is_idle(AskedBy::returns, settings));
}

struct Cause {
    std::string_view name;
    /// Given what follows the colon.
    bool (*gone)(const Settings& settings, std::string_view name, const Catalogue& catalogue);
    AskedBy by = AskedBy::both;
};

constexpr auto causes = std::to_array<Cause>({
    {"site",
     [](const Settings& settings, std::string_view name, const Catalogue&) {
         return settings.orders.warehouses.contains(name);
     },
     AskedBy::all},
    {kind::warehouse,
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return is_there_or_unnamed(settings.orders.warehouses, kind::warehouse, name, known);
     },
     AskedBy::all},
    {kind::additional_charge,
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return is_there_or_unnamed(settings.orders.additional_charges, kind::additional_charge,
                                    name, known);
     },
     AskedBy::orders},
    {kind::courier,
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return is_there_or_unnamed(settings.orders.couriers, kind::courier, name, known);
     },
     AskedBy::despatches},
    {"charge",
     [](const Settings& settings, std::string_view name, const Catalogue&) {
         return settings.orders.document_prices ||
                settings.orders.additional_charges.contains(name);
     },
     AskedBy::orders},
    {"unit",
     [](const Settings& settings, std::string_view name, const Catalogue&) {
         const std::vector<std::string>& known = settings.orders.unit_codes;
         return std::find(known.begin(), known.end(), name) != known.end() ||
                settings.orders.units.contains(name);
     }},
    {"product-unit", product_unit_cause_gone},
    // Not that it is unknown: Sage would refuse again. Of others a person decides.
    {"permission",
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return name == "override_prices_discounts" &&
                (!settings.orders.document_prices ||
                 field_of(known.find(kind::sop_permissions, kind::sop_permissions), name) ==
                     "true");
     },
     AskedBy::orders},
    {"prices-with-tax",
     [](const Settings& settings, std::string_view, const Catalogue& known) {
         return !settings.orders.document_prices ||
                sop_setting(known, "are_prices_tax_inclusive") != "true";
     },
     AskedBy::orders},
    {"order-numbers",
     [](const Settings&, std::string_view, const Catalogue& known) {
         return sop_setting(known, "auto_generate_order_return_numbers") != "false";
     },
     AskedBy::orders},
    {"reference-field",
     [](const Settings& settings, std::string_view, const Catalogue& known) {
         return reference_field_trouble(settings, known).empty();
     },
     AskedBy::orders},
    {"return-reference-field",
     [](const Settings& settings, std::string_view, const Catalogue& known) {
         return reference_field_trouble(settings, known, true).empty();
     },
     AskedBy::returns},
    {"analysis-code",
     [](const Settings&, std::string_view name, const Catalogue& known) {
         return analysis_cause_gone(name, known);
     },
     AskedBy::orders},
    {"tracking-not-recorded",
     [](const Settings&, std::string_view, const Catalogue& known) {
         return records_tracking(known);
     },
     AskedBy::despatches},
    {not_offered_cause, is_offered_or_idle, AskedBy::all},
    {right_cause, is_allowed_or_idle, AskedBy::all},
    // Sage did not answer as it should: it is asked again.
    {"unanswered",
     [](const Settings&, std::string_view, const Catalogue& known) { return !known.empty(); },
     AskedBy::all},
});

}  // namespace

bool order_cause_gone(const Settings& settings, std::string_view cause, std::string_view name,
                      const Catalogue& catalogue) {
    if (const std::optional<bool> gone =
            goods_item_cause_gone(goods_item_rules(settings), cause, name, catalogue)) {
        return *gone || is_idle(AskedBy::both, settings);
    }
    const auto* const found = std::find_if(causes.begin(), causes.end(),
                                           [&](const Cause& one) { return one.name == cause; });
    return found != causes.end() &&
           (is_idle(found->by, settings) || found->gone(settings, name, catalogue));
}

bool needs_trial(std::string_view root_cause) {
    const std::string_view cause = root_cause.substr(0, root_cause.find(':'));
    return cause == not_offered_cause || cause == right_cause;
}

}  // namespace sage::sage200
