// SPDX-License-Identifier: Apache-2.0
// The quantity on hand is in the base unit of the item's unit group. An item has a row for each
// warehouse in which something of it ever was.
#include "plugins/intacct/stock_levels.h"

#include <algorithm>

#include "plugins/intacct/sage_settings.h"
#include "sage-adapter/mapping/item_of_code.h"
#include "sage-adapter/mapping/units.h"

namespace sage::intacct {
namespace {

constexpr std::string_view stock_object = "inventory-control/item-warehouse-inventory";
constexpr int rows_max = 4000;

Error unusable(std::string cause) {
    return {Status::remote, Problem{"intacct.query_unreadable", "", std::move(cause),
                                    "Nothing to do: it is asked again later.", Owner::it}};
}

/// The id of the item that a row is of; nothing: none that was asked for.
std::optional<std::string> asked_item(const StockQuestion& question, std::string_view shown) {
    const auto found =
        std::find_if(question.items.begin(), question.items.end(),
                     [&](const CatalogueRecord* one) { return plain_id(shown) == one->id; });
    return found == question.items.end() ? std::nullopt : std::optional((*found)->id);
}

}  // namespace

StockGrain stock_grain(const Settings& settings) {
    const Definitions& all = settings.definitions;
    const bool moves = !all.despatch.empty() || !all.goods_return.empty() ||
                       !inventory_uses(settings).empty() ||
                       settings.transfers.post != TransferRules::Post::never;
    return moves && !settings.warehouses.empty() ? StockGrain::item_and_site : StockGrain::none;
}

const CatalogueRecord* stock_item(const Settings& settings, std::string_view item,
                                  const Catalogue& catalogue) {
    const CatalogueRecord* const record = item_of_code(settings.items, item, catalogue);
    const std::string_view type = field_of(record, "itemType");
    return type.empty() || type == "inventory" || type == "stockableKit" ? record : nullptr;
}

std::optional<Decimal> stock_units(const Settings& settings, const CatalogueRecord& item,
                                   std::string_view unit_code, const Catalogue& catalogue) {
    const auto unit = settings.units.find(unit_code);
    if (unit == settings.units.end()) {
        return std::nullopt;
    }
    const std::string_view group = field_of(&item, unit_group_field);
    const ItemUnits units{catalogue, kind::unit, group};
    if (!units.known()) {
        return Decimal::of(1);
    }
    if (!units.has(unit->second)) {
        return units.base_units_in(unit->second);
    }
    const CatalogueRecord* const record =
        catalogue.find(kind::unit, unit_record_id(group, unit->second));
    if (field_of(record, unit_field::is_base) == "true") {
        return Decimal::of(1);
    }
    const auto factor = Decimal::parse(shortest_number(field_of(record, unit_field::factor)));
    return factor && factor->sign() > 0 ? factor : std::nullopt;
}

std::optional<std::string> stock_warehouse(const Settings& settings, std::string_view site) {
    const auto found = settings.warehouses.find(site);
    return found == settings.warehouses.end() ? std::nullopt
                                              : std::optional(found->second.warehouse);
}

Request ask_stock(const Settings& settings, const StockQuestion& question) {
    Query query;
    query.object = stock_object;
    query.fields = {"key", "item.id", "warehouse.id", "onHand"};
    Filter items{"$in", "item.id", {}};
    for (const CatalogueRecord* const item : question.items) {
        items.values.push_back(item->id);
    }
    query.filters.push_back(std::move(items));
    if (!question.after.empty()) {
        query.filters.push_back(Filter{"$gt", "key", {question.after}});
    }
    query.size = rows_max;
    return query_request(settings, query);
}

Result<StockPage> read_stock(const StockQuestion& question, const Reply& reply) {
    if (reply.status == 403) {
        return Error(Status::config, missing_right(stock_object, true));
    }
    const Result<Page> page = read_page(reply);
    if (!page.ok()) {
        return page.error();
    }
    StockPage read;
    for (const Row& row : page.value().rows) {
        const std::optional<std::string> item = asked_item(question, value_in(row, "item.id"));
        const auto on_hand = Decimal::parse(shortest_number(value_in(row, "onHand")));
        if (!item || !on_hand) {
            return unusable("A row of what is on hand lacks its quantity, or was not asked for.");
        }
        read.figures.push_back(
            {*item, std::string(plain_id(value_in(row, "warehouse.id"))), *on_hand});
    }
    if (!page.value().last) {
        if (page.value().rows.empty()) {
            return unusable("A page without rows says that more follow.");
        }
        read.next = value_in(page.value().rows.back(), "key");
    }
    return read;
}

}  // namespace sage::intacct
