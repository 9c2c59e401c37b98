// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/mapping/shadow_rules.h"

#include <boost/json/array.hpp>

namespace sage {
namespace {

void add_rule(std::vector<ShadowRule>& rules, std::string_view text, std::string_view field,
              const std::string& pointer, std::vector<Problem>& problems) {
    Result<TextTemplate> parsed = TextTemplate::parse(text, TextLevel::header, pointer + "/text");
    if (parsed.ok()) {
        rules.push_back({std::move(parsed).value(), std::string(field), pointer});
    } else {
        problems.push_back(parsed.error().first());
    }
}

}  // namespace

std::vector<ShadowRule> read_shadow_rules(const JsonValue& settings,
                                          const std::vector<UsualRule>& usual,
                                          std::vector<Problem>& problems) {
    std::vector<ShadowRule> rules;
    const JsonValue* named = at_pointer(settings, "/shadow/findBy");
    if (named == nullptr || !named->is_array()) {
        for (const auto& [text, field] : usual) {
            add_rule(rules, text, field, "", problems);
        }
        return rules;
    }
    std::size_t index = 0;
    for (const JsonValue& rule : named->get_array()) {
        add_rule(rules, text_at(rule, "/text"), text_at(rule, "/field"),
                 "/shadow/findBy/" + std::to_string(index++), problems);
    }
    return rules;
}

std::vector<Sought> sought_by(const std::vector<ShadowRule>& rules, const Document& document) {
    std::vector<Sought> sought;
    for (const ShadowRule& rule : rules) {
        std::string value = joined(rule.text.render({document, nullptr, {}}));
        if (!value.empty()) {
            sought.push_back({rule.field, std::move(value)});
        }
    }
    return sought;
}

}  // namespace sage
