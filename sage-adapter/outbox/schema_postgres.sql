-- SPDX-License-Identifier: Apache-2.0
-- The outbox on a PostgreSQL server, shared by any number of hosts: schema_sqlite.sql says what the tables
-- mean, here is what sharing adds. Every table begins with the company, and every statement names it.
-- Times are milliseconds since 1970 by the hosts' clock, except lease_until_ms, touched_ms (later: committed_ms), elected_ms and
-- until_ms, which are the server's own: what one host may do to another goes by one clock.
--
-- An index of all rows begins with the column that tells them apart, not with the company: a plan is kept from
-- when the outbox was empty, and then one index that begins with the company looks as good as another.

CREATE TABLE schema_version (
    one integer NOT NULL PRIMARY KEY CHECK (one = 1),
    version integer NOT NULL
);
INSERT INTO schema_version VALUES (1, 1);

-- The server's clock. One function, so that a test can move it.
CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT (extract(epoch FROM statement_timestamp()) * 1000)::bigint $$;

-- Edition and company; who belongs to which is decided by this name alone.
CREATE TABLE company (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identity text NOT NULL UNIQUE
);

CREATE TABLE meta (
    company integer NOT NULL REFERENCES company (id),
    name text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (company, name)
);

-- One row per writing connection, which alone changes it: what its commits added to each count, and a number
-- that grows with every commit. After an error of COMMIT itself, locking the row waits until the old
-- connection has ended, and the number then tells whether the commit happened.
CREATE TABLE writer (
    company integer NOT NULL REFERENCES company (id),
    id bigint GENERATED ALWAYS AS IDENTITY,
    commits bigint NOT NULL,
    touched_ms bigint NOT NULL,
    queued bigint NOT NULL,
    sending bigint NOT NULL,
    in_doubt bigint NOT NULL,
    posted bigint NOT NULL,
    rejected bigint NOT NULL,
    held bigint NOT NULL,
    withdrawn bigint NOT NULL,
    unverified bigint NOT NULL,
    events bigint NOT NULL,
    PRIMARY KEY (company, id)
);

-- Who does what only one host may do at a time. elected_ms is the fence: it changes with every new leader.
CREATE TABLE leader (
    company integer NOT NULL REFERENCES company (id),
    duty text NOT NULL,
    writer bigint NOT NULL,
    elected_ms bigint NOT NULL,
    until_ms bigint NOT NULL,
    PRIMARY KEY (company, duty)
);

