// SPDX-License-Identifier: Apache-2.0
// Which rules fit a line, and which value of each dimension comes first.
#include "sage-adapter/mapping/dimension_rules.h"

#include <algorithm>
#include <array>

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

using Condition = std::vector<std::string> DimensionRule::*;
constexpr std::array<Condition, 6> conditions = {
    &DimensionRule::location_ids, &DimensionRule::items,   &DimensionRule::item_classes,
    &DimensionRule::customers,    &DimensionRule::charges, &DimensionRule::sales_channel_ids};

std::array<std::string_view, 6> texts_of(const DimensionSubject& subject) {
    return {subject.location_id, subject.item,   subject.item_class,
            subject.customer,    subject.charge, subject.sales_channel_id};
}

// What a line does not have, where some rule asks for it.
constexpr std::string_view none = "-";

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

std::string asked_by(const std::vector<DimensionRule>& rules, const DimensionSubject& subject) {
    std::string asked(text_of(subject.type));
    const std::array<std::string_view, 6> texts = texts_of(subject);
    for (std::size_t index = 0; index < conditions.size(); ++index) {
        const bool is_asked = std::any_of(
            rules.begin(), rules.end(),
            [&](const DimensionRule& rule) { return !(rule.*conditions[index]).empty(); });
        asked += "|";
        asked += !is_asked ? std::string_view() : texts[index].empty() ? none : texts[index];
    }
    return asked;
}

std::vector<DimensionRule> rules_that_may_fit(std::vector<DimensionRule> rules,
                                              std::string_view asked) {
    std::array<std::string_view, conditions.size() + 1> parts;
    for (std::string_view& part : parts) {
        const std::size_t end = std::min(asked.find('|'), asked.size());
        part = asked.substr(0, end);
        asked.remove_prefix(std::min(end + 1, asked.size()));
    }
    const std::optional<MessageType> type = message_type_of(parts[0]);
    if (!type) {
        return {};
    }
    std::array<bool, conditions.size()> known{};
    for (std::size_t index = 0; index < conditions.size(); ++index) {
        std::string_view& part = parts[index + 1];
        known[index] = !part.empty();
        part = part == none ? std::string_view() : part;
    }
    const DimensionSubject subject{*type,    parts[1], parts[2], parts[3],
                                   parts[4], parts[5], parts[6]};
    std::erase_if(rules, [&](const DimensionRule& rule) {
        DimensionRule known_part = rule;
        for (std::size_t index = 0; index < conditions.size(); ++index) {
            if (!known[index]) {
                (known_part.*conditions[index]).clear();
            }
        }
        return !known_part.fits(subject);
    });
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
