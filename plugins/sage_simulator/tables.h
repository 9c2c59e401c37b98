// SPDX-License-Identifier: Apache-2.0
// The tables that a Sage shows to programs which read its database, and who writes them down. A
// simulated Sage that has such tables says what they are and what changed; where they are kept is
// the writer's business.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sage-adapter/base/status.h"

namespace sage {

struct TableColumn {
    std::string name;
    std::string type;  ///< as SQL declares it; empty: without a type
};

struct TableLayout {
    std::string name;
    std::vector<TableColumn> columns;
};

struct TableRow {
    std::int64_t id = 0;  ///< names the row in later changes; no column shows it
    /// One for each column: the bytes as the database holds them, digits for numbers; nothing is
    /// NULL.
    std::vector<std::optional<std::string>> values;
};

struct TableChange {
    std::string table;
    std::vector<TableRow> written;  ///< new, or in place of the row of that id
    std::vector<std::int64_t> removed;
};

/// One thread at a time.
class TableWriter {
  public:
    TableWriter() = default;
    TableWriter(const TableWriter&) = delete;
    TableWriter& operator=(const TableWriter&) = delete;
    virtual ~TableWriter() = default;

    /// Makes the tables, empty, in place of those of the same names. Status::storage.
    virtual Result<void> lay_out(const std::vector<TableLayout>& tables) = 0;
    /// All changes or none; who reads meanwhile sees what was before. Status::storage.
    virtual Result<void> write(const std::vector<TableChange>& changes) = 0;
    /// Where a program finds them, for a person: the path of a file.
    virtual std::string place() const = 0;
};

}  // namespace sage
