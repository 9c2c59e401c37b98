// SPDX-License-Identifier: Apache-2.0
// The store on a PostgreSQL server: changes go through the shared commit to the one connection of
// this host that writes, questions to a second one. What other hosts do may make a transaction fail
// that would succeed a moment later, and connections break: such a change is tried again, as a
// whole and only while it is known not to have happened.
#include "sage-adapter/outbox/postgres_store.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/outbox/postgres_overview.h"
#include "sage-adapter/outbox/postgres_reader.h"
#include "sage-adapter/outbox/postgres_turn.h"
#include "sage-adapter/outbox/postgres_writer.h"
#include "sage-adapter/outbox/refusals.h"
#include "sage-adapter/outbox/shared_commit.h"

namespace sage {
namespace {

// Of one call; each try waits for locks and connections itself, so that more would keep the host.
constexpr int tries_max = 5;
// Of a result that nobody waits for: through a restart of the server, not for ever.
constexpr int later_tries_max = 50;
// Events read ahead are told without looking again for so long: another host may have told them.
constexpr std::int64_t events_fresh_ms = 1'000;

class PostgresStore final : public Store {
  public:
    PostgresStore(const PostgresOptions& options, std::uint64_t documents_max)
        : options_(options),
          now_ms_(options.now_ms),
          reader_(options),
          writer_(options, documents_max),
          shared_(writer_),
          overview_(options) {}

    /// Failures are lost with the object; what matters was flushed by the caller.
    ~PostgresStore() override { static_cast<void>(flush()); }

    bool is_shared() const override { return true; }

    Result<Accepted> accept(const NewEntry& entry) override {
        return committed<Accepted>([&] { return writer_.accept(entry); });
    }
    Result<std::vector<Entry>> claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                     std::size_t limit) override {
        return committed<std::vector<Entry>>(
            [&] { return writer_.claim(now_ms, lease_end_ms, limit); });
    }
    Result<void> release(const std::vector<Entry>& entries, std::int64_t due_ms) override {
        return repeated([&] { return writer_.release(entries, due_ms); });
    }
    Result<void> bring_forward(std::int64_t now_ms) override {
        return repeated([&] { return writer_.bring_forward(now_ms); });
    }
    Result<bool> let_pass(const Entry& first, std::int64_t later_sequence,
                          std::int64_t now_ms) override {
        return committed<bool>([&] { return writer_.let_pass(first, later_sequence, now_ms); });
    }
    Result<std::optional<std::int64_t>> next_due_ms() override { return reader_.next_due_ms(); }

    Result<bool> begin_attempt(const Attempt& attempt, std::int64_t epoch) override {
        return committed<bool>([&] { return writer_.begin_attempt(attempt, epoch); });
    }
    Result<std::vector<bool>> begin_attempts(const std::vector<Beginning>& beginnings) override;
    Result<bool> apply(const Change& change) override {
        return committed<bool>([&] { return writer_.apply(change); });
    }
    Result<bool> apply_all(const std::vector<Change>& changes) override {
        return committed<bool>([&] { return writer_.apply_all(changes); });
    }
    void apply_later(Change change) override {
        apply_later(std::make_shared<const Change>(std::move(change)), 1);
    }
    Result<void> flush() override;
    Result<std::int64_t> recover(std::int64_t now_ms) override {
        return committed<std::int64_t>([&] { return writer_.recover(now_ms); });
    }

