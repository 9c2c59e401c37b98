/* SPDX-License-Identifier: Apache-2.0 */
/* A whole plugin. Its accounting system is a folder: customers.txt has a code a line, and each
 * posted document is a text file there, named by its identity. A file comes into being by link(),
 * which does nothing where the name exists: so one document never becomes two, and whoever is in
 * doubt looks. Here: the table, and an instance's life. C11 and POSIX; JSON by jansson. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "manifest.h" /* MANIFEST, made from manifest.json */
#include "plugin.h"

static void destroy(wms_instance* self) {
    if (!self) {
        return;
    }
    for (size_t i = 0; i < self->count; ++i) {
        json_decref(self->records[i].kept);
    }
    if (self->data >= 0) {
        close(self->data);
    }
    if (self->guard >= 0) {
        close(self->guard); /* and with it the lock goes */
    }
    pthread_mutex_destroy(&self->lock);
    free(self->records), free(self->ledger), free(self);
}

static wms_status open_data(wms_instance* self, wms_str folder, wms_error* err) {
    char* path = strndup(folder.ptr, folder.len);
    self->data = path && *path == '/' ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    self->guard =
        self->data < 0 ? -1 : openat(self->data, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free(path);
    if (self->guard >= 0 && flock(self->guard, LOCK_EX | LOCK_NB) != 0) {
        return fail(err, WMS_E_BUSY,
                    problem("store.locked", "", "it", "Another instance has data_dir.",
                            "End the other one."));
    }
    char* format = self->guard >= 0 ? read_file(self->data, "format") : NULL;
    const int sound = self->guard >= 0 &&
                      (format ? strcmp(format, "1\n") == 0
                              : errno == ENOENT && write_file(self->data, "format", "1\n", 0) == 0);
    free(format);
    return sound && recover(self) == 0
               ? WMS_OK
               : fail(
                     err, WMS_E_STORAGE,
                     problem("store.unusable", "", "it",
                             "data_dir cannot be used, or a later version of this plugin wrote it.",
                             "Give an own, writable folder."));
}

/* A copy of the setting; NULL: err tells what is wrong. */
static char* ledger_of(wms_str config, wms_error* err) {
    json_t* settings =
        json_loadb(config.ptr ? config.ptr : "", config.len, JSON_REJECT_DUPLICATES, NULL);
    const char* folder = text_of(settings, "ledgerFolder");
    const char* name;
    const json_t* value;
    char pointer[200] = "";
    json_object_foreach(settings, name, value) {
        if (strcmp(name, "ledgerFolder") != 0) {
            snprintf(pointer, sizeof pointer, "/%.190s", name);
        }
    }
    char* copy = NULL;
    if (!json_is_object(settings) || *pointer) {
        char cause[260];
        snprintf(cause, sizeof cause, "No setting of this plugin, or no JSON object: %s.",
                 *pointer ? pointer : "the settings");
        fail(
            err, WMS_E_CONFIG,
            problem("settings.unknown", pointer, "it", cause, "The only setting is ledgerFolder."));
    } else if (*folder != '/' || !(copy = strdup(folder))) {
        fail(err, WMS_E_CONFIG,
             problem("settings.ledger_folder", "/ledgerFolder", "it",
                     "ledgerFolder is missing, or no absolute path.",
                     "Name the folder with a path that begins with '/'."));
    }
    json_decref(settings);
    return copy;
}

static wms_status create(const wms_create_args* args, wms_instance** out, wms_error* err) {
    if (out) {
        *out = NULL;
    }
    if (!out || !args || args->struct_size < sizeof *args || args->flags || !args->host ||
        args->host->struct_size < sizeof *args->host || !args->data_dir.ptr ||
        (!args->config.ptr && args->config.len)) {
        return invalid(
            err, "create needs whole arguments without unknown flags, and room for the instance.");
    }
    wms_instance* self = calloc(1, sizeof *self);
    if (!self) {
        return fail(err, WMS_E_INTERNAL,
                    problem("call.memory", "", "it", "There is no memory.", "Give the host more."));
    }
    pthread_mutex_init(&self->lock, NULL);
    self->host = args->host, self->state = "created", self->data = self->guard = -1;
    self->ledger = ledger_of(args->config, err);
    const wms_status status = self->ledger ? open_data(self, args->data_dir, err) : WMS_E_CONFIG;
    if (status != WMS_OK) {
        destroy(self);
        return status;
    }
    *out = self;
    return WMS_OK;
}

static void interrupt(wms_instance* self) {
    (void)self; /* no call waits for anything that could be woken */
}

static wms_status connect_ledger(wms_instance* self, const wms_op* op, wms_error* err) {
    if (!self || strcmp(self->state, "running") == 0) {
        return self ? wrong_state(err) : invalid(err, "connect needs an instance.");
    }
    const wms_status early = ended_early(self, op, err);
    self->state = early == WMS_OK ? "running" : self->state;
    return early;
}

static wms_status stop(wms_instance* self, const wms_op* op, wms_error* err) {
    (void)op; /* there is nothing to wait for */
    if (!self || strcmp(self->state, "created") == 0) {
        return self ? wrong_state(err) : invalid(err, "stop needs an instance.");
    }
    self->state = "stopped";
    return WMS_OK;
}

static const void* get_extension(wms_str id) {
    (void)id;
    return NULL;
}

WMS_EXPORT const wms_plugin* WMS_CALL wms_plugin_entry_v1(void) {
    static const wms_plugin table = {sizeof table,
                                     WMS_ABI_MINOR,
                                     0,
                                     0,
                                     WMS_STR("com.example.ledger-folder"),
                                     WMS_STR("1.0.0"),
                                     WMS_STR(MANIFEST),
                                     create,
                                     destroy,
                                     interrupt,
                                     check,
                                     connect_ledger,
                                     stop,
                                     submit,
                                     work,
                                     next_event,
                                     ack_event,
                                     query,
                                     get_extension};
    return &table;
}
