// SPDX-License-Identifier: Apache-2.0
// Where each kind of records is: its table and columns, and how HyperAccounts shows the same.
// Internal to the reading of the catalogue.
#pragma once

#include <string_view>
#include <vector>

#include "plugins/sage50/catalogue.h"

namespace sage::sage50 {

struct SourceColumn {
    std::string_view name;    ///< of what it becomes: id_column or a field's name
    std::string_view column;  ///< of the table; empty: it has none
    std::string_view member;  ///< of the reply; empty: it shows none
    ValueKind kind = ValueKind::text;
    bool optional = false;  ///< not every version has it
};

inline constexpr std::string_view id_column = "id";
inline constexpr std::string_view key_column = "key";
inline constexpr std::string_view name_column = "name";
inline constexpr std::string_view inactive_column = "inactive";
inline constexpr std::string_view deleted_column = "deleted";
inline constexpr std::string_view changed_column = "changed";
inline constexpr std::string_view vat_column = "vatNumber";
inline constexpr std::string_view barcode_column = "barcode";
inline constexpr std::string_view postal_zone_column = "postalZone";
inline constexpr std::string_view account_column = "account";

struct Source {
    std::string_view kind;
    std::string_view table;
    std::string_view target;  ///< "/api/department"; empty: HyperAccounts does not show it
    bool search = false;      ///< of all that are not deleted; otherwise a list or one record
    /// The column by which the tables are read on, and by which changes are told apart.
    std::string_view order;
    std::vector<SourceColumn> columns;

    bool tells_changes() const;
};

/// Null: no such kind.
const Source* source_of(std::string_view kind);

}  // namespace sage::sage50
