// SPDX-License-Identifier: Apache-2.0
// The questions are in memory_questions.cpp.
#include "tests/simulation/memory_rows.h"

#include <algorithm>

#include "sage-adapter/outbox/records.h"
#include "sage-adapter/outbox/refusals.h"

namespace sage::simulation {
namespace {

constexpr std::uint8_t begins_attempt = 2;
constexpr std::uint8_t attempt_ended_unknown = 10;

bool is_open(const Entry& entry) {
    return !is_final(entry.state);
}

template <class Keys, class Key>
std::int64_t number_under(const Keys& keys, const Key& key) {
    const auto found = keys.find(key);
    return found == keys.end() ? 0 : found->second;
}

/// An index that has nothing left under a key forgets the key.
template <class Index, class Key>
void put(Index& index, const Key& key, std::int64_t sequence, bool listed) {
    if (listed) {
        index[key].insert(sequence);
        return;
    }
    const auto found = index.find(key);
    found->second.erase(sequence);
    if (found->second.empty()) {
        index.erase(found);
    }
}

}  // namespace

const MemoryRow* MemoryRows::find(std::int64_t sequence) const {
    const auto found = documents_.find(sequence);
    return found == documents_.end() ? nullptr : &found->second;
}

bool MemoryRows::fence_holds(std::int64_t sequence, std::int64_t epoch, State state) const {
    const MemoryRow* const row = find(sequence);
    return row != nullptr && row->entry.epoch == epoch && row->entry.state == state;
}

void MemoryRows::list(const MemoryRow& row, bool listed) {
    const Entry& entry = row.entry;
    const std::int64_t sequence = entry.sequence;
    const auto put_if = [&](bool belongs, auto& index, const auto& value) {
        if (belongs && listed) {
            index.insert(value);
        } else if (belongs) {
            index.erase(value);
        }
    };
    put_if(row.due.has_value(), due_, std::pair(row.due.value_or(0), sequence));
    put_if(row.leased, leased_, sequence);
    put_if(entry.state == State::posted && !entry.verified, unverified_, sequence);
    put(by_state_, entry.state, sequence, listed);
    if (entry.state == State::held && !entry.root_cause.empty()) {
        put(held_for_, entry.root_cause, sequence, listed);
    }
    if (is_open(entry) && !entry.ordering_key.empty()) {
        put(lanes_, Lane(entry.tenant_id, entry.ordering_key), sequence, listed);
    }
}

std::optional<Error> MemoryRows::conflict_with(const NewEntry& entry, const MemoryRow* same_message,
                                               const MemoryRow* same_document) const {
    if (same_message != nullptr && (same_message->entry.document_key != entry.document_key ||
                                    same_message->entry.content_hash != entry.content_hash)) {
        return refusals::message_conflict(same_message->entry.content_hash, entry);
    }
    if (same_document != nullptr && same_document->entry.content_hash != entry.content_hash) {
        return refusals::document_conflict(same_document->entry.content_hash, entry);
    }
    return std::nullopt;
}

MemoryRows::Sequences& MemoryRows::versions_of(const Entry& entry) {
    return by_number_[{entry.tenant_id, entry.message_type, entry.document_id}];
}

Result<Accepted> MemoryRows::accept(const NewEntry& entry, std::uint64_t documents_max) {
    if (refusals::has_nul(entry)) {
        return refusals::nul();
    }
    const MemoryRow* const same_message = find(number_under(by_message_, entry.message_id));
    const MemoryRow* const same_document = find(number_under(by_key_, entry.document_key));
    if (std::optional<Error> conflict = conflict_with(entry, same_message, same_document)) {
        return *std::move(conflict);
    }
    if (same_document != nullptr) {
        const Entry& first = same_document->entry;
        return Accepted{first.sequence, true, first.message_id, first.state};
    }
    const Counts now = counts();
    const std::int64_t open = now.queued + now.sending + now.in_doubt + now.held;
    if (static_cast<std::uint64_t>(open) >= documents_max) {
        return refusals::full(open);
    }
    MemoryRow row;
    Entry& kept = row.entry;
    kept.sequence = documents_.empty() ? 1 : documents_.rbegin()->first + 1;
    kept.document_key = entry.document_key;
    kept.content_hash = entry.content_hash;
    kept.external_reference = entry.external_reference;
    kept.message_id = entry.message_id;
    kept.message_type = entry.message_type;
    kept.tenant_id = entry.tenant_id;
    kept.document_id = entry.document_id;
    kept.document_version = entry.document_version;
    kept.ordering_key = entry.ordering_key;
    kept.subject_id = entry.subject_id;
    kept.canonical_bytes = entry.canonical_bytes;
    kept.accepted_ms = entry.now_ms;
    row.due = entry.now_ms;
    if (lanes_.contains(Lane(entry.tenant_id, entry.ordering_key))) {
        kept.wait_reason = WaitReason::predecessor;
        row.due.reset();
    }
    by_message_.emplace(kept.message_id, kept.sequence);
    by_key_.emplace(kept.document_key, kept.sequence);
    versions_of(kept).insert(kept.sequence);
    numbers_.insert(kept.document_id);
    list(row, true);
    const Accepted accepted{kept.sequence, false, kept.message_id, State::queued};
    documents_.emplace(kept.sequence, std::move(row));
    tell(accepted_row(entry, accepted.sequence));
    return accepted;
}

std::vector<Entry> MemoryRows::claim(std::int64_t now_ms, std::int64_t lease_end_ms,
                                     std::size_t limit) {
    std::vector<std::int64_t> chosen;
    for (auto next = due_.begin();
         next != due_.end() && next->first <= now_ms && chosen.size() < limit; ++next) {
        chosen.push_back(next->second);
    }
    std::vector<Entry> claimed;
    for (const std::int64_t sequence : chosen) {
        edit(sequence, [&](MemoryRow& row) {
            ++row.entry.epoch;
            row.due = lease_end_ms;
            row.leased = true;
        });
        claimed.push_back(documents_.at(sequence).entry);
        claimed.back().due_ms = lease_end_ms;
        claimed.back().subject_may_exist = numbers_.contains(claimed.back().subject_id);
        claimed.back().other_version_may_exist = versions_of(claimed.back()).size() > 1;
    }
    return claimed;
}

void MemoryRows::release(const std::vector<Entry>& entries, std::int64_t due_ms) {
    for (const Entry& entry : entries) {
        const bool untouched = entry.state == State::queued || entry.state == State::in_doubt;
        if (untouched && fence_holds(entry.sequence, entry.epoch, entry.state) &&
            leased_.contains(entry.sequence)) {
            edit(entry.sequence, [&](MemoryRow& row) {
                row.due = due_ms;
                row.leased = false;
            });
        }
    }
}

void MemoryRows::bring_forward(std::int64_t now_ms) {
    Sequences later;
    for (const auto& [due, sequence] : due_) {
        const MemoryRow& row = *find(sequence);
        if (due > now_ms && !row.leased && row.entry.state == State::queued) {
            later.insert(sequence);
        }
    }
    for (const std::int64_t sequence : later) {
        edit(sequence, [&](MemoryRow& row) { row.due = now_ms; });
    }
}

bool MemoryRows::let_pass(const Entry& first, std::int64_t later_sequence, std::int64_t now_ms) {
    const MemoryRow* const later = find(later_sequence);
    const bool waits = later != nullptr && later->entry.wait_reason == WaitReason::predecessor &&
                       !first.ordering_key.empty() && later->entry.tenant_id == first.tenant_id &&
                       later->entry.ordering_key == first.ordering_key;
    if (!waits || !fence_holds(first.sequence, first.epoch, State::queued)) {
        return false;
    }
    edit(first.sequence, [&](MemoryRow& row) {
        row.entry.wait_reason = WaitReason::predecessor;
        row.due.reset();
        row.leased = false;
    });
    edit(later_sequence, [&](MemoryRow& row) {
        row.entry.wait_reason = WaitReason::none;
        row.due = now_ms;
    });
    return true;
}

bool MemoryRows::begin_attempt(const Attempt& attempt, std::int64_t epoch) {
    const State needed = attempt.replay ? State::in_doubt : State::queued;
    if (!fence_holds(attempt.sequence, epoch, needed)) {
        return false;
    }
    const Entry& before = find(attempt.sequence)->entry;
    if (attempt.number != before.attempts + 1 || (!attempt.replay && before.maybe_in_sage)) {
        return false;
    }
    edit(attempt.sequence, [&](MemoryRow& row) {
        row.entry.attempts = attempt.number;
        row.attempts.push_back(attempt);
        if (attempt.replay) {
            return;
        }
        row.entry.state = State::sending;
        row.entry.wait_reason = WaitReason::none;
        row.entry.generation = attempt.generation;
        row.entry.look_ups = 0;
        row.entry.absent_ms = 0;
        row.due = attempt.deadline_ms;
        row.leased = true;
    });
    tell(attempt_row(attempt));
    return true;
}

Result<bool> MemoryRows::apply(const Change& change) {
    if (!is_edge(change.from, change.to, change.edge) || change.edge == begins_attempt) {
        return refusals::not_an_edge(change);
    }
    if (!fence_holds(change.sequence, change.epoch, change.from)) {
        return false;
    }
    const bool had_turn = find(change.sequence)->entry.wait_reason != WaitReason::predecessor;
    edit(change.sequence, [&](MemoryRow& row) {
        Entry& entry = row.entry;
        entry.state = change.to;
        entry.wait_reason = change.to == State::queued ? change.wait_reason : WaitReason::none;
        entry.generation = change.generation;
        entry.look_ups = change.look_ups;
        entry.absent_ms = change.absent_ms;
        entry.maybe_in_sage = change.maybe_in_sage;
        entry.verified = change.verified;
        entry.problem_json = change.problem_json;
        entry.root_cause = change.root_cause;
        entry.sage_document_json = change.sage_document_json;
        row.leased = false;
        row.due = change.due_ms;
        if (is_final(change.to) || change.to == State::held) {
            row.due.reset();
        }
    });
    const Entry& entry = find(change.sequence)->entry;
    write_line({change.sequence,
                entry.attempts,
                {change.now_ms, change.edge, change.from, change.to, change.evidence},
                change.event_type,
                change.event_json});
    tell(change_row(change, entry.attempts));
    if (is_final(change.to) && !is_final(change.from) && had_turn) {
        let_next_in_lane_go(Lane(entry.tenant_id, entry.ordering_key), change.now_ms);
    }
    return true;
}

Result<bool> MemoryRows::apply_all(const std::vector<Change>& changes) {
    Sequences different;
    for (const Change& change : changes) {
        if (!is_edge(change.from, change.to, change.edge) || change.edge == begins_attempt ||
            !different.insert(change.sequence).second) {
            return refusals::not_an_edge(change);
        }
    }
    const bool hold = std::all_of(changes.begin(), changes.end(), [&](const Change& change) {
        return fence_holds(change.sequence, change.epoch, change.from);
    });
    for (const Change& change : changes) {
        if (hold) {
            static_cast<void>(apply(change));
        }
    }
    return hold;
}

void MemoryRows::let_next_in_lane_go(const Lane& lane, std::int64_t now_ms) {
    const auto found = lanes_.find(lane);
    if (found == lanes_.end()) {
        return;
    }
    const std::int64_t first = *found->second.begin();
    const MemoryRow& next = documents_.at(first);
    if (next.entry.state == State::queued && next.entry.wait_reason == WaitReason::predecessor &&
        !next.due.has_value()) {
        edit(first, [&](MemoryRow& row) {
            row.entry.wait_reason = WaitReason::none;
            row.due = now_ms;
        });
    }
}

std::int64_t MemoryRows::recover(std::int64_t now_ms, std::int64_t leases_ended_by_ms) {
    std::int64_t doubts = 0;
    const Sequences leased = leased_;
    for (const std::int64_t sequence : leased) {
        if (find(sequence)->due.value_or(0) > leases_ended_by_ms) {
            continue;
        }
        const bool sending = find(sequence)->entry.state == State::sending;
        edit(sequence, [&](MemoryRow& row) {
            row.leased = false;
            row.due = sending ? std::min(row.entry.accepted_ms, now_ms) : now_ms;
            row.entry.state = sending ? State::in_doubt : row.entry.state;
            row.entry.maybe_in_sage = sending || row.entry.maybe_in_sage;
        });
        if (sending) {
            ++doubts;
            write_line({sequence,
                        find(sequence)->entry.attempts,
                        {now_ms, attempt_ended_unknown, State::sending, State::in_doubt,
                         "found sending at start-up"},
                        "",
                        ""});
            tell(recovered_row(sequence, find(sequence)->entry.attempts, now_ms));
        }
    }
    return doubts;
}

void MemoryRows::raise(std::string_view event_type, std::string_view event_json,
                       std::int64_t now_ms) {
    MemoryLine line;
    line.history.at_ms = now_ms;
    line.type = event_type;
    line.json = event_json;
    write_line(std::move(line));
}

void MemoryRows::write_line(MemoryLine line) {
    if (line.sequence != 0) {
        documents_.at(line.sequence).lines.push_back(lines_.size());
    }
    if (!line.type.empty()) {
        pending_.insert(static_cast<std::int64_t>(lines_.size()) + 1);
    }
    lines_.push_back(std::move(line));
}

}  // namespace sage::simulation
