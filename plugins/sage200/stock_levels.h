// SPDX-License-Identifier: Apache-2.0
// What Sage 200 has in stock of a product in a warehouse: its holdings. All functions are pure and
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/sage200/map.h"
#include "sage-adapter/catalogue/stock_level.h"

namespace sage::sage200 {

/// The ledger alone knows no goods: settings without orders and movements have no figures.
StockGrain stock_grain(const Settings& settings);
const CatalogueRecord* stock_item(const Settings& settings, std::string_view item,
                                  const Catalogue& catalogue);
std::optional<Decimal> stock_units(const Settings& settings, const CatalogueRecord& product,
                                   std::string_view unit_code, const Catalogue& catalogue);
std::optional<std::string> stock_warehouse(const Settings& settings, std::string_view site);
Request ask_stock(const Books& books, const StockQuestion& question);
Result<StockPage> read_stock(const StockQuestion& question, const Reply& reply);

}  // namespace sage::sage200
