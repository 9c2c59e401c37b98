/* SPDX-License-Identifier: Apache-2.0 */
/* What goes out: documents, errors with cause and remedy, times. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugin.h"

static void release_doc(wms_doc* doc) {
    free(doc->owner);
    doc->release = NULL;
}

static void release_error(wms_error* err) {
    json_decref(err->owner);
    err->release = NULL;
}

wms_status give(wms_doc* out, json_t* value, wms_status status) {
    char* text = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    if (!text || !out || out->struct_size < sizeof *out) {
        free(text);
        return text ? status : WMS_E_INTERNAL;
    }
    out->json = (wms_str){text, strlen(text)}, out->owner = text, out->release = release_doc;
    return status;
}

/* Takes the problem; NULL (no memory): the status alone speaks. */
wms_status fail(wms_error* err, wms_status status, json_t* why) {
    char* detail = NULL;
    if (why && err && err->struct_size >= sizeof *err) {
        json_t* whole = json_pack("{s:[O]}", "problems", why);
        detail = json_dumps(whole, JSON_COMPACT);
        json_decref(whole);
        if (detail && json_object_set_new(why, "detail", json_string(detail)) == 0) {
            const char* code = json_string_value(json_object_get(why, "code"));
            const char* message = json_string_value(json_object_get(why, "message"));
            const char* kept = json_string_value(json_object_get(why, "detail"));
            err->status = status, err->owner = json_incref(why), err->release = release_error;
            err->code = (wms_str){code, strlen(code)},
            err->message = (wms_str){message, strlen(message)};
            err->detail = (wms_str){kept, strlen(kept)};
            err->retry_after_ms = status == WMS_E_BUSY || status == WMS_E_REMOTE ? RETRY_MS : 0;
        }
    }
    free(detail);
    json_decref(why);
    return status;
}

json_t* problem(const char* code, const char* pointer, const char* owner, const char* cause,
                const char* fix) {
    return json_pack("{s:s, s:s++, s:s, s:s, s:s, s:s}", "code", code, "message", cause, " ", fix,
                     "cause", cause, "fix", fix, "owner", owner, "fieldPath", pointer);
}

wms_status invalid(wms_error* err, const char* cause) {
    return fail(err, WMS_E_INVALID,
                problem("call.invalid", "", "vendor", cause, "The host must be mended."));
}

json_t* instant(int64_t ms) {
    char text[40], whole[48];
    const time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &parts));
    snprintf(whole, sizeof whole, "%s.%03dZ", text, (int)(ms % 1000));
    return json_string(whole);
}

const char* text_of(const json_t* object, const char* name) {
    const char* text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

wms_status ended_early(const wms_instance* self, const wms_op* op, wms_error* err) {
    if (!op || op->struct_size < sizeof *op) {
        return WMS_OK;
    }
    if (op->flags) {
        return invalid(err, "wms_op has a flag that this plugin does not know.");
    }
    if (op->is_cancelled(op)) {
        return fail(
            err, WMS_E_CANCELLED,
            problem("call.cancelled", "", "it", "The host called back.", "Nothing is to be done."));
    }
    return op->deadline_ms && self->host->now_ms(self->host) >= op->deadline_ms
               ? fail(err, WMS_E_DEADLINE,
                      problem("call.deadline", "", "it", "The deadline has passed.",
                              "Call again with more time."))
               : WMS_OK;
}

wms_status wrong_state(wms_error* err) {
    return fail(err, WMS_E_STATE,
                problem("call.state", "", "vendor", "The call is not legal in this state.",
                        "The host must be mended."));
}
