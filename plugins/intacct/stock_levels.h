// SPDX-License-Identifier: Apache-2.0
// What Sage Intacct has on hand of an item in a warehouse, by the query service. All functions are
// pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/intacct/intacct.h"
#include "sage-adapter/catalogue/stock_level.h"

namespace sage::intacct {

/// Settings without warehouses, or with nothing that moves goods, have no figures to compare.
StockGrain stock_grain(const Settings& settings);
const CatalogueRecord* stock_item(const Settings& settings, std::string_view item,
                                  const Catalogue& catalogue);
std::optional<Decimal> stock_units(const Settings& settings, const CatalogueRecord& item,
                                   std::string_view unit_code, const Catalogue& catalogue);
std::optional<std::string> stock_warehouse(const Settings& settings, std::string_view site);
Request ask_stock(const Settings& settings, const StockQuestion& question);
Result<StockPage> read_stock(const StockQuestion& question, const Reply& reply);

}  // namespace sage::intacct
