// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/watched_store.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sage::simulation {
namespace {

std::vector<std::int64_t> sequences_of(const std::vector<Entry>& entries) {
    std::vector<std::int64_t> sequences;
    for (const Entry& entry : entries) {
        sequences.push_back(entry.sequence);
    }
    return sequences;
}

}  // namespace

void WatchedStore::verify(const std::vector<std::int64_t>& sequences) {
    const Disk::Calm calm(disk_);
    touched_.insert(touched_.end(), sequences.begin(), sequences.end());
    for (const std::int64_t sequence : std::exchange(touched_, {})) {
        checker_.verify(*share_.view, sequence);
    }
}

void WatchedStore::commit_later() {
    for (const Change& change : std::exchange(share_.later, {})) {
        // The store writes it only if its fence still holds.
        if (checker_.holds(change)) {
            checker_.applied(change);
        }
        touched_.push_back(change.sequence);
    }
}

/// A storage error means that nothing was written; only "commit_unknown" leaves that open.
template <class T>
void WatchedStore::check_failed(const Result<T>& outcome,
                                const std::vector<std::int64_t>& sequences) {
    std::vector<std::int64_t> touched = sequences;
    for (const Change& change : std::exchange(share_.later, {})) {
        touched.push_back(change.sequence);
    }
    const bool unknown = outcome.error().first().code == "outbox.commit_unknown";
    failed_to_commit(touched, unknown);
    if (!unknown) {
        verify(touched);
    }
}

/// Nothing was written as far as this run sees; whoever opens the outbox before the next commit may
/// still find it, because only the sync failed.
void WatchedStore::failed_to_commit(const std::vector<std::int64_t>& sequences, bool unknown) {
    const auto uncertain = [&] {
        for (const std::int64_t sequence : sequences) {
            checker_.uncertain(sequence);
        }
        checker_.uncertain_all();
    };
    // An earlier failure whose log nothing has overwritten since is as open as before.
    const std::set<std::int64_t> before = disk_.log_writes() == share_.log_writes
                                              ? checker_.uncertain_ones()
                                              : std::set<std::int64_t>();
    uncertain();
    share_.log_writes = disk_.log_writes();
    if (unknown) {
        const Disk::Calm calm(disk_);
        checker_.reopened(*share_.view, false);
        uncertain();
        for (const std::int64_t sequence : before) {
            checker_.uncertain(sequence);
        }
    }
}

template <class T, class Call>
Result<T> WatchedStore::committing(const std::vector<std::int64_t>& sequences, const Call& call) {
    interruptions_.at(Moment::before_store, instance_);
    Result<T> outcome = call();
    concluded(outcome, sequences);
    return outcome;
}

template <class T>
void WatchedStore::concluded(const Result<T>& outcome, const std::vector<std::int64_t>& sequences) {
    if (disk_.stopped()) {
        for (const Change& change : std::exchange(share_.later, {})) {
            checker_.uncertain(change.sequence);
        }
        for (const std::int64_t sequence : sequences) {
            checker_.uncertain(sequence);
        }
        checker_.uncertain_all();
        interruptions_.disk_stopped();
    }
    const bool stored = outcome.ok() || outcome.error().status != Status::storage;
    if (stored) {
        // What failed before is overwritten by the next that writes anything.
        if (disk_.log_writes() != share_.log_writes) {
            checker_.certain();
        }
        commit_later();
    } else {
        check_failed(outcome, sequences);
    }
}

template <class T>
Result<T> WatchedStore::asked(Result<T> answer) {
    if (disk_.stopped()) {
        interruptions_.disk_stopped();
    }
    return answer;
}

Result<Accepted> WatchedStore::accept(const NewEntry& entry) {
    Result<Accepted> outcome =
        committing<Accepted>({}, [&] { return share_.store->accept(entry); });
    checker_.accepted(entry, outcome);
    verify(outcome.ok() ? std::vector{outcome.value().sequence} : std::vector<std::int64_t>());
    return outcome;
}

Result<std::vector<Entry>> WatchedStore::claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                               std::size_t limit) {
    Result<std::vector<Entry>> outcome = committing<std::vector<Entry>>(
        {}, [&] { return share_.store->claim(now_ms, lease_end_ms, limit); });
    if (outcome.ok()) {
        checker_.claimed(outcome.value());
    }
    verify(outcome.ok() ? sequences_of(outcome.value()) : std::vector<std::int64_t>());
    interruptions_.at(Moment::after_store, instance_);
    return outcome;
}

Result<void> WatchedStore::release(const std::vector<Entry>& entries, std::int64_t due_ms) {
    const std::vector<std::int64_t> sequences = sequences_of(entries);
    Result<void> outcome =
        committing<void>(sequences, [&] { return share_.store->release(entries, due_ms); });
    verify(sequences);
    return outcome;
}

Result<void> WatchedStore::bring_forward(std::int64_t now_ms) {
    return committing<void>({}, [&] { return share_.store->bring_forward(now_ms); });
}

