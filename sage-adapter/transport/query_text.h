// SPDX-License-Identifier: Apache-2.0
// A query as the one SELECT that is sent, and what no query may hold.
//
// That nothing is written does not rest on the driver: SQLite's and PostgreSQL's take
// SQL_MODE_READ_ONLY and carry out an INSERT all the same. So what is sent begins with SELECT, is
// one statement, has no word that writes or locks, and no value but those that are bound.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/transport/data_source.h"

namespace sage {

/// What is wrong with it, in a few words; empty: it may be sent. A fault is the edition's.
std::string_view query_fault(const Query& query);

/// The text of a query without fault, of these of its columns.
std::string query_text(const Query& query, const std::vector<QueryColumn>& columns);

}  // namespace sage
