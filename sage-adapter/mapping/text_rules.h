// SPDX-License-Identifier: Apache-2.0
// The settings "texts" and "fieldLimits" (text_rules.json and field_limits.json, which every
// edition's settings have word for word): which texts go to which fields of Sage, and what happens
// when one does not fit. The edition says which fields there are and writes them; this decides what
// is in them. Pure; any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/fit_text.h"
#include "sage-adapter/mapping/text_template.h"

namespace sage {

struct TextRule {
    std::vector<MessageType> documents;  ///< empty: all
    TextLevel level = TextLevel::header;
    TextTemplate text;
    std::vector<std::string> to;  ///< never empty
    FitOptions options;

    bool is_for(MessageType type) const;
};

using FieldLimits = std::map<std::string, FieldLimit, std::less<>>;

/// `settings` has passed the schema. Appends a problem for each rule whose text does not parse.
std::vector<TextRule> read_text_rules(const JsonValue& settings, std::vector<Problem>& problems);
FieldLimits read_field_limits(const JsonValue& settings);

/// The smaller of two limits in every respect.
FieldLimit smaller(const FieldLimit& left, const FieldLimit& right);

/// The texts of a header or a line on their way into fields.
struct PlacedTexts {
    std::map<std::string, std::string, std::less<>> fields;  ///< what is there; no empty texts
    std::vector<Remark> remarks;
    std::optional<Problem> problem;  ///< the first: then the document is to be held
};

/// What a field of the document takes; nothing: this kind of document has no such field.
using LimitOf = std::function<std::optional<FieldLimit>(std::string_view)>;

/// Adds what the rules of this level say of the subject to what `placed` holds. Of a rule's fields
/// those that the document does not have are passed over.
void place_texts(const std::vector<TextRule>& rules, TextLevel level,
                 const TemplateSubject& subject, const LimitOf& limit_of, PlacedTexts& placed);

}  // namespace sage
