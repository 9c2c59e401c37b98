// SPDX-License-Identifier: Apache-2.0
// What can be asked of the rows in memory.
#include <algorithm>
#include <limits>

#include "sage-adapter/outbox/part_names.h"
#include "tests/simulation/memory_rows.h"

namespace sage::simulation {
namespace {

constexpr std::size_t all_of_them = std::numeric_limits<std::size_t>::max();

Entry shown(const MemoryRow& row) {
    Entry entry = row.entry;
    entry.due_ms = row.due.value_or(0);
    return entry;
}

/// A replay leaves its document in doubt.
HistoryLine line_of(const Attempt& attempt) {
    const State from = attempt.replay ? State::in_doubt : State::queued;
    const State to = attempt.replay ? State::in_doubt : State::sending;
    const std::uint8_t edge = attempt.replay ? 14 : 2;
    return {attempt.begun_ms, edge, from, to,
            (attempt.replay ? "replay, attempt " : "attempt ") + std::to_string(attempt.number) +
                ", generation " + std::to_string(attempt.generation) + ", sha256 " +
                attempt.send_hash};
}

}  // namespace

std::vector<Entry> MemoryRows::entries(const Sequences& sequences, std::size_t limit) const {
    std::vector<Entry> found;
    for (const std::int64_t sequence : sequences) {
        if (found.size() == limit) {
            break;
        }
        found.push_back(shown(documents_.at(sequence)));
    }
    return found;
}

std::optional<std::int64_t> MemoryRows::next_due_ms() const {
    return due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
}

std::optional<Entry> MemoryRows::find_message(std::string_view message_id) const {
    const auto found = by_message_.find(message_id);
    return found == by_message_.end() ? std::nullopt
                                      : std::optional(shown(documents_.at(found->second)));
}

std::optional<Entry> MemoryRows::find_document(std::string_view tenant_id,
                                               std::string_view message_type,
                                               std::string_view document_id,
                                               std::int64_t before) const {
    const auto found = by_number_.find(
        {std::string(tenant_id), std::string(message_type), std::string(document_id)});
    if (found == by_number_.end()) {
        return std::nullopt;
    }
    const auto later = found->second.lower_bound(before);
    return later == found->second.begin() ? std::nullopt
                                          : std::optional(shown(documents_.at(*std::prev(later))));
}

std::optional<Attempt> MemoryRows::last_attempt(std::int64_t sequence) const {
    const MemoryRow* const row = find(sequence);
    return row == nullptr || row->attempts.empty() ? std::nullopt
                                                   : std::optional(row->attempts.back());
}

std::vector<HistoryLine> MemoryRows::history(std::int64_t sequence) const {
    std::vector<HistoryLine> told;
    const MemoryRow* const row = find(sequence);
    if (row == nullptr) {
        return told;
    }
    told.push_back({row->entry.accepted_ms, 1, State::queued, State::queued, "accepted"});
    // The clock may jump: what came first is told by how many attempts there had been.
    std::size_t begun = 0;
    const auto begin_up_to = [&](std::size_t count) {
        while (begun < count) {
            told.push_back(line_of(row->attempts[begun++]));
        }
    };
    for (const std::size_t index : row->lines) {
        begin_up_to(static_cast<std::size_t>(lines_[index].attempts));
        told.push_back(lines_[index].history);
    }
    begin_up_to(row->attempts.size());
    return told;
}

std::vector<Entry> MemoryRows::in_state(State state, std::size_t limit) const {
    const auto found = by_state_.find(state);
    return found == by_state_.end() ? std::vector<Entry>() : entries(found->second, limit);
}

std::vector<Entry> MemoryRows::unverified(std::size_t limit) const {
    return entries(unverified_, limit);
}

std::vector<std::string> MemoryRows::root_causes() const {
    std::vector<std::string> causes;
    for (const auto& [cause, sequences] : held_for_) {
        causes.push_back(cause);
    }
    return causes;
}

std::vector<Entry> MemoryRows::held_for(std::string_view root_cause, std::size_t limit) const {
    const auto found = held_for_.find(root_cause);
    return found == held_for_.end() ? std::vector<Entry>() : entries(found->second, limit);
}

std::int64_t MemoryRows::held_count(std::string_view root_cause) const {
    const std::vector<Entry> held = held_for(root_cause, std::numeric_limits<std::size_t>::max());
    const std::string precursor = "." + std::string(precursor_part);
    return std::count_if(held.begin(), held.end(), [&precursor](const Entry& entry) {
        return entry.message_type.find(precursor) == std::string::npos;
    });
}

Counts MemoryRows::counts() const {
    const auto in = [&](State state) {
        const auto found = by_state_.find(state);
        return found == by_state_.end() ? 0 : static_cast<std::int64_t>(found->second.size());
    };
    return {in(State::queued),
            in(State::sending),
            in(State::in_doubt),
            in(State::posted),
            in(State::rejected),
            in(State::held),
            in(State::withdrawn),
            static_cast<std::int64_t>(unverified_.size()),
            static_cast<std::int64_t>(pending_.size())};
}

std::vector<Entry> MemoryRows::page_after(std::int64_t sequence, std::size_t limit) const {
    std::vector<Entry> page;
    for (auto next = documents_.upper_bound(sequence);
         next != documents_.end() && page.size() < limit; ++next) {
        page.push_back(shown(next->second));
    }
    return page;
}

std::int64_t MemoryRows::sequence_before(std::int64_t accepted_ms) const {
    const auto first = std::find_if(documents_.begin(), documents_.end(), [&](const auto& named) {
        return named.second.entry.accepted_ms >= accepted_ms;
    });
    return first == documents_.begin() ? 0 : std::prev(first)->first;
}

std::vector<Entry> MemoryRows::about(std::string_view subject_id, std::int64_t sequence) const {
    std::vector<Entry> found = page_after(sequence, all_of_them);
    std::erase_if(found, [&](const Entry& entry) { return entry.subject_id != subject_id; });
    return found;
}

std::vector<Entry> MemoryRows::find_references(const std::vector<std::string>& references) const {
    const std::set<std::string> wanted(references.begin(), references.end());
    std::vector<Entry> found;
    for (const auto& [sequence, row] : documents_) {
        if (wanted.contains(row.entry.external_reference)) {
            found.push_back(shown(row));
        }
    }
    return found;
}

std::optional<StoredEvent> MemoryRows::next_event(const std::set<std::int64_t>& except) const {
    const auto first = std::find_if(pending_.begin(), pending_.end(),
                                    [&](std::int64_t id) { return !except.contains(id); });
    if (first == pending_.end()) {
        return std::nullopt;
    }
    const MemoryLine& line = lines_[static_cast<std::size_t>(*first) - 1];
    return StoredEvent{*first, line.type, line.json};
}

bool MemoryRows::contains(const std::string& text) const {
    const auto has = [&](const std::string& one) { return one.find(text) != std::string::npos; };
    const auto document_has = [&](const auto& named) {
        const MemoryRow& row = named.second;
        const Entry& entry = row.entry;
        return has(entry.canonical_bytes) || has(entry.problem_json) ||
               has(entry.sage_document_json) || has(entry.root_cause) ||
               std::any_of(row.attempts.begin(), row.attempts.end(),
                           [&](const Attempt& attempt) { return has(attempt.send_json); });
    };
    return std::any_of(documents_.begin(), documents_.end(), document_has) ||
           std::any_of(lines_.begin(), lines_.end(),
                       [&](const MemoryLine& line) {
                           return has(line.history.evidence) || has(line.json);
                       }) ||
           std::any_of(notes.begin(), notes.end(),
                       [&](const auto& note) { return has(note.second); });
}

}  // namespace sage::simulation
