// SPDX-License-Identifier: Apache-2.0
// A sage::Store in memory, for tests: the third store, beside the two databases. What it has
// committed outlives it, as a file does; what apply_later() and acknowledge() hold back does not.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <vector>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/outbox/outbox.h"
#include "tests/simulation/memory_overview.h"
#include "tests/simulation/memory_rows.h"

namespace sage::simulation {

struct MemoryOptions {
    std::shared_ptr<MemoryOutbox> outbox{};
    std::uint64_t documents_max = limits::queue_documents_max;
    /// Others may be open on the same outbox: leases and leaders then count.
    bool shared = false;
    std::function<std::int64_t()> now_ms{};  ///< the store's own clock; needed where shared
};

/// Thread-safe: one lock around everything.
class MemoryStore final : public Store {
  public:
    explicit MemoryStore(MemoryOptions options) : options_(std::move(options)) {}
    /// Writes what is held back.
    ~MemoryStore() override { static_cast<void>(flush()); }

    /// As when the program stops here: what is held back is never written.
    void forget_held_back();

    bool is_shared() const override { return options_.shared; }
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
    Result<std::optional<Entry>> find_message(std::string_view message_id) override;
    Result<std::optional<Entry>> find_document(std::string_view tenant_id,
                                               std::string_view message_type,
                                               std::string_view document_id) override;
    Result<std::optional<Entry>> find_earlier_document(std::string_view tenant_id,
                                                       std::string_view message_type,
                                                       std::string_view document_id,
                                                       std::int64_t before) override;
    Result<std::optional<Attempt>> last_attempt(std::int64_t sequence) override;
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
    Overview& overview() override { return overview_; }
    Result<std::optional<Leadership>> elect(std::string_view duty, std::int64_t lease_ms) override;
    Result<bool> raise_as_leader(const Leadership& leadership, std::string_view event_type,
                                 std::string_view event_json, std::int64_t now_ms) override;
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
    /// Asks the rows.
    template <class Question>
    auto asked(const Question& question);
    /// Changes the rows, after what was held back: one commit.
    template <class Work>
    auto committed(const Work& work);
    void write_held_back();
    bool still_leads(const Leadership& leadership) const;

    MemoryOptions options_;
    MemoryOverview overview_{*options_.outbox};
    // Guarded by the outbox's mutex.
    std::vector<Change> later_;
    std::set<std::int64_t> acknowledged_;  ///< by the host, not yet committed
    std::vector<Problem> failures_;        ///< of what was held back, for the next flush()
};

}  // namespace sage::simulation
