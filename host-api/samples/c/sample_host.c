/* SPDX-License-Identifier: Apache-2.0 */
/* Hands documents to a plugin and prints what becomes of them.
 *
 *     sample_host PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...
 *
 * CONNECTION.json is {"settings": {...}, "secrets": {"name": "value"}}, as a simulated Sage gives
 * it. Exit code 0: all are posted; 1: one is held or refused; 2: the run could not be made. C11 and
 * POSIX; JSON by jansson. One thread lends itself to everything. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wms/wms_plugin.h>

/* What the host's functions work on; host_data points here. */
struct services {
    json_t* secrets; /* name -> {"value", "version"}; a real host keeps them on disk, encrypted */
    int trail;       /* audit.jsonl */
};

static wms_str view(const char* text) {
    return (wms_str){text, strlen(text)};
}

/* ---- what the host lends ---- */

static void write_log(const wms_host* host, int32_t level, wms_str target, wms_str message,
                      wms_str fields) {
    (void)host;
    if (level >= WMS_LOG_WARN) {
        fprintf(stderr, "%.*s: %.*s %.*s\n", (int)target.len, target.ptr, (int)message.len,
                message.ptr, (int)fields.len, fields.ptr);
    }
}

static int64_t now_ms(const wms_host* host) {
    struct timespec now;
    (void)host;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void wake(const wms_host* host) {
    (void)host; /* this host looks again within a second anyway */
}

static void release_secret(wms_doc* lent) {
    explicit_bzero(lent->owner, lent->json.len);
    free(lent->owner);
    lent->release = NULL;
}

static wms_status secret_get(const wms_host* host, wms_str name, wms_doc* out, wms_error* err) {
    const struct services* services = host->host_data;
    const json_t* secret = json_object_getn(services->secrets, name.ptr, name.len);
    char* text = secret ? json_dumps(secret, JSON_COMPACT) : NULL;
    (void)err;
    if (!text) {
        return WMS_E_AUTH;
    }
    out->json = view(text);
    out->owner = text;
    out->release = release_secret;
    return WMS_OK;
}

static wms_status secret_put(const wms_host* host, wms_str name, wms_str value, wms_str if_version,
                             wms_error* err) {
    struct services* services = host->host_data;
    const json_t* secret = json_object_getn(services->secrets, name.ptr, name.len);
    const json_t* version = secret ? json_object_get(secret, "version") : NULL;
    (void)err;
    if (version && (json_string_length(version) != if_version.len ||
                    memcmp(json_string_value(version), if_version.ptr, if_version.len) != 0)) {
        return WMS_E_CONFLICT;
    }
    char next[24];
    snprintf(next, sizeof next, "%ld", (version ? atol(json_string_value(version)) : 0) + 1);
    json_t* kept = json_pack("{s:s%, s:s}", "value", value.ptr, value.len, "version", next);
    /* A real host: durable before it says so. */
    return kept && json_object_setn_new(services->secrets, name.ptr, name.len, kept) == 0
               ? WMS_OK
               : WMS_E_STORAGE;
}

static wms_status audit(const wms_host* host, wms_str records, wms_error* err) {
    const struct services* services = host->host_data;
    (void)err;
    return dprintf(services->trail, "%.*s\n", (int)records.len, records.ptr) > 0 &&
                   fsync(services->trail) == 0
               ? WMS_OK
               : WMS_E_STORAGE;
}

static const void* get_extension(const wms_host* host, wms_str id) {
    (void)host, (void)id;
    return NULL;
}

static int32_t is_cancelled(const wms_op* op) {
    (void)op;
    return 0;
}

static void progress(const wms_op* op, uint32_t done, wms_str message) {
    (void)op, (void)done, (void)message;
}

/* ---- what the plugin answers ---- */

/* Takes what a doc holds as JSON, and gives the doc back; NULL: nothing in it. */
static json_t* take(wms_doc* doc) {
    json_t* value = json_loadb(doc->json.ptr, doc->json.len, JSON_DECODE_ANY, NULL);
    if (doc->release) {
        doc->release(doc);
    }
    return value;
}

static void print(const json_t* value) {
    json_dumpf(value, stdout, JSON_COMPACT);
    putchar('\n');
}

/* Tells why a call failed, and gives the error back. */
static void tell(const char* what, wms_status status, wms_error* err) {
    fprintf(stderr, "%s: status %d, %.*s: %.*s\n", what, (int)status, (int)err->code.len,
            err->code.ptr ? err->code.ptr : "", (int)err->message.len,
            err->message.ptr ? err->message.ptr : "");
    if (err->release) {
        err->release(err);
    }
}

static int is_end(const char* state) {
    return strcmp(state, "posted") == 0 || strcmp(state, "held") == 0 ||
           strcmp(state, "rejected") == 0 || strcmp(state, "withdrawn") == 0;
}

/* Whether every document has ended or waits for a person; *posted: all of them are in Sage. */
static int all_ended(json_t* states, int* posted) {
    const char* message_id;
    json_t* state;
    *posted = 1;
    json_object_foreach(states, message_id, state) {
        if (!is_end(json_string_value(state))) {
            return 0;
        }
        *posted &= strcmp(json_string_value(state), "posted") == 0;
    }
    return 1;
}

/* Prints and acknowledges all events there are. */
static wms_status drain_events(const wms_plugin* plugin, wms_instance* instance, json_t* states,
                               wms_error* err) {
    wms_doc doc = {.struct_size = sizeof doc};
    wms_status status;
    while ((status = plugin->next_event(instance, &doc, err)) == WMS_OK) {
        json_t* event = take(&doc);
        const char* message_id = json_string_value(json_object_get(event, "messageId"));
        json_t* state = json_object_get(event, "state");
        print(event); /* a real host stores it, durably, before it acknowledges */
        const json_t* problem = json_object_get(event, "error");
        if (json_is_object(problem)) {
            fprintf(stderr, "%s\n", json_string_value(json_object_get(problem, "message")));
        }
        if (message_id && state && json_object_get(states, message_id)) {
            json_object_set(states, message_id, state);
        }
        status = plugin->ack_event(instance,
                                   view(json_string_value(json_object_get(event, "eventId"))), err);
        json_decref(event);
        if (status != WMS_OK) {
            return status;
        }
    }
    return status;
}

/* Lends this thread until every document has ended or waits for a person. */
static wms_status follow(const wms_plugin* plugin, wms_instance* instance, const wms_host* host,
                         json_t* states, int* posted, wms_error* err) {
    const wms_op op = {sizeof op, 0, 0, NULL, is_cancelled, progress};
    while (!all_ended(states, posted)) {
        int64_t due = 0;
        const wms_status worked = plugin->work(instance, &op, &due, err);
        if (worked != WMS_OK && worked != WMS_IDLE) {
            return worked;
        }
        const wms_status drained = drain_events(plugin, instance, states, err);
        if (drained != WMS_IDLE) {
            return drained;
        }
        const int64_t wait = worked == WMS_OK ? 0 : due - now_ms(host);
        if (wait > 0) {
            const int64_t most = wait < 1000 ? wait : 1000;
            nanosleep(&(struct timespec){most / 1000, most % 1000 * 1000000}, NULL);
        }
    }
    return WMS_OK;
}

static wms_status submit(const wms_plugin* plugin, wms_instance* instance, const json_t* document,
                         json_t* states, wms_error* err) {
    wms_doc receipt = {.struct_size = sizeof receipt};
    char* text = json_dumps(document, JSON_COMPACT);
    const wms_status status = plugin->submit(instance, view(text), &receipt, err);
    free(text);
    if (status != WMS_OK && status != WMS_DUPLICATE) {
        return status;
    }
    json_t* answer = take(&receipt); /* from here on the plugin answers for the document */
    print(answer);
    json_object_set(states, json_string_value(json_object_get(answer, "firstMessageId")),
                    json_object_get(answer, "state"));
    json_decref(answer);
    return WMS_OK;
}

static const wms_plugin* load(const char* path) {
    /* README.md, "Loader rules", says what else a host checks. It is never closed. */
    void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    wms_plugin_entry_fn entry =
        library ? (wms_plugin_entry_fn)dlsym(library, WMS_ENTRY_SYMBOL) : NULL;
    const wms_plugin* plugin = entry ? entry() : NULL;
    if (!plugin) {
        fprintf(stderr, "%s: %s\n", path, dlerror());
        return NULL;
    }
    if (plugin->struct_size < sizeof *plugin || plugin->min_host_minor > WMS_ABI_MINOR) {
        fprintf(stderr, "%s: not a plugin for a host of version 1.%u\n", path, WMS_ABI_MINOR);
        return NULL;
    }
    return plugin;
}

/* CONNECTION.json's secrets, each with the version that a host counts up. */
static json_t* versioned(json_t* secrets) {
    json_t* all = json_object();
    const char* name;
    json_t* value;
    json_object_foreach(secrets, name, value)
        json_object_set_new(all, name, json_pack("{s:O, s:s}", "value", value, "version", "1"));
    return all;
}

/* From create to destroy; gives the exit code. */
static int run(const wms_plugin* plugin, const wms_host* host, const char* folder,
               const char* settings, json_t** documents, int count) {
    const wms_op op = {sizeof op, 0, 0, NULL, is_cancelled, progress};
    const wms_create_args args = {sizeof args,  0,   WMS_STR("sample"), view(settings),
                                  view(folder), host};
    wms_error err = {.struct_size = sizeof err};
    wms_instance* instance = NULL;
    json_t* states = json_object();
    int posted = 0, refused = 0;
    const char* step = "create";
    wms_status status = plugin->create(&args, &instance, &err);
    for (int i = 0; i < count && status == WMS_OK; ++i) {
        step = "submit";
        status = submit(plugin, instance, documents[i], states, &err);
        refused =
            status == WMS_E_INVALID || status == WMS_E_NOT_ACCEPTED || status == WMS_E_CONFLICT;
    }
    if (status == WMS_OK) {
        step = "connect", status = plugin->connect(instance, &op, &err);
    }
    if (status == WMS_OK) {
        step = "work", status = follow(plugin, instance, host, states, &posted, &err);
    }
    if (status == WMS_OK) {
        step = "stop", status = plugin->stop(instance, &op, &err);
    }
    if (status != WMS_OK) {
        tell(step, status, &err);
    }
    plugin->destroy(instance);
    json_decref(states);
    return status == WMS_OK ? !posted : refused ? 1 : 2;
}

static json_t* read_json(const char* path) {
    json_error_t error;
    json_t* value = json_load_file(path, 0, &error);
    if (!value) {
        fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
    }
    return value;
}

int main(int count, char** words) {
    if (count < 5) {
        fprintf(stderr, "sample_host PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...\n");
        return 2;
    }
    char* folder = NULL; /* absolute, and the instance's alone */
    char trail[4096], outbox[4096];
    snprintf(trail, sizeof trail, "%s/audit.jsonl", words[2]);
    snprintf(outbox, sizeof outbox, "%s/outbox", words[2]);
    struct services services = {NULL, open(trail, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (services.trail < 0 || (mkdir(outbox, 0700) != 0 && errno != EEXIST) ||
        !(folder = realpath(outbox, NULL))) {
        fprintf(stderr, "%s: %s\n", words[2], strerror(errno));
        return 2;
    }
    const wms_plugin* plugin = load(words[1]);
    json_t* connection = read_json(words[3]);
    json_t** documents = calloc((size_t)count - 4, sizeof *documents);
    int sound = plugin && connection && documents;
    for (int i = 4; i < count && sound; ++i) {
        sound = (documents[i - 4] = read_json(words[i])) != NULL;
    }
    if (!sound) {
        return 2;
    }
    services.secrets = versioned(json_object_get(connection, "secrets"));
    char* settings = json_dumps(json_object_get(connection, "settings"), JSON_COMPACT);
    const wms_host host = {sizeof host,    WMS_ABI_MINOR, &services, WMS_STR("sample host"),
                           WMS_STR("1.0"), write_log,     now_ms,    wake,
                           secret_get,     secret_put,    audit,     get_extension};
    const int code = run(plugin, &host, folder, settings ? settings : "{}", documents, count - 4);
    for (int i = 4; i < count; ++i) {
        json_decref(documents[i - 4]);
    }
    json_decref(services.secrets);
    json_decref(connection);
    free(documents), free(settings), free(folder);
    close(services.trail);
    return code;
}
