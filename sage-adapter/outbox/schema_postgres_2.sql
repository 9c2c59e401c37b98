-- SPDX-License-Identifier: Apache-2.0
-- Version 2: the content of what has ended may be taken away, and nothing else. Run in a new schema after
-- schema_postgres.sql, and in one of version 1 by the first host of this version. Content goes first; what
-- quotes it can only follow. (A line that ends with a semicolon ends a statement.)

CREATE FUNCTION keep_content() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF new.company <> old.company OR new.sequence <> old.sequence OR new.canonical_bytes <> '' OR NOT EXISTS (
        SELECT FROM document AS d WHERE d.company = old.company AND d.sequence = old.sequence
        AND (d.state IN ('rejected', 'withdrawn') OR (d.state = 'posted' AND d.verified)))
    THEN RAISE EXCEPTION 'content never changes' USING ERRCODE = 'restrict_violation'; END IF; RETURN new; END $$;

-- Of an attempt and of an event: the content of their document has gone before.
CREATE FUNCTION keep_while_content() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (SELECT FROM content AS c WHERE c.company = old.company AND c.sequence = old.sequence
        AND c.canonical_bytes <> '')
    THEN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END IF; RETURN new; END $$;

DROP TRIGGER content_unchanged ON content;
CREATE TRIGGER content_unchanged BEFORE UPDATE ON content
FOR EACH ROW EXECUTE FUNCTION keep_content();

DROP TRIGGER attempt_unchanged ON attempt;
CREATE TRIGGER attempt_unchanged BEFORE UPDATE OF company, sequence, number, generation, begun_ms, deadline_ms,
    replay, send_hash ON attempt
FOR EACH ROW EXECUTE FUNCTION refuse('an attempt never changes');
CREATE TRIGGER attempt_emptied BEFORE UPDATE OF send_json ON attempt
FOR EACH ROW WHEN (new.send_json <> '') EXECUTE FUNCTION refuse('an attempt never changes');
CREATE TRIGGER attempt_purged BEFORE UPDATE OF send_json ON attempt
FOR EACH ROW EXECUTE FUNCTION keep_while_content('an attempt never changes');

DROP TRIGGER event_unchanged ON event;
CREATE TRIGGER event_unchanged BEFORE UPDATE OF company, id, sequence, attempts, at_ms, edge, from_state,
    to_state, type ON event
FOR EACH ROW EXECUTE FUNCTION refuse('history never changes');
CREATE TRIGGER event_emptied BEFORE UPDATE OF evidence, json ON event
FOR EACH ROW WHEN (new.json <> '' OR NOT old.acknowledged
    OR (new.evidence <> old.evidence AND new.evidence <> 'purged'))
EXECUTE FUNCTION refuse('history never changes');
CREATE TRIGGER event_purged BEFORE UPDATE OF evidence, json ON event
FOR EACH ROW EXECUTE FUNCTION keep_while_content('history never changes');

CREATE INDEX event_alone ON event (company, at_ms) WHERE sequence IS NULL AND acknowledged AND json <> '';

UPDATE schema_version SET version = 2;
