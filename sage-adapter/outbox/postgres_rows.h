// SPDX-License-Identifier: Apache-2.0
// How an Entry is read from a PostgreSQL table: the list of columns and what becomes of them; how a
// list of numbers is told to the server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/postgres_connection.h"

namespace sage {

/// The columns of an Entry, of `document AS d` and `content AS c`.
std::string_view entry_columns_of_postgres();
/// How many they are.
inline constexpr std::size_t entry_column_count = 26;
/// "SELECT … FROM document AS d JOIN content AS c …WHERE d.company = $1 AND ", to go on with.
std::string select_entries_of_postgres();
/// The row the statement stands on, whose first columns are those above.
Entry read_entry(const PostgresStatement& row);

/// Of columns sequence, number, generation, begun_ms, deadline_ms, replay, send_hash, send_json.
Attempt read_attempt(const PostgresStatement& row);

Counts read_counts(const PostgresStatement& row, std::size_t first);

/// "{3,7,9}", in order: two hosts that lock the same rows lock them one way round.
std::string array_of(std::vector<std::int64_t> numbers);

}  // namespace sage
