// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/matching.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "sage-adapter/base/text.h"
#include "sage-adapter/mapping/match_keys.h"

namespace sage {
namespace {

constexpr std::size_t candidates_named_max = 5;

struct KnownRule {
    std::string_view name;
    std::string_view field;
    std::string_view aliases;  // the member of the settings that holds them
    bool only_aliases = false;
};

constexpr auto customer_rules = std::to_array<KnownRule>({
    {"accountCode", "", "accountCodes"},
    {"vatNumber", match_field::vat_number, ""},
    {"nameAndPostalZone", match_field::name_and_postal_zone, ""},
});
constexpr auto item_rules = std::to_array<KnownRule>({
    {"sellersItemId", "", "sellersItemIds"},
    {"gtin", match_field::gtin, ""},
    {"buyersItemId", "", "buyersItemIds", true},
});

MatchChain read_chain(const JsonValue& settings, const std::string& pointer, std::string_view kind,
                      std::span<const KnownRule> known) {
    MatchChain chain;
    chain.kind = kind;
    chain.pointer = pointer + "/rules";
    const auto add = [&](std::string_view name) {
        const auto rule = std::find_if(known.begin(), known.end(),
                                       [&](const KnownRule& one) { return one.name == name; });
        if (rule == known.end()) {
            return;
        }
        MatchRule read;
        read.name = name;
        read.field = rule->field;
        read.only_aliases = rule->only_aliases;
        if (!rule->aliases.empty()) {
            read.aliases_pointer = pointer + "/" + std::string(rule->aliases);
            const JsonValue* map = at_pointer(settings, read.aliases_pointer);
            if (map != nullptr && map->is_object()) {
                for (const auto& [code, id] : map->get_object()) {
                    read.aliases.emplace(std::string(code), std::string(text_at(id, "")));
                }
            }
        }
        chain.rules.push_back(std::move(read));
    };
    const JsonValue* rules = at_pointer(settings, chain.pointer);
    if (rules != nullptr && rules->is_array()) {
        for (const JsonValue& rule : rules->get_array()) {
            add(text_at(rule, ""));
        }
    } else {
        add(known.front().name);
    }
    return chain;
}

std::string_view value_of(const MatchKeys& keys, std::string_view rule) {
    for (const MatchKey& key : keys) {
        if (key.rule == rule) {
            return key.value;
        }
    }
    return {};
}

std::vector<const CatalogueRecord*> found_by(const MatchRule& rule, std::string_view value,
                                             const MatchChain& chain, const Catalogue& catalogue) {
    if (rule.field.empty()) {
        const auto alias = rule.aliases.find(value);
        if (alias == rule.aliases.end() && rule.only_aliases) {
            return {};
        }
        const CatalogueRecord* record = catalogue.find(
            chain.kind, alias == rule.aliases.end() ? value : std::string_view(alias->second));
        return record == nullptr ? std::vector<const CatalogueRecord*>() : std::vector{record};
    }
    const bool is_vat = rule.field == match_field::vat_number;
    const VatNumber wanted = is_vat ? vat_number(value) : VatNumber{};
    std::vector<const CatalogueRecord*> records =
        catalogue.find_by(chain.kind_of(rule), rule.field, is_vat ? wanted.number : value);
    std::erase_if(records, [&](const CatalogueRecord* record) {
        const auto country = record->fields.find(match_field::vat_country);
        return is_vat && country != record->fields.end() &&
               !wanted.matches({std::string(country->second), wanted.number});
    });
    if (!rule.kind.empty()) {
        for (const CatalogueRecord*& record : records) {
            record = catalogue.find(chain.kind, record->id);
        }
        std::erase(records, nullptr);
    }
    return records;
}

void add_key(MatchKeys& keys, std::string_view rule, std::string value) {
    if (!value.empty()) {
        keys.push_back({rule, std::move(value)});
    }
}

// A name and its postal zone are two lines where they compare.
std::string in_one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string_view word_for(const MatchRule& rule) {
    return rule.name == "vatNumber"           ? "VAT number"
           : rule.name == "nameAndPostalZone" ? "name and postal zone"
           : rule.name == "gtin"              ? "GTIN"
           : rule.name == "buyersItemId"      ? "buyer's item number"
           : rule.name == "accountCode"       ? "account code"
                                              : "item code";
}

// "sellersItemId=SKU-1, gtin=05012345678900", in the order of the chain.
MatchKeys keys_named(const MatchChain& chain, std::string_view named) {
    std::vector<std::pair<std::size_t, const MatchRule*>> places;
    std::size_t from = 0;
    for (const MatchRule& rule : chain.rules) {
        const std::string name = rule.name + "=";
        std::size_t at =
            named.substr(from).starts_with(name) && from == 0 ? 0 : named.find(", " + name, from);
        if (at != std::string_view::npos) {
            at += at == 0 ? 0 : 2;
            places.emplace_back(at, &rule);
            from = at + name.size();
        }
    }
    MatchKeys keys;
    for (std::size_t index = 0; index < places.size(); ++index) {
        const auto& [at, rule] = places[index];
        const std::size_t begin = at + rule->name.size() + 1;
        const std::size_t end =
            index + 1 < places.size() ? places[index + 1].first - 2 : named.size();
        add_key(keys, rule->name, std::string(named.substr(begin, end - begin)));
    }
    return keys;
}

Problem unfit(std::string code, std::string pointer, std::string cause, std::string fix) {
    return {"mapping.settings." + std::move(code), std::move(pointer), std::move(cause),
            std::move(fix), Owner::finance};
}

}  // namespace

bool MatchChain::has(std::string_view rule) const {
    return std::any_of(rules.begin(), rules.end(),
                       [&](const MatchRule& one) { return one.name == rule; });
}

void MatchChain::keep_in(std::string_view rule, std::string_view kind_of_field) {
    for (MatchRule& one : rules) {
        if (one.name == rule) {
            one.kind = kind_of_field;
        }
    }
}

const std::string& MatchChain::kind_of(const MatchRule& rule) const {
    return rule.kind.empty() ? kind : rule.kind;
}

CustomerMatching read_customer_matching(const JsonValue& settings, std::string_view kind) {
    return {read_chain(settings, "/customerMatching", kind, customer_rules),
            text_at(settings, "/customerMatching/noMatch") == "guest"};
}

ItemMatching read_item_matching(const JsonValue& settings, std::string_view kind) {
    return {read_chain(settings, "/itemMatching", kind, item_rules),
            std::string(text_at(settings, "/itemMatching/substituteItem"))};
}

MatchKeys customer_keys(const MatchChain& chain, const Party& buyer) {
    MatchKeys keys;
    for (const MatchRule& rule : chain.rules) {
        if (rule.field == match_field::vat_number) {
            const VatNumber vat = vat_number(buyer.company_id, buyer.country_code);
            add_key(keys, rule.name, vat.number.empty() ? "" : vat.country + vat.number);
        } else if (rule.field == match_field::name_and_postal_zone) {
            add_key(keys, rule.name, name_and_postal_zone_key(buyer.name, buyer.postal_zone));
        } else {
            add_key(keys, rule.name, buyer.id);
        }
    }
    return keys;
}

MatchKeys item_keys(const MatchChain& chain, const Item& item) {
    MatchKeys keys;
    for (const MatchRule& rule : chain.rules) {
        if (rule.field == match_field::gtin) {
            add_key(keys, rule.name, gtin_key(item.gtin));
        } else {
            add_key(keys, rule.name,
                    rule.only_aliases ? item.buyers_item_id : item.sellers_item_id);
        }
    }
    return keys;
}

Match match(const MatchChain& chain, const MatchKeys& keys, const Catalogue& catalogue) {
    Match result;
    for (const MatchRule& rule : chain.rules) {
        const std::string_view value = value_of(keys, rule.name);
        if (value.empty()) {
            continue;
        }
        std::vector<const CatalogueRecord*> records = found_by(rule, value, chain, catalogue);
        for (const CatalogueRecord* record : records) {
            if (!record->active && result.inactive.empty()) {
                result.inactive = record->id;
            }
        }
        std::erase_if(records, [](const CatalogueRecord* record) { return !record->active; });
        if (records.empty()) {
            continue;
        }
        result.rule = &rule;
        result.value = value;
        if (records.size() == 1) {
            result.record = records.front();
        } else {
            for (const CatalogueRecord* record : records) {
                result.candidates.push_back(record->id);
            }
        }
        return result;
    }
    return result;
}

std::string match_cause(const MatchChain& chain, const MatchKeys& keys, std::string_view prefix) {
    const std::string cause(prefix);
    if (chain.rules.size() == 1 && chain.rules.front().field.empty() &&
        !chain.rules.front().only_aliases) {
        const std::string_view code = value_of(keys, chain.rules.front().name);
        if (!chain.rules.front().aliases.contains(code)) {
            return code.empty() ? std::string() : cause + ":" + std::string(code);
        }
    }
    std::string named;
    for (const MatchRule& rule : chain.rules) {
        if (const std::string_view value = value_of(keys, rule.name); !value.empty()) {
            named += named.empty() ? "" : ", ";
            named += rule.name + "=" + in_one_line(std::string(value));
        }
    }
    return named.empty() ? std::string() : cause + "Match:" + named;
}

namespace {

Match match_named(const MatchChain& chain, std::string_view named, const Catalogue& catalogue) {
    MatchKeys keys = keys_named(chain, named);
    // A code alone: "item:SKU-1".
    if (keys.empty() && !chain.rules.empty()) {
        for (const MatchRule& rule : chain.rules) {
            if (rule.field.empty() && !rule.only_aliases) {
                add_key(keys, rule.name, std::string(named));
            }
        }
    }
    for (MatchKey& key : keys) {
        // Neither names nor postal zones have blanks here, so that the one there is divides them.
        if (key.rule == "nameAndPostalZone") {
            std::replace(key.value.begin(), key.value.end(), ' ', '\n');
        }
    }
    return match(chain, keys, catalogue);
}

}  // namespace

bool match_cause_gone(const MatchChain& chain, std::string_view named, const Catalogue& catalogue) {
    return match_named(chain, named, catalogue).record != nullptr;
}

bool match_cause_ambiguous(const MatchChain& chain, std::string_view named,
                           const Catalogue& catalogue) {
    return match_named(chain, named, catalogue).ambiguous();
}

Problem ambiguous_match(const Match& match, std::string_view what, std::string pointer) {
    std::string named;
    for (std::size_t index = 0; index < std::min(match.candidates.size(), candidates_named_max);
         ++index) {
        named += (index == 0 ? "" : ", ") + match.candidates[index];
    }
    if (match.candidates.size() > candidates_named_max) {
        named += " and " + std::to_string(match.candidates.size() - candidates_named_max) + " more";
    }
    const std::string subject(what);
    std::string cause = "The " + std::string(word_for(*match.rule)) + " " +
                        excerpt(in_one_line(match.value)) + " belongs to several " + subject +
                        "s of Sage: " + named + ".";
    if (what == "customer") {
        return {"mapping.customer_ambiguous", std::move(pointer), std::move(cause),
                "Let only one active customer of Sage have it, or add the account code to the "
                "setting /customerMatching/accountCodes.",
                Owner::finance};
    }
    return {"mapping.item_ambiguous", std::move(pointer), std::move(cause),
            "Let only one active item of Sage have it, or add the warehouse's code to the setting "
            "/itemMatching/sellersItemIds.",
            Owner::finance};
}

Remark match_remark(const Match& match, std::string_view what, std::string_view subject) {
    std::string message(subject);
    message += " was matched to " + std::string(what) + " " + match.record->id + " by the " +
               std::string(word_for(*match.rule)) + " " + excerpt(in_one_line(match.value)) + ".";
    return {what == "customer" ? "mapping.customer_matched" : "mapping.item_matched",
            std::string(what), std::move(message)};
}

Remark guest_remark(const std::string& buyer, const std::string& guest) {
    return {"mapping.customer_guest", "customer",
            (buyer.empty() ? "A buyer without an account code"
                           : "The buyer " + excerpt(buyer) + ", whom no rule finds,") +
                " was posted to the guest customer " + guest + "."};
}

Remark substitute_remark(const Line& line, const std::string& substitute) {
    return {"mapping.item_substituted", "item",
            "Line " + line.id + ": item " + substitute + " stands for " +
                excerpt(line.item.sellers_item_id) + ", which is not in Sage."};
}

void check_chain(const MatchChain& chain, const Catalogue& catalogue, std::string_view what,
                 std::vector<Problem>& problems) {
    const std::string noun(what);
    for (std::size_t index = 0; index < chain.rules.size(); ++index) {
        const MatchRule& rule = chain.rules[index];
        for (const auto& [code, id] : rule.aliases) {
            const CatalogueRecord* record = catalogue.find(chain.kind, id);
            if (record == nullptr || !record->active) {
                std::string pointer = rule.aliases_pointer;
                append_pointer_token(pointer, code);
                problems.push_back(
                    unfit("alias_unknown", std::move(pointer),
                          "The " + noun + " " + id + " for the code " + code +
                              (record == nullptr ? " is not in Sage." : " is inactive in Sage."),
                          "Name an active " + noun + " of Sage."));
            }
        }
        if (!rule.field.empty() && !catalogue.has_any(chain.kind_of(rule), rule.field)) {
            problems.push_back(
                unfit("rule_without_data", chain.pointer + "/" + std::to_string(index),
                      "No " + noun + " that was read from Sage has a " +
                          std::string(word_for(rule)) + ", so that this rule never finds one.",
                      "Enter it for the " + noun + "s in Sage, or take the rule out."));
        } else if (rule.only_aliases && rule.aliases.empty()) {
            problems.push_back(
                unfit("rule_without_data", chain.pointer + "/" + std::to_string(index),
                      "The setting " + rule.aliases_pointer +
                          " is empty, so that this rule never finds an " + noun + ".",
                      "Enter codes there, or take the rule out."));
        }
    }
}

}  // namespace sage
