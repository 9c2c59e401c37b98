// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/goods_item.h"

#include "sage-adapter/base/text.h"

namespace sage {
namespace {

Hold unknown(const GoodsItemRules& rules, const std::string& item, const std::string& why,
             const std::string& at, std::string root_cause) {
    const std::string sage(rules.words.sage);
    return held(rules.words, "product_unknown", at, "The product " + item + why + ".",
                "Create or activate the product " + item + " in " + sage +
                    ", or name another one in the setting /itemMatching.",
                Owner::finance, std::move(root_cause));
}

std::string not_there(const GoodsItemRules& rules) {
    return " is not in " + std::string(rules.words.sage);
}

// By which codes it was looked for, where that is more than its own.
std::string tried(const MatchChain& chain, const MatchKeys& keys) {
    std::string names;
    for (const MatchKey& key : keys) {
        names += (names.empty() ? "" : ", ") + std::string(key.rule) + " " + excerpt(key.value);
    }
    return chain.rules.size() < 2 ? "" : " (looked for by " + names + ")";
}

Mapped<GoodsItem> by_code(const GoodsItemRules& rules, const Catalogue& catalogue,
                          const std::string& code, const std::string& at) {
    const CatalogueRecord* const record = catalogue.find(rules.matching.chain.kind, code);
    if (is_usable(record)) {
        return {{record, ""}, std::nullopt};
    }
    const std::string why = record == nullptr ? not_there(rules) : std::string(rules.inactive);
    return {{}, unknown(rules, code, why, at, "product:" + code)};
}

// The substitute stands for what nothing was found for, and not for what was found twice.
bool is_matched(const GoodsItemRules& rules, std::string_view name, const Catalogue& catalogue) {
    const MatchChain& chain = rules.matching.chain;
    return match_cause_gone(chain, name, catalogue) ||
           (is_usable(catalogue.find(chain.kind, rules.matching.substitute)) &&
            !match_cause_ambiguous(chain, name, catalogue));
}

}  // namespace

Mapped<GoodsItem> map_goods_item(const GoodsItemRules& rules, const Catalogue& catalogue,
                                 const Line& line, const std::string& pointer,
                                 std::vector<Remark>& remarks, bool may_substitute) {
    const MatchChain& chain = rules.matching.chain;
    const std::string& substitute = rules.matching.substitute;
    const std::string at = pointer + "/item/sellersItemId";
    const MatchKeys keys = item_keys(chain, line.item);
    const Match found = match(chain, keys, catalogue);
    if (line.posted && (found.record == nullptr || found.record->id != line.posted->item)) {
        return by_code(rules, catalogue, line.posted->item, at);
    }
    if (found.record != nullptr) {
        if (found.rule->name != "sellersItemId") {
            remarks.push_back(match_remark(found, "item", "Line " + line.id));
        }
        return {{found.record, ""}, std::nullopt};
    }
    const std::string root_cause = match_cause(chain, keys, may_substitute ? "item" : "stockItem");
    if (found.ambiguous()) {
        return {{}, Hold{ambiguous_match(found, "item", at), root_cause}};
    }
    if (may_substitute && !substitute.empty()) {
        Mapped<GoodsItem> instead = by_code(rules, catalogue, substitute, at);
        if (!instead.hold) {
            remarks.push_back(substitute_remark(line, substitute));
            instead.value.description =
                line.item.sellers_item_id + (line.item.name.empty() ? "" : " " + line.item.name);
        }
        return instead;
    }
    const bool inactive = !found.inactive.empty();
    return {
        {},
        unknown(rules, inactive ? found.inactive : line.item.sellers_item_id,
                (inactive ? std::string(rules.inactive) : not_there(rules)) + tried(chain, keys),
                at, root_cause)};
}

std::optional<bool> goods_item_cause_gone(const GoodsItemRules& rules, std::string_view cause,
                                          std::string_view name, const Catalogue& catalogue) {
    if (cause == "item" || cause == "itemMatch") {
        return is_matched(rules, name, catalogue);
    }
    if (cause == "stockItem" || cause == "stockItemMatch") {
        return match_cause_gone(rules.matching.chain, name, catalogue);
    }
    if (cause == "product") {
        return is_usable(catalogue.find(rules.matching.chain.kind, name));
    }
    return std::nullopt;
}

}  // namespace sage
