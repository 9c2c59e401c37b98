// SPDX-License-Identifier: Apache-2.0
// The records of the simulated company: texts by column, as exact as they were given. What a
// column has no value for is blank, zero or, for dates, missing: Sage has no NULL for texts and
// numbers.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/document/decimal.h"

namespace sage::simulated_sage50 {

struct Row {
    std::int64_t id = 0;  ///< grows through all tables, in the order in which records were made
    /// Texts in UTF-8, numbers as digits, dates as YYYY-MM-DD, with their time after a blank.
    std::map<std::string, std::string, std::less<>> values;

    /// Empty when there is none.
    std::string_view text(std::string_view column) const;
    /// Zero when there is none.
    Decimal number(std::string_view column) const;
    std::int64_t integer(std::string_view column) const;
    bool has(std::string_view column) const { return !text(column).empty(); }

    void set(std::string_view column, std::string_view text);
    void set_number(std::string_view column, const Decimal& number);
    void set_integer(std::string_view column, std::int64_t number);
    /// The column becomes what it is in the other record.
    void copy(const Row& other, std::string_view column, std::string_view as = "");
};

/// Digits without zeros at the end of the fraction.
std::string plain(const Decimal& number);
/// Two places, half up, away from zero: as Sage rounds money.
Decimal pennies(const Decimal& amount);
/// "      9": numbers in texts of seven characters stand at the right.
std::string right_justified(std::string_view digits);

/// Records of one kind, found by their id and by one column.
class Table {
  public:
    Table() = default;
    explicit Table(std::string key) : key_(std::move(key)) {}

    Row& add(Row row);
    const Row* find(std::int64_t id) const;
    /// The first with that text in the key column, in the order in which they were made.
    const Row* first(std::string_view key) const;
    std::vector<const Row*> all(std::string_view key) const;
    const std::map<std::int64_t, Row>& rows() const { return rows_; }
    /// To be changed, but for its key column. The record is there.
    Row& change(std::int64_t id);
    void remove(std::int64_t id);

    struct Changes {
        std::set<std::int64_t> written;
        std::set<std::int64_t> removed;
    };
    /// What was added, changed and removed since the last call.
    Changes take_changes();

  private:
    std::string key_;
    std::map<std::int64_t, Row> rows_;
    std::multimap<std::string, std::int64_t, std::less<>> by_key_;
    Changes changes_;
};

}  // namespace sage::simulated_sage50
