// SPDX-License-Identifier: Apache-2.0
// Documents of Sage 50 in the tables of its ODBC driver: orders and their lines, invoices, credits
// and theirs, despatches, movements of stock, the audit trail. A question to HyperAccounts is a
// search of one of these tables, by the names of its columns; so it is made a query of the same
// table, and the rows become the answer that HyperAccounts would give. Whatever reads answers
// (wire.h) thus makes the same records of both. All functions are pure and thread-safe.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plugins/sage50/wire.h"
#include "sage-adapter/transport/data_source.h"

namespace sage::sage50 {

/// As Company::document_query(). Nothing: it is no search, or one of something else.
std::optional<Query> document_query(const Books& books, const Request& question);
/// As Company::document_reply(), with the members that document_query() asked for.
Reply document_reply(const Request& question, const QueryAnswer& answer);

struct DocumentColumn {
    std::string column;  ///< of the table
    std::string member;  ///< of the answer
    ValueKind kind = ValueKind::text;
};
struct DocumentTable {
    std::string_view search;  ///< "/api/searchInvoice"
    std::string_view table;
    std::vector<DocumentColumn> columns;
};
const std::vector<DocumentTable>& document_tables();

}  // namespace sage::sage50
