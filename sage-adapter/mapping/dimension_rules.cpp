// SPDX-License-Identifier: Apache-2.0
// Which rules fit a line, and which value of each dimension comes first.
#include "sage-adapter/mapping/dimension_rules.h"

#include <algorithm>

namespace sage {
namespace {

std::vector<std::string> sorted_texts(const JsonValue& rule, std::string_view pointer) {
    std::vector<std::string> texts;
    const JsonValue* list = at_pointer(rule, pointer);
    if (list != nullptr && list->is_array()) {
        for (const JsonValue& one : list->get_array()) {
            texts.emplace_back(text_at(one, ""));
        }
    }
    std::sort(texts.begin(), texts.end());
    return texts;
}

bool holds(const std::vector<std::string>& condition, std::string_view text) {
    return condition.empty() || std::binary_search(condition.begin(), condition.end(), text);
}

DimensionRule read_rule(const JsonValue& value, std::string pointer) {
    DimensionRule rule;
    for (const std::string& name : sorted_texts(value, "/documents")) {
        if (const std::optional<MessageType> type = message_type_of(name)) {
            rule.documents.push_back(*type);
        }
    }
    rule.location_ids = sorted_texts(value, "/locationIds");
    rule.sales_channel_ids = sorted_texts(value, "/salesChannelIds");
    rule.item_classes = sorted_texts(value, "/itemClasses");
    rule.items = sorted_texts(value, "/items");
    rule.customers = sorted_texts(value, "/customers");
    rule.charges = sorted_texts(value, "/charges");
    rule.pointer = std::move(pointer);
    const JsonValue* set = at_pointer(value, "/set");
    if (set != nullptr && set->is_object()) {
        for (const auto& [name, id] : set->get_object()) {
            std::string where = rule.pointer + "/set";
            append_pointer_token(where, name);
            rule.values.push_back(
                {std::string(name), std::string(text_at(id, "")), std::move(where)});
        }
    }
    return rule;
}

}  // namespace

bool DimensionRule::fits(const DimensionSubject& subject) const {
    return (documents.empty() ||
            std::find(documents.begin(), documents.end(), subject.type) != documents.end()) &&
           holds(location_ids, subject.location_id) &&
           holds(sales_channel_ids, subject.sales_channel_id) &&
           holds(item_classes, subject.item_class) && holds(items, subject.item) &&
           holds(customers, subject.customer) && holds(charges, subject.charge);
}

std::vector<DimensionRule> read_dimension_rules(const JsonValue& settings,
                                                std::string_view pointer) {
    std::vector<DimensionRule> rules;
    const JsonValue* list = at_pointer(settings, pointer);
    if (list != nullptr && list->is_array()) {
        for (const JsonValue& one : list->get_array()) {
            rules.push_back(
                read_rule(one, std::string(pointer) + "/" + std::to_string(rules.size())));
        }
    }
    return rules;
}

ChosenDimensions choose_dimensions(const std::vector<DimensionRule>& rules,
                                   const DimensionSubject& subject) {
    ChosenDimensions chosen;
    for (const DimensionRule& rule : rules) {
        if (!rule.fits(subject)) {
            continue;
        }
        for (const DimensionValue& value : rule.values) {
            if (std::none_of(chosen.begin(), chosen.end(),
                             [&](const DimensionValue* one) { return one->name == value.name; })) {
                chosen.push_back(&value);
            }
        }
    }
    return chosen;
}

}  // namespace sage
