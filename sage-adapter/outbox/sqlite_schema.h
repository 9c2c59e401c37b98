// SPDX-License-Identifier: Apache-2.0
// From a file to a database that may be trusted: whose it is, which schema, sound, and set so that
// a commit that returned is on the disk.
#pragma once

#include <cstdint>
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
};

/// Opens the database for writing; makes the schema if the file is empty. A database of another
/// program, another identity or a newer schema, and a damaged one, are refused before anything is
/// written.
Result<std::unique_ptr<SqliteConnection>> open_database(const std::string& path,
                                                        std::string_view identity,
                                                        const SqliteLimits& limits);

/// A second connection that only reads: what is committed, while the first one writes.
Result<std::unique_ptr<SqliteConnection>> open_for_reading(const std::string& path);

}  // namespace sage
