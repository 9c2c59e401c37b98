// SPDX-License-Identifier: Apache-2.0
// What columns the tables of a Sage 50 company have, as Sage's ODBC driver shows them, and from
// which version on. The simulated company keeps its records in these tables; whatever else it
// shows is made of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sage::simulated_sage50 {

enum class ColumnType : std::uint8_t { text, integer, number, date, date_time };

struct Column {
    std::string name;
    ColumnType type = ColumnType::text;
    std::string sql_type;  ///< as the driver names it: VARCHAR, DOUBLE, TINYINT; empty: no name
    int width = 0;         ///< most characters of a text
    int since = 0;         ///< the first version of Sage that has it; 0: always
    int wide_since = 0;    ///< from this version on it has `wide_width`; 0: never
    int wide_width = 0;

    int width_in(int version) const {
        return wide_since > 0 && version >= wide_since ? wide_width : width;
    }
    bool is_in(int version) const { return version >= since; }
};

/// One table.
class Model {
  public:
    Model() = default;
    /// `table` has a word for each column: NAME:TYPE, with V and the width for texts, I, S and T
    /// for integers of four, two and one byte, D for numbers, DATE, STAMP for date and time, L for
    /// long texts. "NOTES_1..3:V60" are three columns, "@29" those of version 29 and later,
    /// "V60>120@29" one that became wider then, "@record" when and whether a record was changed.
    /// @param key  the column by which records are found; it never changes
    Model(std::string_view key, std::string_view table);

    const std::string& key() const { return key_; }
    const std::vector<Column>& columns() const { return columns_; }
    /// Null if there is no such column in that version.
    const Column* find(std::string_view name, int version) const;
    /// In whatever version.
    const Column* find(std::string_view name) const;

  private:
    void add(std::string_view word);

    std::string key_;
    std::vector<Column> columns_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
};

using Models = std::map<std::string, Model, std::less<>>;
void add_master_models(Models& models);
void add_document_models(Models& models);
void add_ledger_models(Models& models);
Models all_models();

}  // namespace sage::simulated_sage50
