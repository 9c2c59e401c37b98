// SPDX-License-Identifier: Apache-2.0
// The rights of the user in Sage 200. What orders need permissions for is shown by
// current_user_sop_user_permissions; the modules of the role by no resource.
#include "plugins/sage200/rights.h"

#include <array>

#include "plugins/sage200/wire.h"
#include "sage-adapter/catalogue/catalogue.h"

namespace sage::sage200 {
namespace {

struct Permission {
    std::string_view name;
    std::string_view purpose;
};
constexpr std::string_view prices = "override_prices_discounts";
constexpr auto permissions = std::to_array<Permission>({
    {prices, "Write prices and discounts of its own on orders."},
    {"override_credit_holds", "Write orders for accounts that are on hold."},
    {"override_cost_price", "Write cost prices of its own on orders."},
    {"override_fulfilment_method", "Change how lines of orders are fulfilled."},
});

}  // namespace

Rights rights(const Settings& settings, const Catalogue& catalogue) {
    Rights rights;
    const CatalogueRecord* const shown =
        catalogue.find(kind::sop_permissions, kind::sop_permissions);
    const bool writes_orders =
        settings.uses_orders() || settings.return_becomes == ReturnBecomes::sales_return;
    for (const Permission& permission : permissions) {
        Right right;
        right.name = permission.name;
        right.purpose = permission.purpose;
        if (permission.name == prices) {
            right.setting = "/salesOrders/prices";
            right.needed = writes_orders && settings.orders.document_prices;
        }
        const std::string_view value = field_of(shown, permission.name);
        if (value == "true" || value == "false") {
            right.given = value == "true";
        }
        rights.rights.push_back(std::move(right));
    }
    rights.not_shown =
        "Sage 200 shows no user which modules its role opens: one that is missing is told by name "
        "when it is refused, one that is more than needed is seen by an administrator alone, in "
        "the role's features.";
    return rights;
}

}  // namespace sage::sage200