    Result<std::optional<Entry>> find_message(std::string_view message_id) override {
        return reader_.find_message(message_id);
    }
    Result<std::optional<Entry>> find_document(std::string_view tenant_id,
                                               std::string_view message_type,
                                               std::string_view document_id) override {
        return reader_.find_document(tenant_id, message_type, document_id);
    }
    Result<std::optional<Entry>> find_earlier_document(std::string_view tenant_id,
                                                       std::string_view message_type,
                                                       std::string_view document_id,
                                                       std::int64_t before) override {
        return reader_.find_document(tenant_id, message_type, document_id, before);
    }
    Result<std::optional<Attempt>> last_attempt(std::int64_t sequence) override {
        Result<std::vector<std::optional<Attempt>>> found = reader_.last_attempts({sequence});
        return found.ok() ? Result<std::optional<Attempt>>(std::move(found.value().front()))
                          : Result<std::optional<Attempt>>(found.error());
    }
    Result<std::vector<std::optional<Attempt>>> last_attempts(
        const std::vector<std::int64_t>& sequences) override {
        return reader_.last_attempts(sequences);
    }
    Result<std::vector<HistoryLine>> history(std::int64_t sequence) override {
        return reader_.history(sequence);
    }
    Result<std::vector<Entry>> in_state(State state, std::size_t limit) override {
        return reader_.in_state(state, limit);
    }
    Result<std::vector<Entry>> unverified(std::size_t limit) override {
        return reader_.unverified(limit);
    }
    Result<std::vector<std::string>> root_causes() override { return reader_.root_causes(); }
    Result<std::vector<Entry>> held_for(std::string_view root_cause, std::size_t limit) override {
        return reader_.held_for(root_cause, limit);
    }
    Result<std::int64_t> held_count(std::string_view root_cause) override {
        return reader_.held_count(root_cause);
    }
    Result<Counts> counts() override { return reader_.counts(); }

    Result<std::vector<Entry>> page_after(std::int64_t sequence, std::size_t limit) override {
        return reader_.page_after(sequence, limit);
    }
    Result<std::int64_t> sequence_before(std::int64_t accepted_ms) override {
        return reader_.sequence_before(accepted_ms);
    }
    Result<std::vector<Entry>> about(std::string_view subject_id, std::int64_t sequence) override {
        return reader_.about(subject_id, sequence);
    }
    Result<std::vector<Entry>> find_references(
        const std::vector<std::string>& references) override {
        return reader_.find_references(references);
    }

    Result<std::optional<StoredEvent>> next_event() override;
    Result<void> acknowledge(std::int64_t event_id) override;
    Result<void> raise(std::string_view event_type, std::string_view event_json,
                       std::int64_t now_ms) override {
        return repeated([&] { return writer_.raise(event_type, event_json, now_ms); });
    }

    Result<std::optional<Leadership>> elect(std::string_view duty, std::int64_t lease_ms) override {
        return committed<std::optional<Leadership>>([&] { return writer_.elect(duty, lease_ms); });
    }
    Result<bool> raise_as_leader(const Leadership& leadership, std::string_view event_type,
                                 std::string_view event_json, std::int64_t now_ms) override {
        return committed<bool>(
            [&] { return writer_.raise_as_leader(leadership, event_type, event_json, now_ms); });
    }

    Result<bool> open_alert(const Alert& alert, bool again) override {
        return committed<bool>([&] { return writer_.open_alert(alert, again); });
    }
    Result<bool> close_alert(std::string_view key, std::string_view event_json,
                             std::int64_t now_ms) override {
        return committed<bool>([&] { return writer_.close_alert(key, event_json, now_ms); });
    }
    Overview& overview() override { return overview_; }

    Result<std::optional<Purged>> purge(const Leadership& leadership, const Purge& piece) override {
        return committed<std::optional<Purged>>([&] { return writer_.purge(leadership, piece); });
    }

    Result<std::unique_ptr<Turn>> take_turn(std::string_view name, std::int64_t limit_ms) override {
        return take_postgres_turn(options_, name, limit_ms);
    }

    Result<void> remember(std::string_view name, std::string_view value) override {
        return repeated([&] { return writer_.remember(name, value); });
    }
    Result<std::string> recall(std::string_view name) override { return reader_.recall(name); }
    Result<void> settings_in_force(std::string_view hash, std::int64_t now_ms) override {
        return repeated([&] { return writer_.settings_in_force(hash, now_ms); });
    }
    JournalHead journal_head() override { return writer_.journal_head(); }
    Result<std::vector<JournalRow>> journal_after(std::int64_t chain, std::int64_t position,
                                                  std::size_t limit) override {
        return reader_.journal_after(chain, position, limit);
    }
    Result<std::vector<DocumentRecords>> records_after(std::int64_t sequence,
                                                       std::size_t limit) override {
        return reader_.records_after(sequence, limit);
    }

