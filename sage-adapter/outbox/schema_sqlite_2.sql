-- SPDX-License-Identifier: Apache-2.0
-- Version 2: the content of what has ended may be taken away, and nothing else. Run on a new database after
-- schema_sqlite.sql, and on one of version 1 when it is opened. Content goes first; what quotes it can only
-- follow.

DROP TRIGGER IF EXISTS content_unchanged;
DROP TRIGGER IF EXISTS attempt_unchanged;
DROP TRIGGER IF EXISTS event_unchanged;

CREATE TRIGGER content_unchanged BEFORE UPDATE ON content
WHEN new.sequence <> old.sequence OR new.canonical_bytes <> '' OR NOT EXISTS (
    SELECT 1 FROM document AS d WHERE d.sequence = old.sequence
    AND (d.state = 'rejected' OR d.state = 'withdrawn' OR (d.state = 'posted' AND d.verified = 1)))
BEGIN SELECT RAISE(ABORT, 'content never changes'); END;

CREATE TRIGGER attempt_unchanged BEFORE UPDATE OF sequence, number, generation, begun_ms, deadline_ms, replay,
    send_hash ON attempt
BEGIN SELECT RAISE(ABORT, 'an attempt never changes'); END;
CREATE TRIGGER attempt_purged BEFORE UPDATE OF send_json ON attempt
WHEN new.send_json <> '' OR EXISTS (
    SELECT 1 FROM content AS c WHERE c.sequence = old.sequence AND c.canonical_bytes <> '')
BEGIN SELECT RAISE(ABORT, 'an attempt never changes'); END;

CREATE TRIGGER event_unchanged BEFORE UPDATE OF id, sequence, attempts, at_ms, edge, from_state, to_state,
    type ON event
BEGIN SELECT RAISE(ABORT, 'history never changes'); END;
CREATE TRIGGER event_purged BEFORE UPDATE OF evidence, json ON event
WHEN new.json <> '' OR (new.evidence <> old.evidence AND new.evidence <> 'purged') OR old.acknowledged = 0
    OR EXISTS (SELECT 1 FROM content AS c WHERE c.sequence = old.sequence AND c.canonical_bytes <> '')
BEGIN SELECT RAISE(ABORT, 'history never changes'); END;

CREATE INDEX event_alone ON event (at_ms) WHERE sequence IS NULL AND acknowledged = 1 AND json <> '';
