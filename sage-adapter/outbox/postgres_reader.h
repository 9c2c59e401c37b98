// SPDX-License-Identifier: Apache-2.0
// The questions of the flow, asked on a connection of their own (postgres_questions.h).
// Thread-safe: one question at a time, each a few index steps.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/kept_catalogue.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/postgres_connection.h"
#include "sage-adapter/outbox/postgres_questions.h"
#include "sage-adapter/outbox/postgres_records.h"

namespace sage {

class PostgresReader {
  public:
    static constexpr std::int64_t any_sequence = std::numeric_limits<std::int64_t>::max();

    /// Connects with the first question.
    explicit PostgresReader(const PostgresOptions& options);
    PostgresReader(const PostgresReader&) = delete;
    PostgresReader& operator=(const PostgresReader&) = delete;
    ~PostgresReader();

    /// By this host's clock: what is leased is due when its lease ends by the server's.
    Result<std::optional<std::int64_t>> next_due_ms();
    Result<std::optional<Entry>> find_message(std::string_view message_id);
    Result<std::optional<Entry>> find_document(std::string_view tenant_id,
                                               std::string_view message_type,
                                               std::string_view document_id,
                                               std::int64_t before = any_sequence);
    Result<std::vector<std::optional<Attempt>>> last_attempts(
        const std::vector<std::int64_t>& sequences);
    /// Acceptance, attempts and events of a document, merged in the order they happened.
    Result<std::vector<HistoryLine>> history(std::int64_t sequence);
    Result<std::vector<Entry>> in_state(State state, std::size_t limit);
    Result<std::vector<Entry>> unverified(std::size_t limit);
    Result<std::vector<std::string>> root_causes();
    Result<std::vector<Entry>> held_for(std::string_view root_cause, std::size_t limit);
    Result<std::int64_t> held_count(std::string_view root_cause);
    Result<Counts> counts();
    Result<std::vector<Entry>> page_after(std::int64_t sequence, std::size_t limit);
    Result<std::int64_t> sequence_before(std::int64_t accepted_ms);
    Result<std::vector<Entry>> about(std::string_view subject_id, std::int64_t sequence);
    Result<std::vector<Entry>> find_references(const std::vector<std::string>& references);
    /// Events to be told, oldest first.
    Result<std::vector<StoredEvent>> pending_events(std::size_t limit);
    Result<StoredCatalogue> load_catalogue();
    Result<std::string> recall(std::string_view name);
    Result<std::vector<JournalRow>> journal_after(std::int64_t chain, std::int64_t position,
                                                  std::size_t limit);
    Result<std::vector<DocumentRecords>> records_after(std::int64_t sequence, std::size_t limit);

  private:
    struct Statements;
    /// Asks, with the lock held and a connection there.
    template <class T, class Question>
    Result<T> answer(const Question& question);
    template <class... Values>
    Result<std::vector<Entry>> entries(PostgresStatement& statement, const Values&... values);

    PostgresQuestions questions_;
    std::unique_ptr<Statements> statements_;
    PostgresRecords records_;
};

}  // namespace sage
