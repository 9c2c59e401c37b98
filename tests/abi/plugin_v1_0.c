// SPDX-License-Identifier: Apache-2.0
// The smallest complete plugin, and a frozen one: it is built with its own copy of the header of
// version 1.0 and must work with every later host of major version 1. It keeps each document in a
// file of its data_dir and posts to nothing: every document ends `posted` without a Sage document.
// The number of a document, counted from 1 in the order accepted, is also the id of its event.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugin_v1_0_json.h"
#include "plugin_v1_0_manifest.h"
#include "plugin_v1_0_problems.h"
#include "plugin_v1_0_store.h"

enum { document_bytes_max = 4 * 1024 * 1024, identifier_bytes_max = 128 };

static const char* const document_types[] = {
    "salesOrder",   "orderChange",   "orderCancellation",   "despatchAdvice",    "trackingUpdate",
    "returnAdvice", "receiptAdvice", "inventoryAdjustment", "inventoryTransfer", "inventoryReport"};

struct wms_instance {
    const wms_host* host;
    pthread_mutex_t mutex;
    enum { state_created, state_running, state_stopped } state;
    store kept;
};

/* ---- results --------------------------------------------------------------------------------- */

static void WMS_CALL release_error(wms_error* self) {
    self->release = NULL;
}

static wms_status fail(wms_error* err, const problem* why) {
    if (err != NULL && err->struct_size >= sizeof(wms_error)) {
        err->status = why->status;
        err->retry_after_ms = why->status == WMS_E_BUSY ? 1000 : 0;
        err->flags = 0;
        err->code = why->code;
        err->message = why->message;
        err->detail = why->detail;
        err->release = release_error;
        err->owner = NULL;
    }
    return why->status;
}

static void WMS_CALL release_document(wms_doc* self) {
    free(self->owner);
    self->json = (wms_str){NULL, 0};
    self->release = NULL;
    self->owner = NULL;
}

/* Takes `text`, from asprintf. */
static void give(wms_doc* out, char* text, int length) {
    if (out == NULL || out->struct_size < sizeof(wms_doc)) {
        free(text);
        return;
    }
    out->flags = 0;
    out->json = (wms_str){text, (size_t)length};
    out->release = release_document;
    out->owner = text;
}

static const problem* called_back(const wms_instance* self, const wms_op* op) {
    if (op == NULL || op->struct_size < sizeof(wms_op)) {
        return NULL;
    }
    if (op->flags != 0) {
        return &bad_call;
    }
    if (op->is_cancelled(op) != 0) {
        return &cancelled;
    }
    const bool late = op->deadline_ms != 0 && self->host->now_ms(self->host) >= op->deadline_ms;
    return late ? &too_late : NULL;
}

/* The problem behind a status of the store. */
static const problem* problem_of(wms_status status) {
    const problem* of_store = status == WMS_E_BUSY ? &folder_busy : &folder_bad;
    return status == WMS_OK ? NULL : status == WMS_E_INTERNAL ? &no_memory : of_store;
}

/* ---- documents ------------------------------------------------------------------------------- */

static json_span span_of(const document* kept) {
    return (json_span){kept->text, kept->text + kept->length};
}

/* For %.*s of a value that is printed as it stands. */
#define PRINTED(span) (int)((span).end - (span).at), (span).at

static json_span version_of(json_span message) {
    static const char first[] = "\"1\"";
    const json_span version = json_member(message, "documentVersion");
    return json_is_string(version) ? version : (json_span){first, first + 3};
}

static bool same(json_span left, json_span right, const char* name) {
    return json_equal(json_member(left, name), json_member(right, name));
}

/* The same business document: tenant, type, number and version. */
static bool same_document(json_span left, json_span right) {
    return same(left, right, "tenantId") && same(left, right, "messageType") &&
           json_equal(version_of(left), version_of(right)) &&
           same(json_member(left, "body"), json_member(right, "body"), "id");
}

