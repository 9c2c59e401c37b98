// SPDX-License-Identifier: Apache-2.0
// Text into fields of Sage that may be too short for it. Nothing is lost in silence: what does not
// fit is held, or goes on in the next field, or is cut with a marker and a remark that says so.
//
// Characters are Unicode code points: what Sage publishes as the length of a field does not say
// otherwise for any edition. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/mapping/text_template.h"

namespace sage {

enum class CharacterSet : std::uint8_t { unicode, windows_1252, ascii };

/// What a field takes.
struct FieldLimit {
    std::size_t characters_max = 0;  ///< 0: no limit is known
    CharacterSet character_set = CharacterSet::unicode;
    bool single_line = false;  ///< line breaks and tabs become blanks

    bool operator==(const FieldLimit&) const = default;
};

enum class TooLong : std::uint8_t {
    hold,      ///< the document waits for a person
    cut,       ///< the text ends with the marker
    overflow,  ///< it goes on in the next field; held when that was the last
};

/// A field of Sage and what is in it already.
struct TextField {
    std::string name;
    FieldLimit limit;
    std::string text;
};

/// Something about a text that a person should know although the document is posted.
struct Remark {
    std::string code;  ///< "mapping.text_cut", "mapping.characters_replaced"
    std::string field;
    std::string message;

    bool operator==(const Remark&) const = default;
};

struct FitOptions {
    TooLong too_long = TooLong::hold;
    std::string marker = "...";
    std::string pointer;  ///< of the rule in the settings
};

std::size_t count_characters(std::string_view text);

/// Whether the set has every character of the text.
bool has_characters(CharacterSet set, std::string_view text);

/// Appends the parts to the first field, after what is there (a line of its own, or after a blank
/// where the field has one line); with `overflow` they go on in the fields after it, broken between
/// parts only. A character that the field's set does not have holds the document, but for `cut`,
/// which puts "?" in its place.
/// A Problem (mapping.text_too_long, mapping.text_characters): nothing was changed.
std::optional<Problem> fit(const TextParts& parts, const FitOptions& options,
                           std::vector<TextField>& fields, std::vector<Remark>& remarks);

}  // namespace sage
