// SPDX-License-Identifier: Apache-2.0
// A database behind an ODBC driver: Sage 50's own on Windows, any other for tests.
//
// Each read is a connection of its own, read only, without a transaction. A driver is asked for
// every value as text, which is what ODBC lets it convert from any type (Microsoft, "SQL to C:
// Character"), so that no number is ever a `double` here.
//
// A driver runs in the host's process and may change it (PostgreSQL's sets LC_CTYPE when it is
// loaded; unixODBC and SQLite's driver change nothing). It is loaded by the first read, not before.
//
// Linked only into editions that say so (plugins/edition.cmake): what has no database loads no
// driver manager.
#pragma once

#include <memory>

#include "sage-adapter/base/status.h"
#include "sage-adapter/transport/data_source.h"

namespace sage {

/// An OpenDataSource. Does not connect. The codes of what read() fails with begin with "odbc.".
Result<std::unique_ptr<DataSource>> open_odbc_source(const DataSourceOptions& options);

}  // namespace sage