Result<bool> WatchedStore::let_pass(const Entry& first, std::int64_t later_sequence,
                                    std::int64_t now_ms) {
    const std::vector<std::int64_t> sequences = {first.sequence, later_sequence};
    Result<bool> outcome = committing<bool>(
        sequences, [&] { return share_.store->let_pass(first, later_sequence, now_ms); });
    verify(sequences);
    return outcome;
}

Result<std::optional<std::int64_t>> WatchedStore::next_due_ms() {
    return asked(share_.store->next_due_ms());
}

Result<bool> WatchedStore::begin_attempt(const Attempt& attempt, std::int64_t epoch) {
    const SettleClass settles = settles_by_(attempt);
    Result<bool> outcome = committing<bool>(
        {attempt.sequence}, [&] { return share_.store->begin_attempt(attempt, epoch); });
    if (outcome.ok() && outcome.value()) {
        checker_.begun({attempt, epoch}, settles, disk_.log_synced(), instance_);
    }
    verify({attempt.sequence});
    interruptions_.at(Moment::after_store, instance_);
    return outcome;
}

Result<std::vector<bool>> WatchedStore::begin_attempts(const std::vector<Beginning>& beginnings) {
    std::vector<std::int64_t> sequences;
    for (const Beginning& one : beginnings) {
        sequences.push_back(one.attempt.sequence);
    }
    Result<std::vector<bool>> outcome = committing<std::vector<bool>>(
        sequences, [&] { return share_.store->begin_attempts(beginnings); });
    for (std::size_t index = 0; outcome.ok() && index < beginnings.size(); ++index) {
        if (outcome.value()[index]) {
            const Beginning& one = beginnings[index];
            checker_.begun(one, settles_by_(one.attempt), disk_.log_synced(), instance_);
        }
    }
    verify(sequences);
    interruptions_.at(Moment::after_store, instance_);
    return outcome;
}

Result<bool> WatchedStore::apply(const Change& change) {
    Result<bool> outcome =
        committing<bool>({change.sequence}, [&] { return share_.store->apply(change); });
    if (outcome.ok() && outcome.value()) {
        checker_.applied(change);
    }
    verify({change.sequence});
    interruptions_.at(Moment::after_store, instance_);
    return outcome;
}

Result<bool> WatchedStore::apply_all(const std::vector<Change>& changes) {
    std::vector<std::int64_t> sequences;
    for (const Change& change : changes) {
        sequences.push_back(change.sequence);
    }
    Result<bool> outcome =
        committing<bool>(sequences, [&] { return share_.store->apply_all(changes); });
    for (const Change& change : changes) {
        if (outcome.ok() && outcome.value()) {
            checker_.applied(change);
        }
    }
    verify(sequences);
    interruptions_.at(Moment::after_store, instance_);
    return outcome;
}

void WatchedStore::apply_later(Change change) {
    share_.store->apply_later(change);
    written_meanwhile();
    share_.later.push_back(std::move(change));
}

/// A call that need not commit may have brought a commit with it, which takes along what waits.
void WatchedStore::written_meanwhile() {
    const Disk::Calm calm(disk_);
    if (!share_.later.empty() && checker_.moved(*share_.view, share_.later.front().sequence)) {
        commit_later();
        verify({});
    }
}

Result<void> WatchedStore::flush() {
    interruptions_.at(Moment::before_store, instance_);
    const Result<void> outcome = share_.store->flush();
    if (outcome.ok() || outcome.error().status != Status::storage || disk_.stopped()) {
        concluded(outcome, {});
        verify({});
        return outcome;
    }
    // It tells the failures of earlier commits, too, so this one may have been written.
    std::vector<std::int64_t> touched;
    for (const Change& change : std::exchange(share_.later, {})) {
        touched.push_back(change.sequence);
    }
    failed_to_commit(touched, true);
    return outcome;
}

Result<std::int64_t> WatchedStore::recover(std::int64_t now_ms) {
    if (share_.instances > 1) {
        // What others are sending is theirs: their leases run out by themselves.
        return std::int64_t{0};
    }
    Result<std::int64_t> outcome =
        committing<std::int64_t>({}, [&] { return share_.store->recover(now_ms); });
    if (outcome.ok()) {
        checker_.recovered();
    }
    verify({});
    return outcome;
}

Result<std::optional<Entry>> WatchedStore::find_message(std::string_view message_id) {
    return asked(share_.store->find_message(message_id));
}

Result<std::optional<Entry>> WatchedStore::find_document(std::string_view tenant_id,
                                                         std::string_view message_type,
                                                         std::string_view document_id) {
    return asked(share_.store->find_document(tenant_id, message_type, document_id));
}

Result<std::optional<Entry>> WatchedStore::find_earlier_document(std::string_view tenant_id,
                                                                 std::string_view message_type,
                                                                 std::string_view document_id,
                                                                 std::int64_t before) {
    return asked(share_.store->find_earlier_document(tenant_id, message_type, document_id, before));
}

