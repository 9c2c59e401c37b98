// SPDX-License-Identifier: Apache-2.0
// Numbers are kept as the digits that Sage would show, and counted exactly.
#include "plugins/sage200/simulator_record.h"

#include <algorithm>
#include <charconv>

namespace sage::simulated_sage200 {

std::string_view Row::text(std::string_view field) const {
    const auto found = values.find(field);
    return found == values.end() ? std::string_view() : std::string_view(found->second.text);
}

Decimal Row::number(std::string_view field) const {
    return Decimal::parse(text(field)).value_or(Decimal());
}

std::int64_t Row::integer(std::string_view field) const {
    const std::string_view digits = text(field);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

void Row::set_text(std::string_view field, std::string_view text) {
    values.insert_or_assign(std::string(field), Value{ValueKind::text, std::string(text)});
}

void Row::set_number(std::string_view field, const Decimal& number) {
    values.insert_or_assign(std::string(field), Value{ValueKind::number, plain(number)});
}

void Row::set_integer(std::string_view field, std::int64_t number) {
    values.insert_or_assign(std::string(field), Value{ValueKind::number, std::to_string(number)});
}

void Row::set_truth(std::string_view field, bool truth) {
    values.insert_or_assign(std::string(field),
                            Value{ValueKind::boolean, truth ? "true" : "false"});
}

void Row::default_text(std::string_view field, std::string_view text) {
    if (!has(field)) {
        set_text(field, text);
    }
}

void Row::default_integer(std::string_view field, std::int64_t number) {
    if (!has(field)) {
        set_integer(field, number);
    }
}

void Row::default_truth(std::string_view field, bool truth) {
    if (!has(field)) {
        set_truth(field, truth);
    }
}

std::string plain(const Decimal& number) {
    std::string digits = number.text();
    if (digits.find('.') != std::string::npos) {
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.ends_with('.')) {
            digits.pop_back();
        }
    }
    return digits;
}

Decimal pennies(const Decimal& amount) {
    return amount.rounded(2, Rounding::half_away_from_zero);
}

Row& Table::add(Row row) {
    return rows_.emplace_back(std::move(row));
}

Row* Table::find(std::int64_t id) {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [id](const Row& row) { return row.id == id; });
    return found == rows_.end() ? nullptr : &*found;
}

const Row* Table::find(std::int64_t id) const {
    return const_cast<Table*>(this)->find(id);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

Row* Table::find_text(std::string_view field, std::string_view text) {
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [&](const Row& row) { return row.text(field) == text; });
    return found == rows_.end() ? nullptr : &*found;
}

const Row* Table::find_text(std::string_view field, std::string_view text) const {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    return const_cast<Table*>(this)->find_text(field, text);
}

bool Table::remove(std::int64_t id) {
    return std::erase_if(rows_, [id](const Row& row) { return row.id == id; }) > 0;
}

}  // namespace sage::simulated_sage200