static const problem* check_document(json_span message) {
    if (message.end - message.at > document_bytes_max || !json_is_valid(message) ||
        !json_is_object(message)) {
        return &not_json;
    }
    bool known = false;
    for (size_t type = 0; type < sizeof document_types / sizeof *document_types; ++type) {
        known = known || json_text_is(json_member(message, "messageType"), document_types[type]);
    }
    if (!known) {
        return &unknown_type;
    }
    for (size_t rule = 0; rule < sizeof required_members / sizeof *required_members; ++rule) {
        const struct required* member = &required_members[rule];
        const bool inside = *member->container != '\0';
        const json_span value =
            json_member(inside ? json_member(message, "body") : message, member->name);
        const long length = json_is_string(value) ? value.end - value.at - 2 : 0;
        if (length < 1 || length > identifier_bytes_max) {
            return &member->missing;
        }
    }
    return json_decimals_are_text(json_member(message, "body")) ? NULL : &not_decimal;
}

/* ---- the table ------------------------------------------------------------------------------- */

static void WMS_CALL destroy(wms_instance* self) {
    if (self == NULL) {
        return;
    }
    close_store(&self->kept);
    pthread_mutex_destroy(&self->mutex);
    free(self);
}

static bool is_empty_object(wms_str settings) {
    const json_span text = {settings.ptr, settings.ptr + settings.len};
    const char* cursor = NULL;
    json_span key;
    json_span value;
    return json_is_valid(text) && json_is_object(text) && !json_next(text, &cursor, &key, &value);
}

static wms_status WMS_CALL create(const wms_create_args* args, wms_instance** out, wms_error* err) {
    if (out != NULL) {
        *out = NULL;
    }
    if (out == NULL || args == NULL || args->struct_size < sizeof *args || args->flags != 0 ||
        args->data_dir.ptr == NULL || args->host == NULL ||
        args->host->struct_size < sizeof(wms_host)) {
        return fail(err, &bad_call);
    }
    if (!is_empty_object(args->config)) {
        return fail(err, &bad_settings);
    }
    wms_instance* self = calloc(1, sizeof *self);
    if (self == NULL) {
        return fail(err, &no_memory);
    }
    self->host = args->host;
    pthread_mutex_init(&self->mutex, NULL);
    const wms_status opened = open_store(&self->kept, args->data_dir);
    if (opened != WMS_OK) {
        destroy(self);
        return fail(err, problem_of(opened));
    }
    *out = self;
    return WMS_OK;
}

/* Waits happen nowhere in this plugin. */
static void WMS_CALL interrupt(wms_instance* self) {
    (void)self;
}

static wms_status WMS_CALL check(wms_instance* self, const wms_op* op, wms_doc* out,
                                 wms_error* err) {
    const problem* why = self == NULL ? &bad_call : called_back(self, op);
    if (why != NULL) {
        return fail(err, why);
    }
    char* text = NULL;
    const int length = asprintf(&text, "{\"ok\":true,\"problems\":[]}");
    if (length < 0) {
        return fail(err, &no_memory);
    }
    give(out, text, length);
    return WMS_OK;
}

static wms_status WMS_CALL connect(wms_instance* self, const wms_op* op, wms_error* err) {
    const problem* why = self == NULL ? &bad_call : called_back(self, op);
    if (why != NULL) {
        return fail(err, why);
    }
    pthread_mutex_lock(&self->mutex);
    const bool legal = self->state != state_running;
    self->state = state_running;
    pthread_mutex_unlock(&self->mutex);
    return legal ? WMS_OK : fail(err, &wrong_state);
}

static wms_status WMS_CALL stop(wms_instance* self, const wms_op* op, wms_error* err) {
    (void)op;
    if (self == NULL) {
        return fail(err, &bad_call);
    }
    pthread_mutex_lock(&self->mutex);
    const bool legal = self->state != state_created;
    self->state = legal ? state_stopped : state_created;
    pthread_mutex_unlock(&self->mutex);
    return legal ? WMS_OK : fail(err, &wrong_state);
}

/* The kept document with the same messageId or identity; or NULL. */
static const document* find(const wms_instance* self, json_span message) {
    for (size_t number = 0; number < self->kept.count; ++number) {
        const json_span other = span_of(&self->kept.documents[number]);
        if (same(message, other, "messageId") || same_document(message, other)) {
            return &self->kept.documents[number];
        }
    }
    return NULL;
}

