// SPDX-License-Identifier: Apache-2.0
// The SQL of every change, in one place. The conditions of a fence are in the WHERE clause, so that
// a change that comes too late finds no row.
#include "sage-adapter/outbox/sqlite_statements.h"

#include <string>

#include "sage-adapter/outbox/sqlite_records.h"
#include "sage-adapter/outbox/sqlite_rows.h"

namespace sage {
namespace {

// What recover() looks at: everything somebody worked on. Read from the index alone.
constexpr std::string_view leased =
    "sequence IN (SELECT sequence FROM document INDEXED BY document_due"
    " WHERE due_ms IS NOT NULL AND leased = 1)";

constexpr std::string_view earlier_open =
    "FROM document INDEXED BY document_order WHERE tenant_id = ? AND ordering_key = ?"
    " AND ordering_key <> '' AND state <> 'posted' AND state <> 'rejected'"
    " AND state <> 'withdrawn'";

// The order of the index itself, so that a million with the same due time are not sorted first.
constexpr std::string_view oldest_due =
    "WHERE d.due_ms IS NOT NULL AND d.due_ms <= ? ORDER BY d.due_ms, d.leased, d.sequence LIMIT ?";

// Whether there is something to look for before it is sent: both are read from the index alone.
constexpr std::string_view others_exist =
    ", d.subject_id <> '' AND EXISTS (SELECT 1 FROM document AS s INDEXED BY document_business"
    " WHERE s.document_id = d.subject_id),"
    " EXISTS (SELECT 1 FROM document AS o INDEXED BY document_business"
    " WHERE o.document_id = d.document_id AND o.message_type = d.message_type"
    " AND o.sequence <> d.sequence)";

std::string text(std::string_view first, std::string_view second, std::string_view third = "") {
    return std::string(first) + std::string(second) + std::string(third);
}

}  // namespace

SqliteWriter::Statements::Statements(SqliteConnection& connection)
    : begin(connection, "BEGIN IMMEDIATE"),
      commit(connection, "COMMIT"),
      read_tally(connection,
                 "SELECT commits, queued, sending, in_doubt, posted, rejected, held, withdrawn,"
                 " unverified, events FROM tally",
                 "", "iiiiiiiiii"),
      write_tally(connection,
                  "UPDATE tally SET commits = ?, queued = ?, sending = ?, in_doubt = ?,"
                  " posted = ?, rejected = ?, held = ?, withdrawn = ?, unverified = ?, events = ?",
                  "iiiiiiiiii"),
      add_figure(connection,
                 "INSERT INTO figure (measure, at_ms, message_type, name, documents)"
                 " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
                 " SET documents = documents + excluded.documents",
                 "titti"),
      drop_figure(connection,
                  "DELETE FROM figure WHERE measure = ? AND at_ms = ? AND message_type = ?"
                  " AND name = ? AND documents = 0",
                  "titt"),
      last_event(connection, "SELECT max(id) FROM event", "", "i"),
      last_row(connection, "SELECT position, hash FROM journal ORDER BY position DESC LIMIT 1", "",
               "it"),
      insert_journal(connection, insert_journal_text, journal_letters),
      insert_document(connection,
                      "INSERT INTO document (document_key, message_id, content_hash,"
                      " external_reference, message_type, tenant_id, document_id,"
                      " document_version, ordering_key, subject_id, accepted_ms, state,"
                      " wait_reason, due_ms)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)"
                      " ON CONFLICT DO NOTHING",
                      "ttttttttttiti"),
      insert_content(connection, "INSERT INTO content (sequence, canonical_bytes) VALUES (?, ?)",
                     "it"),
      existing(connection,
               "SELECT sequence, document_key, message_id, content_hash, state FROM document"
               " WHERE message_id = ? OR (document_id = ? AND message_type = ?"
               " AND document_key = ?)",
               "tttt", "itttt"),
      predecessor(connection, text("SELECT sequence ", earlier_open, " LIMIT 1"), "tt", "i"),
      due(connection, select_entries("document_due", others_exist) + std::string(oldest_due), "ii",
          text(entry_columns(), "ii")),
      lease(connection,
            text("UPDATE document SET due_ms = ?, leased = 1, epoch = epoch + 1 WHERE sequence IN"
                 " (SELECT d.sequence FROM document AS d INDEXED BY document_due ",
                 oldest_due, ")"),
            "iii"),
      release(connection,
              "UPDATE document SET due_ms = ?, leased = 0 WHERE sequence = ? AND epoch = ?"
              " AND state = ? AND state IN ('queued', 'in_doubt') AND leased = 1",
              "iiit"),
      bring_forward(connection,
                    "UPDATE document INDEXED BY document_due SET due_ms = ? WHERE due_ms > ?"
                    " AND leased = 0 AND state = 'queued'",
                    "ii"),
      begin_attempt(connection,
                    "UPDATE document SET state = 'sending', wait_reason = 'none', due_ms = ?,"
                    " leased = 1, generation = ?, attempts = ?, look_ups = 0, absent_ms = 0"
                    " WHERE sequence = ? AND epoch = ? AND state = 'queued' AND attempts = ? - 1"
                    " AND maybe_in_sage = 0",
                    "iiiiii"),
      begin_replay(connection,
                   "UPDATE document SET attempts = ? WHERE sequence = ? AND epoch = ?"
                   " AND state = 'in_doubt' AND attempts = ? - 1",
                   "iiii"),
      insert_attempt(connection,
                     "INSERT INTO attempt (sequence, number, generation, begun_ms, deadline_ms,"
                     " replay, send_hash, send_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                     "iiiiiitt"),
      apply(connection,
            "UPDATE document SET state = ?, due_ms = ?, leased = 0, wait_reason = ?,"
            " generation = ?, look_ups = ?, absent_ms = ?, maybe_in_sage = ?, verified = ?,"
            " problem_json = ?, root_cause = ?, sage_document_json = ?"
            " WHERE sequence = ? AND epoch = ? AND state = ?",
            "titiiiiitttiit"),
      before(connection,
             "SELECT verified, attempts, tenant_id, ordering_key, wait_reason = 'predecessor',"
             " message_type, root_cause, problem_json FROM document WHERE sequence = ?",
             "i", "iittittt"),
      fence(connection,
            "SELECT sequence FROM document WHERE sequence = ? AND epoch = ? AND state = ?", "iit",
            "i"),
      insert_event(connection,
                   "INSERT INTO event (sequence, attempts, at_ms, edge, from_state, to_state,"
                   " evidence, type, json, acknowledged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "iiiittttti"),
      release_next(connection,
                   text("UPDATE document SET wait_reason = 'none', due_ms = ? WHERE sequence ="
                        " (SELECT min(sequence) ",
                        earlier_open,
                        ") AND wait_reason = 'predecessor' AND state = 'queued'"
                        " AND due_ms IS NULL"),
                   "itt"),
      let_go(connection,
             "UPDATE document SET wait_reason = 'none', due_ms = ? WHERE sequence = ?"
             " AND tenant_id = ? AND ordering_key = ? AND ordering_key <> ''"
             " AND wait_reason = 'predecessor' AND state = 'queued' AND due_ms IS NULL",
             "iitt"),
      stand_back(connection,
                 "UPDATE document SET wait_reason = 'predecessor', due_ms = NULL, leased = 0"
                 " WHERE sequence = ?",
                 "i"),
      recover_look(
          connection,
          text("SELECT sequence, attempts, message_type FROM document WHERE state = 'sending' AND ",
               leased),
          "", "iit"),
      recover_lines(connection,
                    text("INSERT INTO event (sequence, attempts, at_ms, edge, from_state,"
                         " to_state, evidence, type, json, acknowledged) SELECT sequence,"
                         " attempts, ?, 10, 'sending', 'in_doubt', 'found sending at start-up',"
                         " '', '', 1 FROM document WHERE state = 'sending' AND ",
                         leased),
                    "i"),
      recover_sending(connection,
                      text("UPDATE document SET state = 'in_doubt', maybe_in_sage = 1,"
                           " due_ms = min(accepted_ms, ?), leased = 0"
                           " WHERE state = 'sending' AND ",
                           leased),
                      "i"),
      recover_leases(connection, text("UPDATE document SET due_ms = ?, leased = 0 WHERE ", leased),
                     "i"),
      purge_look(connection,
                 "SELECT d.sequence, d.accepted_ms, d.state, d.verified, c.canonical_bytes = '',"
                 " EXISTS (SELECT 1 FROM event AS e INDEXED BY event_document"
                 " WHERE e.sequence = d.sequence AND e.acknowledged = 0),"
                 " d.problem_json, d.sage_document_json FROM document AS d"
                 " CROSS JOIN content AS c ON c.sequence = d.sequence"
                 " WHERE d.sequence > ? ORDER BY d.sequence LIMIT ?",
                 "ii", "iitiiitt"),
      purge_document(connection,
                     "UPDATE document SET problem_json = ?, root_cause = '',"
                     " sage_document_json = ?, epoch = epoch + 1 WHERE sequence = ?",
                     "tti"),
      purge_content(connection, "UPDATE content SET canonical_bytes = '' WHERE sequence = ?", "i"),
      purge_attempts(connection, "UPDATE attempt SET send_json = '' WHERE sequence = ?", "i"),
      purge_lines(connection,
                  "UPDATE event SET json = '', evidence = CASE WHEN evidence = '' THEN ''"
                  " ELSE 'purged' END WHERE sequence = ?",
                  "i"),
      purge_alone(connection,
                  "UPDATE event SET json = '' WHERE id IN (SELECT id FROM event"
                  " INDEXED BY event_alone WHERE sequence IS NULL AND acknowledged = 1"
                  " AND json <> '' AND at_ms < ? LIMIT ?)",
                  "ii"),
      open_alert(connection,
                 "INSERT INTO alert (key, since_ms, json) VALUES (?, ?, ?)"
                 " ON CONFLICT (key) DO UPDATE SET json = excluded.json WHERE ? = 1",
                 "titi"),
      close_alert(connection, "DELETE FROM alert WHERE key = ?", "t"),
      acknowledge(connection, "UPDATE event SET acknowledged = 1 WHERE id = ? AND acknowledged = 0",
                  "i"),
      clear_catalogue(connection, "DELETE FROM catalogue"),
      delete_record(connection, "DELETE FROM catalogue WHERE kind = ? AND id = ?", "tt"),
      insert_record(connection,
                    "INSERT OR REPLACE INTO catalogue (kind, id, key, name, active, fields_json)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    "ttttit"),
      meta(connection, "SELECT value FROM meta WHERE name = ?", "t", "t"),
      set_meta(connection, "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", "tt") {}

}  // namespace sage
