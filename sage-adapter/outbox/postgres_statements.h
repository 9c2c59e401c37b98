// SPDX-License-Identifier: Apache-2.0
// The prepared statements of the writer. Included by postgres_writer*.cpp only. $1 is the company
// in every one of them that reads or writes a table of the outbox.
#pragma once

#include "sage-adapter/outbox/postgres_writer.h"

namespace sage {

struct PostgresWriter::Statements {
    explicit Statements(PostgresConnection& connection);

    PostgresStatement begin;
    PostgresStatement commit;
    PostgresStatement roll_back;
    PostgresStatement end_session;
    PostgresStatement register_writer;
    PostgresStatement add_counts;
    PostgresStatement lock_writer;
    PostgresStatement other_heads;
    PostgresStatement open_documents;

    PostgresStatement first_of_order;
    PostgresStatement insert_document;
    PostgresStatement existing;

    PostgresStatement claim;
    PostgresStatement release;
    PostgresStatement bring_forward;

    PostgresStatement begin_attempt;
    PostgresStatement begin_replay;

    PostgresStatement apply;
    PostgresStatement lock_entry;
    PostgresStatement next_of_order;
    PostgresStatement release_next;
    PostgresStatement lock_waiting;
    PostgresStatement stand_back;

    PostgresStatement recover_sending;
    PostgresStatement recover_leases;

    PostgresStatement raise;
    PostgresStatement raise_as_leader;
    PostgresStatement open_alert;
    PostgresStatement close_alert;
    PostgresStatement acknowledge;
    PostgresStatement purge_fence;
    PostgresStatement purge_look;
    PostgresStatement purge_documents;
    PostgresStatement purge_content;
    PostgresStatement purge_attempts;
    PostgresStatement purge_lines;
    PostgresStatement purge_causes;
    PostgresStatement purge_alone;
    PostgresStatement elect;

    PostgresStatement lock_company;
    PostgresStatement clear_catalogue;
    PostgresStatement delete_records;
    PostgresStatement insert_records;
    PostgresStatement meta;
    PostgresStatement set_meta;
};

}  // namespace sage
