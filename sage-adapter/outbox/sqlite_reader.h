// SPDX-License-Identifier: Apache-2.0
// The questions, asked on a connection that only reads: it sees what is committed and never waits
// for a writer. Thread-safe: one question at a time, each a few index steps.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/kept_catalogue.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/sqlite_connection.h"
#include "sage-adapter/outbox/sqlite_records.h"

namespace sage {

class SqliteReader {
  public:
    static constexpr std::int64_t any_sequence = std::numeric_limits<std::int64_t>::max();

    explicit SqliteReader(std::unique_ptr<SqliteConnection> connection);
    SqliteReader(const SqliteReader&) = delete;
    SqliteReader& operator=(const SqliteReader&) = delete;
    ~SqliteReader();

    Result<std::optional<std::int64_t>> next_due_ms();
    Result<std::optional<Entry>> find_message(std::string_view message_id);
    Result<std::optional<Entry>> find_document(std::string_view tenant_id,
                                               std::string_view message_type,
                                               std::string_view document_id,
                                               std::int64_t before = any_sequence);
    Result<std::optional<Attempt>> last_attempt(std::int64_t sequence);
    Result<std::vector<std::optional<Attempt>>> last_attempts(
        const std::vector<std::int64_t>& sequences);
    /// Acceptance, attempts and events of a document, merged in the order they happened.
    Result<std::vector<HistoryLine>> history(std::int64_t sequence);
    /// Without an index for queued, sending and posted: a question of people, not of the flow.
    Result<std::vector<Entry>> in_state(State state, std::size_t limit);
    Result<std::vector<Entry>> unverified(std::size_t limit);
    Result<std::vector<std::string>> root_causes();
    Result<std::vector<Entry>> held_for(std::string_view root_cause, std::size_t limit);
    Result<std::int64_t> held_count(std::string_view root_cause);
    Result<std::vector<Entry>> page_after(std::int64_t sequence, std::size_t limit);
    Result<std::int64_t> sequence_before(std::int64_t accepted_ms);
    Result<std::vector<Entry>> about(std::string_view subject_id, std::int64_t sequence);
    Result<std::vector<Entry>> find_references(const std::vector<std::string>& references);
    Result<std::string> recall(std::string_view name);
    /// The first event to be told whose id is greater.
    /// Those not acknowledged on disk, oldest first.
    Result<std::vector<StoredEvent>> events_after(std::int64_t id, std::size_t limit);
    Result<StoredCatalogue> load_catalogue();
    Result<std::vector<JournalRow>> journal_after(std::int64_t chain, std::int64_t position,
                                                  std::size_t limit);
    Result<std::vector<DocumentRecords>> records_after(std::int64_t sequence, std::size_t limit);
    /// The number of the last commit.
    Result<std::int64_t> commits();
    /// Runs it while this connection reads nothing.
    Result<std::string> while_idle(const std::function<Result<std::string>()>& work);

  private:
    Result<std::optional<Attempt>> last_attempt_alone(std::int64_t sequence);
    struct Statements;
    template <class... Values>
    Result<std::vector<Entry>> entries(SqliteStatement& statement, const Values&... values);

    std::mutex mutex_;
    std::unique_ptr<SqliteConnection> connection_;
    std::unique_ptr<Statements> statements_;
    SqliteRecords records_;
};

}  // namespace sage
