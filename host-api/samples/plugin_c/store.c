/* SPDX-License-Identifier: Apache-2.0 */
/* What was accepted: a file of its own for each document, whole or not there. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin.h"

/* The bytes are on disk under `name` when this gives 0. `once`: a name that exists is left alone,
 * EEXIST. */
int write_file(int folder, const char* name, const char* text, int once) {
    char draft[300];
    snprintf(draft, sizeof draft, ".draft-%s", name);
    const size_t length = strlen(text);
    const int file =
        openat(folder, draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return errno;
    }
    size_t done = 0;
    int failed = 0;
    while (done < length && !failed) {
        const ssize_t wrote = write(file, text + done, length - done);
        done += wrote > 0 ? (size_t)wrote : 0;
        failed = wrote < 0 && errno != EINTR ? errno : 0;
    }
    failed = failed ? failed : fsync(file) != 0 ? errno : 0;
    close(file);
    if (!failed) {
        failed = (once ? linkat(folder, draft, folder, name, 0)
                       : renameat(folder, draft, folder, name)) != 0
                     ? errno
                     : 0;
    }
    if (failed || once) {
        unlinkat(folder, draft, 0);
    }
    return failed ? failed : fsync(folder) != 0 ? errno : 0;
}

/* NULL: cannot be read, errno says why. */
char* read_file(int folder, const char* name) {
    const int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
    const off_t size = file < 0 ? -1 : lseek(file, 0, SEEK_END);
    char* text = size < 0 ? NULL : calloc((size_t)size + 1, 1);
    off_t done = 0;
    for (ssize_t got = 1; text && done < size && got > 0; done += got) {
        got = pread(file, text + done, (size_t)(size - done), done);
        if (got <= 0) {
            free(text), text = NULL;
        }
    }
    if (file >= 0) {
        close(file);
    }
    return text;
}

int keep(const wms_instance* self, const struct record* record) {
    char* text = json_dumps(record->kept, JSON_COMPACT);
    const int failed = text ? write_file(self->data, record->file, text, 0) : ENOMEM;
    free(text);
    return failed;
}

/* A state that the host is to hear of; `error` NULL: none. */
int change(wms_instance* self, struct record* record, const char* state, json_t* error) {
    json_object_set_new(record->kept, "state", json_string(state));
    json_object_set_new(record->kept, "error", error ? error : json_null());
    json_object_set_new(record->kept, "event", json_integer(++self->last_event));
    json_object_set_new(record->kept, "eventAt", json_integer(self->host->now_ms(self->host)));
    self->host->wake(self->host);
    return keep(self, record);
}

/* Reads what was accepted; numbered without gaps, so that the first that is not there is the end.
 */
int recover(wms_instance* self) {
    for (;;) {
        struct record record = {.kept = NULL};
        snprintf(record.file, sizeof record.file, "%010zu.json", self->count + 1);
        char* text = read_file(self->data, record.file);
        if (!text) {
            return errno == ENOENT ? 0 : errno;
        }
        record.kept = json_loads(text, 0, NULL);
        free(text);
        struct record* more =
            record.kept ? realloc(self->records, (self->count + 1) * sizeof *more) : NULL;
        if (!more) {
            json_decref(record.kept);
            return EIO;
        }
        self->records = more, more[self->count++] = record;
        const json_int_t event = json_integer_value(json_object_get(record.kept, "event"));
        const json_int_t told = json_integer_value(json_object_get(record.kept, "told"));
        self->last_event = event > self->last_event ? event : self->last_event;
        self->last_event = told > self->last_event ? told : self->last_event;
    }
}