static wms_status WMS_CALL submit(wms_instance* self, wms_str text, wms_doc* out, wms_error* err) {
    if (self == NULL || (text.ptr == NULL && text.len != 0)) {
        return fail(err, &bad_call);
    }
    const json_span message = {text.ptr, text.ptr + text.len};
    const problem* why = check_document(message);
    if (why != NULL) {
        return fail(err, why);
    }
    pthread_mutex_lock(&self->mutex);
    const document* held = find(self, message);
    json_span first = message;
    bool posted = false;
    if (held == NULL) {
        why = problem_of(keep_document(&self->kept, text));
    } else {
        first = span_of(held);
        posted = held->posted;
        why = same_document(message, first) && same(message, first, "environment") &&
                      same(message, first, "body")
                  ? NULL
                  : &other_content;
    }
    char* receipt = NULL;
    const json_span id = json_member(message, "messageId");
    const json_span first_id = json_member(first, "messageId");
    const int length = asprintf(&receipt,
                                "{\"messageId\":%.*s,\"firstMessageId\":%.*s,\"state\":\"%s\","
                                "\"duplicate\":%s}",
                                PRINTED(id), PRINTED(first_id), posted ? "posted" : "queued",
                                held == NULL ? "false" : "true");
    pthread_mutex_unlock(&self->mutex);
    if (why != NULL || length < 0) {
        free(length < 0 ? NULL : receipt);
        return fail(err, why == NULL ? &no_memory : why);
    }
    give(out, receipt, length);
    self->host->wake(self->host);
    return held == NULL ? WMS_OK : WMS_DUPLICATE;
}

static wms_status WMS_CALL work(wms_instance* self, const wms_op* op, int64_t* next_due_ms,
                                wms_error* err) {
    const problem* why = self == NULL ? &bad_call : called_back(self, op);
    if (why != NULL) {
        return fail(err, why);
    }
    bool idle = true;
    pthread_mutex_lock(&self->mutex);
    if (self->state != state_running) {
        why = &wrong_state;
    }
    for (size_t index = 0; why == NULL && idle && index < self->kept.count; ++index) {
        if (!self->kept.documents[index].posted) {
            idle = false;
            why = problem_of(mark_posted(&self->kept, index, self->host->now_ms(self->host)));
        }
    }
    pthread_mutex_unlock(&self->mutex);
    if (why != NULL) {
        return fail(err, why);
    }
    if (next_due_ms != NULL) {
        *next_due_ms = idle ? INT64_MAX : self->host->now_ms(self->host);
    }
    if (!idle) {
        self->host->wake(self->host);
    }
    return idle ? WMS_IDLE : WMS_OK;
}

