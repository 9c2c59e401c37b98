// SPDX-License-Identifier: Apache-2.0
// The journal, and all that is kept of documents, read page by page from a server. Not thread-safe,
// as its connection is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/postgres_connection.h"

namespace sage {

class PostgresRecords {
  public:
    explicit PostgresRecords(PostgresConnection& connection);
    PostgresRecords(const PostgresRecords&) = delete;
    PostgresRecords& operator=(const PostgresRecords&) = delete;
    ~PostgresRecords();

    Result<std::vector<JournalRow>> journal_after(std::int64_t company, std::int64_t chain,
                                                  std::int64_t position, std::size_t limit);
    /// As of one moment, also where others write meanwhile.
    Result<std::vector<DocumentRecords>> records_after(std::int64_t company, std::int64_t sequence,
                                                       std::size_t limit);
    /// The same inside a transaction of the connection's.
    Result<std::vector<DocumentRecords>> records_within(std::int64_t company, std::int64_t sequence,
                                                        std::size_t limit);

  private:
    struct Statements;

    PostgresConnection& connection_;
    std::unique_ptr<Statements> statements_;
};

/// Rows as the parameter of a statement that inserts them from JSON: a list of lists, in the order
/// of the columns from `position` on.
std::string rows_as_json(const std::vector<JournalRow>& rows);
/// The statement, in terms of its parameters: the company, the chain and the rows.
std::string insert_rows_from_json(const std::string& company, const std::string& chain,
                                  const std::string& rows);

/// Chain 0 of each company of a database that had no journal: a digest of what is there. Inside the
/// transaction that brings the schema up.
Result<void> tell_what_was_there(PostgresConnection& connection);

}  // namespace sage
