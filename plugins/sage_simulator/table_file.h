// SPDX-License-Identifier: Apache-2.0
// Tables in a database file of SQLite, which other programs read while it is written, by ODBC for
// example. Its log is a file beside it; the folder has to be one that its readers may write.
#pragma once

#include <memory>
#include <string>

#include "plugins/sage_simulator/tables.h"

namespace sage {

/// Opens or makes the file. Nothing is synced: the tables are made anew by whoever starts again.
/// Status::storage.
Result<std::unique_ptr<TableWriter>> open_table_file(const std::string& path);

}  // namespace sage
