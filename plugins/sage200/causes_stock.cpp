// SPDX-License-Identifier: Apache-2.0
// Which reasons to hold movements of stock are gone, now that the settings or the catalogue are
// others.
#include <algorithm>

#include "plugins/sage200/map_stock.h"
#include "plugins/sage200/sage200.h"

namespace sage::sage200 {

bool stock_cause_gone(const Settings& settings, std::string_view cause, std::string_view name,
                      const Catalogue& catalogue) {
    const bool of_stock =
        cause.starts_with("stock-") || cause == write_off_cause || cause == bin_cause;
    if (of_stock && cause != stock_by_hand_cause && !settings.moves_stock()) {
        return true;  // By the settings of today nothing is moved.
    }
    if (cause == "stock-item" || cause == "stock-itemMatch") {
        return stock_item_is_there(settings, name, catalogue);
    }
    if (cause == "stock-unit") {
        const std::vector<std::string>& known = settings.stock.unit_codes;
        return std::find(known.begin(), known.end(), name) != known.end();
    }
    if (cause == write_off_cause) {
        const CatalogueRecord* const warehouse = catalogue.find(kind::warehouse, name);
        return settings.stock.write_off_warehouse != name ||
               (warehouse != nullptr && warehouse->active);
    }
    // Bins are read with each document and not with the catalogue: they are asked for again.
    return cause == bin_cause && !catalogue.empty();
}

}  // namespace sage::sage200
