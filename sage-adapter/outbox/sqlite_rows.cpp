// SPDX-License-Identifier: Apache-2.0
#include "sage-adapter/outbox/sqlite_rows.h"

namespace sage {

std::string select_entries(std::string_view index, std::string_view more) {
    std::string sql =
        "SELECT d.sequence, d.document_key, d.content_hash, d.external_reference, d.message_id,"
        " d.message_type, d.tenant_id, d.document_id, d.document_version, d.ordering_key,"
        " d.subject_id, c.canonical_bytes, d.accepted_ms, d.state, d.wait_reason, d.due_ms,"
        " d.epoch, d.generation, d.attempts, d.look_ups, d.absent_ms, d.maybe_in_sage,"
        " d.verified, d.problem_json, d.root_cause, d.sage_document_json";
    sql.append(more).append(" FROM document AS d");
    if (!index.empty()) {
        sql.append(" INDEXED BY ").append(index);
    }
    return sql.append(" CROSS JOIN content AS c ON c.sequence = d.sequence ");
}

std::string_view entry_columns() {
    return "itttttttttttittiiiiiiiittt";
}

Entry read_entry(const SqliteStatement& row) {
    Entry entry;
    std::size_t column = 0;
    entry.sequence = row.integer(column++);
    for (std::string* text :
         {&entry.document_key, &entry.content_hash, &entry.external_reference, &entry.message_id,
          &entry.message_type, &entry.tenant_id, &entry.document_id, &entry.document_version,
          &entry.ordering_key, &entry.subject_id, &entry.canonical_bytes}) {
        *text = row.text(column++);
    }
    entry.purged = entry.canonical_bytes.empty();
    entry.accepted_ms = row.integer(column++);
    // The schema lets no other text in.
    entry.state = state_of(row.text(column++)).value_or(State::held);
    entry.wait_reason = wait_reason_of(row.text(column++)).value_or(WaitReason::none);
    for (std::int64_t* integer : {&entry.due_ms, &entry.epoch, &entry.generation, &entry.attempts,
                                  &entry.look_ups, &entry.absent_ms}) {
        *integer = row.integer(column++);
    }
    entry.maybe_in_sage = row.integer(column++) != 0;
    entry.verified = row.integer(column++) != 0;
    entry.problem_json = row.text(column++);
    entry.root_cause = row.text(column++);
    entry.sage_document_json = row.text(column);
    return entry;
}

Attempt read_attempt(const SqliteStatement& row) {
    Attempt attempt;
    attempt.sequence = row.integer(0);
    attempt.number = row.integer(1);
    attempt.generation = row.integer(2);
    attempt.begun_ms = row.integer(3);
    attempt.deadline_ms = row.integer(4);
    attempt.replay = row.integer(5) != 0;
    attempt.send_hash = row.text(6);
    attempt.send_json = row.text(7);
    return attempt;
}

Counts read_counts(const SqliteStatement& row, std::size_t first) {
    Counts counts;
    for (std::int64_t* count :
         {&counts.queued, &counts.sending, &counts.in_doubt, &counts.posted, &counts.rejected,
          &counts.held, &counts.withdrawn, &counts.unverified, &counts.events}) {
        *count = row.integer(first++);
    }
    return counts;
}

std::int64_t& count_of(Counts& counts, State state) {
    switch (state) {
        case State::queued:
            return counts.queued;
        case State::sending:
            return counts.sending;
        case State::in_doubt:
            return counts.in_doubt;
        case State::posted:
            return counts.posted;
        case State::rejected:
            return counts.rejected;
        case State::held:
            return counts.held;
        case State::withdrawn:
            break;
    }
    return counts.withdrawn;
}

}  // namespace sage
