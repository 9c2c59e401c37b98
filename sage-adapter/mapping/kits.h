// SPDX-License-Identifier: Apache-2.0
// The setting "kits" (kits.json, which every edition's settings have word for word): whether the
// line of a kit is posted or the lines of its components, and what these cost. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "sage-adapter/base/json.h"
#include "sage-adapter/base/status.h"
#include "sage-adapter/document/document.h"

namespace sage {

enum class KitPolicy : std::uint8_t { keep, explode };
enum class KitPrice : std::uint8_t { by_quantity, on_first };

struct KitRules {
    KitPolicy policy = KitPolicy::keep;
    KitPrice price = KitPrice::by_quantity;
};

/// `settings` has passed the schema.
KitRules read_kit_rules(const JsonValue& settings);

/// Whether any line is a kit or a component of one.
bool has_kits(const Document& document);

struct PostedKits {
    /// The document with as many lines, in the same places: those that are not posted have the
    /// quantity zero. Its net amount is what it was.
    Document document;
    /// Why it cannot be posted so: then it is to be held.
    std::optional<Problem> problem;
};
/// Components of a priced kit share the net amount of the kit's line: each has, to the penny, what
/// its quantity and that of the components before it are of the whole, less what those have. Their
/// price is the one with the fewest places that comes to it. What has no tax has the kit's.
PostedKits post_kits(const Document& document, const KitRules& rules);

}  // namespace sage
