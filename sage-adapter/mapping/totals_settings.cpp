// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/totals_settings.h"

namespace sage {
namespace {

constexpr int penny_places = 2;

DifferencePolicy policy_of(std::string_view name) {
    return name == "tolerate"       ? DifferencePolicy::tolerate
           : name == "roundingLine" ? DifferencePolicy::rounding_line
           : name == "spread"       ? DifferencePolicy::spread
                                    : DifferencePolicy::hold;
}

}  // namespace

bool TotalsSettings::treats(const Decimal& difference) const {
    return (difference.sign() < 0 ? -difference : difference) <= tolerance;
}

TotalsSettings read_totals_settings(const JsonValue& settings, std::vector<Problem>& problems) {
    TotalsSettings read;
    const JsonValue* inclusive = at_pointer(settings, "/pricesIncludeTax");
    read.prices_include_tax = inclusive != nullptr && inclusive->is_bool() && inclusive->get_bool();
    read.policy = policy_of(text_at(settings, "/totalsDifference/policy"));
    if (read.policy == DifferencePolicy::hold) {
        return read;
    }
    const JsonValue* pennies = at_pointer(settings, "/totalsDifference/pennies");
    read.tolerance = Decimal::of(
        pennies != nullptr && pennies->is_int64() ? pennies->get_int64() : 1, penny_places);
    read.item = text_at(settings, "/totalsDifference/item");
    read.schedule = text_at(settings, "/totalsDifference/schedule");
    if (read.policy == DifferencePolicy::rounding_line && read.item.empty()) {
        problems.push_back({"mapping.rounding_item", "/totalsDifference/item",
                            "A rounding line needs an item.",
                            "Name an item of Sage that is not kept in stock.", Owner::finance});
    }
    return read;
}

}  // namespace sage
