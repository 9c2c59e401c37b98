// SPDX-License-Identifier: Apache-2.0
// The prepared statements of the writer. Included by sqlite_writer*.cpp only.
#pragma once

#include "sage-adapter/outbox/sqlite_writer.h"

namespace sage {

struct SqliteWriter::Statements {
    explicit Statements(SqliteConnection& connection);

    SqliteStatement begin;
    SqliteStatement commit;
    SqliteStatement read_tally;
    SqliteStatement write_tally;
    SqliteStatement add_figure;
    SqliteStatement drop_figure;
    SqliteStatement last_event;
    SqliteStatement last_row;
    SqliteStatement insert_journal;

    SqliteStatement insert_document;
    SqliteStatement insert_content;
    SqliteStatement existing;
    SqliteStatement predecessor;

    SqliteStatement due;
    SqliteStatement lease;
    SqliteStatement release;
    SqliteStatement bring_forward;

    SqliteStatement begin_attempt;
    SqliteStatement begin_replay;
    SqliteStatement insert_attempt;

    SqliteStatement apply;
    SqliteStatement before;
    SqliteStatement fence;
    SqliteStatement insert_event;
    SqliteStatement release_next;
    SqliteStatement let_go;
    SqliteStatement stand_back;

    SqliteStatement recover_look;
    SqliteStatement recover_lines;
    SqliteStatement recover_sending;
    SqliteStatement recover_leases;

    SqliteStatement purge_look;
    SqliteStatement purge_document;
    SqliteStatement purge_content;
    SqliteStatement purge_attempts;
    SqliteStatement purge_lines;
    SqliteStatement purge_alone;

    SqliteStatement open_alert;
    SqliteStatement close_alert;

    SqliteStatement acknowledge;
    SqliteStatement clear_catalogue;
    SqliteStatement delete_record;
    SqliteStatement insert_record;
    SqliteStatement meta;
    SqliteStatement set_meta;
};

}  // namespace sage
