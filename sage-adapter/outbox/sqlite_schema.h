// SPDX-License-Identifier: Apache-2.0
// From a file to a database that may be trusted: whose it is, which schema, sound, and set so that
// a commit that returned is on the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/sqlite_connection.h"

namespace sage {

/// Limits that a test makes small.
struct SqliteLimits {
    std::uint64_t documents_max;  ///< not final; more are refused as busy
    std::int64_t pages_max;       ///< of the database; 0: what the disk holds
    /// A larger database is not read through when it is opened: check_while_open() is for it.
    std::int64_t pages_checked_when_opened = 16'384;
};

/// Opens the database for writing; makes the schema if the file is empty, and brings an older one
/// up to this version. A database of another
/// program, another identity or a newer schema, and a damaged one, are refused before anything is
/// written.
Result<std::unique_ptr<SqliteConnection>> open_database(const std::string& path,
                                                        std::string_view identity,
                                                        const SqliteLimits& limits);

/// Whether a database of that size was read through when it was opened.
Result<bool> checked_when_opened(SqliteConnection& connection, const SqliteLimits& limits);

/// Reads the whole database, a table with its indexes at a time, and asks before each whether to go
/// on; false: told not to. By a connection of its own, which holds up neither readers nor the
/// writer. Status::storage, outbox.damaged: a table is not sound.
Result<bool> check_while_open(SqliteConnection& connection, const std::function<bool()>& cancelled);

/// A second connection that only reads: what is committed, while the first one writes.
Result<std::unique_ptr<SqliteConnection>> open_for_reading(const std::string& path);

}  // namespace sage
