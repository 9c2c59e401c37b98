// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/text_rules.h"

#include <algorithm>

namespace sage {
namespace {

TooLong too_long_of(std::string_view text) {
    return text == "cut" ? TooLong::cut : text == "overflow" ? TooLong::overflow : TooLong::hold;
}

std::vector<std::string> texts_of(const JsonValue* list) {
    std::vector<std::string> texts;
    if (list != nullptr && list->is_array()) {
        for (const JsonValue& one : list->get_array()) {
            texts.emplace_back(text_at(one, ""));
        }
    }
    return texts;
}

void read_rule(const JsonValue& value, const std::string& pointer, std::vector<TextRule>& rules,
               std::vector<Problem>& problems) {
    TextRule rule;
    for (const std::string& name : texts_of(at_pointer(value, "/documents"))) {
        if (const std::optional<MessageType> type = message_type_of(name)) {
            rule.documents.push_back(*type);
        }
    }
    rule.level = text_at(value, "/level") == "line" ? TextLevel::line : TextLevel::header;
    rule.to = texts_of(at_pointer(value, "/to"));
    rule.options.too_long = too_long_of(text_at(value, "/tooLong"));
    if (const JsonValue* marker = at_pointer(value, "/marker"); marker != nullptr) {
        rule.options.marker = text_at(*marker, "");
    }
    rule.options.pointer = pointer;
    Result<TextTemplate> text =
        TextTemplate::parse(text_at(value, "/text"), rule.level, pointer + "/text");
    if (!text.ok()) {
        problems.push_back(text.error().first());
    } else if (!rule.to.empty()) {
        rule.text = std::move(text).value();
        rules.push_back(std::move(rule));
    }
}

std::vector<TextField> fields_of(const TextRule& rule, const LimitOf& limit_of,
                                 const PlacedTexts& placed) {
    std::vector<TextField> fields;
    fields.reserve(rule.to.size());
    for (const std::string& name : rule.to) {
        if (const std::optional<FieldLimit> limit = limit_of(name)) {
            const auto found = placed.fields.find(name);
            fields.push_back({name, *limit, found == placed.fields.end() ? "" : found->second});
        }
    }
    return fields;
}

}  // namespace

bool TextRule::is_for(MessageType type) const {
    return documents.empty() ||
           std::find(documents.begin(), documents.end(), type) != documents.end();
}

std::vector<TextRule> read_text_rules(const JsonValue& settings, std::vector<Problem>& problems) {
    std::vector<TextRule> rules;
    const JsonValue* list = at_pointer(settings, "/texts");
    if (list != nullptr && list->is_array()) {
        for (std::size_t index = 0; index < list->get_array().size(); ++index) {
            read_rule(list->get_array()[index], "/texts/" + std::to_string(index), rules, problems);
        }
    }
    return rules;
}

FieldLimits read_field_limits(const JsonValue& settings) {
    FieldLimits limits;
    const JsonValue* map = at_pointer(settings, "/fieldLimits");
    if (map == nullptr || !map->is_object()) {
        return limits;
    }
    for (const auto& [name, value] : map->get_object()) {
        FieldLimit limit;
        const JsonValue* characters = at_pointer(value, "/characters");
        if (characters != nullptr && characters->is_int64()) {
            limit.characters_max = static_cast<std::size_t>(characters->get_int64());
        }
        const std::string_view set = text_at(value, "/characterSet");
        limit.character_set = set == "ascii"          ? CharacterSet::ascii
                              : set == "windows-1252" ? CharacterSet::windows_1252
                                                      : CharacterSet::unicode;
        limits.emplace(std::string(name), limit);
    }
    return limits;
}

FieldLimit smaller(const FieldLimit& left, const FieldLimit& right) {
    FieldLimit both;
    both.characters_max = left.characters_max == 0 ? right.characters_max
                          : right.characters_max == 0
                              ? left.characters_max
                              : std::min(left.characters_max, right.characters_max);
    both.character_set = std::max(left.character_set, right.character_set);
    both.single_line = left.single_line || right.single_line;
    return both;
}

void place_texts(const std::vector<TextRule>& rules, TextLevel level,
                 const TemplateSubject& subject, const LimitOf& limit_of, PlacedTexts& placed) {
    const MessageType type = subject.document.envelope.message_type;
    TextParts parts;
    for (const TextRule& rule : rules) {
        if (rule.level != level || !rule.is_for(type)) {
            continue;
        }
        rule.text.render(subject, parts);
        if (parts.empty()) {
            continue;
        }
        std::vector<TextField> fields = fields_of(rule, limit_of, placed);
        if (fields.empty()) {
            continue;
        }
        if (std::optional<Problem> problem = fit(parts, rule.options, fields, placed.remarks)) {
            if (!placed.problem) {
                placed.problem = std::move(problem);
            }
            continue;
        }
        for (TextField& field : fields) {
            if (!field.text.empty()) {
                placed.fields.insert_or_assign(std::move(field.name), std::move(field.text));
            }
        }
    }
}

}  // namespace sage
