// SPDX-License-Identifier: Apache-2.0
// The frozen plugin's file, documents.log in its data_dir. Lines: a document as it was submitted;
// "posted <number> <time>"; "acknowledged <number>". Documents are numbered from 1 in the order
// accepted. What is not followed by a line end was never promised to anybody.
#ifndef PLUGIN_V1_0_STORE_H
#define PLUGIN_V1_0_STORE_H

#include <stdbool.h>

#include "wms_plugin_v1_0.h"

typedef struct document {
    char* text;
    size_t length;
    int64_t posted_ms;
    bool posted;
    bool acknowledged;
} document;

typedef struct store {
    int file;
    bool broken; /* a failed write could not be taken back: nothing more is written */
    long long bytes;
    document* documents;
    size_t count;
    size_t room;
} store;

/* Statuses: WMS_E_BUSY, another instance has the folder; WMS_E_STORAGE, it is not usable;
 * WMS_E_INTERNAL, no memory. After a failure close_store() is still needed. On WMS_OK of the others
 * the change is on disk, on anything else nothing changed. Not thread-safe. */
wms_status open_store(store* self, wms_str folder);
void close_store(store* self);
wms_status keep_document(store* self, wms_str text);
wms_status mark_posted(store* self, size_t index, int64_t now_ms);
wms_status mark_acknowledged(store* self, size_t index);

#endif
