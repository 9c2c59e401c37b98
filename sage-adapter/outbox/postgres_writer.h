// SPDX-License-Identifier: Apache-2.0
// The changes, on the one connection of this host that writes. Everything here runs inside a shared
// commit, one thread at a time. An Error of Status::storage fails that whole commit
// (may_be_repeated says whether it is worth another try); any other Error, and a fence that fails,
// means that this call wrote nothing and the commit goes on.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sage-adapter/base/status.h"
#include "sage-adapter/outbox/figure_changes.h"
#include "sage-adapter/outbox/kept_catalogue.h"
#include "sage-adapter/outbox/outbox.h"
#include "sage-adapter/outbox/postgres_connection.h"
#include "sage-adapter/outbox/shared_commit.h"

namespace sage {

class PostgresWriter : public Transaction {
  public:
    /// Connects when the first transaction begins.
    /// @param documents_max  not final; more are refused as busy
    PostgresWriter(const PostgresOptions& options, std::uint64_t documents_max);
    ~PostgresWriter() override;

    /// Connects if there is no connection, and again if the server has ended the one there was.
    Result<void> begin() override;
    Result<void> commit() override;
    void roll_back() override;
    /// Connects again and waits until the server has done with the old connection.
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
    Result<bool> raise_as_leader(const Leadership& leadership, std::string_view event_type,
                                 std::string_view event_json, std::int64_t now_ms);
    Result<void> acknowledge(const std::vector<std::int64_t>& event_ids);
    Result<std::optional<Purged>> purge(const Leadership& leadership, const Purge& piece);
    Result<std::optional<Leadership>> elect(std::string_view duty, std::int64_t lease_ms);
    /// @param changes  from what is known
    /// @param version  becomes the one that it has from then on
    Result<void> save_catalogue(const Catalogue& catalogue, const StoredCatalogue& known,
                                const CatalogueDifference& changes, std::int64_t& version);
    Result<void> remember(std::string_view name, std::string_view value);
    Result<bool> open_alert(const Alert& alert, bool again);
    Result<bool> close_alert(std::string_view key, std::string_view event_json,
                             std::int64_t now_ms);
    Result<void> settings_in_force(std::string_view hash, std::int64_t now_ms);

    /// The end of this connection's chain as of the last commit. Thread-safe, unlike the rest.
    JournalHead journal_head() const;

  private:
    struct Statements;

    Result<void> connect();
    Result<void> register_anew();
    Result<void> begin_once();
    Result<Accepted> existing(const NewEntry& entry);
    Result<std::optional<Accepted>> insert(const NewEntry& entry);
    Result<void> release_next(const Change& change, const std::string& tenant_id,
                              const std::string& ordering_key);
    void journal(JournalRow row) { rows_.push_back(chain_.append(std::move(row))); }
    Result<void> read_other_heads();
    void begin_chain(JournalHead head);

    const PostgresOptions options_;
    const std::uint64_t documents_max_;
    PostgresConnection connection_;
    std::unique_ptr<Statements> statements_;

    std::int64_t company_ = 0;
    std::int64_t writer_ = 0;  ///< our row; 0: none yet
    std::string session_name_;
    std::int64_t commits_ = 0;  ///< in our row
    bool wrote_ = false;        ///< in the current transaction
    bool in_transaction_ = false;
    bool commit_sent_ = false;  ///< and its outcome was not told
    Counts added_;              ///< by the current transaction
    FigureChanges figures_;     ///< the same

    std::int64_t open_documents_ = 0;  ///< of all hosts, as last read, and ours since
    int commits_since_read_ = 0;

    JournalChain chain_;
    std::vector<JournalRow> rows_;          ///< of the current transaction
    std::vector<JournalHead> other_heads_;  ///< told with the next commit
    mutable std::mutex head_mutex_;
    JournalHead head_;  ///< as committed; its chain is our row
};

}  // namespace sage
