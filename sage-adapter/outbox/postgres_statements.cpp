// SPDX-License-Identifier: Apache-2.0
// The SQL of every change, in one place. The conditions of a fence are in the WHERE clause, so that
// a change that comes too late finds no row. One change is one statement wherever it can be: each
// is a journey to the server, made while other hosts wait for the rows it has locked. What a WITH
// has found is joined by company and sequence, so that both are searched for, however little the
// planner knows of the tables.
#include "sage-adapter/outbox/postgres_statements.h"

#include <string>

#include "sage-adapter/outbox/postgres_records.h"
#include "sage-adapter/outbox/postgres_rows.h"

namespace sage {
namespace {

constexpr std::string_view earlier_open =
    "FROM document WHERE company = $1 AND tenant_id = $2 AND ordering_key = $3"
    " AND ordering_key <> '' AND state NOT IN ('posted', 'rejected', 'withdrawn')"
    " ORDER BY sequence LIMIT 1";

// What nobody works on any more comes first: it may be in doubt, and everybody waits for it.
std::string claim_text() {
    return "WITH ended AS (SELECT company, sequence, due_ms FROM document WHERE company = $1"
           " AND lease_until_ms IS NOT NULL AND lease_until_ms <= now_ms()"
           " ORDER BY lease_until_ms LIMIT $4::bigint FOR UPDATE SKIP LOCKED),"
           " due AS (SELECT company, sequence, due_ms FROM document WHERE company = $1"
           " AND lease_until_ms IS NULL AND due_ms IS NOT NULL AND due_ms <= $2::bigint"
           " ORDER BY due_ms, sequence"
           " LIMIT greatest($4::bigint - (SELECT count(*) FROM ended), 0)"
           " FOR UPDATE SKIP LOCKED),"
           " picked AS (SELECT company, sequence, due_ms FROM ended UNION ALL"
           " SELECT company, sequence, due_ms FROM due)"
           " UPDATE document AS d SET epoch = d.epoch + 1, due_ms = $3::bigint,"
           " lease_until_ms = now_ms() + $5::bigint FROM picked AS p, content AS c"
           " WHERE d.company = p.company AND d.sequence = p.sequence AND c.company = p.company"
           " AND c.sequence = p.sequence RETURNING " +
           std::string(entry_columns_of_postgres()) +
           ", p.due_ms, d.subject_id <> '' AND coalesce((SELECT true FROM document AS s"
           " WHERE s.company = d.company AND s.document_id = d.subject_id LIMIT 1), false),"
           " EXISTS (SELECT 1 FROM document AS o WHERE o.company = d.company"
           " AND o.document_id = d.document_id AND o.message_type = d.message_type"
           " AND o.sequence <> d.sequence)";
}

// A new row for this connection. What connections left behind that have not committed for a day is
// taken over with it; what ended stays as they told it, since it never changes again.
constexpr std::string_view register_writer_text =
    "WITH gone AS (DELETE FROM writer WHERE company = $1 AND committed_ms < now_ms() - 86400000"
    " RETURNING *),"
    " mine AS (INSERT INTO writer (company, commits, committed_ms, queued, sending, in_doubt, "
    "posted,"
    " rejected, held, withdrawn, unverified, events) SELECT $1, 0, now_ms(),"
    " coalesce(sum(queued), 0), coalesce(sum(sending), 0), coalesce(sum(in_doubt), 0),"
    " coalesce(sum(posted), 0), coalesce(sum(rejected), 0), coalesce(sum(held), 0),"
    " coalesce(sum(withdrawn), 0), coalesce(sum(unverified), 0), coalesce(sum(events), 0)"
    " FROM gone RETURNING id),"
    " left_behind AS (DELETE FROM figure AS f USING gone AS g WHERE f.company = g.company"
    " AND f.measure IN ('open', 'cause', 'finding') AND f.at_ms = 0 AND f.writer = g.id"
    " RETURNING f.*),"
    " taken AS (INSERT INTO figure (company, measure, at_ms, writer, message_type, name, documents)"
    " SELECT $1, l.measure, 0, mine.id, l.message_type, l.name, sum(l.documents)"
    " FROM left_behind AS l, mine GROUP BY l.measure, mine.id, l.message_type, l.name"
    " HAVING sum(l.documents) <> 0)"
    " SELECT id FROM mine";

constexpr std::string_view insert_document_text =
    "WITH kept AS (INSERT INTO document (company, document_key, message_id, content_hash,"
    " external_reference, message_type, tenant_id, document_id, document_version, ordering_key,"
    " subject_id, accepted_ms, state, wait_reason, due_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'queued', $13, $14)"
    " ON CONFLICT DO NOTHING RETURNING sequence)"
    " INSERT INTO content (company, sequence, canonical_bytes)"
    " SELECT $1, sequence, $15 FROM kept RETURNING sequence";

// `now` and `old` see the row as it was; the line of history goes with the change. What was posted
// gets a new epoch, so that of two hosts that read it back at once one comes too late.
constexpr std::string_view apply_text =
    "WITH old AS (SELECT company, sequence, verified, wait_reason, root_cause, problem_json"
    " FROM document WHERE company = $1"
    " AND sequence = $2 AND epoch = $3 AND state = $4 FOR UPDATE),"
    " moved AS (UPDATE document AS d SET state = $5, due_ms = $6, lease_until_ms = NULL,"
    " wait_reason = $7, generation = $8, look_ups = $9, absent_ms = $10,"
    " maybe_in_sage = $11::bigint <> 0, verified = $12::bigint <> 0, problem_json = $13,"
    " root_cause = $14, sage_document_json = $15,"
    " epoch = d.epoch + CASE WHEN d.state = 'posted' THEN 1 ELSE 0 END"
    " FROM old WHERE d.company = old.company AND d.sequence = old.sequence"
    " RETURNING d.sequence, d.attempts, d.tenant_id, d.ordering_key, old.verified,"
    " old.wait_reason = 'predecessor' AS waited, d.message_type, old.root_cause,"
    " old.problem_json),"
    " line AS (INSERT INTO event (company, sequence, attempts, at_ms, edge, from_state, to_state,"
    " evidence, type, json, acknowledged) SELECT $1, sequence, attempts, $16, $17, $4, $5, $18,"
    " $19, $20, $19 = '' FROM moved)"
    " SELECT verified, tenant_id, ordering_key, attempts, waited, message_type, root_cause,"
    " problem_json FROM moved";

constexpr std::string_view recover_sending_text =
    "WITH ended AS (SELECT company, sequence FROM document WHERE company = $1"
    " AND lease_until_ms IS NOT NULL AND lease_until_ms <= now_ms() AND state = 'sending'"
    " FOR UPDATE SKIP LOCKED),"
    " moved AS (UPDATE document AS d SET state = 'in_doubt', maybe_in_sage = true,"
    " due_ms = least(d.accepted_ms, $2),"
    " lease_until_ms = NULL, epoch = d.epoch + 1 FROM ended WHERE d.company = ended.company"
    " AND d.sequence = ended.sequence RETURNING d.sequence, d.attempts, d.message_type),"
    " line AS (INSERT INTO event (company, sequence, attempts, at_ms, edge, from_state, to_state, "
    "evidence,"
    " type, json, acknowledged) SELECT $1, sequence, attempts, $2, 10, 'sending', 'in_doubt',"
    " 'found sending at start-up', '', '', true FROM moved)"
    " SELECT sequence, attempts, message_type FROM moved";

// A leader that prolongs in time keeps its fence; a new one, or one that comes back, gets another.
constexpr std::string_view elect_text =
    "INSERT INTO leader AS l (company, duty, writer, elected_ms, until_ms)"
    " VALUES ($1, $2, $3, now_ms(), now_ms() + $4::bigint)"
    " ON CONFLICT (company, duty) DO UPDATE SET writer = excluded.writer,"
    " elected_ms = CASE WHEN l.writer = excluded.writer AND l.until_ms > now_ms()"
    " THEN l.elected_ms ELSE greatest(excluded.elected_ms, l.elected_ms + 1) END,"
    " until_ms = excluded.until_ms"
    " WHERE l.writer = excluded.writer OR l.until_ms <= now_ms() RETURNING elected_ms";

std::string text(std::string_view first, std::string_view second) {
    return std::string(first) + std::string(second);
}

}  // namespace

PostgresWriter::Statements::Statements(PostgresConnection& connection)
    : begin(connection, "BEGIN"),
      commit(connection, "COMMIT"),
      roll_back(connection, "ROLLBACK"),
      end_session(connection,
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1"
                  " AND application_name = $2 AND pid <> pg_backend_pid()"),
      register_writer(connection, std::string(register_writer_text)),
      add_counts(connection,
                 "WITH told AS (" + insert_rows_from_json("$1", "$2", "$14") +
                     "), counted AS (INSERT INTO figure AS f (company, measure, at_ms, writer,"
                     " message_type, name, documents) SELECT $1::integer, r.value->>0,"
                     " (r.value->>1)::bigint, $2::bigint, r.value->>2, r.value->>3,"
                     " (r.value->>4)::bigint FROM json_array_elements($15::json) AS r (value)"
                     " ON CONFLICT (company, measure, at_ms, writer, message_type, name)"
                     " DO UPDATE SET documents = f.documents + excluded.documents)"
                     " UPDATE writer SET commits = commits + 1, committed_ms = now_ms(),"
                     " queued = queued + $3, sending = sending + $4, in_doubt = in_doubt + $5,"
                     " posted = posted + $6, rejected = rejected + $7, held = held + $8,"
                     " withdrawn = withdrawn + $9, unverified = unverified + $10,"
                     " events = events + $11, journal_position = $12, journal_hash = $13"
                     " WHERE company = $1::integer AND id = $2::bigint"),
      lock_writer(connection,
                  "SELECT commits, journal_position, journal_hash FROM writer WHERE company = $1"
                  " AND id = $2 FOR UPDATE"),
      other_heads(connection,
                  "SELECT id, journal_position, journal_hash FROM writer WHERE company = $1"
                  " AND id <> $2 AND journal_position > 0 ORDER BY id"),
      open_documents(connection,
                     "SELECT coalesce(sum(queued + sending + in_doubt + held), 0)::bigint"
                     " FROM writer WHERE company = $1"),
      first_of_order(connection, text("SELECT sequence ", text(earlier_open, " FOR SHARE"))),
      insert_document(connection, std::string(insert_document_text)),
      existing(connection,
               "SELECT sequence, document_key, message_id, content_hash, state FROM document"
               " WHERE company = $1 AND (message_id = $2 OR (document_id = $3"
               " AND message_type = $4 AND document_key = $5))"),
      claim(connection, claim_text()),
      release(connection,
              "UPDATE document SET due_ms = $2, lease_until_ms = NULL WHERE company = $1"
              " AND sequence = $3 AND epoch = $4 AND state = $5"
              " AND state IN ('queued', 'in_doubt') AND lease_until_ms IS NOT NULL"),
      bring_forward(connection,
                    "UPDATE document SET due_ms = $2::bigint WHERE company = $1"
                    " AND due_ms > $2::bigint AND lease_until_ms IS NULL AND state = 'queued'"),
      begin_attempt(connection,
                    "WITH moved AS (UPDATE document SET state = 'sending', wait_reason = 'none',"
                    " due_ms = $6, lease_until_ms = now_ms() + $6::bigint - $5::bigint,"
                    " generation = $7, attempts = $4, look_ups = 0, absent_ms = 0"
                    " WHERE company = $1 AND sequence = $2 AND epoch = $3 AND state = 'queued'"
                    " AND attempts = $4::bigint - 1 AND NOT maybe_in_sage RETURNING sequence)"
                    " INSERT INTO attempt (company, sequence, number, generation, begun_ms,"
                    " deadline_ms, replay, send_hash, send_json)"
                    " SELECT $1, sequence, $4, $7, $5, $6, false, $8, $9 FROM moved"),
      begin_replay(connection,
                   "WITH moved AS (UPDATE document SET attempts = $4 WHERE company = $1"
                   " AND sequence = $2 AND epoch = $3 AND state = 'in_doubt'"
                   " AND attempts = $4::bigint - 1 RETURNING sequence)"
                   " INSERT INTO attempt (company, sequence, number, generation, begun_ms,"
                   " deadline_ms, replay, send_hash, send_json)"
                   " SELECT $1, sequence, $4, $7, $5, $6, true, $8, $9 FROM moved"),
      apply(connection, std::string(apply_text)),
      lock_entry(connection,
                 "SELECT sequence FROM document WHERE company = $1 AND sequence = $2"
                 " AND epoch = $3 AND state = $4 FOR UPDATE"),
      next_of_order(connection,
                    text("SELECT sequence, wait_reason = 'predecessor' AND state = 'queued'"
                         " AND due_ms IS NULL ",
                         earlier_open)),
      release_next(connection,
                   "UPDATE document SET wait_reason = 'none', due_ms = $3 WHERE company = $1"
                   " AND sequence = $2 AND wait_reason = 'predecessor' AND state = 'queued'"
                   " AND due_ms IS NULL"),
      lock_waiting(connection,
                   "SELECT sequence FROM document WHERE company = $1 AND sequence = $2"
                   " AND tenant_id = $3 AND ordering_key = $4 AND ordering_key <> ''"
                   " AND wait_reason = 'predecessor' AND state = 'queued' AND due_ms IS NULL"
                   " FOR UPDATE"),
      stand_back(connection,
                 "UPDATE document SET wait_reason = 'predecessor', due_ms = NULL,"
                 " lease_until_ms = NULL WHERE company = $1 AND sequence = $2 AND epoch = $3"
                 " AND state = 'queued'"),
      recover_sending(connection, std::string(recover_sending_text)),
      recover_leases(connection,
                     "WITH ended AS (SELECT company, sequence FROM document WHERE company = $1"
                     " AND lease_until_ms IS NOT NULL AND lease_until_ms <= now_ms()"
                     " AND state <> 'sending' FOR UPDATE SKIP LOCKED)"
                     " UPDATE document AS d SET due_ms = $2, lease_until_ms = NULL FROM ended"
                     " WHERE d.company = ended.company AND d.sequence = ended.sequence"),
      raise(connection,
            "INSERT INTO event (company, sequence, attempts, at_ms, edge, from_state, to_state,"
            " evidence, type, json, acknowledged)"
            " VALUES ($1, NULL, 0, $2, 0, '', '', '', $3, $4, false)"),
      raise_as_leader(connection,
                      "INSERT INTO event (company, sequence, attempts, at_ms, edge, from_state,"
                      " to_state, evidence, type, json, acknowledged)"
                      " SELECT $1, NULL, 0, $2, 0, '', '', '', $3, $4, false"
                      " FROM (SELECT 1 FROM leader WHERE company = $1 AND duty = $5"
                      " AND writer = $6 AND elected_ms = $7 AND until_ms > now_ms()"
                      " FOR SHARE) AS fence"),
      open_alert(connection,
                 "INSERT INTO alert (company, key, since_ms, json) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (company, key) DO UPDATE SET json = excluded.json"
                 " WHERE $5::bigint = 1"),
      close_alert(connection, "DELETE FROM alert WHERE company = $1 AND key = $2"),
      acknowledge(connection,
                  // What another host is just acknowledging needs no second one to wait for it.
                  "WITH mine AS (SELECT company, id FROM event WHERE company = $1"
                  " AND id = ANY ($2::bigint[]) AND NOT acknowledged FOR UPDATE SKIP LOCKED)"
                  " UPDATE event AS e SET acknowledged = true FROM mine"
                  " WHERE e.company = mine.company AND e.id = mine.id"),
      purge_fence(connection,
                  "SELECT 1 FROM leader WHERE company = $1 AND duty = $2 AND writer = $3"
                  " AND elected_ms = $4 AND until_ms > now_ms() FOR SHARE"),
      purge_look(connection,
                 "SELECT d.sequence, d.accepted_ms, d.state, d.verified, c.canonical_bytes = '',"
                 " EXISTS (SELECT 1 FROM event AS e WHERE e.company = d.company"
                 " AND e.sequence = d.sequence AND NOT e.acknowledged),"
                 " d.epoch, d.problem_json, d.sage_document_json FROM document AS d"
                 " JOIN content AS c ON c.company = d.company AND c.sequence = d.sequence"
                 " WHERE d.company = $1 AND d.sequence > $2 ORDER BY d.sequence LIMIT $3::bigint"),
      purge_documents(connection,
                      "UPDATE document AS d SET problem_json = r.value->>2,"
                      " sage_document_json = r.value->>3, root_cause = '', epoch = d.epoch + 1"
                      " FROM json_array_elements($2::json) AS r (value) WHERE d.company = $1"
                      " AND d.sequence = (r.value->>0)::bigint"
                      " AND d.epoch = (r.value->>1)::bigint RETURNING d.sequence"),
      purge_content(connection,
                    "UPDATE content SET canonical_bytes = '' WHERE company = $1"
                    " AND sequence = ANY ($2::bigint[])"),
      purge_attempts(connection,
                     "UPDATE attempt SET send_json = '' WHERE company = $1"
                     " AND sequence = ANY ($2::bigint[])"),
      purge_lines(connection,
                  "UPDATE event SET json = '', evidence = CASE WHEN evidence = '' THEN ''"
                  " ELSE 'purged' END WHERE company = $1 AND sequence = ANY ($2::bigint[])"),
      // A cause that nothing is held for any more, by the rows of whichever connections are free.
      purge_causes(connection,
                   "WITH free AS (SELECT company, at_ms, writer, name, documents FROM figure"
                   " WHERE company = $1 AND measure = 'cause' FOR UPDATE SKIP LOCKED),"
                   " settled AS (SELECT name FROM free GROUP BY name HAVING sum(documents) = 0)"
                   " DELETE FROM figure AS f USING free, settled WHERE f.company = free.company"
                   " AND f.measure = 'cause' AND f.at_ms = free.at_ms AND f.writer = free.writer"
                   " AND f.message_type = '' AND f.name = free.name AND free.name = settled.name"),
      purge_alone(connection,
                  "WITH alone AS (SELECT company, id FROM event WHERE company = $1"
                  " AND sequence IS NULL AND acknowledged AND json <> '' AND at_ms < $2"
                  " LIMIT $3::bigint FOR UPDATE SKIP LOCKED)"
                  " UPDATE event AS e SET json = '' FROM alone"
                  " WHERE e.company = alone.company AND e.id = alone.id"),
      elect(connection, std::string(elect_text)),
      lock_company(connection, "SELECT id FROM company WHERE id = $1 FOR UPDATE"),
      clear_catalogue(connection, "DELETE FROM catalogue WHERE company = $1"),
      delete_records(connection,
                     "DELETE FROM catalogue AS c USING json_array_elements($2::json) AS r (value)"
                     " WHERE c.company = $1 AND c.kind = r.value->>0 AND c.id = r.value->>1"),
      insert_records(connection,
                     "INSERT INTO catalogue (company, kind, id, key, name, active, fields_json)"
                     " SELECT DISTINCT ON (r.value->>0, r.value->>1) $1, r.value->>0, r.value->>1,"
                     " r.value->>2, r.value->>3, (r.value->>4)::boolean, r.value->>5"
                     " FROM json_array_elements($2::json) WITH ORDINALITY AS r (value, place)"
                     " ORDER BY r.value->>0, r.value->>1, r.place DESC"
                     " ON CONFLICT (company, kind, id) DO UPDATE SET key = excluded.key,"
                     " name = excluded.name, active = excluded.active,"
                     " fields_json = excluded.fields_json"),
      meta(connection, "SELECT value FROM meta WHERE company = $1 AND name = $2"),
      set_meta(connection,
               "INSERT INTO meta (company, name, value) VALUES ($1, $2, $3)"
               " ON CONFLICT (company, name) DO UPDATE SET value = excluded.value") {}

}  // namespace sage