-- lease_until_ms is NULL for what nobody works on; due_ms is the lease's end as the host sees it otherwise.
CREATE TABLE document (
    company integer NOT NULL REFERENCES company (id),
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    document_key text NOT NULL,
    message_id text NOT NULL,
    content_hash text NOT NULL,
    external_reference text NOT NULL,
    message_type text NOT NULL,
    tenant_id text NOT NULL,
    document_id text NOT NULL,
    document_version text NOT NULL,
    ordering_key text NOT NULL,
    subject_id text NOT NULL,
    accepted_ms bigint NOT NULL,
    state text NOT NULL CHECK (
        state IN ('queued', 'sending', 'in_doubt', 'posted', 'rejected', 'held', 'withdrawn')),
    wait_reason text NOT NULL,
    due_ms bigint,
    lease_until_ms bigint,
    epoch bigint NOT NULL DEFAULT 0,
    generation bigint NOT NULL DEFAULT 1,
    attempts bigint NOT NULL DEFAULT 0,
    look_ups bigint NOT NULL DEFAULT 0,
    absent_ms bigint NOT NULL DEFAULT 0,
    maybe_in_sage boolean NOT NULL DEFAULT false,
    verified boolean NOT NULL DEFAULT false,
    problem_json text NOT NULL DEFAULT '',
    root_cause text NOT NULL DEFAULT '',
    sage_document_json text NOT NULL DEFAULT '',
    PRIMARY KEY (sequence, company),
    UNIQUE (message_id, company),
    -- Nothing is sent without a lease, and what waits for nothing but a person has none.
    CHECK (state <> 'sending' OR (lease_until_ms IS NOT NULL AND due_ms IS NOT NULL)),
    CHECK (state NOT IN ('posted', 'rejected', 'held', 'withdrawn')
        OR (lease_until_ms IS NULL AND due_ms IS NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

CREATE UNIQUE INDEX document_business ON document (document_id, message_type, document_key, company);
CREATE INDEX document_due ON document (company, due_ms, sequence)
    WHERE due_ms IS NOT NULL AND lease_until_ms IS NULL;
CREATE INDEX document_lease ON document (company, lease_until_ms) WHERE lease_until_ms IS NOT NULL;
CREATE INDEX document_order ON document (ordering_key, tenant_id, company, sequence)
    WHERE ordering_key <> '' AND state NOT IN ('posted', 'rejected', 'withdrawn');
-- The first of its ordering key, and only it, may be worked on: by whatever host.
CREATE UNIQUE INDEX document_first ON document (ordering_key, tenant_id, company)
    WHERE ordering_key <> '' AND state NOT IN ('posted', 'rejected', 'withdrawn')
    AND wait_reason <> 'predecessor';
CREATE INDEX document_attention ON document (company, state, sequence)
    WHERE state IN ('in_doubt', 'held', 'rejected', 'withdrawn');
CREATE INDEX document_root_cause ON document (company, root_cause, sequence)
    WHERE state = 'held' AND root_cause <> '';
CREATE INDEX document_unverified ON document (company, sequence) WHERE state = 'posted' AND NOT verified;

CREATE TABLE content (
    company integer NOT NULL,
    sequence bigint NOT NULL,
    canonical_bytes text NOT NULL,
    PRIMARY KEY (sequence, company),
    FOREIGN KEY (sequence, company) REFERENCES document (sequence, company)
);

CREATE TABLE attempt (
    company integer NOT NULL,
    sequence bigint NOT NULL,
    number bigint NOT NULL,
    generation bigint NOT NULL,
    begun_ms bigint NOT NULL,
    deadline_ms bigint NOT NULL,
    replay boolean NOT NULL,
    send_hash text NOT NULL,
    send_json text NOT NULL,
    PRIMARY KEY (sequence, company, number),
    FOREIGN KEY (sequence, company) REFERENCES document (sequence, company)
);

CREATE TABLE event (
    company integer NOT NULL REFERENCES company (id),
    id bigint GENERATED ALWAYS AS IDENTITY,
    sequence bigint,
    attempts bigint NOT NULL,
    at_ms bigint NOT NULL,
    edge integer NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    evidence text NOT NULL,
    type text NOT NULL,
    json text NOT NULL,
    acknowledged boolean NOT NULL,
    PRIMARY KEY (id, company),
    FOREIGN KEY (sequence, company) REFERENCES document (sequence, company)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

CREATE INDEX event_document ON event (sequence, company, id) WHERE sequence IS NOT NULL;
CREATE INDEX event_pending ON event (company, id) WHERE NOT acknowledged;

CREATE TABLE catalogue (
    company integer NOT NULL REFERENCES company (id),
    kind text NOT NULL,
    id text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL,
    fields_json text NOT NULL,
    PRIMARY KEY (company, kind, id)
);

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$;

CREATE TRIGGER document_kept BEFORE DELETE ON document
FOR EACH ROW EXECUTE FUNCTION refuse('a document is never deleted');
CREATE TRIGGER document_identity BEFORE UPDATE OF company, sequence, document_key, message_id, content_hash,
    external_reference, message_type, tenant_id, document_id, document_version, ordering_key, subject_id,
    accepted_ms ON document
FOR EACH ROW EXECUTE FUNCTION refuse('the identity of a document never changes');
CREATE TRIGGER document_final BEFORE UPDATE OF state ON document
FOR EACH ROW WHEN (old.state IN ('posted', 'rejected', 'withdrawn') AND new.state <> old.state)
EXECUTE FUNCTION refuse('a final state is never left');
CREATE TRIGGER document_all_kept BEFORE TRUNCATE ON document
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a document is never deleted');

CREATE TRIGGER content_kept BEFORE DELETE ON content
FOR EACH ROW EXECUTE FUNCTION refuse('content is never deleted');
CREATE TRIGGER content_unchanged BEFORE UPDATE ON content
FOR EACH ROW EXECUTE FUNCTION refuse('content never changes');
CREATE TRIGGER content_all_kept BEFORE TRUNCATE ON content
FOR EACH STATEMENT EXECUTE FUNCTION refuse('content is never deleted');

CREATE TRIGGER attempt_kept BEFORE DELETE ON attempt
FOR EACH ROW EXECUTE FUNCTION refuse('an attempt is never deleted');
CREATE TRIGGER attempt_unchanged BEFORE UPDATE ON attempt
FOR EACH ROW EXECUTE FUNCTION refuse('an attempt never changes');
CREATE TRIGGER attempt_all_kept BEFORE TRUNCATE ON attempt
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an attempt is never deleted');

CREATE TRIGGER event_kept BEFORE DELETE ON event
FOR EACH ROW EXECUTE FUNCTION refuse('history is never deleted');
CREATE TRIGGER event_unchanged BEFORE UPDATE OF company, id, sequence, attempts, at_ms, edge, from_state,
    to_state, evidence, type, json ON event
FOR EACH ROW EXECUTE FUNCTION refuse('history never changes');
CREATE TRIGGER event_acknowledged BEFORE UPDATE OF acknowledged ON event
FOR EACH ROW WHEN (NOT new.acknowledged)
EXECUTE FUNCTION refuse('an acknowledgement is never taken back');
CREATE TRIGGER event_all_kept BEFORE TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION refuse('history is never deleted');
