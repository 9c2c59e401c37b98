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

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/mapping/template_fields.h"

namespace sage {

/// A part of a text that is never broken, and what stands before it where it is not the first of
/// its field: blanks or a separator. A word, a number, a tracking number.
struct TextPart {
    std::string_view before;
    std::string_view text;
};

/// A text in parts, kept in one string. What is read of it lives until it is changed.
class TextParts {
  public:
    TextParts() = default;
    TextParts(std::initializer_list<TextPart> parts);

    /// Appends to the last part, or a part of its own where something was put between them.
    void append(std::string_view text);
    /// What stands before the next part; several are put one after another. Nothing stands before
    /// the first part, or after the last one.
    void append_between(std::string_view text);
    void push_back(const TextPart& part);
    /// Empty again, with the memory it has.
    void clear();
    void reserve(std::size_t bytes, std::size_t parts);

    /// What there is at a moment, to come back to after more was appended.
    struct Mark {
        std::size_t text;
        std::size_t parts;
        std::size_t end;
        bool open;
    };
    Mark mark() const { return {text_.size(), places_.size(), end_, open_}; }
    void back_to(const Mark& mark);

    bool empty() const { return places_.empty(); }
    std::size_t size() const { return places_.size(); }
    TextPart operator[](std::size_t index) const;
    /// The parts one after another.
    std::string_view whole() const { return std::string_view(text_).substr(0, end_); }

    class Iterator {
      public:
        Iterator(const TextParts& parts, std::size_t index) : parts_(&parts), index_(index) {}
        TextPart operator*() const { return (*parts_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

      private:
        const TextParts* parts_;
        std::size_t index_;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

  private:
    // Where a part begins, and where the one before it ended.
    struct Place {
        std::size_t before;
        std::size_t text;
    };

    std::string text_;
    std::vector<Place> places_;
    std::size_t end_ = 0;  ///< of the last part; behind it is what stands before the next
    bool open_ = false;    ///< the last part may be appended to
};

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
    /// The same into `parts`, in place of what is there.
    void render(const TemplateSubject& subject, TextParts& parts) const;

    /// Whether it names something that late tracking may change: of the shipment or its parcels.
    bool names_shipment() const;

  private:
    struct Piece {
        std::string literal;  ///< where `field` is null
        const TemplateField* field = nullptr;
        std::string separator = ", ";
        std::string pattern;  ///< empty: as it came
    };
    using Pieces = std::vector<Piece>;
    static void append_values(TextParts& parts, const std::vector<std::string>& values,
                              const Piece& piece);
    friend class TemplateParser;

    std::vector<Pieces> lines_;
};

}  // namespace sage
