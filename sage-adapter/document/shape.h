// SPDX-License-Identifier: Apache-2.0
// What differs from one message type to the next, in one table.
#pragma once

#include <string_view>

#include "sage-adapter/document/document.h"

namespace sage {

enum class Need : std::uint8_t { optional, required };

/// Which values the quantity of a line may take.
enum class QuantityRule : std::uint8_t { positive, not_negative, not_zero };

/// What a document must hold at least.
enum class ContentRule : std::uint8_t { lines, lines_or_charges, tracking, decision, none };

struct Shape {
    MessageType type;
    std::string_view name;      ///< the envelope's messageType
    std::string_view quantity;  ///< the member that Line::quantity is; empty: lines are not read
    QuantityRule quantity_rule;
    std::string_view site_object;  ///< where the site stands: an object of the body, or the body
    std::string_view site;
    Need site_need;  ///< of a site in the body itself
    ContentRule content;
};

const Shape& shape_of(MessageType type);

}  // namespace sage
