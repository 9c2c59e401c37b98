// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/memory_store.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "sage-adapter/outbox/refusals.h"

namespace sage::simulation {

template <class Question>
auto MemoryStore::asked(const Question& question) {
    const std::lock_guard lock(options_.outbox->mutex);
    return question(std::as_const(options_.outbox->rows));
}

template <class Work>
auto MemoryStore::committed(const Work& work) {
    const std::lock_guard lock(options_.outbox->mutex);
    write_held_back();
    return work(options_.outbox->rows);
}

void MemoryStore::write_held_back() {
    MemoryRows& rows = options_.outbox->rows;
    for (const Change& change : std::exchange(later_, {})) {
        const Result<bool> applied = rows.apply(change);
        if (!applied.ok()) {
            failures_.push_back(applied.error().first());
        } else if (!applied.value()) {
            failures_.push_back(refusals::late(change));
        }
    }
    for (const std::int64_t event_id : std::exchange(acknowledged_, {})) {
        rows.acknowledge(event_id);
    }
}

void MemoryStore::forget_held_back() {
    const std::lock_guard lock(options_.outbox->mutex);
    later_.clear();
    acknowledged_.clear();
}

Result<Accepted> MemoryStore::accept(const NewEntry& entry) {
    return committed([&](MemoryRows& rows) { return rows.accept(entry, options_.documents_max); });
}

Result<std::vector<Entry>> MemoryStore::claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                              std::size_t limit) {
    return committed([&](MemoryRows& rows) { return rows.claim(now_ms, lease_end_ms, limit); });
}

Result<void> MemoryStore::release(const std::vector<Entry>& entries, std::int64_t due_ms) {
    committed([&](MemoryRows& rows) { rows.release(entries, due_ms); });
    return {};
}

Result<void> MemoryStore::bring_forward(std::int64_t now_ms) {
    committed([&](MemoryRows& rows) { rows.bring_forward(now_ms); });
    return {};
}

Result<bool> MemoryStore::let_pass(const Entry& first, std::int64_t later_sequence,
                                   std::int64_t now_ms) {
    return committed(
        [&](MemoryRows& rows) { return rows.let_pass(first, later_sequence, now_ms); });
}

Result<std::optional<std::int64_t>> MemoryStore::next_due_ms() {
    return asked([](const MemoryRows& rows) { return rows.next_due_ms(); });
}

Result<bool> MemoryStore::begin_attempt(const Attempt& attempt, std::int64_t epoch) {
    return committed([&](MemoryRows& rows) { return rows.begin_attempt(attempt, epoch); });
}

Result<std::vector<bool>> MemoryStore::begin_attempts(const std::vector<Beginning>& beginnings) {
    return committed([&](MemoryRows& rows) {
        std::vector<bool> begun;
        for (const Beginning& one : beginnings) {
            begun.push_back(rows.begin_attempt(one.attempt, one.epoch));
        }
        return begun;
    });
}

Result<bool> MemoryStore::apply(const Change& change) {
    return committed([&](MemoryRows& rows) { return rows.apply(change); });
}

Result<bool> MemoryStore::apply_all(const std::vector<Change>& changes) {
    return committed([&](MemoryRows& rows) { return rows.apply_all(changes); });
}

void MemoryStore::apply_later(Change change) {
    const std::lock_guard lock(options_.outbox->mutex);
    later_.push_back(std::move(change));
}

Result<void> MemoryStore::flush() {
    return committed([&](MemoryRows&) -> Result<void> {
        std::vector<Problem> failures = std::exchange(failures_, {});
        if (failures.empty()) {
            return {};
        }
        const bool only_late =
            std::all_of(failures.begin(), failures.end(),
                        [](const Problem& one) { return one.code == "outbox.late"; });
        return Error(only_late ? Status::state : Status::storage, std::move(failures));
    });
}

Result<std::int64_t> MemoryStore::recover(std::int64_t now_ms) {
    const std::int64_t ended_by =
        options_.shared ? options_.now_ms() : std::numeric_limits<std::int64_t>::max();
    return committed([&](MemoryRows& rows) { return rows.recover(now_ms, ended_by); });
}