    Result<void> save_catalogue(const Catalogue& catalogue) override {
        return kept_catalogue_.save(
            catalogue, [&](const StoredCatalogue& known, const CatalogueDifference& changes,
                           std::int64_t& version) {
                return repeated(
                    [&] { return writer_.save_catalogue(catalogue, known, changes, version); });
            });
    }
    Result<Catalogue> load_catalogue() override {
        return kept_catalogue_.load([&] { return reader_.load_catalogue(); });
    }

  private:
    /// Runs `work` in a shared commit; once more if the server gave that commit up, or the
    /// connection broke before it.
    template <class Work>
    Result<void> repeated(const Work& work) {
        Result<void> stored = shared_.run(work);
        for (int tried = 1; !stored.ok() && may_be_repeated(stored.error()) && tried < tries_max;
             ++tried) {
            stored = shared_.run(work);
        }
        return stored;
    }

    /// The same with a value. Work's own failure is its caller's alone; only the server's failure
    /// is everybody's.
    template <class T, class Work>
    Result<T> committed(const Work& work) {
        std::optional<Result<T>> outcome;
        const Result<void> stored = repeated([&outcome, &work]() -> Result<void> {
            outcome.emplace(work());
            const bool server = !outcome->ok() && outcome->error().status == Status::storage;
            return server ? Result<void>(outcome->error()) : Result<void>();
        });
        return stored.ok() ? std::move(*outcome) : Result<T>(stored.error());
    }

    void apply_later(std::shared_ptr<const Change> change, int tried);
    Result<void> write_acknowledgements();
    void acknowledgements_finished(const Result<void>& outcome);
    void queue_acknowledgements();
    void failed_later(const std::vector<Problem>& problems);

    const PostgresOptions options_;
    const std::function<std::int64_t()> now_ms_;
    PostgresReader reader_;
    PostgresWriter writer_;
    SharedCommit shared_;
    KeptCatalogue kept_catalogue_;
    PostgresOverview overview_;

    std::mutex failures_mutex_;
    std::vector<Problem> failures_;  ///< of apply_later, for the next flush()

