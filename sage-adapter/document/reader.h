// SPDX-License-Identifier: Apache-2.0
// Reads the members of one JSON object of a document, each by the rule its meaning has, and tells
// every problem with its JSON pointer. A reader of an object that is not there reads nothing and
// says nothing more, so that one mistake is told once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/json.h"
#include "sage-adapter/document/document.h"
#include "sage-adapter/document/problems.h"
#include "sage-adapter/document/shape.h"

namespace sage {

/// What a text may hold.
enum class TextKind : std::uint8_t { identifier, identifier_or_empty, text, text_not_blank };

/// What a decimal means, for the words and the code of its problems.
enum class DecimalKind : std::uint8_t { money, quantity, rate };

class Reader {
  public:
    Reader(const JsonValue& root, Problems& problems);
    /// The element at `index` of a list.
    Reader(const Reader& list, std::size_t index, const JsonValue& element);
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Reader object(std::string_view name, Need need = Need::optional) const {
        return Reader(*this, name, need);
    }

    /// Text of up to limits::text_bytes_max bytes, not blank when required; line breaks and tabs
    /// are allowed.
    void text(std::string_view name, std::string& out, Need need = Need::optional) const;
    /// Text of up to limits::identifier_bytes_max bytes without any control character; not blank.
    void identifier(std::string_view name, std::string& out, Need need = Need::optional) const;
    /// The same, where empty means the same as left out.
    void identifier_or_empty(std::string_view name, std::string& out) const;
    /// Eight to fourteen digits.
    void gtin(std::string_view name, std::string& out) const;
    /// A UUID as text, in either case.
    void uuid(std::string_view name, std::string& out, Need need) const;
    /// A day of the calendar, YYYY-MM-DD.
    void date(std::string_view name, std::string& out, Need need = Need::optional) const;
    /// An instant with its offset (RFC 3339).
    void instant(std::string_view name, std::string& out, Need need = Need::optional) const;
    /// Three capital letters.
    void currency(std::string_view name, std::string& out, Need need = Need::optional) const;
    /// Two capital letters.
    void country(std::string_view name, std::string& out) const;
    /// One of `choices`, which are separated by blanks.
    void choice(std::string_view name, std::string& out, std::string_view choices, Need need) const;
    void truth(std::string_view name, bool& out) const;
    std::optional<Decimal> decimal(std::string_view name, DecimalKind kind,
                                   Need need = Need::optional) const;
    std::optional<Money> money(std::string_view name, Need need = Need::optional) const;
    std::optional<Quantity> quantity(std::string_view name, Need need = Need::optional) const;
    /// Texts of a list, at most `count_max`.
    void texts(std::string_view name, std::vector<std::string>& out, std::size_t count_max) const;
    void identifiers(std::string_view name, std::vector<std::string>& out,
                     std::size_t count_max) const;

    /// Calls `each(reader of the element)` for every element of a list, unless there are more than
    /// `count_max`.
    template <class Each>
    void list(std::string_view name, std::size_t count_max, Each each) const {
        const JsonValue* found = list_of(name, count_max);
        if (found == nullptr) {
            return;
        }
        const Reader whole(*this, name);
        std::size_t index = 0;
        for (const JsonValue& element : found->get_array()) {
            each(Reader(whole, index++, element));
        }
    }

    bool present() const { return object_ != nullptr; }
    std::string pointer() const;
    std::string pointer(std::string_view name) const;
    Problems& problems() const { return *problems_; }
    void problem(std::string_view name, std::string_view code, std::string cause, std::string fix,
                 Owner owner = Owner::warehouse) const;

  private:
    Reader(const Reader& parent, std::string_view name, Need need);
    Reader(const Reader& parent, std::string_view name);
    const JsonValue* find(std::string_view name, Need need) const;
    const JsonValue* list_of(std::string_view name, std::size_t count_max) const;
    bool plain_text(std::string_view name, std::string& out, Need need, TextKind kind) const;
    void text_list(std::string_view name, std::vector<std::string>& out, std::size_t count_max,
                   TextKind kind) const;

    const Reader* parent_ = nullptr;
    std::string_view name_;
    std::optional<std::size_t> index_;
    const JsonObject* object_ = nullptr;
    Problems* problems_ = nullptr;
};

}  // namespace sage
