/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a document, and keeps it when it is new. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin.h"

enum { BYTES_MAX = 4 << 20, LEVELS_MAX = 32 };

static int is_name(const char* text) {
    const size_t length = strlen(text);
    return length > 0 && length <= NAME_BYTES_MAX &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
               length;
}

/* Money, quantities and rates are texts of digits: a number of JSON may have lost some. NULL: all
 * well. */
static const char* unsound(const json_t* value, const char* name, int levels) {
    const char *member, *found = NULL;
    json_t* inner;
    size_t index;
    const int amount =
        name && (!strcmp(name, "value") || !strcmp(name, "amount") || !strcmp(name, "percent"));
    if (levels > LEVELS_MAX) {
        return "The document has more than 32 levels.";
    }
    if (json_is_real(value) ||
        (json_is_integer(value) && llabs(json_integer_value(value)) > 1LL << 53)) {
        return "A number is no integer within 2^53.";
    }
    if (amount && !json_is_string(value)) {
        return "An amount, a quantity or a rate is no text; it must be one, with its digits.";
    }
    if (amount) {
        const char* text = json_string_value(value);
        const size_t whole = strspn(text += *text == '-', "0123456789");
        const size_t part = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
        const size_t length = whole + (part ? part + 1 : 0);
        if (!whole || length > 25 || text[length] || (text[0] == '0' && whole > 1)) {
            return "An amount, a quantity or a rate is no decimal number.";
        }
    }
    json_object_foreach((json_t*)value, member, inner) {
        found = found ? found : unsound(inner, member, levels + 1);
    }
    json_array_foreach(value, index, inner) {
        found = found ? found : unsound(inner, NULL, levels + 1);
    }
    return found;
}

static int is_uuid(const char* text) {
    for (int i = 0; i < 36; ++i) {
        const int dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !text[i] || !strchr("0123456789abcdefABCDEF", text[i])) {
            return 0;
        }
    }
    return !text[36];
}

/* The first thing wrong with the form of it, or NULL; what is read besides is checked where it is
 * used. */
static json_t* form_problem(const json_t* document) {
    const json_t* body = json_object_get(document, "body");
    const char* where = NULL;
    const char* cause = unsound(document, NULL, 1);
    const json_t* line;
    size_t index;
    if (strncmp(text_of(document, "schemaVersion"), "1.", 2) != 0) {
        where = "/schemaVersion";
    }
    if (!is_uuid(text_of(document, "messageId"))) {
        where = "/messageId";
    }
    if (!*text_of(document, "occurredAt")) {
        where = "/occurredAt";
    }
    if (strcmp(text_of(document, "environment"), "test") &&
        strcmp(text_of(document, "environment"), "live")) {
        where = "/environment";
    }
    if (!*text_of(document, "tenantId")) {
        where = "/tenantId";
    }
    if (!*text_of(body, "id")) {
        where = "/body/id";
    }
    if (strlen(text_of(body, "issueDate")) != 10) {
        where = "/body/issueDate";
    }
    if (json_array_size(json_object_get(body, "lines")) == 0) {
        where = "/body/lines";
    }
    json_array_foreach(json_object_get(body, "lines"), index, line) {
        const json_t* quantity = json_object_get(line, "deliveredQuantity");
        if (!*text_of(line, "id") || !*text_of(json_object_get(line, "item"), "sellersItemId") ||
            !*text_of(quantity, "value") || !*text_of(quantity, "unitCode") ||
            *text_of(quantity, "value") == '-') {
            where = "/body/lines";
        }
    }
    return cause   ? problem("document.form", "", "warehouse", cause,
                             "Send the document in the form of the schema.")
           : where ? problem("document.member", where, "warehouse",
                             "A member is missing or not of its form.",
                             "Send the document in the form of the schema.")
                   : NULL;
}

/* The part by which equal documents are equal, in one spelling (members in order). */
static char* content_of(const json_t* document) {
    return json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
}

static struct record* find(const wms_instance* self, const char* name, const char* text) {
    for (size_t i = 0; i < self->count; ++i) {
        if (strcmp(text_of(self->records[i].kept, name), text) == 0) {
            return &self->records[i];
        }
    }
    return NULL;
}

static wms_status receipt(const struct record* record, const char* message_id, wms_doc* out,
                          wms_status status) {
    return give(out,
                json_pack("{s:s, s:s, s:s, s:b}", "messageId", message_id, "firstMessageId",
                          text_of(record->kept, "messageId"), "state",
                          text_of(record->kept, "state"), "duplicate", status == WMS_DUPLICATE),
                status);
}