Result<std::optional<Attempt>> WatchedStore::last_attempt(std::int64_t sequence) {
    return asked(share_.store->last_attempt(sequence));
}

Result<std::vector<std::optional<Attempt>>> WatchedStore::last_attempts(
    const std::vector<std::int64_t>& sequences) {
    return asked(share_.store->last_attempts(sequences));
}

Result<std::vector<HistoryLine>> WatchedStore::history(std::int64_t sequence) {
    return asked(share_.store->history(sequence));
}

Result<std::vector<Entry>> WatchedStore::in_state(State state, std::size_t limit) {
    return asked(share_.store->in_state(state, limit));
}

Result<std::vector<Entry>> WatchedStore::unverified(std::size_t limit) {
    return asked(share_.store->unverified(limit));
}

Result<std::vector<std::string>> WatchedStore::root_causes() {
    return asked(share_.store->root_causes());
}

Result<std::vector<Entry>> WatchedStore::held_for(std::string_view root_cause, std::size_t limit) {
    return asked(share_.store->held_for(root_cause, limit));
}

Result<std::int64_t> WatchedStore::held_count(std::string_view root_cause) {
    return asked(share_.store->held_count(root_cause));
}

Result<Counts> WatchedStore::counts() {
    return share_.store->counts();
}

Result<std::vector<Entry>> WatchedStore::page_after(std::int64_t sequence, std::size_t limit) {
    return asked(share_.store->page_after(sequence, limit));
}

Result<std::int64_t> WatchedStore::sequence_before(std::int64_t accepted_ms) {
    return asked(share_.store->sequence_before(accepted_ms));
}

Result<std::vector<Entry>> WatchedStore::about(std::string_view subject_id, std::int64_t sequence) {
    return asked(share_.store->about(subject_id, sequence));
}

Result<std::vector<Entry>> WatchedStore::find_references(
    const std::vector<std::string>& references) {
    return asked(share_.store->find_references(references));
}

Result<void> WatchedStore::remember(std::string_view name, std::string_view value) {
    Result<void> outcome =
        committing<void>({}, [&] { return share_.store->remember(name, value); });
    verify({});
    return outcome;
}

Result<std::string> WatchedStore::recall(std::string_view name) {
    return asked(share_.store->recall(name));
}

Result<void> WatchedStore::settings_in_force(std::string_view hash, std::int64_t now_ms) {
    Result<void> outcome =
        committing<void>({}, [&] { return share_.store->settings_in_force(hash, now_ms); });
    verify({});
    return outcome;
}

JournalHead WatchedStore::journal_head() {
    return share_.store->journal_head();
}

Result<std::vector<JournalRow>> WatchedStore::journal_after(std::int64_t chain,
                                                            std::int64_t position,
                                                            std::size_t limit) {
    return asked(share_.store->journal_after(chain, position, limit));
}

Result<std::vector<DocumentRecords>> WatchedStore::records_after(std::int64_t sequence,
                                                                 std::size_t limit) {
    return asked(share_.store->records_after(sequence, limit));
}

Result<std::optional<StoredEvent>> WatchedStore::next_event() {
    return asked(share_.store->next_event());
}

Result<void> WatchedStore::acknowledge(std::int64_t event_id) {
    Result<void> outcome = share_.store->acknowledge(event_id);
    if (disk_.stopped() || (!outcome.ok() && !share_.later.empty())) {
        concluded(outcome, {});
        verify({});
        return outcome;
    }
    written_meanwhile();
    return outcome;
}

Result<void> WatchedStore::raise(std::string_view event_type, std::string_view event_json,
                                 std::int64_t now_ms) {
    Result<void> outcome =
        committing<void>({}, [&] { return share_.store->raise(event_type, event_json, now_ms); });
    verify({});
    return outcome;
}

Result<bool> WatchedStore::open_alert(const Alert& alert, bool again) {
    Result<bool> outcome =
        committing<bool>({}, [&] { return share_.store->open_alert(alert, again); });
    verify({});
    return outcome;
}

Result<bool> WatchedStore::close_alert(std::string_view key, std::string_view event_json,
                                       std::int64_t now_ms) {
    Result<bool> outcome =
        committing<bool>({}, [&] { return share_.store->close_alert(key, event_json, now_ms); });
    verify({});
    return outcome;
}

Result<std::optional<Purged>> WatchedStore::purge(const Leadership& leadership,
                                                  const Purge& piece) {
    Result<std::optional<Purged>> outcome = committing<std::optional<Purged>>(
        {}, [&] { return share_.store->purge(leadership, piece); });
    verify({});
    return outcome;
}

Result<void> WatchedStore::save_catalogue(const Catalogue& catalogue) {
    Result<void> outcome =
        committing<void>({}, [&] { return share_.store->save_catalogue(catalogue); });
    verify({});
    return outcome;
}

Result<Catalogue> WatchedStore::load_catalogue() {
    return asked(share_.store->load_catalogue());
}

}  // namespace sage::simulation
