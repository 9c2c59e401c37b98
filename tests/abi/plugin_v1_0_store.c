// SPDX-License-Identifier: Apache-2.0
// One file, appended to and synced; read once, when it is opened.
#define _GNU_SOURCE
#include "plugin_v1_0_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "plugin_v1_0_json.h"

/* True when the text is in the file for good. */
static bool append(store* self, const char* text, size_t length) {
    size_t written = 0;
    while (!self->broken && written < length) {
        const ssize_t part = write(self->file, text + written, length - written);
        if (part < 0 && errno != EINTR) {
            break;
        }
        written += part < 0 ? 0 : (size_t)part;
    }
    if (!self->broken && written == length && fdatasync(self->file) == 0) {
        self->bytes += (long long)length;
        return true;
    }
    /* What a failed write left is taken away; if even that fails, recover() ignores it. */
    self->broken = ftruncate(self->file, self->bytes) != 0 || written == length || self->broken;
    return false;
}

static bool make_room(store* self) {
    if (self->count < self->room) {
        return true;
    }
    const size_t room = self->room == 0 ? 64 : self->room * 2;
    document* documents = realloc(self->documents, room * sizeof *documents);
    if (documents == NULL) {
        return false;
    }
    self->documents = documents;
    self->room = room;
    return true;
}

static char* copy_as_line(wms_str text) {
    char* line = malloc(text.len + 1);
    for (size_t at = 0; line != NULL && at < text.len; ++at) {
        /* A line end outside a string is a blank; inside a string JSON allows none. */
        line[at] = text.ptr[at] == '\n' || text.ptr[at] == '\r' ? ' ' : text.ptr[at];
    }
    if (line != NULL) {
        line[text.len] = '\n';
    }
    return line;
}

wms_status keep_document(store* self, wms_str text) {
    char* line = copy_as_line(text);
    if (line == NULL || !make_room(self)) {
        free(line);
        return WMS_E_INTERNAL;
    }
    if (!append(self, line, text.len + 1)) {
        free(line);
        return WMS_E_STORAGE;
    }
    self->documents[self->count++] = (document){line, text.len, 0, false, false};
    return WMS_OK;
}

static bool recover_line(store* self, char* line, size_t length) {
    unsigned long long number = 0;
    long long time_ms = 0;
    if (*line == '{' || *line == ' ' || *line == '\t') {
        char* copy = make_room(self) ? malloc(length + 1) : NULL;
        if (copy != NULL) {
            memcpy(copy, line, length + 1);
            self->documents[self->count++] = (document){copy, length, 0, false, false};
        }
        return copy != NULL && json_is_valid((json_span){copy, copy + length});
    }
    line[length] = '\0';
    if (sscanf(line, "posted %llu %lld", &number, &time_ms) == 2 && number - 1 < self->count) {
        self->documents[number - 1].posted = true;
        self->documents[number - 1].posted_ms = time_ms;
        return true;
    }
    if (sscanf(line, "acknowledged %llu", &number) == 1 && number - 1 < self->count) {
        self->documents[number - 1].acknowledged = true;
        return true;
    }
    return false;
}

/* Reads the file; what stands behind the last line end was never promised to anybody. */
static wms_status recover(store* self) {
    const off_t size = lseek(self->file, 0, SEEK_END);
    char* text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (text == NULL) {
        return WMS_E_INTERNAL;
    }
    bool whole = pread(self->file, text, (size_t)size, 0) == size;
    char* line = text;
    while (whole && line < text + size) {
        char* end = memchr(line, '\n', (size_t)(text + size - line));
        if (end == NULL) {
            break;
        }
        whole = recover_line(self, line, (size_t)(end - line));
        line = end + 1;
    }
    self->bytes = line - text;
    free(text);
    return whole && ftruncate(self->file, self->bytes) == 0 ? WMS_OK : WMS_E_STORAGE;
}

wms_status open_store(store* self, wms_str folder) {
    self->file = -1;
    char* name = folder.ptr == NULL ? NULL : strndup(folder.ptr, folder.len);
    if (name == NULL || *name != '/') {
        free(name);
        return WMS_E_STORAGE;
    }
    const int directory = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(name);
    if (directory < 0) {
        return WMS_E_STORAGE;
    }
    self->file = openat(directory, "documents.log",
                        O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    const bool usable = self->file >= 0 && fsync(directory) == 0;
    close(directory);
    if (!usable) {
        return WMS_E_STORAGE;
    }
    if (flock(self->file, LOCK_EX | LOCK_NB) != 0) {
        return WMS_E_BUSY;
    }
    return recover(self);
}

void close_store(store* self) {
    for (size_t index = 0; index < self->count; ++index) {
        free(self->documents[index].text);
    }
    free(self->documents);
    if (self->file >= 0) {
        close(self->file);
    }
}

wms_status mark_posted(store* self, size_t index, int64_t now_ms) {
    char line[64];
    const int length =
        snprintf(line, sizeof line, "posted %zu %lld\n", index + 1, (long long)now_ms);
    if (!append(self, line, (size_t)length)) {
        return WMS_E_STORAGE;
    }
    self->documents[index].posted = true;
    self->documents[index].posted_ms = now_ms;
    return WMS_OK;
}

wms_status mark_acknowledged(store* self, size_t index) {
    char line[64];
    const int length = snprintf(line, sizeof line, "acknowledged %zu\n", index + 1);
    if (!append(self, line, (size_t)length)) {
        return WMS_E_STORAGE;
    }
    self->documents[index].acknowledged = true;
    return WMS_OK;
}
