-- SPDX-License-Identifier: Apache-2.0
-- The outbox: what was accepted, what was attempted, what came of it, what the host is still to be told.
-- Times are milliseconds since 1970 by the host's clock. An index holds only the rows that are looked
-- for through it, so that a document that is done costs nothing in any queue. States are compared one by
-- one: for a list of three or more SQLite would fill a temporary table with it at every change.

-- Who this database belongs to; when the catalogue was read.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: how many documents are in which state, and a number that grows with every commit. After an
-- error of COMMIT itself that number tells whether the commit happened.
CREATE TABLE tally (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    commits INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    sending INTEGER NOT NULL,
    in_doubt INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    held INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    unverified INTEGER NOT NULL,
    events INTEGER NOT NULL
) STRICT;
INSERT INTO tally VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

-- One row per document. due_ms is NULL for what does not wait for time. leased is 1 while a caller works
-- on it: due_ms is then when that lease ends.
CREATE TABLE document (
    sequence INTEGER NOT NULL PRIMARY KEY,
    document_key TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    external_reference TEXT NOT NULL,
    message_type TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    document_version TEXT NOT NULL,
    ordering_key TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    accepted_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
        state = 'queued' OR state = 'sending' OR state = 'in_doubt' OR state = 'posted'
        OR state = 'rejected' OR state = 'held' OR state = 'withdrawn'),
    wait_reason TEXT NOT NULL,
    due_ms INTEGER,
    leased INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    generation INTEGER NOT NULL DEFAULT 1,
    attempts INTEGER NOT NULL DEFAULT 0,
    look_ups INTEGER NOT NULL DEFAULT 0,
    absent_ms INTEGER NOT NULL DEFAULT 0,
    maybe_in_sage INTEGER NOT NULL DEFAULT 0,
    verified INTEGER NOT NULL DEFAULT 0,
    problem_json TEXT NOT NULL DEFAULT '',
    root_cause TEXT NOT NULL DEFAULT '',
    sage_document_json TEXT NOT NULL DEFAULT '',
    -- recover() finds what was being sent among the leased: nothing is sent without a lease.
    CHECK (state <> 'sending' OR (leased = 1 AND due_ms IS NOT NULL)),
    CHECK ((leased = 0 AND due_ms IS NULL)
        OR (state <> 'posted' AND state <> 'rejected' AND state <> 'held' AND state <> 'withdrawn'))
) STRICT;

-- Unique as document_key alone is, which is a hash of the two before it and more. Led by the number of the
-- document it stays in order, where an index of hashes would write another page for every document.
CREATE UNIQUE INDEX document_business ON document (document_id, message_type, document_key);
CREATE INDEX document_due ON document (due_ms, leased) WHERE due_ms IS NOT NULL;
CREATE INDEX document_order ON document (tenant_id, ordering_key)
    WHERE ordering_key <> '' AND state <> 'posted' AND state <> 'rejected' AND state <> 'withdrawn';
CREATE INDEX document_attention ON document (state)
    WHERE state = 'in_doubt' OR state = 'held' OR state = 'rejected' OR state = 'withdrawn';
CREATE INDEX document_root_cause ON document (root_cause) WHERE state = 'held' AND root_cause <> '';
CREATE INDEX document_unverified ON document (verified) WHERE state = 'posted' AND verified = 0;

-- The canonical bytes, apart from the row that every step rewrites.
CREATE TABLE content (
    sequence INTEGER NOT NULL PRIMARY KEY REFERENCES document (sequence),
    canonical_bytes TEXT NOT NULL
) STRICT;

-- Written before the first byte leaves; never changed.
CREATE TABLE attempt (
    sequence INTEGER NOT NULL REFERENCES document (sequence),
    number INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    begun_ms INTEGER NOT NULL,
    deadline_ms INTEGER NOT NULL,
    replay INTEGER NOT NULL,
    send_hash TEXT NOT NULL,
    send_json TEXT NOT NULL,
    PRIMARY KEY (sequence, number)
) STRICT;

-- One line of history and, where type is not empty, what the host is told about it. acknowledged is 1 for
-- a line that is not for the host. attempts is how many sends the document had had by then.
CREATE TABLE event (
    id INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER REFERENCES document (sequence),
    attempts INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    edge INTEGER NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    evidence TEXT NOT NULL,
    type TEXT NOT NULL,
    json TEXT NOT NULL,
    acknowledged INTEGER NOT NULL
) STRICT;

CREATE INDEX event_document ON event (sequence) WHERE sequence IS NOT NULL;
CREATE INDEX event_pending ON event (acknowledged) WHERE acknowledged = 0;

-- What was read from Sage, so that an instance starts without Sage.
CREATE TABLE catalogue (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    active INTEGER NOT NULL,
    fields_json TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER document_kept BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END;
CREATE TRIGGER document_identity BEFORE UPDATE OF sequence, document_key, message_id, content_hash,
    external_reference, message_type, tenant_id, document_id, document_version, ordering_key, subject_id,
    accepted_ms ON document
BEGIN SELECT RAISE(ABORT, 'the identity of a document never changes'); END;
CREATE TRIGGER document_final BEFORE UPDATE OF state ON document
WHEN new.state <> old.state
    AND (old.state = 'posted' OR old.state = 'rejected' OR old.state = 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'a final state is never left'); END;

CREATE TRIGGER content_kept BEFORE DELETE ON content
BEGIN SELECT RAISE(ABORT, 'content is never deleted'); END;
CREATE TRIGGER content_unchanged BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'content never changes'); END;

CREATE TRIGGER attempt_kept BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'an attempt is never deleted'); END;
CREATE TRIGGER attempt_unchanged BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'an attempt never changes'); END;

CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER event_unchanged BEFORE UPDATE OF id, sequence, attempts, at_ms, edge, from_state, to_state,
    evidence, type, json ON event
BEGIN SELECT RAISE(ABORT, 'history never changes'); END;
CREATE TRIGGER event_acknowledged BEFORE UPDATE OF acknowledged ON event WHEN new.acknowledged <> 1
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never taken back'); END;
