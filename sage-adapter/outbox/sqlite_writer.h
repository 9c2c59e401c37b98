// SPDX-License-Identifier: Apache-2.0
// The changes, on the one connection that writes. Everything here runs inside a shared commit, one
// thread at a time. An Error of Status::storage fails that whole commit; any other Error, and a
// fence that fails, means that this call wrote nothing and the commit goes on.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/figure_changes.h"
#include "sage-adapter/outbox/kept_catalogue.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/shared_commit.h"
#include "sage-adapter/outbox/sqlite_connection.h"
#include "sage-adapter/outbox/sqlite_reader.h"

namespace sage {

class SqliteWriter : public Transaction {
  public:
    /// @param reader  asked whether a failed commit took effect; outlives this
    SqliteWriter(std::unique_ptr<SqliteConnection> connection, SqliteReader& reader,
                 std::uint64_t documents_max);
    ~SqliteWriter() override;

    /// From now on begin() answers with this: nothing is written any more.
    void refuse(const Error& error) { refusal_ = error; }

    Result<void> begin() override;
    Result<void> commit() override;
    void roll_back() override;
    Result<bool> took_effect() override;

    Result<Accepted> accept(const NewEntry& entry);
    Result<std::vector<Entry>> claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                     std::size_t limit);
    Result<void> release(const std::vector<Entry>& entries, std::int64_t due_ms);
    Result<void> bring_forward(std::int64_t now_ms);
    Result<bool> let_pass(const Entry& first, std::int64_t later_sequence, std::int64_t now_ms);
    Result<bool> begin_attempt(const Attempt& attempt, std::int64_t epoch);
    Result<bool> apply(const Change& change);
    Result<bool> apply_all(const std::vector<Change>& changes);
    Result<std::int64_t> recover(std::int64_t now_ms);
    Result<void> raise(std::string_view event_type, std::string_view event_json,
                       std::int64_t now_ms);
    /// Once the commit of a piece that leaves no more has ended, the log is emptied, too.
    Result<Purged> purge(const Purge& piece);
    Result<void> acknowledge(std::int64_t event_id);
    /// @param changes  from what is known
    /// @param version  becomes the one that it has from then on
    Result<void> save_catalogue(const Catalogue& catalogue, const StoredCatalogue& known,
                                const CatalogueDifference& changes, std::int64_t& version);
    Result<void> remember(std::string_view name, std::string_view value);
    Result<bool> open_alert(const Alert& alert, bool again);
    Result<bool> close_alert(std::string_view key, std::string_view event_json,
                             std::int64_t now_ms);
    Result<void> settings_in_force(std::string_view hash, std::int64_t now_ms);

    /// The end of the journal as of the last commit; thread-safe.
    JournalHead journal_head() const;
    /// As of the last commit. Thread-safe, unlike the rest.
    Counts counts() const;
    /// No event for the host has a higher id. As of the last commit; thread-safe.
    std::int64_t last_event() const;

  private:
    struct Statements;

    Result<Accepted> existing(const NewEntry& entry);
    Result<Accepted> insert(const NewEntry& entry);
    Result<bool> has_predecessor(const NewEntry& entry);
    Result<bool> apply_fenced(const Change& change);
    Result<void> write_line(const Change& change, std::int64_t attempts);
    Result<void> journal(JournalRow row);
    Result<std::string> noted(std::string_view name);
    Result<void> write_figures();
    void told();
    Result<void> load_tally();
    void empty_log();

    std::unique_ptr<SqliteConnection> connection_;
    SqliteReader& reader_;
    std::uint64_t documents_max_;
    std::unique_ptr<Statements> statements_;

    bool wrote_ = false;        ///< in the current transaction
    bool purged_ = false;       ///< since the log was emptied: it may hold what was taken
    bool empties_log_ = false;  ///< after the current transaction
    std::optional<Error> refusal_;
    bool loaded_ = false;  ///< the tally is that of the database
    std::int64_t commits_ = 0;
    Counts working_;  ///< with what the current transaction changes
    std::int64_t working_last_event_ = 0;
    FigureChanges figures_;  ///< by the current transaction
    JournalChain chain_;

    mutable std::mutex counts_mutex_;
    Counts committed_;
    std::int64_t committed_last_event_ = 0;
    JournalHead committed_head_;
};

}  // namespace sage
