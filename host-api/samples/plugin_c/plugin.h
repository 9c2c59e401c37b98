/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of this plugin share. None of it leaves the library: it is built with hidden
 * symbols. */
#ifndef LEDGER_PLUGIN_H
#define LEDGER_PLUGIN_H

#include <jansson.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <wms/wms_plugin.h>

enum { NAME_BYTES_MAX = 60, IDENTITY_BYTES_MAX = 4 * NAME_BYTES_MAX, RETRY_MS = 30000 };

/* One accepted document: what its file holds, and when it is next looked at (a restart looks at
 * once). */
struct record {
    char file[32];
    json_t* kept; /* identity, messageId, document, state, attempts, event, eventAt, error */
    int64_t due_ms;
};

struct wms_instance {
    pthread_mutex_t lock; /* calls marked [any] come from any thread */
    const wms_host* host;
    char* ledger;
    const char* state;
    struct record* records; /* in the order of acceptance */
    size_t count;
    json_int_t last_event;
    int data, guard; /* data_dir and its lock */
};

/* ---- answers.c ---- */

/* Takes `value`. A host that wants no answer passes NULL. */
wms_status give(wms_doc* out, json_t* value, wms_status status);
/* Takes `why`; NULL (no memory): the status alone speaks. */
wms_status fail(wms_error* err, wms_status status, json_t* why);
json_t* problem(const char* code, const char* pointer, const char* owner, const char* cause,
                const char* fix);
wms_status invalid(wms_error* err, const char* cause);
wms_status wrong_state(wms_error* err);
/* Whether the host wants the call back, or its time is over. */
wms_status ended_early(const wms_instance* self, const wms_op* op, wms_error* err);
json_t* instant(int64_t ms);
/* A member's text; empty: there is none. */
const char* text_of(const json_t* object, const char* name);

/* ---- store.c: each gives 0, or an errno ---- */

/* On disk under `name` when it gives 0. `once`: a name that exists is left alone, EEXIST. */
int write_file(int folder, const char* name, const char* text, int once);
/* NULL: cannot be read, errno says why. */
char* read_file(int folder, const char* name);
int keep(const wms_instance* self, const struct record* record);
/* Into a state that the host is to hear of. Takes `error`; NULL: none. */
int change(wms_instance* self, struct record* record, const char* state, json_t* error);
/* Reads what was accepted. */
int recover(wms_instance* self);

/* ---- ledger.c ---- */

int open_ledger(const wms_instance* self);
/* The record whose turn it is, or NULL and when there will be one. */
struct record* next_due(const wms_instance* self, int64_t now, int64_t* due);

/* ---- functions of the table ---- */

wms_status submit(wms_instance* self, wms_str text, wms_doc* out, wms_error* err);
wms_status work(wms_instance* self, const wms_op* op, int64_t* next_due_ms, wms_error* err);
wms_status next_event(wms_instance* self, wms_doc* out, wms_error* err);
wms_status ack_event(wms_instance* self, wms_str event_id, wms_error* err);
wms_status query(wms_instance* self, const wms_op* op, wms_str request, wms_doc* out,
                 wms_error* err);
wms_status check(wms_instance* self, const wms_op* op, wms_doc* out, wms_error* err);

#endif
