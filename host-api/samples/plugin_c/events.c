/* SPDX-License-Identifier: Apache-2.0 */
/* Events and questions. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "plugin.h"

wms_status next_event(wms_instance* self, wms_doc* out, wms_error* err) {
    if (!self || !out || out->struct_size < sizeof *out) {
        return invalid(err, "next_event needs an instance and room for the event.");
    }
    pthread_mutex_lock(&self->lock);
    struct record* oldest = NULL;
    json_int_t least = INT64_MAX;
    for (size_t i = 0; i < self->count; ++i) {
        const json_int_t event =
            json_integer_value(json_object_get(self->records[i].kept, "event"));
        if (event && event < least) {
            oldest = &self->records[i], least = event;
        }
    }
    wms_status status = WMS_IDLE;
    if (oldest) {
        char id[24];
        snprintf(id, sizeof id, "%" JSON_INTEGER_FORMAT, least);
        const json_t* kept = oldest->kept;
        const json_t* body = json_object_get(json_object_get(kept, "document"), "body");
        json_t* in_ledger = strcmp(text_of(kept, "state"), "posted")
                                ? json_null()
                                : json_pack("{s:s, s:s++}", "type", "ledger file", "key",
                                            text_of(kept, "identity"), ".txt", "");
        status =
            give(out,
                 json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:s, s:o, s:O, s:O}", "eventId", id,
                           "eventType", "postingResult", "occurredAt",
                           instant(json_integer_value(json_object_get(kept, "eventAt"))),
                           "messageId", text_of(kept, "messageId"), "messageType", "despatchAdvice",
                           "documentId", text_of(body, "id"), "documentVersion",
                           text_of(kept, "version"), "state", text_of(kept, "state"),
                           "sageDocument", in_ledger, "error", json_object_get(kept, "error"),
                           "attempts", json_object_get(kept, "attempts")),
                 WMS_OK);
    }
    pthread_mutex_unlock(&self->lock);
    return status;
}

wms_status ack_event(wms_instance* self, wms_str event_id, wms_error* err) {
    if (!self || (!event_id.ptr && event_id.len)) {
        return invalid(err, "ack_event needs an instance and an id.");
    }
    int failed = 0;
    pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < self->count; ++i) {
        char id[24];
        struct record* record = &self->records[i];
        json_t* event = json_object_get(record->kept, "event");
        snprintf(id, sizeof id, "%" JSON_INTEGER_FORMAT, json_integer_value(event));
        if (json_integer_value(event) && strlen(id) == event_id.len &&
            !memcmp(id, event_id.ptr, event_id.len)) {
            json_incref(event);
            json_object_set_new(record->kept, "event", json_integer(0));
            json_object_set_new(record->kept, "told",
                                json_incref(event)); /* numbers go on from here after a restart */
            if ((failed = keep(self, record))) {
                json_object_set(record->kept, "event", event);
            }
            json_decref(event);
        }
    }
    pthread_mutex_unlock(&self->lock);
    return failed ? fail(err, WMS_E_STORAGE,
                         problem("store.unusable", "", "it",
                                 "The acknowledgement could not be written.",
                                 "Free or repair the disk of data_dir."))
                  : WMS_OK;
}

wms_status query(wms_instance* self, const wms_op* op, wms_str request, wms_doc* out,
                 wms_error* err) {
    json_t* asked =
        request.ptr ? json_loadb(request.ptr, request.len, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const char* name = json_string_value(json_object_get(asked, "query"));
    wms_status status = !self || !name ? invalid(err, "query needs an instance and a question.")
                                       : ended_early(self, op, err);
    if (status == WMS_OK && strcmp(name, "status") != 0) {
        status = fail(err, WMS_E_UNSUPPORTED,
                      problem("query.unsupported", "/query", "vendor",
                              "This plugin answers status only.", "Ask what the manifest names."));
    } else if (status == WMS_OK) {
        static const char* const states[] = {"queued",   "sending", "in_doubt", "posted",
                                             "rejected", "held",    "withdrawn"};
        json_t* counts = json_object();
        int64_t due = INT64_MAX;
        pthread_mutex_lock(&self->lock);
        for (size_t state = 0; state < sizeof states / sizeof *states; ++state) {
            json_int_t number = 0;
            for (size_t i = 0; i < self->count; ++i) {
                number += strcmp(text_of(self->records[i].kept, "state"), states[state]) == 0;
            }
            json_object_set_new(counts, states[state], json_integer(number));
        }
        json_int_t events = 0;
        for (size_t i = 0; i < self->count; ++i) {
            events += json_integer_value(json_object_get(self->records[i].kept, "event")) != 0;
        }
        json_object_set_new(counts, "events", json_integer(events));
        json_object_set_new(counts, "unverified",
                            json_integer(0)); /* a file on disk needs no reading back */
        const struct record* now = next_due(self, self->host->now_ms(self->host), &due);
        status =
            give(out,
                 json_pack("{s:s, s:o, s:o}", "state", self->state, "counts", counts, "nextDueMs",
                           now                ? json_integer(0)
                           : due == INT64_MAX ? json_null()
                                              : json_integer(due)),
                 WMS_OK);
        pthread_mutex_unlock(&self->lock);
    }
    json_decref(asked);
    return status;
}

wms_status check(wms_instance* self, const wms_op* op, wms_doc* out, wms_error* err) {
    const wms_status early =
        self ? ended_early(self, op, err) : invalid(err, "check needs an instance.");
    if (early != WMS_OK) {
        return early;
    }
    const int ledger = open_ledger(self);
    const int well = ledger >= 0 && faccessat(ledger, "customers.txt", R_OK, 0) == 0 &&
                     faccessat(ledger, ".", W_OK, 0) == 0;
    if (ledger >= 0) {
        close(ledger);
    }
    json_t* found =
        well ? json_array()
             : json_pack("[o]",
                         problem("ledger.unusable", "/ledgerFolder", "it",
                                 "The ledger's folder cannot be written, or has no customers.txt.",
                                 "Mount it, or correct the setting."));
    return give(out, json_pack("{s:b, s:o}", "ok", well, "problems", found), WMS_OK);
}
