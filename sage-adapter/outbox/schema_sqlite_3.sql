-- SPDX-License-Identifier: Apache-2.0
-- Version 3: what people ask all day is answered from what is open and from what ended lately, however much
-- ended before. Run on a new database after schema_sqlite_2.sql, and on one of an older version when it is
-- opened.

CREATE INDEX document_open ON document (message_type, sequence)
    WHERE state <> 'posted' AND state <> 'rejected' AND state <> 'withdrawn';
CREATE INDEX document_finding ON document (sequence) WHERE state = 'posted' AND problem_json <> '';
CREATE INDEX event_ended ON event (to_state, at_ms, sequence)
    WHERE from_state <> to_state AND (to_state = 'posted' OR to_state = 'rejected' OR to_state = 'withdrawn');

-- What a person is to look at, until it is over: the same is told once, by whichever host.
CREATE TABLE alert (
    key TEXT NOT NULL PRIMARY KEY,
    since_ms INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The journal (journal.h); of an older database what was there before is told by a row of its own.
CREATE TABLE journal (
    position INTEGER NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    number INTEGER NOT NULL,
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL,
    record_hash TEXT NOT NULL,
    value_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE INDEX journal_document ON journal (sequence) WHERE sequence > 0;

CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END;
CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal never changes'); END;
