-- SPDX-License-Identifier: Apache-2.0
-- Version 3: what people ask all day is answered from what is open and from what ended lately, however much
-- ended before. Run in a new schema after schema_postgres_2.sql, and in one of an older version by the first
-- host of this version. (A line that ends with a semicolon ends a statement.)

-- Of many documents an index takes longer to make than any statement of the flow may.
SET LOCAL statement_timeout TO '30min';

CREATE INDEX document_open ON document (company, message_type, sequence)
    WHERE state NOT IN ('posted', 'rejected', 'withdrawn');
CREATE INDEX document_finding ON document (company, sequence) WHERE state = 'posted' AND problem_json <> '';
CREATE INDEX event_ended ON event (company, to_state, at_ms, sequence)
    WHERE from_state <> to_state AND to_state IN ('posted', 'rejected', 'withdrawn');

-- What a person is to look at, until it is over: the same is told once, by whichever host.
CREATE TABLE alert (
    company integer NOT NULL REFERENCES company (id),
    key text NOT NULL,
    since_ms bigint NOT NULL,
    json text NOT NULL,
    PRIMARY KEY (company, key)
);

-- The journal (journal.h): a chain for each writer, whose row holds its end. In a schema of an older version chain 0 of
-- each company tells what was there before.
CREATE TABLE journal (
    company integer NOT NULL REFERENCES company (id),
    chain bigint NOT NULL,
    position bigint NOT NULL,
    at_ms bigint NOT NULL,
    who text NOT NULL,
    what text NOT NULL,
    sequence bigint NOT NULL,
    number bigint NOT NULL,
    old_value text NOT NULL,
    new_value text NOT NULL,
    record_hash text NOT NULL,
    value_hash text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (chain, position, company)
);

CREATE INDEX journal_document ON journal (sequence, company) WHERE sequence > 0;

ALTER TABLE writer ADD COLUMN journal_position bigint NOT NULL DEFAULT 0;
ALTER TABLE writer ADD COLUMN journal_hash text NOT NULL DEFAULT '';

CREATE TRIGGER journal_kept BEFORE DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION refuse('the journal is never shortened');
CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
FOR EACH ROW EXECUTE FUNCTION refuse('the journal never changes');
CREATE TRIGGER journal_all_kept BEFORE TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the journal is never shortened');

UPDATE schema_version SET version = 3;
