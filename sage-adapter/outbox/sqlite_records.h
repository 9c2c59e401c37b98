// SPDX-License-Identifier: Apache-2.0
// The journal, and all that is kept of documents, read page by page from the embedded database. Not
// thread-safe, as its connection is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/sqlite_connection.h"

namespace sage {

class SqliteRecords {
  public:
    explicit SqliteRecords(SqliteConnection& connection);
    SqliteRecords(const SqliteRecords&) = delete;
    SqliteRecords& operator=(const SqliteRecords&) = delete;
    ~SqliteRecords();

    Result<std::vector<JournalRow>> journal_after(std::int64_t chain, std::int64_t position,
                                                  std::size_t limit);
    /// As of one moment, also where others write meanwhile.
    Result<std::vector<DocumentRecords>> records_after(std::int64_t sequence, std::size_t limit);
    /// The same inside a transaction of the connection's.
    Result<std::vector<DocumentRecords>> records_within(std::int64_t sequence, std::size_t limit);

  private:
    struct Statements;

    std::unique_ptr<Statements> statements_;
};

/// The statement that writes a row of the journal, and the letters of its values.
inline constexpr std::string_view insert_journal_text =
    "INSERT INTO journal (position, at_ms, who, what, sequence, number, old_value, new_value,"
    " record_hash, value_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
inline constexpr std::string_view journal_letters = "iittiittttt";
Result<void> write_row(SqliteStatement& insert, const JournalRow& row);

/// The first row of the journal of a database that had none: a digest of what is there. Inside the
/// transaction that brings the schema up. Nothing is written where nothing is there.
Result<void> tell_what_was_there(SqliteConnection& connection);

}  // namespace sage