    std::mutex events_mutex_;
    std::set<std::int64_t> acknowledged_;  ///< by this host, not yet on the server
    std::vector<std::int64_t> being_written_;
    bool acknowledgements_queued_ = false;
    std::deque<StoredEvent> pending_;  ///< read ahead, oldest first
    std::int64_t pending_read_ms_ = 0;
};

Result<std::vector<bool>> PostgresStore::begin_attempts(const std::vector<Beginning>& beginnings) {
    return committed<std::vector<bool>>([&]() -> Result<std::vector<bool>> {
        std::vector<bool> begun;
        for (const Beginning& one : beginnings) {
            const Result<bool> written = writer_.begin_attempt(one.attempt, one.epoch);
            if (!written.ok()) {
                return written.error();
            }
            begun.push_back(written.value());
        }
        return begun;
    });
}

void PostgresStore::apply_later(std::shared_ptr<const Change> change, int tried) {
    shared_.run_later(
        [this, change]() -> Result<void> {
            const Result<bool> applied = writer_.apply(*change);
            if (applied.ok() && !applied.value()) {
                failed_later({refusals::late(*change)});
            }
            if (!applied.ok() && applied.error().status != Status::storage) {
                failed_later(applied.error().problems);
            }
            const bool server = !applied.ok() && applied.error().status == Status::storage;
            return server ? Result<void>(applied.error()) : Result<void>();
        },
        [this, change, tried](const Result<void>& outcome) {
            if (outcome.ok()) {
                return;
            }
            // The fence holds until somebody else has taken the document over, so that a result
            // may wait for a server that is away. What the server refuses may be the fault of
            // another change of that commit, but not often.
            const std::string& code = outcome.error().first().code;
            const bool passes = may_be_repeated(outcome.error()) || code == "outbox.unreachable" ||
                                code == "outbox.commit_unknown";
            if (tried < (passes ? later_tries_max : tries_max)) {
                apply_later(change, tried + 1);
            } else {
                failed_later(outcome.error().problems);
            }
        });
}

void PostgresStore::failed_later(const std::vector<Problem>& problems) {
    const std::lock_guard lock(failures_mutex_);
    for (const Problem& problem : problems) {
        if (std::find(failures_.begin(), failures_.end(), problem) == failures_.end()) {
            failures_.push_back(problem);
        }
    }
}

Result<void> PostgresStore::flush() {
    {
        const std::lock_guard lock(events_mutex_);
        queue_acknowledgements();
    }
    Result<void> flushed = shared_.flush();
    for (int tried = 1; !flushed.ok() && may_be_repeated(flushed.error()) && tried < tries_max;
         ++tried) {
        {
            // Those of the try that failed go with this one.
            const std::lock_guard lock(events_mutex_);
            queue_acknowledgements();
        }
        flushed = shared_.flush();
    }
    const std::lock_guard lock(failures_mutex_);
    std::vector<Problem> failures = std::exchange(failures_, {});
    if (!flushed.ok() || failures.empty()) {
        return flushed;
    }
    const bool only_late = std::all_of(failures.begin(), failures.end(), [](const Problem& one) {
        return one.code == "outbox.late";
    });
    return Error(only_late ? Status::state : Status::storage, std::move(failures));
}

Result<std::optional<StoredEvent>> PostgresStore::next_event() {
    // Held throughout, so that an acknowledgement is either still in the set or already read back.
    const std::lock_guard lock(events_mutex_);
    const std::int64_t now = now_ms_ ? now_ms_() : 0;
    if (now - pending_read_ms_ >= events_fresh_ms || now < pending_read_ms_) {
        pending_.clear();
    }
    if (pending_.empty()) {
        Result<std::vector<StoredEvent>> more =
            reader_.pending_events(limits::events_read_ahead_max + acknowledged_.size());
        if (!more.ok()) {
            return std::move(more).error();
        }
        pending_read_ms_ = now;
        for (StoredEvent& event : more.value()) {
            if (!acknowledged_.contains(event.id)) {
                pending_.push_back(std::move(event));
            }
        }
    }
    return pending_.empty() ? std::nullopt : std::optional(pending_.front());
}

Result<void> PostgresStore::acknowledge(std::int64_t event_id) {
    {
        const std::lock_guard lock(events_mutex_);
        acknowledged_.insert(event_id);
        std::erase_if(pending_, [&](const StoredEvent& event) { return event.id == event_id; });
        queue_acknowledgements();
        if (acknowledged_.size() < limits::commit_batch_max) {
            return {};
        }
    }
    return shared_.flush();
}

void PostgresStore::queue_acknowledgements() {
    if (acknowledgements_queued_ || acknowledged_.empty()) {
        return;
    }
    acknowledgements_queued_ = true;
    shared_.run_later([this] { return write_acknowledgements(); },
                      [this](const Result<void>& outcome) { acknowledgements_finished(outcome); });
}

Result<void> PostgresStore::write_acknowledgements() {
    {
        const std::lock_guard lock(events_mutex_);
        being_written_.assign(acknowledged_.begin(), acknowledged_.end());
        acknowledgements_queued_ = false;
    }
    return writer_.acknowledge(being_written_);
}

void PostgresStore::acknowledgements_finished(const Result<void>& outcome) {
    const std::lock_guard lock(events_mutex_);
    if (!outcome.ok()) {
        // Still acknowledged as far as this host goes; written with a later commit.
        acknowledgements_queued_ = false;
        return;
    }
    for (const std::int64_t event_id : being_written_) {
        acknowledged_.erase(event_id);
    }
}

}  // namespace

std::unique_ptr<Store> open_postgres_store(const PostgresOptions& options,
                                           std::uint64_t documents_max) {
    return std::make_unique<PostgresStore>(options, documents_max);
}

std::unique_ptr<Store> open_postgres_store(const PostgresOptions& options) {
    return open_postgres_store(options, limits::queue_documents_max);
}

}  // namespace sage
