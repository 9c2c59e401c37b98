// SPDX-License-Identifier: Apache-2.0
// From a connection to a session that may be trusted: the right database, our schema in it, and set
// so that a commit that returned is on the server's disk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/postgres_connection.h"

namespace sage {

/// libpq's connection string for these options. Asks for the password, if one is named.
Result<std::string> conninfo_of(const PostgresOptions& options);

/// Sets and reads back what durability and time limits rest on; makes the schema in a database that
/// has none; finds the company of that identity or enters it. Returns its number. What makes the
/// outbox less safe without being wrong goes to options.warn.
Result<std::int64_t> prepare_session(PostgresConnection& connection,
                                     const PostgresOptions& options);

}  // namespace sage
