// SPDX-License-Identifier: Apache-2.0
// How an Entry is read from the tables: the list of columns and what becomes of them.
#pragma once

#include <string>
#include <string_view>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/sqlite_connection.h"

namespace sage {

/// "SELECT … FROM document JOIN content …", ready for a WHERE clause that begins after it.
/// @param index  of the table `document`, by force: a plan that scans a million rows must fail in a
///               test, not in production. Empty: the planner's choice.
/// @param more   further columns, each with a comma before it
std::string select_entries(std::string_view index, std::string_view more = "");
/// The letters of SqliteStatement for these columns.
std::string_view entry_columns();
/// The row the statement stands on.
Entry read_entry(const SqliteStatement& row);

/// Of columns sequence, number, generation, begun_ms, deadline_ms, replay, send_hash, send_json.
Attempt read_attempt(const SqliteStatement& row);

Counts read_counts(const SqliteStatement& row, std::size_t first);

/// The member of `counts` that counts documents in this state.
std::int64_t& count_of(Counts& counts, State state);

}  // namespace sage
