// SPDX-License-Identifier: Apache-2.0
// The embedded store: changes go through the shared commit to the one connection that writes,
// questions to a second connection, which in WAL mode neither waits for the first nor delays it. So
// a question never sees what is not durable yet, nor what apply_later() still holds back.
#include "sage-adapter/outbox/sqlite_store.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "sage-adapter/base/limits.h"
#include "sage-adapter/base/planted_bug.h"
#include "sage-adapter/outbox/data_folder.h"
#include "sage-adapter/outbox/refusals.h"
#include "sage-adapter/outbox/shared_commit.h"
#include "sage-adapter/outbox/sqlite_overview.h"
#include "sage-adapter/outbox/sqlite_reader.h"
#include "sage-adapter/outbox/sqlite_writer.h"

namespace sage {
namespace {

class SqliteStore final : public Store {
  public:
    SqliteStore(std::unique_ptr<DataFolder> folder, std::unique_ptr<SqliteConnection> writing,
                std::unique_ptr<SqliteConnection> reading, const SqliteLimits& limits)
        : folder_(std::move(folder)),
          reader_(std::move(reading)),
          writer_(std::move(writing), reader_, limits.documents_max),
          shared_(writer_),
          overview_(folder_->database_path()) {}

    /// Failures are lost with the object; what matters was flushed by the caller.
    ~SqliteStore() override { static_cast<void>(flush()); }

    /// Reads the counts.
    Result<void> start() {
        return shared_.run([] { return Result<void>(); });
    }
    void leave_unchecked() { unchecked_ = true; }

