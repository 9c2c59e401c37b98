// SPDX-License-Identifier: Apache-2.0
// Items of the warehouse as products of Sage, its units as units that these products have, and its
// sites as Sage's warehouses.
#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/text.h"

namespace sage::sage200 {
namespace {

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause) {
    return {
        {"sage200." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

std::string not_usable(const CatalogueRecord* record) {
    return record == nullptr ? " is not in Sage 200" : " is inactive, or not for sale";
}

/// Without base units where the product does not have it.
SoldUnit unit_of(const Catalogue& catalogue, const CatalogueRecord* product,
                 const std::string& name) {
    const CatalogueRecord* const unit = catalogue.find(kind::unit, name);
    if (unit == nullptr) {
        return {};
    }
    const auto multiple = Decimal::parse(field_of(product, std::string(unit_prefix) + unit->key));
    return {unit->key, multiple && multiple->sign() > 0 ? multiple : std::nullopt};
}

}  // namespace

GoodsItemRules goods_item_rules(const Settings& settings) {
    return {settings.items, " is inactive, or not for sale", edition_words};
}

Mapped<const CatalogueRecord*> map_named(const Catalogue& catalogue, std::string_view kind,
                                         const std::string& id, const std::string& pointer) {
    const CatalogueRecord* const record = catalogue.find(kind, id);
    if (is_usable(record)) {
        return {record, std::nullopt};
    }
    const std::string word = kind == kind::warehouse           ? "warehouse"
                             : kind == kind::additional_charge ? "additional charge"
                                                               : "courier";
    return {nullptr, hold("record_unknown", pointer,
                          "The " + word + " " + id + " of the settings" + not_usable(record) + ".",
                          "Create it in Sage 200, or correct the setting /salesOrders.",
                          Owner::finance, std::string(kind) + ":" + id)};
}

Mapped<const CatalogueRecord*> map_warehouse(const Settings& settings, const Catalogue& catalogue,
                                             const std::string& site, const std::string& pointer) {
    const auto found = settings.orders.warehouses.find(site);
    if (found == settings.orders.warehouses.end()) {
        return {nullptr, hold("warehouse_unmapped", pointer,
                              "The site " + site + " has no warehouse in the settings.",
                              "Add the site with the name of Sage's warehouse to the setting "
                              "/salesOrders/warehouses.",
                              Owner::it, "site:" + site)};
    }
    return map_named(catalogue, kind::warehouse, found->second, pointer);
}

Mapped<SoldUnit> map_unit(const Settings& settings, const Catalogue& catalogue,
                          const CatalogueRecord* product, const Quantity& quantity,
                          const std::string& pointer) {
    const auto named = settings.orders.units.find(quantity.unit_code);
    if (named != settings.orders.units.end()) {
        SoldUnit unit = unit_of(catalogue, product, named->second);
        if (product == nullptr || unit.base_units) {
            return {std::move(unit), std::nullopt};
        }
        return {{},
                hold("unit_not_of_product", pointer,
                     "The product " + product->id + " has no unit " + named->second +
                         " in Sage 200, which the unit " + quantity.unit_code + " is.",
                     "Give the product that unit in Sage 200, or send a new version of the "
                     "document in a unit that it has.",
                     Owner::finance, "product-unit:" + product->id + "=" + named->second)};
    }
    const std::vector<std::string>& known = settings.orders.unit_codes;
    if (std::find(known.begin(), known.end(), quantity.unit_code) != known.end()) {
        return {};
    }
    return {{},
            hold("unit_unknown", pointer,
                 "The line is in the unit " + quantity.unit_code +
                     ", and the settings do not say what that is in Sage.",
                 "Add the unit with Sage's name of it to the setting /salesOrders/units, or to "
                 "/salesOrders/unitCodes if it is the one that products are sold in.",
                 Owner::it, "unit:" + quantity.unit_code)};
}

bool product_unit_cause_gone(const Settings& settings, std::string_view name,
                             const Catalogue& catalogue) {
    const std::size_t equals = std::min(name.rfind('='), name.size());
    const std::string unit(name.substr(std::min(equals + 1, name.size())));
    const TextMap& units = settings.orders.units;
    return unit_of(catalogue, catalogue.find(kind::product, name.substr(0, equals)), unit)
               .base_units.has_value() ||
           std::none_of(units.begin(), units.end(),
                        [&](const auto& one) { return one.second == unit; });
}

}  // namespace sage::sage200
