/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the mutant share. */
#ifndef MUTANT_H
#define MUTANT_H

#include <stdbool.h>

#include "wms/wms_plugin.h"

/* Whether this is the breach that MUTANT_BREACH names. */
bool breaks(const char* breach);

/* What a breach does to the process in a call. */
void break_process(void);

/* Ends what break_process() began and what is to be over when the plugin stops. */
void leave_nothing_open(void);

/* With SIGPIPE as it was found. */
void write_to_a_gone_peer(void);

/* Calls `host` from a thread, a little later. */
void call_later(const wms_host* host);

/* A breach of durability: what was accepted last stands in the store only from the next call on. */
void remember_store(wms_str data_dir);
void before_change(void);
void after_submit(wms_status status);

/* A breach of recovery: a store that was not closed is never worked on again. */
void open_mark(void);
void close_mark(void);
void look_for_mark(void);
bool is_stuck(void);

#endif
