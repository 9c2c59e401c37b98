// SPDX-License-Identifier: Apache-2.0
// Items of the warehouse as products of Sage, and its sites as Sage's warehouses. An order is in
// the unit in which Sage sells a product by itself, so that a line in another one waits.
#include <algorithm>

#include "plugins/sage200/map_order.h"
#include "sage-adapter/base/json.h"
#include "sage-adapter/base/text.h"

namespace sage::sage200 {
namespace {

bool is_usable(const CatalogueRecord* record) {
    return record != nullptr && record->active;
}

Hold hold(std::string code, std::string pointer, std::string cause, std::string fix, Owner owner,
          std::string root_cause) {
    return {
        {"sage200." + std::move(code), std::move(pointer), std::move(cause), std::move(fix), owner},
        std::move(root_cause)};
}

std::string not_usable(const CatalogueRecord* record) {
    return record == nullptr ? " is not in Sage 200" : " is inactive, or not for sale";
}

Hold product_unknown(const std::string& product, const std::string& why, std::string pointer,
                     std::string root_cause) {
    return hold("product_unknown", std::move(pointer), "The product " + product + why + ".",
                "Create or activate the product " + product +
                    " in Sage 200, or name another one in the setting /itemMatching.",
                Owner::finance, std::move(root_cause));
}

// By which codes it was looked for, where that is more than its own.
std::string tried(const MatchChain& chain, const MatchKeys& keys) {
    std::string names;
    for (const MatchKey& key : keys) {
        names += (names.empty() ? "" : ", ") + std::string(key.rule) + " " + excerpt(key.value);
    }
    return chain.rules.size() < 2 ? "" : " (looked for by " + names + ")";
}

Mapped<Product> by_code(const Catalogue& catalogue, const std::string& code,
                        const std::string& pointer) {
    const CatalogueRecord* const record = catalogue.find(kind::product, code);
    if (is_usable(record)) {
        return {{record, ""}, std::nullopt};
    }
    return {{}, product_unknown(code, not_usable(record), pointer, "product:" + code)};
}

}  // namespace

Mapped<Product> map_product(const Settings& settings, const Catalogue& catalogue, const Line& line,
                            const std::string& pointer, std::vector<Remark>& remarks) {
    const MatchChain& chain = settings.items.chain;
    const std::string at = pointer + "/item/sellersItemId";
    const MatchKeys keys = item_keys(chain, line.item);
    const Match found = match(chain, keys, catalogue);
    if (line.posted && (found.record == nullptr || found.record->id != line.posted->item)) {
        return by_code(catalogue, line.posted->item, at);
    }
    if (found.record != nullptr) {
        if (found.rule->name != "sellersItemId") {
            remarks.push_back(match_remark(found, "item", "Line " + line.id));
        }
        return {{found.record, ""}, std::nullopt};
    }
    if (found.ambiguous()) {
        return {{}, Hold{ambiguous_match(found, "item", at), match_cause(chain, keys, "item")}};
    }
    if (!settings.items.substitute.empty()) {
        Mapped<Product> substitute = by_code(catalogue, settings.items.substitute, at);
        if (!substitute.hold) {
            remarks.push_back(substitute_remark(line, settings.items.substitute));
            substitute.value.description =
                line.item.sellers_item_id + (line.item.name.empty() ? "" : " " + line.item.name);
        }
        return substitute;
    }
    const std::string& code = found.inactive.empty() ? line.item.sellers_item_id : found.inactive;
    return {{},
            product_unknown(
                code,
                (found.inactive.empty() ? " is not in Sage 200" : " is inactive, or not for sale") +
                    tried(chain, keys),
                at, match_cause(chain, keys, "item"))};
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

std::optional<Hold> unknown_unit(const Settings& settings, const Quantity& quantity,
                                 const std::string& pointer) {
    const std::vector<std::string>& known = settings.orders.unit_codes;
    if (std::find(known.begin(), known.end(), quantity.unit_code) != known.end()) {
        return std::nullopt;
    }
    return hold("unit_unknown", pointer,
                "The line is in the unit " + quantity.unit_code +
                    ", and the settings do not say that Sage sells the product in it.",
                "Add the unit to the setting /salesOrders/unitCodes if it is the one that products "
                "are sold in; otherwise send a new version of the document in that one.",
                Owner::it, "unit:" + quantity.unit_code);
}

}  // namespace sage::sage200