static int event_about(const document* kept, size_t number, char** out) {
    char instant[32];
    struct tm date;
    const time_t seconds = (time_t)(kept->posted_ms / 1000);
    const json_span message = span_of(kept);
    const json_span id = json_member(message, "messageId");
    const json_span type = json_member(message, "messageType");
    const json_span document_id = json_member(json_member(message, "body"), "id");
    const json_span version = version_of(message);
    strftime(instant, sizeof instant, "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &date));
    return asprintf(out,
                    "{\"eventId\":\"%zu\",\"eventType\":\"postingResult\",\"occurredAt\":\"%s.%03dZ"
                    "\",\"messageId\":%.*s,\"messageType\":%.*s,\"documentId\":%.*s,"
                    "\"documentVersion\":%.*s,\"state\":\"posted\",\"sageDocument\":null,"
                    "\"error\":null,\"attempts\":0}",
                    number, instant, (int)(kept->posted_ms % 1000), PRINTED(id), PRINTED(type),
                    PRINTED(document_id), PRINTED(version));
}

static wms_status WMS_CALL next_event(wms_instance* self, wms_doc* out, wms_error* err) {
    if (self == NULL || out == NULL || out->struct_size < sizeof *out) {
        return fail(err, &bad_call);
    }
    char* text = NULL;
    int length = 0;
    pthread_mutex_lock(&self->mutex);
    for (size_t index = 0; length == 0 && index < self->kept.count; ++index) {
        const document* kept = &self->kept.documents[index];
        if (kept->posted && !kept->acknowledged) {
            length = event_about(kept, index + 1, &text);
        }
    }
    pthread_mutex_unlock(&self->mutex);
    if (length < 0) {
        return fail(err, &no_memory);
    }
    if (length == 0) {
        return WMS_IDLE;
    }
    give(out, text, length);
    return WMS_OK;
}

static wms_status WMS_CALL ack_event(wms_instance* self, wms_str event_id, wms_error* err) {
    if (self == NULL || (event_id.ptr == NULL && event_id.len != 0)) {
        return fail(err, &bad_call);
    }
    size_t number = 0;
    for (size_t at = 0; at < event_id.len; ++at) {
        if (event_id.ptr[at] < '0' || event_id.ptr[at] > '9' || at > 15) {
            return WMS_OK; /* no event of this plugin */
        }
        number = number * 10 + (size_t)(event_id.ptr[at] - '0');
    }
    wms_status stored = WMS_OK;
    pthread_mutex_lock(&self->mutex);
    const document* kept = number - 1 < self->kept.count ? &self->kept.documents[number - 1] : NULL;
    if (kept != NULL && kept->posted && !kept->acknowledged) {
        stored = mark_acknowledged(&self->kept, number - 1);
    }
    pthread_mutex_unlock(&self->mutex);
    return stored == WMS_OK ? WMS_OK : fail(err, problem_of(stored));
}

static wms_status WMS_CALL query(wms_instance* self, const wms_op* op, wms_str request,
                                 wms_doc* out, wms_error* err) {
    static const char* const states[] = {"created", "running", "stopped"};
    const problem* why = self == NULL ? &bad_call : called_back(self, op);
    const json_span text = {request.ptr, request.ptr + request.len};
    if (why == NULL && (!json_is_valid(text) || !json_is_object(text))) {
        why = &not_json;
    } else if (why == NULL && !json_text_is(json_member(text, "query"), "status")) {
        why = &unknown_query;
    }
    if (why != NULL) {
        return fail(err, why);
    }
    size_t posted = 0;
    size_t events = 0;
    char* answer = NULL;
    pthread_mutex_lock(&self->mutex);
    for (size_t index = 0; index < self->kept.count; ++index) {
        posted += self->kept.documents[index].posted;
        events += self->kept.documents[index].posted && !self->kept.documents[index].acknowledged;
    }
    const size_t queued = self->kept.count - posted;
    const long long due_ms = queued == 0 ? INT64_MAX : (long long)self->host->now_ms(self->host);
    const int length = asprintf(
        &answer,
        "{\"state\":\"%s\",\"counts\":{\"queued\":%zu,\"sending\":0,\"in_doubt\":0,\"posted\":%zu,"
        "\"rejected\":0,\"held\":0,\"withdrawn\":0,\"unverified\":0,\"events\":%zu},"
        "\"nextDueMs\":%lld}",
        states[self->state], queued, posted, events, due_ms);
    pthread_mutex_unlock(&self->mutex);
    if (length < 0) {
        return fail(err, &no_memory);
    }
    give(out, answer, length);
    return WMS_OK;
}

static const void* WMS_CALL get_extension(wms_str id) {
    (void)id;
    return NULL;
}

static const wms_plugin table = {.struct_size = sizeof table,
                                 .abi_minor = 0,
                                 .min_host_minor = 0,
                                 .flags = 0,
                                 .id = WMS_STR("org.example.keeper"),
                                 .version = WMS_STR("1.0.0"),
                                 .manifest = {manifest_text, sizeof manifest_text - 1},
                                 .create = create,
                                 .destroy = destroy,
                                 .interrupt = interrupt,
                                 .check = check,
                                 .connect = connect,
                                 .stop = stop,
                                 .submit = submit,
                                 .work = work,
                                 .next_event = next_event,
                                 .ack_event = ack_event,
                                 .query = query,
                                 .get_extension = get_extension};

WMS_EXPORT const wms_plugin* WMS_CALL wms_plugin_entry_v1(void) {
    return &table;
}
