// SPDX-License-Identifier: Apache-2.0
// How the simulated company keeps its records: fields under Sage's own names, with lines and other
// parts as records of their own.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/document/decimal.h"

namespace sage::simulated_sage200 {

enum class ValueKind : std::uint8_t { text, number, boolean };

struct Value {
    ValueKind kind = ValueKind::text;
    std::string text;  ///< a number's digits; "true" or "false"
};

struct Row {
    std::int64_t id = 0;
    std::int64_t visible_ms = 0;  ///< no list shows it before
    std::map<std::string, Value, std::less<>> values;
    /// Lists, and objects as lists of one.
    std::map<std::string, std::vector<Row>, std::less<>> parts;

    bool has(std::string_view field) const { return values.contains(field); }
    /// Empty when there is none.
    std::string_view text(std::string_view field) const;
    /// Zero when there is none.
    Decimal number(std::string_view field) const;
    std::int64_t integer(std::string_view field) const;
    bool truth(std::string_view field) const { return text(field) == "true"; }

    void set_text(std::string_view field, std::string_view text);
    void set_number(std::string_view field, const Decimal& number);
    void set_integer(std::string_view field, std::int64_t number);
    void set_truth(std::string_view field, bool truth);
    /// Unless there is a value already.
    void default_text(std::string_view field, std::string_view text);
    void default_integer(std::string_view field, std::int64_t number);
    void default_truth(std::string_view field, bool truth);
};

/// Digits without zeros at the end of the fraction, as Sage writes its numbers.
std::string plain(const Decimal& number);
/// Rounded as money is.
Decimal pennies(const Decimal& amount);

/// Records of one kind. A record stays where it is until it is removed.
class Table {
  public:
    Row& add(Row row);
    Row* find(std::int64_t id);
    const Row* find(std::int64_t id) const;
    /// The first with that text in the field; null if there is none.
    Row* find_text(std::string_view field, std::string_view text);
    const Row* find_text(std::string_view field, std::string_view text) const;
    bool remove(std::int64_t id);

    std::deque<Row>& rows() { return rows_; }
    const std::deque<Row>& rows() const { return rows_; }

  private:
    std::deque<Row> rows_;
};

}  // namespace sage::simulated_sage200
