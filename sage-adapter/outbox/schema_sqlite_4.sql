-- SPDX-License-Identifier: Apache-2.0
-- Version 4: the figures of a first page are kept as rows (figure_changes.h), so that showing them costs the
-- same however many documents there are. Run on a new database after schema_sqlite_3.sql, and on one of an
-- older version when it is opened.

-- What is open by type and state, what is held by root cause, findings by code, what ended by quarters of an
-- hour. A row whose documents are all gone goes.
CREATE TABLE figure (
    measure TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    message_type TEXT NOT NULL,
    name TEXT NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (measure, at_ms, message_type, name)
) STRICT, WITHOUT ROWID;

INSERT INTO figure
SELECT 'open', 0, message_type, CASE state WHEN 'sending' THEN 'queued' ELSE state END, count(*)
FROM document INDEXED BY document_open
WHERE state <> 'posted' AND state <> 'rejected' AND state <> 'withdrawn' GROUP BY 3, 4;

INSERT INTO figure
SELECT 'cause', 0, '', root_cause, count(*) FROM document INDEXED BY document_root_cause
WHERE state = 'held' AND root_cause <> '' AND message_type NOT LIKE '%.precursor%' GROUP BY 4;

INSERT INTO figure
SELECT 'finding', 0, '', coalesce(json_extract(problem_json, '$.code'),
    json_extract(problem_json, '$[0].code'), ''), count(*)
FROM document INDEXED BY document_finding WHERE state = 'posted' AND problem_json <> '' GROUP BY 4;

INSERT INTO figure
SELECT 'ended', e.at_ms - e.at_ms % 900000, d.message_type, e.to_state, count(*)
FROM event AS e INDEXED BY event_ended CROSS JOIN document AS d ON d.sequence = e.sequence
WHERE e.from_state <> e.to_state
    AND (e.to_state = 'posted' OR e.to_state = 'rejected' OR e.to_state = 'withdrawn') GROUP BY 2, 3, 4;
