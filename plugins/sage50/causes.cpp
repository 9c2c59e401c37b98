// SPDX-License-Identifier: Apache-2.0
// Which reasons to hold documents are gone, now that the settings or the catalogue are others: one
// entry for each kind of root cause, "account:ABS001" for example.
#include <algorithm>
#include <array>

#include "plugins/sage50/map_order.h"

namespace sage::sage50 {
namespace {

bool account_is_usable(const Settings& /*settings*/, std::string_view name,
                       const Catalogue& catalogue) {
    const CatalogueRecord* const record = catalogue.find(kind::customer, name);
    return is_usable(record) && account_trouble(*record, catalogue).empty();
}

/// Who was not found is there now, and takes documents; of one that Sage refused the same counts.
bool customer_is_usable(const Settings& settings, std::string_view name,
                        const Catalogue& catalogue) {
    const CatalogueRecord* const record = catalogue.find(kind::customer, name);
    return (record == nullptr || account_trouble(*record, catalogue).empty()) &&
           customer_cause_gone(customer_rules(settings), customer_cause, name, catalogue)
               .value_or(false);
}

bool has_quantity_places(const Settings& /*settings*/, std::string_view name,
                         const Catalogue& catalogue) {
    const auto needed = Decimal::parse(name);
    const auto has =
        Decimal::parse(field_of(company_of(catalogue), company_field::quantity_places));
    return needed && has && *has >= *needed;
}

bool unit_is_known(const Settings& settings, std::string_view name,
                   const Catalogue& /*catalogue*/) {
    return std::find(settings.unit_codes.begin(), settings.unit_codes.end(), name) !=
           settings.unit_codes.end();
}

bool keeps_stock_of(const Settings& /*settings*/, std::string_view name,
                    const Catalogue& catalogue) {
    const CatalogueRecord* const record = catalogue.find(kind::product, name);
    return is_usable(record) && keeps_stock(*record);
}

bool charge_is_mapped(const Settings& settings, std::string_view name, const Catalogue& catalogue) {
    const auto mapped = settings.charges.find(name);
    return mapped != settings.charges.end() && can_become(mapped->second, catalogue);
}

/// One that is not mapped at all is held for that.
bool allowance_takes_off(const Settings& settings, std::string_view name,
                         const Catalogue& /*catalogue*/) {
    const auto mapped = settings.charges.find(name);
    return mapped == settings.charges.end() || can_take_off(mapped->second);
}

struct Cause {
    std::string_view name;
    /// Given what follows the colon.
    bool (*gone)(const Settings& settings, std::string_view name, const Catalogue& catalogue);
};

constexpr auto causes = std::to_array<Cause>({
    {"catalogue",
     [](const Settings&, std::string_view, const Catalogue& known) { return !known.empty(); }},
    {"company", [](const Settings& settings, std::string_view,
                   const Catalogue& known) { return !other_company(settings, known); }},
    {"account", account_is_usable},
    {customer_cause, customer_is_usable},
    {nominal_cause,
     [](const Settings&, std::string_view name, const Catalogue& known) {
         return is_usable(known.find(kind::nominal_code, name));
     }},
    // What was read since then has the closed day, and the document is held for that.
    {lock_date_cause, [](const Settings&, std::string_view, const Catalogue&) { return true; }},
    {"currency", [](const Settings& settings, std::string_view name,
                    const Catalogue&) { return settings.currency == name; }},
    {"period",
     [](const Settings& settings, std::string_view name, const Catalogue& known) {
         return period_cause_gone(date_rules(settings, known), name);
     }},
    // It is asked again.
    {"unanswered", [](const Settings&, std::string_view, const Catalogue&) { return true; }},
    {"unit", unit_is_known},
    {"quantity-places", has_quantity_places},
    {"stock-type", keeps_stock_of},
    {"charge", charge_is_mapped},
    {"stock", [](const Settings&, std::string_view name,
                 const Catalogue& known) { return has_free_stock(name, known); }},
    {"allowance", allowance_takes_off},
    {stock_by_hand_cause,
     [](const Settings& settings, std::string_view, const Catalogue&) {
         return settings.stock == StockDocuments::nothing;
     }},
    {"rounding-item",
     [](const Settings& settings, std::string_view name, const Catalogue&) {
         return settings.totals.item != name ||
                settings.totals.policy != DifferencePolicy::rounding_line;
     }},
});

}  // namespace

bool cause_gone(const Settings& settings, std::string_view root_cause, const Catalogue& catalogue) {
    const std::size_t colon = root_cause.find(':');
    const std::string_view cause = root_cause.substr(0, colon);
    const std::string_view name =
        colon == std::string_view::npos ? std::string_view() : root_cause.substr(colon + 1);
    const auto* const found = std::find_if(causes.begin(), causes.end(),
                                           [&](const Cause& one) { return one.name == cause; });
    if (found != causes.end()) {
        return found->gone(settings, name, catalogue);
    }
    for (const std::optional<bool>& gone :
         {customer_cause_gone(customer_rules(settings), cause, name, catalogue),
          goods_item_cause_gone(goods_item_rules(settings), cause, name, catalogue),
          tax_codes(settings, catalogue).cause_gone(cause, name),
          totals_cause_gone(settings.totals, cause, name),
          nominal_cause_gone(settings, cause, name, catalogue)}) {
        if (gone) {
            return *gone;
        }
    }
    return false;
}

bool needs_trial(std::string_view root_cause) {
    const std::string_view cause = root_cause.substr(0, root_cause.find(':'));
    return cause == customer_cause || cause == nominal_cause || cause == lock_date_cause ||
           cause == "stock";
}

}  // namespace sage::sage50