Result<std::optional<Entry>> MemoryStore::find_message(std::string_view message_id) {
    return asked([&](const MemoryRows& rows) { return rows.find_message(message_id); });
}

Result<std::optional<Entry>> MemoryStore::find_document(std::string_view tenant_id,
                                                        std::string_view message_type,
                                                        std::string_view document_id) {
    return find_earlier_document(tenant_id, message_type, document_id,
                                 std::numeric_limits<std::int64_t>::max());
}

Result<std::optional<Entry>> MemoryStore::find_earlier_document(std::string_view tenant_id,
                                                                std::string_view message_type,
                                                                std::string_view document_id,
                                                                std::int64_t before) {
    return asked([&](const MemoryRows& rows) {
        return rows.find_document(tenant_id, message_type, document_id, before);
    });
}

Result<std::optional<Attempt>> MemoryStore::last_attempt(std::int64_t sequence) {
    return asked([&](const MemoryRows& rows) { return rows.last_attempt(sequence); });
}

Result<std::vector<HistoryLine>> MemoryStore::history(std::int64_t sequence) {
    return asked([&](const MemoryRows& rows) { return rows.history(sequence); });
}

Result<std::vector<Entry>> MemoryStore::in_state(State state, std::size_t limit) {
    return asked([&](const MemoryRows& rows) { return rows.in_state(state, limit); });
}

Result<std::vector<Entry>> MemoryStore::unverified(std::size_t limit) {
    return asked([&](const MemoryRows& rows) { return rows.unverified(limit); });
}

Result<std::vector<std::string>> MemoryStore::root_causes() {
    return asked([](const MemoryRows& rows) { return rows.root_causes(); });
}

Result<std::vector<Entry>> MemoryStore::held_for(std::string_view root_cause, std::size_t limit) {
    return asked([&](const MemoryRows& rows) { return rows.held_for(root_cause, limit); });
}

Result<std::int64_t> MemoryStore::held_count(std::string_view root_cause) {
    return asked([&](const MemoryRows& rows) { return rows.held_count(root_cause); });
}

Result<Counts> MemoryStore::counts() {
    return asked([](const MemoryRows& rows) { return rows.counts(); });
}

Result<std::vector<Entry>> MemoryStore::page_after(std::int64_t sequence, std::size_t limit) {
    return asked([&](const MemoryRows& rows) { return rows.page_after(sequence, limit); });
}

Result<std::int64_t> MemoryStore::sequence_before(std::int64_t accepted_ms) {
    return asked([&](const MemoryRows& rows) { return rows.sequence_before(accepted_ms); });
}

Result<std::vector<Entry>> MemoryStore::about(std::string_view subject_id, std::int64_t sequence) {
    return asked([&](const MemoryRows& rows) { return rows.about(subject_id, sequence); });
}

Result<std::vector<Entry>> MemoryStore::find_references(
    const std::vector<std::string>& references) {
    return asked([&](const MemoryRows& rows) { return rows.find_references(references); });
}

Result<void> MemoryStore::remember(std::string_view name, std::string_view value) {
    committed([&](MemoryRows& rows) {
        rows.notes.insert_or_assign(std::string(name), std::string(value));
    });
    return {};
}

Result<std::string> MemoryStore::recall(std::string_view name) {
    return asked([&](const MemoryRows& rows) {
        const auto found = rows.notes.find(name);
        return found == rows.notes.end() ? std::string() : found->second;
    });
}

Result<std::optional<StoredEvent>> MemoryStore::next_event() {
    return asked([&](const MemoryRows& rows) { return rows.next_event(acknowledged_); });
}

Result<void> MemoryStore::acknowledge(std::int64_t event_id) {
    {
        const std::lock_guard lock(options_.outbox->mutex);
        acknowledged_.insert(event_id);
        if (acknowledged_.size() < limits::commit_batch_max) {
            return {};
        }
    }
    committed([](MemoryRows&) {});
    return {};
}

