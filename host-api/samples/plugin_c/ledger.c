/* SPDX-License-Identifier: Apache-2.0 */
/* Posting: the one file that knows the accounting system. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin.h"

/* The text that the ledger gets; equal documents make equal bytes, which is how a doubt is settled.
 */
static char* ledger_text(const json_t* document) {
    const json_t* body = json_object_get(document, "body");
    const json_t* line;
    size_t index, size = 0;
    char* text = NULL;
    FILE* out = open_memstream(&text, &size);
    if (!out) {
        return NULL;
    }
    fprintf(out, "despatch %s of %s\nfor %s\n", text_of(body, "id"), text_of(body, "issueDate"),
            text_of(json_object_get(body, "buyerCustomerParty"), "id"));
    json_array_foreach(json_object_get(body, "lines"), index, line) {
        const json_t* quantity = json_object_get(line, "deliveredQuantity");
        const json_t* price = json_object_get(json_object_get(line, "price"), "unitAmount");
        fprintf(out, "%s %s %s at %s %s\n", text_of(quantity, "value"),
                text_of(quantity, "unitCode"),
                text_of(json_object_get(line, "item"), "sellersItemId"), text_of(price, "amount"),
                text_of(price, "currencyId"));
    }
    return fclose(out) == 0 ? text : NULL;
}

static int has_line(const char* text, const char* line) {
    const size_t length = strlen(line);
    for (const char* at = text; length && (at = strstr(at, line)); ++at) {
        if ((at == text || at[-1] == '\n') && (at[length] == '\n' || !at[length])) {
            return 1;
        }
    }
    return 0;
}

static int announce(wms_instance* self, const struct record* record) {
    const wms_host* host = self->host;
    const json_t* document = json_object_get(record->kept, "document");
    json_t* said =
        json_pack("{s:o, s:s, s:O, s:s, s:s, s:s}", "occurredAt", instant(host->now_ms(host)),
                  "action", "send", "attempt", json_object_get(record->kept, "attempts"),
                  "messageId", text_of(record->kept, "messageId"), "messageType", "despatchAdvice",
                  "documentId", text_of(json_object_get(document, "body"), "id"));
    char* text = json_dumps(said, JSON_COMPACT);
    const int well = text && host->audit(host, (wms_str){text, strlen(text)}, NULL) == WMS_OK;
    json_decref(said);
    free(text);
    return well;
}

/* The file is there: as we would write it, or somebody else's. */
static int settle(wms_instance* self, struct record* record, const char* there, const char* ours) {
    return strcmp(there, ours) == 0
               ? change(self, record, "posted", NULL)
               : change(self, record, "held",
                        problem("ledger.other_content", "/body/id", "finance",
                                "The ledger has a file of this name with other content.",
                                "Compare both and take the wrong one out of the ledger."));
}

/* One document's turn. 0: something was done; an errno: not now. Every step finds what an earlier
 * run did. */
static int post(wms_instance* self, struct record* record, int ledger) {
    const json_t* document = json_object_get(record->kept, "document");
    const char* buyer =
        text_of(json_object_get(json_object_get(document, "body"), "buyerCustomerParty"), "id");
    char name[IDENTITY_BYTES_MAX + 8];
    snprintf(name, sizeof name, "%s.txt", text_of(record->kept, "identity"));
    char* ours = ledger_text(document);
    char* there = ours ? read_file(ledger, name) : NULL;
    char* customers = !there && errno == ENOENT ? read_file(ledger, "customers.txt") : NULL;
    int failed = ours ? errno : ENOMEM;
    if (there) {
        failed = settle(self, record, there, ours);
    } else if (customers && !has_line(customers, buyer)) {
        failed = change(
            self, record, "held",
            problem(
                "ledger.unknown_customer", "/body/buyerCustomerParty/id", "finance",
                "customers.txt has no line with this customer.",
                "Add the customer's code to customers.txt; the document then goes on by itself."));
    } else if (customers) {
        json_object_set_new(
            record->kept, "attempts",
            json_integer(json_integer_value(json_object_get(record->kept, "attempts")) + 1));
        json_object_set_new(record->kept, "state", json_string("sending"));
        failed = keep(self, record);
        failed = failed                   ? failed
                 : announce(self, record) ? write_file(ledger, name, ours, 1)
                                          : EAGAIN;
        if (failed == 0) {
            failed = change(self, record, "posted", NULL);
        } else if (failed == EAGAIN) { /* nothing was written: not in doubt */
            json_object_set_new(record->kept, "state", json_string("queued"));
        }
    }
    free(ours), free(there), free(customers);
    return failed;
}

static int is_open(const struct record* record) {
    const char* state = text_of(record->kept, "state");
    return strcmp(state, "posted") != 0;
}

/* A held document waits until the host has heard of it, and is then looked at again now and then.
 */
struct record* next_due(const wms_instance* self, int64_t now, int64_t* due) {
    *due = INT64_MAX;
    for (size_t i = 0; i < self->count; ++i) {
        struct record* record = &self->records[i];
        const char* key = text_of(record->kept, "orderingKey");
        int waits =
            !is_open(record) || json_integer_value(json_object_get(record->kept, "event")) != 0;
        for (size_t before = 0; before < i && *key && !waits; ++before) {
            waits = is_open(&self->records[before]) &&
                    strcmp(key, text_of(self->records[before].kept, "orderingKey")) == 0;
        }
        /* A clock set back must not stop us: nothing is due later than a wait from now. */
        if (!waits && (record->due_ms <= now || record->due_ms > now + RETRY_MS)) {
            return record;
        }
        *due = !waits && record->due_ms < *due ? record->due_ms : *due;
    }
    return NULL;
}

int open_ledger(const wms_instance* self) {
    return open(self->ledger, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

wms_status work(wms_instance* self, const wms_op* op, int64_t* next_due_ms, wms_error* err) {
    if (!self) {
        return invalid(err, "work needs an instance.");
    }
    if (strcmp(self->state, "running") != 0) {
        return wrong_state(err);
    }
    const wms_status early = ended_early(self, op, err);
    if (early != WMS_OK) {
        return early;
    }
    int64_t due = INT64_MAX;
    pthread_mutex_lock(&self->lock);
    const int64_t now = self->host->now_ms(self->host);
    struct record* record = next_due(self, now, &due);
    if (record) {
        const int was_held = strcmp(text_of(record->kept, "state"), "held") == 0;
        const int ledger = open_ledger(self);
        /* Held for the same reason again is no news: the event goes, the wait stays. */
        json_t* before = was_held ? json_deep_copy(record->kept) : NULL;
        const int failed = ledger < 0 ? errno : post(self, record, ledger);
        if (was_held && strcmp(text_of(record->kept, "state"), "held") == 0) {
            json_decref(record->kept), record->kept = before, before = NULL;
            record->due_ms = keep(self, record) == 0 ? now + RETRY_MS : now;
        } else if (failed || strcmp(text_of(record->kept, "state"), "held") == 0) {
            record->due_ms = now + RETRY_MS;
        }
        json_decref(before);
        if (ledger >= 0) {
            close(ledger);
        }
    }
    pthread_mutex_unlock(&self->lock);
    if (next_due_ms) {
        *next_due_ms = record ? 0 : due;
    }
    return record ? WMS_OK : WMS_IDLE;
}
