// SPDX-License-Identifier: Apache-2.0
// Compared is what is in stock, and not what is free of it: what is allocated has not left.
#include "plugins/sage200/stock_levels.h"

#include <fmt/format.h>

#include <algorithm>

#include "plugins/sage200/wire_values.h"
#include "sage-adapter/mapping/item_of_code.h"

namespace sage::sage200 {
namespace {

constexpr std::string_view holdings = "warehouse_holdings";
constexpr std::size_t rows_max = 500;

Error unusable(std::string cause) {
    return {Status::remote, Problem{"sage200.answer_unreadable", "", std::move(cause),
                                    "Nothing to do: it is asked again.", Owner::it}};
}

bool contains(const std::vector<std::string>& codes, std::string_view code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

StockGrain stock_grain(const Settings& settings) {
    const bool moves = settings.uses_orders() || settings.moves_stock();
    return moves && !settings.orders.warehouses.empty() ? StockGrain::item_and_site
                                                        : StockGrain::none;
}

const CatalogueRecord* stock_item(const Settings& settings, std::string_view item,
                                  const Catalogue& catalogue) {
    return item_of_code(settings.items, item, catalogue);
}

// Nothing says that the unit in which stock is kept is the base unit.
std::optional<Decimal> stock_units(const Settings& settings, const CatalogueRecord& product,
                                   std::string_view unit_code, const Catalogue& catalogue) {
    const auto one = Decimal::of(1);
    if (contains(settings.stock.unit_codes, unit_code) ||
        contains(settings.orders.unit_codes, unit_code)) {
        return one;
    }
    const auto named = settings.orders.units.find(unit_code);
    const CatalogueRecord* const unit =
        named == settings.orders.units.end() ? nullptr : catalogue.find(kind::unit, named->second);
    const auto multiple =
        unit == nullptr ? std::nullopt
                        : Decimal::parse(field_of(&product, std::string(unit_prefix) + unit->key));
    return multiple == one ? multiple : std::nullopt;
}

std::optional<std::string> stock_warehouse(const Settings& settings, std::string_view site) {
    const auto found = settings.orders.warehouses.find(site);
    return found == settings.orders.warehouses.end() ? std::nullopt : std::optional(found->second);
}

Request ask_stock(const Books& books, const StockQuestion& question) {
    std::vector<std::string> products;
    for (const CatalogueRecord* const product : question.items) {
        products.push_back(fmt::format("product_id eq {}", product->key));
    }
    std::string filter = fmt::format("({})", fmt::join(products, " or "));
    if (!question.after.empty()) {
        filter += fmt::format(" and id gt {}", question.after);
    }
    return get(
        books, holdings,
        {{"$filter", std::move(filter)}, {"$orderby", "id"}, {"$top", std::to_string(rows_max)}});
}

Result<StockPage> read_stock(const StockQuestion& question, const Reply& reply) {
    if (reply.status == 403) {
        return Error(Status::config,
                     Problem{"sage200.read_forbidden", "",
                             fmt::format("The user's role in Sage 200 may not read {}.", holdings),
                             "Give the role the right to this module.", Owner::it});
    }
    const Result<std::vector<Row>> rows = read_rows(reply);
    if (!rows.ok()) {
        return rows.error();
    }
    StockPage page;
    for (const Row& row : rows.value()) {
        const auto product = std::find_if(
            question.items.begin(), question.items.end(),
            [&](const CatalogueRecord* one) { return one->key == value_in(row, "product_id"); });
        const auto quantity = Decimal::parse(plain_number(value_in(row, "quantity_in_stock")));
        const std::string_view warehouse = value_in(row, "warehouse_name");
        if (product == question.items.end() || !quantity || warehouse.empty()) {
            return unusable(
                "A holding of Sage 200 lacks its warehouse or its quantity, or was not asked for.");
        }
        page.figures.push_back({(*product)->id, std::string(warehouse), *quantity});
    }
    if (rows.value().size() >= rows_max) {
        page.next = value_in(rows.value().back(), "id");
    }
    return page;
}

}  // namespace sage::sage200