/* Keeps a document that is new; the same again is a duplicate, other content a conflict. */
static wms_status accept(wms_instance* self, const json_t* document, const char* identity,
                         const char* version, wms_doc* out, wms_error* err) {
    const char* message_id = text_of(document, "messageId");
    json_t* business =
        json_pack("{s:O, s:O, s:O, s:O}", "messageType", json_object_get(document, "messageType"),
                  "environment", json_object_get(document, "environment"), "tenantId",
                  json_object_get(document, "tenantId"), "body", json_object_get(document, "body"));
    char* content = content_of(business);
    struct record* known = find(self, "identity", identity);
    struct record* by_message = find(self, "messageId", message_id);
    wms_status status = WMS_OK;
    if (known || by_message) {
        char* kept = content_of(json_object_get((known ? known : by_message)->kept, "document"));
        status = known && (!by_message || by_message == known) && content && kept &&
                         !strcmp(content, kept)
                     ? receipt(known, message_id, out, WMS_DUPLICATE)
                     : fail(err, WMS_E_CONFLICT,
                            problem("document.conflict", "/body/id", "warehouse",
                                    "Other content was accepted under this identity.",
                                    "Send a correction as a new documentVersion."));
        free(kept);
    } else {
        struct record* more = realloc(self->records, (self->count + 1) * sizeof *more);
        struct record* record = more ? &more[self->count] : NULL;
        self->records = more ? more : self->records;
        if (record) {
            *record = (struct record){
                .kept = json_pack("{s:s, s:s, s:s, s:s, s:O, s:s, s:i, s:i, s:n}", "identity",
                                  identity, "messageId", message_id, "orderingKey",
                                  text_of(document, "orderingKey"), "version", version, "document",
                                  business, "state", "queued", "attempts", 0, "event", 0, "error")};
            snprintf(record->file, sizeof record->file, "%010zu.json", self->count + 1);
        }
        if (!record || !record->kept || !content || keep(self, record) != 0) {
            if (record) {
                unlinkat(self->data, record->file, 0);
                json_decref(record->kept);
            }
            status = fail(err, WMS_E_STORAGE,
                          problem("store.unusable", "", "it", "The document could not be written.",
                                  "Free or repair the disk of data_dir and hand it over again."));
        } else {
            self->count++;
            self->host->wake(self->host);
            status = receipt(record, message_id, out, WMS_OK);
        }
    }
    free(content);
    json_decref(business);
    return status;
}

wms_status submit(wms_instance* self, wms_str text, wms_doc* out, wms_error* err) {
    char identity[IDENTITY_BYTES_MAX];
    if (!self || (!text.ptr && text.len)) {
        return invalid(err, "submit needs an instance and a document.");
    }
    if (text.len > BYTES_MAX || memchr(text.ptr ? text.ptr : "", 0, text.len)) {
        return invalid(err, "The document has more than 4 MiB, or a NUL.");
    }
    json_t* document = json_loadb(text.ptr ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(document)) {
        json_decref(document);
        return invalid(err, "The document is no strict JSON object.");
    }
    const char* type = json_string_value(json_object_get(document, "messageType"));
    const json_t* body = json_object_get(document, "body");
    const char* version =
        *text_of(document, "documentVersion") ? text_of(document, "documentVersion") : "1";
    wms_status status;
    json_t* wrong = NULL;
    if (type && strcmp(type, "despatchAdvice") != 0) {
        status = fail(
            err, WMS_E_UNSUPPORTED,
            problem("document.unsupported", "/messageType", "warehouse",
                    "This plugin posts despatches only.", "Hand the document to another plugin."));
    } else if (!type || (wrong = form_problem(document))) {
        status = wrong ? fail(err, WMS_E_INVALID, wrong)
                       : invalid(err, "The document has no messageType.");
    } else if (!is_name(text_of(document, "tenantId")) || !is_name(text_of(body, "id")) ||
               !is_name(version)) {
        status = fail(err, WMS_E_NOT_ACCEPTED,
                      problem("ledger.name", "/body/id", "warehouse",
                              "The ledger names its files by tenant, number and version: up to 60 "
                              "letters, digits, '-', '_' and '.' each.",
                              "Give the document such a number."));
    } else {
        snprintf(identity, sizeof identity, "%s,%s,%s", text_of(document, "tenantId"),
                 text_of(body, "id"), version);
        pthread_mutex_lock(&self->lock);
        status = accept(self, document, identity, version, out, err);
        pthread_mutex_unlock(&self->lock);
    }
    json_decref(document);
    return status;
}
