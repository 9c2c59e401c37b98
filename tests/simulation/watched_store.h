// SPDX-License-Identifier: Apache-2.0
// The real store with the checker looking over its shoulder: each call that changes something is
// shown to the checker as it was committed, and what it says was written is compared with the
// database. Each call is a place where the world may kill or pause the instance.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sage-adapter/outbox/outbox.h"
#include "tests/simulation/checker.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/interruptions.h"

namespace sage::simulation {

/// What all instances on one store share.
struct StoreShare {
    Store* store = nullptr;
    StoreView* view = nullptr;
    std::vector<Change> later;  ///< given to apply_later() and not yet committed
    int instances = 0;
    std::uint64_t log_writes = 0;  ///< to the disk when a commit last failed
};

class WatchedStore final : public Store {
  public:
    using SettlesBy = std::function<SettleClass(const Attempt&)>;

    WatchedStore(StoreShare& share, Checker& checker, Disk& disk, Interruptions& interruptions,
                 int instance, SettlesBy settles_by)
        : share_(share),
          checker_(checker),
          disk_(disk),
          interruptions_(interruptions),
          instance_(instance),
          settles_by_(std::move(settles_by)) {}

    Result<Accepted> accept(const NewEntry& entry) override;
    Result<std::vector<Entry>> claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                     std::size_t limit) override;
    Result<void> release(const std::vector<Entry>& entries, std::int64_t due_ms) override;
    Result<void> bring_forward(std::int64_t now_ms) override;
    Result<bool> let_pass(const Entry& first, std::int64_t later_sequence,
                          std::int64_t now_ms) override;
    Result<std::optional<std::int64_t>> next_due_ms() override;
    Result<bool> begin_attempt(const Attempt& attempt, std::int64_t epoch) override;
    Result<std::vector<bool>> begin_attempts(const std::vector<Beginning>& beginnings) override;
    Result<bool> apply(const Change& change) override;
    Result<bool> apply_all(const std::vector<Change>& changes) override;
    void apply_later(Change change) override;
    Result<void> flush() override;
    Result<std::int64_t> recover(std::int64_t now_ms) override;
    Result<void> check_soundness(const std::function<bool()>& cancelled) override {
        return asked(share_.store->check_soundness(cancelled));
    }
    Result<std::optional<Entry>> find_message(std::string_view message_id) override;
    Result<std::optional<Entry>> find_document(std::string_view tenant_id,
                                               std::string_view message_type,
                                               std::string_view document_id) override;
    Result<std::optional<Entry>> find_earlier_document(std::string_view tenant_id,
                                                       std::string_view message_type,
                                                       std::string_view document_id,
                                                       std::int64_t before) override;
    Result<std::optional<Attempt>> last_attempt(std::int64_t sequence) override;
    Result<std::vector<std::optional<Attempt>>> last_attempts(
        const std::vector<std::int64_t>& sequences) override;
    Result<std::vector<HistoryLine>> history(std::int64_t sequence) override;
    Result<std::vector<Entry>> in_state(State state, std::size_t limit) override;
    Result<std::vector<Entry>> unverified(std::size_t limit) override;
    Result<std::vector<std::string>> root_causes() override;
    Result<std::vector<Entry>> held_for(std::string_view root_cause, std::size_t limit) override;
    Result<std::int64_t> held_count(std::string_view root_cause) override;
    Result<Counts> counts() override;
    Result<std::vector<Entry>> page_after(std::int64_t sequence, std::size_t limit) override;
    Result<std::int64_t> sequence_before(std::int64_t accepted_ms) override;
    Result<std::vector<Entry>> about(std::string_view subject_id, std::int64_t sequence) override;
    Result<std::vector<Entry>> find_references(const std::vector<std::string>& references) override;
    Result<void> remember(std::string_view name, std::string_view value) override;
    Result<std::string> recall(std::string_view name) override;
    Result<std::optional<StoredEvent>> next_event() override;
    Result<void> acknowledge(std::int64_t event_id) override;
    Result<void> raise(std::string_view event_type, std::string_view event_json,
                       std::int64_t now_ms) override;
    Result<bool> open_alert(const Alert& alert, bool again) override;
    Result<bool> close_alert(std::string_view key, std::string_view event_json,
                             std::int64_t now_ms) override;
    Overview& overview() override { return share_.store->overview(); }
    Result<std::optional<Purged>> purge(const Leadership& leadership, const Purge& piece) override;
    Result<void> settings_in_force(std::string_view hash, std::int64_t now_ms) override;
    JournalHead journal_head() override;
    Result<std::vector<JournalRow>> journal_after(std::int64_t chain, std::int64_t position,
                                                  std::size_t limit) override;
    Result<std::vector<DocumentRecords>> records_after(std::int64_t sequence,
                                                       std::size_t limit) override;
    Result<void> save_catalogue(const Catalogue& catalogue) override;
    Result<Catalogue> load_catalogue() override;

  private:
    /// Runs a call that commits. `sequences` is what it may touch.
    template <class T, class Call>
    Result<T> committing(const std::vector<std::int64_t>& sequences, const Call& call);
    /// What the checker makes of the result.
    template <class T>
    void concluded(const Result<T>& outcome, const std::vector<std::int64_t>& sequences);
    template <class T>
    void check_failed(const Result<T>& outcome, const std::vector<std::int64_t>& sequences);
    void failed_to_commit(const std::vector<std::int64_t>& sequences, bool unknown);
    void commit_later();
    void written_meanwhile();
    /// What the last commit touched and `sequences`, once the checker knows all of it.
    void verify(const std::vector<std::int64_t>& sequences);
    template <class T>
    Result<T> asked(Result<T> answer);

    StoreShare& share_;
    Checker& checker_;
    Disk& disk_;
    Interruptions& interruptions_;
    int instance_;
    SettlesBy settles_by_;
    std::vector<std::int64_t> touched_;
};

}  // namespace sage::simulation
