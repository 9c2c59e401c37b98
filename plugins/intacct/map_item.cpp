// SPDX-License-Identifier: Apache-2.0
// Items of lines and charges to items of Sage: those of lines by the chain of the settings
// (mapping/matching.h), or the substitute that the settings name for what no rule finds.
#include "plugins/intacct/intacct.h"
#include "sage-adapter/base/text.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage::intacct {
namespace {

Hold unknown(std::string cause, const std::string& item, bool inactive, const std::string& pointer,
             std::string root_cause) {
    return {{"intacct.item_unknown", pointer, std::move(cause),
             (inactive ? "Activate item " : "Create item ") + item +
                 " in Sage Intacct or correct the SKU.",
             Owner::finance},
            std::move(root_cause)};
}

// By which codes the item was looked for, where that is more than its own.
std::string tried(const MatchChain& chain, const MatchKeys& keys, const Item& item) {
    if (chain.rules.size() == 1 && chain.has("sellersItemId")) {
        return "";
    }
    std::string names;
    for (const MatchKey& key : keys) {
        names += (names.empty() ? "" : ", ") + std::string(key.rule) + " " + excerpt(key.value);
    }
    std::string text =
        names.empty() ? " (no rule has a code to look for)" : " (looked for by " + names + ")";
    if (chain.has("gtin") && !item.gtin.empty() && gtin_key(item.gtin).empty()) {
        text += "; the GTIN " + excerpt(item.gtin) + " has a wrong length or check digit";
    }
    return text;
}

Mapped<GoodsItem> substitute(Draft& draft, const Line& line,
                             Mapped<const CatalogueRecord*> instead) {
    if (instead.hold) {
        return {{}, std::move(instead.hold)};
    }
    draft.remarks.push_back(substitute_remark(line, instead.value->id));
    std::string description = line.item.sellers_item_id;
    description += line.item.name.empty() ? "" : " " + line.item.name;
    return {{instead.value, std::move(description)}, std::nullopt};
}

// The item in which the line is in the books already, where its codes do not lead to it.
Mapped<GoodsItem> posted_goods(Draft& draft, const Line& line, const std::string& at) {
    const std::string& item = line.posted->item;
    Mapped<const CatalogueRecord*> posted = map_posted_item(draft.input.catalogue, item, at);
    if (item == draft.settings.items.substitute) {
        return substitute(draft, line, std::move(posted));
    }
    return {{posted.value, {}}, std::move(posted.hold)};
}

// A substitute releases documents that wait for an item, but never a movement of stock.
bool may_substitute(const Draft& draft) {
    return draft.family == Family::order_entry || is_receivable(draft.family);
}

std::string cause_prefix(const Draft& draft) {
    return !may_substitute(draft) && !draft.settings.items.substitute.empty() ? "stockItem"
                                                                              : "item";
}

}  // namespace

Mapped<const CatalogueRecord*> map_item(const Catalogue& catalogue, std::string_view item_id,
                                        const std::string& pointer) {
    const std::string item(item_id);
    const CatalogueRecord* record = catalogue.find(kind::item, item_id);
    if (record != nullptr && record->active) {
        return {record, std::nullopt};
    }
    const bool inactive = record != nullptr;
    return {nullptr,
            unknown("Item " + item + (inactive ? " is inactive." : " is not in Sage Intacct."),
                    item, inactive, pointer, "item:" + item)};
}

Mapped<const CatalogueRecord*> map_posted_item(const Catalogue& catalogue, std::string_view item_id,
                                               const std::string& pointer) {
    Mapped<const CatalogueRecord*> item = map_item(catalogue, item_id, pointer);
    if (item.hold) {
        // No setting puts another item in its place.
        item.hold->root_cause = "posted-item:" + std::string(item_id);
    }
    return item;
}

Mapped<GoodsItem> map_goods(Draft& draft, const Line& line, const std::string& pointer) {
    const ItemMatching& items = draft.settings.items;
    const MatchKeys keys = item_keys(items.chain, line.item);
    const Match found = match(items.chain, keys, draft.input.catalogue);
    if (line.posted && (found.record == nullptr || found.record->id != line.posted->item)) {
        return posted_goods(draft, line, pointer + "/item/sellersItemId");
    }
    if (found.record != nullptr) {
        if (found.rule->name != "sellersItemId") {
            draft.remarks.push_back(match_remark(found, "item", "Line " + line.id));
        }
        return {{found.record, {}}, std::nullopt};
    }
    const std::string at = pointer + "/item/sellersItemId";
    if (found.ambiguous()) {
        return {{},
                Hold{ambiguous_match(found, "item", at),
                     match_cause(items.chain, keys, cause_prefix(draft))}};
    }
    if (!items.substitute.empty() && may_substitute(draft)) {
        return substitute(draft, line, map_item(draft.input.catalogue, items.substitute, at));
    }
    const bool inactive = !found.inactive.empty();
    const std::string item = inactive ? found.inactive : line.item.sellers_item_id;
    return {{},
            unknown("Item " + item + (inactive ? " is inactive" : " is not in Sage Intacct") +
                        tried(items.chain, keys, line.item) + ".",
                    item, inactive, at, match_cause(items.chain, keys, cause_prefix(draft)))};
}

}  // namespace sage::intacct
