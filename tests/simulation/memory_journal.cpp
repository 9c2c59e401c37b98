// SPDX-License-Identifier: Apache-2.0
// The journal of what is in memory.
#include <algorithm>
#include <string>
#include <utility>

#include "sage-adapter/outbox/kept_catalogue.h"
#include "tests/simulation/memory_rows.h"

namespace sage::simulation {

void MemoryRows::tell(JournalRow row) {
    if (row.sequence != 0) {
        documents_.at(row.sequence).journal.push_back(journal_.size());
    }
    journal_.push_back(chain_.append(std::move(row)));
}

void MemoryRows::settings_in_force(std::string_view hash, std::int64_t now_ms) {
    std::string& before = notes[std::string(settings_note)];
    if (before != hash) {
        tell(settings_row(before, hash, now_ms));
        before = hash;
    }
}

void MemoryRows::save_catalogue(const Catalogue& read) {
    std::string& version = notes[std::string(catalogue_version_note)];
    const std::int64_t next = catalogue_version(version) + 1;
    tell(catalogue_row(version, next, read.read_at_ms()));
    version = std::to_string(next);
    catalogue = read;
}

std::vector<JournalRow> MemoryRows::journal_after(std::int64_t chain, std::int64_t position,
                                                  std::size_t limit) const {
    std::vector<JournalRow> rows;
    for (const JournalRow& row : journal_) {
        if (rows.size() < limit &&
            std::pair(row.chain, row.position) > std::pair(chain, position)) {
            rows.push_back(row);
            const MemoryRow* const document = find(row.sequence);
            rows.back().message_id = document == nullptr ? "" : document->entry.message_id;
        }
    }
    return rows;
}

std::vector<DocumentRecords> MemoryRows::records_after(std::int64_t sequence,
                                                       std::size_t limit) const {
    std::vector<DocumentRecords> page;
    for (auto next = documents_.upper_bound(sequence);
         next != documents_.end() && page.size() < limit; ++next) {
        const MemoryRow& row = next->second;
        DocumentRecords& records = page.emplace_back();
        records.entry = row.entry;
        records.attempts = row.attempts;
        for (const std::size_t index : row.lines) {
            const MemoryLine& line = lines_[index];
            const HistoryLine& history = line.history;
            records.events.push_back(
                {line.attempts, history.at_ms, history.edge, std::string(text_of(history.from)),
                 std::string(text_of(history.to)), history.evidence, line.type, line.json});
        }
        for (const std::size_t index : row.journal) {
            records.journal.push_back(journal_[index]);
        }
    }
    return page;
}

}  // namespace sage::simulation
