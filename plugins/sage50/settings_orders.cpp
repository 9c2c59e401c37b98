// SPDX-License-Identifier: Apache-2.0
// The settings about sales orders and their despatches, which Sage 50 Professional has, and the
// rules for them that a schema cannot say.
#include "plugins/sage50/settings.h"

namespace sage::sage50 {
namespace {

DespatchBecomes read_despatch_becomes(std::string_view text) {
    return text == "salesOrderAndDespatch" ? DespatchBecomes::sales_order_and_despatch
           : text == "despatchOfOrder"     ? DespatchBecomes::despatch_of_order
                                           : DespatchBecomes::product_invoice;
}

}  // namespace

void read_order_settings(const JsonValue& value, Settings& settings) {
    settings.despatch_becomes = read_despatch_becomes(text_at(value, "/despatchBecomes"));
    settings.posts_orders = text_at(value, "/orderBecomes") == "salesOrder";
}

void check_order_settings(const Settings& settings, std::vector<Problem>& problems) {
    if (settings.posts_orders && settings.despatch_becomes == DespatchBecomes::product_invoice) {
        problems.push_back({"sage50.settings.orders_without_despatches", "/orderBecomes",
                            "Orders are to become sales orders, and despatches invoices of their "
                            "own: the orders would stay open for ever.",
                            "Let despatches become despatches of the orders by the setting "
                            "/despatchBecomes, or let orders become nothing.",
                            Owner::it});
    }
    // Such a line is of no stock, and Sage takes none off an order.
    if (settings.uses_orders() && settings.totals.policy == DifferencePolicy::rounding_line) {
        problems.push_back({"sage50.settings.orders_with_rounding", "/totalsDifference/policy",
                            "Orders take no line that takes off, and with a line that is no stock "
                            "Sage 50 does not complete them.",
                            "Set another policy, or let despatches become product invoices by the "
                            "setting /despatchBecomes.",
                            Owner::it});
    }
}

}  // namespace sage::sage50
