// SPDX-License-Identifier: Apache-2.0
// Values as HyperAccounts takes and shows them: bodies whose numbers keep their digits, days in the
// machine's language, and amounts without what binary floating point left on them. All functions
// are pure and thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sage-adapter/base/json.h"
#include "sage-adapter/document/decimal.h"

namespace sage::sage50 {

/// Writes JSON. What is not said is left out: there it stays as it is, where an empty text clears.
class BodyWriter {
  public:
    BodyWriter() : out_("{") {}

    void text(std::string_view name, std::string_view value);
    void text_unless_empty(std::string_view name, std::string_view value);
    void text_if_given(std::string_view name, const std::optional<std::string>& value);
    void number(std::string_view name, const std::optional<Decimal>& value);
    void number(std::string_view name, const std::optional<int>& value);
    /// @param digits  of a whole number
    void digits(std::string_view name, std::string_view digits);
    void truth(std::string_view name, bool value);

    void begin_list(std::string_view name);
    void begin_item();
    void end_item() { out_ += '}'; }
    void end_list() { out_ += ']'; }

    /// The whole body. The writer is not used after it.
    std::string take();

  private:
    void name(std::string_view name);
    std::string out_;
};

/// Not empty, and digits alone.
bool is_digits(std::string_view text);
/// Without blanks at the ends.
std::string_view trimmed(std::string_view text);

/// "2026-11-18" as the machine takes it. Empty stays empty.
std::string day_on_wire(std::string_view date, bool month_first);
/// A day that is shown, "18/11/2026 00:00:00", as "2026-11-18"; what is none stays as it is.
std::string day_of(std::string_view shown);

/// Fifteen digits, which is what a number of Sage's holds, without zeros at the end; what is no
/// number stays as it is. "88.199999999999989" is 88.2.
std::string plain_number(std::string_view digits);
std::string plain_number(const Decimal& value);
/// The same with the two places that money has.
std::string money(std::string_view digits);
std::string money(const Decimal& value);
/// Without its sign: of credits Sage may show either.
std::string magnitude(std::string_view digits);

/// A member of a record as facts compare it, by its name in replies: amounts as money, quantities
/// and prices as plain numbers, days without the time, texts without blanks at their ends.
std::string plain_value(std::string_view member, std::string_view value);

/// A single value of a record as text: digits as they came, "true" and "false"; otherwise nothing.
std::string text_of(const JsonValue& value);
std::string value_of(const JsonValue& record, std::string_view member);

}  // namespace sage::sage50
