// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/memory_view.h"

#include <string>

namespace sage::simulation {
namespace {

Row row_of(const MemoryRow& kept) {
    const Entry& entry = kept.entry;
    Row row;
    row.sequence = entry.sequence;
    row.document_key = entry.document_key;
    row.message_id = entry.message_id;
    row.content_hash = entry.content_hash;
    row.reference = entry.external_reference;
    row.state = entry.state;
    row.epoch = entry.epoch;
    row.generation = entry.generation;
    row.attempts = entry.attempts;
    row.maybe_in_sage = entry.maybe_in_sage;
    row.verified = entry.verified;
    row.waits_for_time = kept.due.has_value();
    row.sage_document_json = entry.sage_document_json;
    row.message_type = entry.message_type;
    return row;
}

AttemptRow row_of(const Attempt& attempt, std::string send_json) {
    return {attempt.sequence, attempt.number, attempt.generation, attempt.replay,
            std::move(send_json)};
}

}  // namespace

std::optional<Row> MemoryView::row(std::int64_t sequence) {
    const auto found = outbox_->rows.documents().find(sequence);
    return found == outbox_->rows.documents().end() ? std::nullopt
                                                    : std::optional(row_of(found->second));
}

std::vector<Row> MemoryView::rows() {
    std::vector<Row> all;
    for (const auto& [sequence, kept] : outbox_->rows.documents()) {
        all.push_back(row_of(kept));
    }
    return all;
}

std::vector<EventRow> MemoryView::events() {
    std::vector<EventRow> all;
    for (const MemoryLine& line : outbox_->rows.lines()) {
        const bool history = line.sequence != 0;
        all.push_back({static_cast<std::int64_t>(all.size()) + 1, line.sequence, line.history.edge,
                       std::string(history ? text_of(line.history.from) : ""),
                       std::string(history ? text_of(line.history.to) : ""), line.type});
    }
    return all;
}

std::vector<AttemptRow> MemoryView::attempts() {
    std::vector<AttemptRow> all;
    for (const auto& [sequence, kept] : outbox_->rows.documents()) {
        for (const Attempt& attempt : kept.attempts) {
            all.push_back(row_of(attempt, ""));
        }
    }
    return all;
}

std::vector<AttemptRow> MemoryView::attempts_of(std::int64_t sequence) {
    std::vector<AttemptRow> all;
    const auto found = outbox_->rows.documents().find(sequence);
    if (found != outbox_->rows.documents().end()) {
        for (const Attempt& attempt : found->second.attempts) {
            all.push_back(row_of(attempt, attempt.send_json));
        }
    }
    return all;
}

}  // namespace sage::simulation
