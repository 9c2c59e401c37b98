// SPDX-License-Identifier: Apache-2.0
// The settings about movements of stock, the rules for them that a schema cannot say, and what they
// name against what was read of Sage 200.
#include "plugins/sage200/map_order.h"
#include "plugins/sage200/settings.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view writing_off = "/stockTransfers/writeOffWarehouse";

Problem wrong(std::string code, std::string pointer, std::string cause, std::string fix,
              Owner owner) {
    return {"sage200.settings." + std::move(code), std::move(pointer), std::move(cause),
            std::move(fix), owner};
}

}  // namespace

void read_stock_settings(const JsonValue& value, Settings& settings) {
    StockSettings& stock = settings.stock;
    const std::string_view becomes = text_at(value, "/stockDocuments");
    stock.documents = becomes == "transfers" ? StockDocuments::transfers
                      : becomes == "byHand"  ? StockDocuments::by_hand
                                             : StockDocuments::nothing;
    stock.bins = map_at(value, "/stockTransfers/bins");
    stock.unit_codes = unit_codes_at(value, "/stockTransfers/unitCodes");
    stock.write_off_warehouse = text_at(value, writing_off);
    stock.write_off_bin = text_at(value, "/stockTransfers/writeOffBin");
    stock.write_off_bins = map_at(value, "/stockTransfers/writeOffBins");
}

void check_stock_settings(const Settings& settings, std::vector<Problem>& problems) {
    const StockSettings& stock = settings.stock;
    if (stock.write_off_warehouse.empty() &&
        (!stock.write_off_bin.empty() || !stock.write_off_bins.empty())) {
        problems.push_back(wrong("write_off_incomplete", std::string(writing_off),
                                 "Bins for what is written off are named, and no warehouse.",
                                 "Name the warehouse that has these bins, or leave them out.",
                                 Owner::it));
    }
}

void check_stock(const Settings& settings, const Catalogue& catalogue,
                 std::vector<Problem>& problems) {
    const TextMap& warehouses = settings.orders.warehouses;
    if (warehouses.empty()) {
        problems.push_back(wrong("stock_warehouses_missing", "/salesOrders/warehouses",
                                 "No site has a warehouse, so all stock transfers will be held.",
                                 "Add the sites with the names of Sage's warehouses.",
                                 Owner::finance));
    }
    const auto missing = [&](const std::string& name) {
        const CatalogueRecord* const record = catalogue.find(kind::warehouse, name);
        return record == nullptr || !record->active;
    };
    const auto add = [&](std::string pointer, const std::string& name) {
        problems.push_back(wrong("record_unknown", std::move(pointer),
                                 "The warehouse " + name + " is not in Sage 200.",
                                 "Name one of Sage 200.", Owner::finance));
    };
    // Where orders are posted the sites are looked at with those.
    for (const auto& [site, name] : settings.uses_orders() ? TextMap() : warehouses) {
        if (missing(name)) {
            std::string pointer = "/salesOrders/warehouses";
            append_pointer_token(pointer, site);
            add(std::move(pointer), name);
        }
    }
    const std::string& write_off = settings.stock.write_off_warehouse;
    if (!write_off.empty() && missing(write_off)) {
        add(std::string(writing_off), write_off);
    }
}

}  // namespace sage::sage200
