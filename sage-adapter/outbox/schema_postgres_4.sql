-- SPDX-License-Identifier: Apache-2.0
-- Version 4: the figures of a first page are kept as rows (figure_changes.h), so that showing them costs the
-- same however many documents there are. Run in a new schema after schema_postgres_3.sql, and in one of an
-- older version by the first host of this version. (A line that ends with a semicolon ends a statement.)

SET LOCAL statement_timeout TO '30min';

-- A host of an older version that is still connected would change documents and not the figures. Its next
-- commit misses this column and fails, and its next connection is told why.
ALTER TABLE writer RENAME COLUMN touched_ms TO committed_ms;

-- What each writing connection added: a row is changed by one connection alone, so that none waits for
-- another. Writer 0 tells what was there before.
CREATE TABLE figure (
    company integer NOT NULL REFERENCES company (id),
    measure text NOT NULL,
    at_ms bigint NOT NULL,
    writer bigint NOT NULL,
    message_type text NOT NULL,
    name text NOT NULL,
    documents bigint NOT NULL,
    PRIMARY KEY (company, measure, at_ms, writer, message_type, name)
) WITH (fillfactor = 50);

INSERT INTO figure (company, measure, at_ms, writer, message_type, name, documents)
SELECT company, 'open', 0, 0, message_type, CASE state WHEN 'sending' THEN 'queued' ELSE state END, count(*)
FROM document WHERE state NOT IN ('posted', 'rejected', 'withdrawn') GROUP BY 1, 5, 6;

INSERT INTO figure (company, measure, at_ms, writer, message_type, name, documents)
SELECT company, 'cause', 0, 0, '', root_cause, count(*) FROM document
WHERE state = 'held' AND root_cause <> '' AND message_type NOT LIKE '%.precursor%' GROUP BY 1, 6;

INSERT INTO figure (company, measure, at_ms, writer, message_type, name, documents)
SELECT company, 'finding', 0, 0, '', coalesce(problem_json::json->>'code',
    problem_json::json->0->>'code', ''), count(*)
FROM document WHERE state = 'posted' AND problem_json <> '' GROUP BY 1, 6;

INSERT INTO figure (company, measure, at_ms, writer, message_type, name, documents)
SELECT e.company, 'ended', e.at_ms - e.at_ms % 900000, 0, d.message_type, e.to_state, count(*)
FROM event AS e JOIN document AS d ON d.company = e.company AND d.sequence = e.sequence
WHERE e.from_state <> e.to_state AND e.to_state IN ('posted', 'rejected', 'withdrawn') GROUP BY 1, 3, 5, 6;

UPDATE schema_version SET version = 4;