    Result<Accepted> accept(const NewEntry& entry) override {
        return committed<Accepted>([&] { return writer_.accept(entry); });
    }
    Result<std::vector<Entry>> claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                     std::size_t limit) override {
        return committed<std::vector<Entry>>(
            [&] { return writer_.claim(now_ms, lease_end_ms, limit); });
    }
    Result<void> release(const std::vector<Entry>& entries, std::int64_t due_ms) override {
        return shared_.run([&] { return writer_.release(entries, due_ms); });
    }
    Result<void> bring_forward(std::int64_t now_ms) override {
        return shared_.run([&] { return writer_.bring_forward(now_ms); });
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
    void apply_later(Change change) override;
    Result<void> flush() override;
    Result<std::int64_t> recover(std::int64_t now_ms) override {
        return committed<std::int64_t>([&] { return writer_.recover(now_ms); });
    }
    Result<void> check_soundness(const std::function<bool()>& cancelled) override;

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
        return reader_.last_attempt(sequence);
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
    Result<Counts> counts() override { return writer_.counts(); }

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

    Result<void> remember(std::string_view name, std::string_view value) override {
        return shared_.run([&] { return writer_.remember(name, value); });
    }
    Result<std::string> recall(std::string_view name) override { return reader_.recall(name); }
    Result<void> settings_in_force(std::string_view hash, std::int64_t now_ms) override {
        return shared_.run([&] { return writer_.settings_in_force(hash, now_ms); });
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

    Result<std::optional<StoredEvent>> next_event() override;
    Result<void> acknowledge(std::int64_t event_id) override;
    Result<void> raise(std::string_view event_type, std::string_view event_json,
                       std::int64_t now_ms) override {
        return shared_.run([&] { return writer_.raise(event_type, event_json, now_ms); });
    }

    Result<bool> open_alert(const Alert& alert, bool again) override {
        return committed<bool>([&] { return writer_.open_alert(alert, again); });
    }
    Result<bool> close_alert(std::string_view key, std::string_view event_json,
                             std::int64_t now_ms) override {
        return committed<bool>([&] { return writer_.close_alert(key, event_json, now_ms); });
    }
    Overview& overview() override { return overview_; }

    Result<std::optional<Purged>> purge(const Leadership&, const Purge& piece) override {
        return committed<std::optional<Purged>>([&]() -> Result<std::optional<Purged>> {
            const Result<Purged> purged = writer_.purge(piece);
            return purged.ok() ? Result<std::optional<Purged>>(purged.value())
                               : Result<std::optional<Purged>>(purged.error());
        });
    }

    Result<void> save_catalogue(const Catalogue& catalogue) override {
        return kept_catalogue_.save(
            catalogue, [&](const StoredCatalogue& known, const CatalogueDifference& changes,
                           std::int64_t& version) {
                return shared_.run(
                    [&] { return writer_.save_catalogue(catalogue, known, changes, version); });
            });
    }
    Result<Catalogue> load_catalogue() override {
        return kept_catalogue_.load([&] { return reader_.load_catalogue(); });
    }

  private:
    /// Runs `work` in a shared commit. Its own failure is its caller's alone; only the disk's
    /// failure is everybody's.
    template <class T, class Work>
    Result<T> committed(const Work& work) {
        std::optional<Result<T>> outcome;
        const Result<void> stored = shared_.run([&outcome, &work]() -> Result<void> {
            outcome.emplace(work());
            const bool disk = !outcome->ok() && outcome->error().status == Status::storage;
            return disk ? Result<void>(outcome->error()) : Result<void>();
        });
        return stored.ok() ? std::move(*outcome) : Result<T>(stored.error());
    }

    Result<void> write_acknowledgements();
    void acknowledgements_finished(const Result<void>& outcome);
    void queue_acknowledgements();
    void failed_later(const std::vector<Problem>& problems);

    std::unique_ptr<DataFolder> folder_;
    SqliteReader reader_;
    SqliteWriter writer_;
    SharedCommit shared_;
    KeptCatalogue kept_catalogue_;
    SqliteOverview overview_;

    std::atomic<bool> unchecked_ = false;

    std::mutex failures_mutex_;
    std::vector<Problem> failures_;  ///< of apply_later, for the next flush()

    std::mutex events_mutex_;
    std::set<std::int64_t> acknowledged_;  ///< by the host, not yet on disk
    std::vector<std::int64_t> being_written_;
    bool acknowledgements_queued_ = false;
    std::deque<StoredEvent> pending_;  ///< read ahead: not acknowledged, oldest first
    std::int64_t read_through_ = 0;    ///< the last event read
};

Result<std::vector<bool>> SqliteStore::begin_attempts(const std::vector<Beginning>& beginnings) {
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

Result<void> SqliteStore::check_soundness(const std::function<bool()>& cancelled) {
    if (!unchecked_.exchange(false)) {
        return {};
    }
    const Result<std::unique_ptr<SqliteConnection>> connection =
        open_for_reading(folder_->database_path());
    const Result<bool> checked = connection.ok() ? check_while_open(*connection.value(), cancelled)
                                                 : Result<bool>(connection.error());
    if (checked.ok()) {
        unchecked_ = !checked.value();
        return {};
    }
    if (checked.error().first().code != "outbox.damaged") {
        unchecked_ = true;
        return checked.error();
    }
    return shared_.run([&] {
        writer_.refuse(checked.error());
        return Result<void>(checked.error());
    });
}

void SqliteStore::apply_later(Change change) {
    if (!change.event_type.empty() && planted(PlantedBug::told_before_commit)) {
        static_cast<void>(raise(change.event_type, change.event_json, change.now_ms));
    }
    auto kept = std::make_shared<const Change>(std::move(change));
    shared_.run_later(
        [this, kept]() -> Result<void> {
            const Result<bool> applied = writer_.apply(*kept);
            if (applied.ok() && !applied.value()) {
                failed_later({refusals::late(*kept)});
            }
            if (!applied.ok() && applied.error().status != Status::storage) {
                failed_later(applied.error().problems);
            }
            const bool disk = !applied.ok() && applied.error().status == Status::storage;
            return disk ? Result<void>(applied.error()) : Result<void>();
        },
        [this](const Result<void>& outcome) {
            if (!outcome.ok()) {
                failed_later(outcome.error().problems);
            }
        });
}

void SqliteStore::failed_later(const std::vector<Problem>& problems) {
    const std::lock_guard lock(failures_mutex_);
    for (const Problem& problem : problems) {
        if (std::find(failures_.begin(), failures_.end(), problem) == failures_.end()) {
            failures_.push_back(problem);
        }
    }
}

Result<void> SqliteStore::flush() {
    {
        const std::lock_guard lock(events_mutex_);
        queue_acknowledgements();
    }
    Result<void> flushed = shared_.flush();
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

Result<std::optional<StoredEvent>> SqliteStore::next_event() {
    // Held throughout, so that an acknowledgement is either still in the set or already read back.
    const std::lock_guard lock(events_mutex_);
    // Many are read at once, and none while the last commit that told something was read already.
    while (pending_.empty()) {
        const std::int64_t last = writer_.last_event();
        if (last <= read_through_) {
            return std::optional<StoredEvent>();
        }
        Result<std::vector<StoredEvent>> more =
            reader_.events_after(read_through_, limits::events_read_ahead_max);
        if (!more.ok()) {
            return std::move(more).error();
        }
        read_through_ = more.value().empty() ? last : more.value().back().id;
        for (StoredEvent& event : more.value()) {
            if (!acknowledged_.contains(event.id)) {
                pending_.push_back(std::move(event));
            }
        }
    }
    return std::optional(pending_.front());
}

Result<void> SqliteStore::acknowledge(std::int64_t event_id) {
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

void SqliteStore::queue_acknowledgements() {
    if (acknowledgements_queued_ || acknowledged_.empty()) {
        return;
    }
    acknowledgements_queued_ = true;
    shared_.run_later([this] { return write_acknowledgements(); },
                      [this](const Result<void>& outcome) { acknowledgements_finished(outcome); });
}

Result<void> SqliteStore::write_acknowledgements() {
    {
        const std::lock_guard lock(events_mutex_);
        being_written_.assign(acknowledged_.begin(), acknowledged_.end());
        acknowledgements_queued_ = false;
    }
    for (const std::int64_t event_id : being_written_) {
        Result<void> written = writer_.acknowledge(event_id);
        if (!written.ok()) {
            return written;
        }
    }
    return {};
}

void SqliteStore::acknowledgements_finished(const Result<void>& outcome) {
    const std::lock_guard lock(events_mutex_);
    if (!outcome.ok()) {
        // Still acknowledged as far as this instance goes; written with a later commit.
        acknowledgements_queued_ = false;
        return;
    }
    for (const std::int64_t event_id : being_written_) {
        acknowledged_.erase(event_id);
    }
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options,
                                                 const SqliteLimits& limits) {
    Result<std::unique_ptr<DataFolder>> folder = DataFolder::open(options.folder);
    if (!folder.ok()) {
        return std::move(folder).error();
    }
    const std::string& path = folder.value()->database_path();
    Result<std::unique_ptr<SqliteConnection>> writing =
        open_database(path, options.identity, limits);
    if (!writing.ok()) {
        return std::move(writing).error();
    }
    Result<std::unique_ptr<SqliteConnection>> reading = open_for_reading(path);
    if (!reading.ok()) {
        return std::move(reading).error();
    }
    const Result<bool> checked = checked_when_opened(*reading.value(), limits);
    if (!checked.ok()) {
        return checked.error();
    }
    auto store = std::make_unique<SqliteStore>(
        std::move(folder).value(), std::move(writing).value(), std::move(reading).value(), limits);
    if (!checked.value()) {
        store->leave_unchecked();
    }
    Result<void> started = store->start();
    if (!started.ok()) {
        return std::move(started).error();
    }
    return std::unique_ptr<Store>(std::move(store));
}

Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options) {
    return open_sqlite_store(options, SqliteLimits{limits::queue_documents_max, 0});
}

}  // namespace sage
