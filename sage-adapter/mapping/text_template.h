// SPDX-License-Identifier: Apache-2.0
// A text with places for fields of a document, as a person writes it in the settings:
//
//   Despatch {id}, {actualDespatchDate|date "DD/MM/YYYY"}
//   Parcels: {shipment.consignments.trackingId|join ", "}
//
// No programming language: a name in braces is replaced by the field's value (template_fields.h),
// "{{" and "}}" stand for a brace. After "|" comes how it is written:
//
//   join "TEXT"      what stands between several values; without it ", "
//   date "PATTERN"   of a date: YYYY, YY, MM and DD are replaced, all else stays; without it ISO
//   number "PATTERN" of a number: 0, 0.00, #,##0 or #,##0.00 with any count of places, rounded half
//                    away from zero; without it the digits as they came
//
// A line that names fields, all of which are empty, is left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/mapping/template_fields.h"

namespace sage {

/// A part of a text that is never broken, and what stands before it where it is not the first of
/// its field: blanks or a separator. A word, a number, a tracking number.
struct TextPart {
    std::string before;
    std::string text;
};
using TextParts = std::vector<TextPart>;

/// The parts one after another.
std::string joined(const TextParts& parts);

enum class TextLevel : std::uint8_t { header, line };

/// Immutable; any thread.
class TextTemplate {
  public:
    /// Status::config with code mapping.template.* and `pointer`: braces that do not match, a field
    /// that does not exist or is not to be had at this level, a format that does not fit.
    static Result<TextTemplate> parse(std::string_view text, TextLevel level,
                                      const std::string& pointer);

    /// Empty when nothing is left of it. For a template of level line the subject has a line.
    TextParts render(const TemplateSubject& subject) const;

  private:
    struct Piece {
        std::string literal;  ///< where `field` is null
        const TemplateField* field = nullptr;
        std::string separator = ", ";
        std::string pattern;  ///< empty: as it came
    };
    using Pieces = std::vector<Piece>;
    friend class TemplateParser;

    std::vector<Pieces> lines_;
};

}  // namespace sage