Result<void> MemoryStore::raise(std::string_view event_type, std::string_view event_json,
                                std::int64_t now_ms) {
    committed([&](MemoryRows& rows) { rows.raise(event_type, event_json, now_ms); });
    return {};
}

Result<bool> MemoryStore::open_alert(const Alert& alert, bool again) {
    return committed([&](MemoryRows& rows) {
        const auto [known, is_new] = rows.alerts.try_emplace(alert.key, alert);
        if (is_new || again) {
            known->second.json = alert.json;
            rows.raise(attention_event, alert.json, alert.since_ms);
        }
        return is_new || again;
    });
}

Result<bool> MemoryStore::close_alert(std::string_view key, std::string_view event_json,
                                      std::int64_t now_ms) {
    return committed([&](MemoryRows& rows) {
        const auto known = rows.alerts.find(key);
        if (known == rows.alerts.end()) {
            return false;
        }
        rows.alerts.erase(known);
        rows.raise(attention_event, event_json, now_ms);
        return true;
    });
}

bool MemoryStore::still_leads(const Leadership& leadership) const {
    if (!options_.shared) {
        return true;
    }
    const auto& leaders = options_.outbox->rows.leaders;
    const auto found = leaders.find(leadership.duty);
    return found != leaders.end() && found->second.holder == this &&
           found->second.elected_ms == leadership.elected_ms &&
           found->second.until_ms > options_.now_ms();
}

Result<std::optional<Leadership>> MemoryStore::elect(std::string_view duty, std::int64_t lease_ms) {
    if (!options_.shared) {
        return Store::elect(duty, lease_ms);
    }
    const std::int64_t now = options_.now_ms();
    return committed([&](MemoryRows& rows) -> std::optional<Leadership> {
        MemoryRows::Leader& leader = rows.leaders[std::string(duty)];
        const bool ended = leader.until_ms <= now;
        if (leader.holder != this && !ended) {
            return std::nullopt;
        }
        if (leader.holder != this || ended) {
            // Two of the same moment must differ: it is the fence.
            leader.elected_ms = std::max(now, leader.elected_ms + 1);
        }
        leader.holder = this;
        leader.until_ms = now + lease_ms;
        return Leadership{std::string(duty), leader.elected_ms};
    });
}

Result<bool> MemoryStore::raise_as_leader(const Leadership& leadership, std::string_view event_type,
                                          std::string_view event_json, std::int64_t now_ms) {
    return committed([&](MemoryRows& rows) {
        const bool leads = still_leads(leadership);
        if (leads) {
            rows.raise(event_type, event_json, now_ms);
        }
        return leads;
    });
}

Result<std::optional<Purged>> MemoryStore::purge(const Leadership& leadership, const Purge& piece) {
    return committed([&](MemoryRows& rows) {
        return still_leads(leadership) ? std::optional(rows.purge(piece)) : std::nullopt;
    });
}

Result<void> MemoryStore::save_catalogue(const Catalogue& catalogue) {
    committed([&](MemoryRows& rows) { rows.save_catalogue(catalogue); });
    return {};
}

Result<void> MemoryStore::settings_in_force(std::string_view hash, std::int64_t now_ms) {
    committed([&](MemoryRows& rows) { rows.settings_in_force(hash, now_ms); });
    return {};
}

JournalHead MemoryStore::journal_head() {
    return asked([](const MemoryRows& rows) { return rows.journal_head(); });
}

Result<std::vector<JournalRow>> MemoryStore::journal_after(std::int64_t chain,
                                                           std::int64_t position,
                                                           std::size_t limit) {
    return asked(
        [&](const MemoryRows& rows) { return rows.journal_after(chain, position, limit); });
}

Result<std::vector<DocumentRecords>> MemoryStore::records_after(std::int64_t sequence,
                                                                std::size_t limit) {
    return asked([&](const MemoryRows& rows) { return rows.records_after(sequence, limit); });
}

Result<Catalogue> MemoryStore::load_catalogue() {
    return asked([](const MemoryRows& rows) { return rows.catalogue; });
}

}  // namespace sage::simulation
