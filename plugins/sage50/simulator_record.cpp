// SPDX-License-Identifier: Apache-2.0
#include "plugins/sage50/simulator_record.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sage::simulated_sage50 {
namespace {

constexpr std::size_t justified_width = 7;

}  // namespace

std::string_view Row::text(std::string_view column) const {
    const auto found = values.find(column);
    return found == values.end() ? std::string_view() : std::string_view(found->second);
}

Decimal Row::number(std::string_view column) const {
    return Decimal::parse(text(column)).value_or(Decimal());
}

std::int64_t Row::integer(std::string_view column) const {
    const std::string_view digits = text(column);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

void Row::set(std::string_view column, std::string_view text) {
    values.insert_or_assign(std::string(column), std::string(text));
}

void Row::set_number(std::string_view column, const Decimal& number) {
    set(column, plain(number));
}

void Row::set_integer(std::string_view column, std::int64_t number) {
    set(column, std::to_string(number));
}

void Row::copy(const Row& other, std::string_view column, std::string_view as) {
    set(as.empty() ? column : as, other.text(column));
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

std::string right_justified(std::string_view digits) {
    const std::size_t blanks = justified_width - std::min(justified_width, digits.size());
    return std::string(blanks, ' ') + std::string(digits);
}

Row& Table::add(Row row) {
    const std::int64_t id = row.id;
    by_key_.emplace(row.text(key_), id);
    changes_.written.insert(id);
    return rows_.insert_or_assign(id, std::move(row)).first->second;
}

const Row* Table::find(std::int64_t id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

const Row* Table::first(std::string_view key) const {
    const auto found = by_key_.lower_bound(key);
    return found == by_key_.end() || found->first != key ? nullptr : find(found->second);
}

std::vector<const Row*> Table::all(std::string_view key) const {
    std::vector<const Row*> rows;
    const auto [begin, end] = by_key_.equal_range(key);
    for (auto at = begin; at != end; ++at) {
        rows.push_back(find(at->second));
    }
    return rows;
}

Row& Table::change(std::int64_t id) {
    changes_.written.insert(id);
    return rows_.find(id)->second;
}

void Table::remove(std::int64_t id) {
    const auto found = rows_.find(id);
    if (found == rows_.end()) {
        return;
    }
    std::erase_if(by_key_, [id](const auto& entry) { return entry.second == id; });
    rows_.erase(found);
    changes_.written.erase(id);
    changes_.removed.insert(id);
}

Table::Changes Table::take_changes() {
    return std::exchange(changes_, Changes());
}

}  // namespace sage::simulated_sage50
