// SPDX-License-Identifier: Apache-2.0
// The setting "shadow" (shadow_rules.json, which an edition's settings have word for word): where a
// document that people or another system posted carries what the warehouse calls it, so that a
// shadow run finds it without a reference of ours. The edition says which fields can be searched.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/mapping/text_template.h"

namespace sage {

/// A field of Sage and the value by which a document is looked for in it.
struct Sought {
    std::string field;
    std::string value;
};

struct ShadowRule {
    TextTemplate text;
    std::string field;
    std::string pointer;  ///< in the settings; empty: one of the usual rules
};

/// A text and the field of Sage that usually holds it.
using UsualRule = std::pair<std::string_view, std::string_view>;

/// `settings` has passed the schema; where it names no rules, the usual ones. Appends a problem for
/// each rule whose text does not parse.
std::vector<ShadowRule> read_shadow_rules(const JsonValue& settings,
                                          const std::vector<UsualRule>& usual,
                                          std::vector<Problem>& problems);

/// What the rules make of a document, in their order. A rule whose text comes out empty says
/// nothing.
std::vector<Sought> sought_by(const std::vector<ShadowRule>& rules, const Document& document);

}  // namespace sage
