/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a plugin, hands it one document, and asks CALLS times for an event, which is not there.
 *
 *     measure PLUGIN.so DATA_DIR SETTINGS.json DOCUMENT.json CALLS
 *
 * Prints milliseconds of loading, create and submit, and microseconds of a call: those of the
 * fastest of ten rounds. Nothing is asked of Sage. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wms/wms_plugin.h>

static void write_log(const wms_host* host, int32_t level, wms_str target, wms_str message,
                      wms_str fields) {
    (void)host, (void)level, (void)target, (void)message, (void)fields;
}
static int64_t now_ms(const wms_host* host) {
    return (void)host, (int64_t)time(NULL) * 1000;
}
static void wake(const wms_host* host) {
    (void)host;
}
static wms_status secret_get(const wms_host* host, wms_str name, wms_doc* out, wms_error* err) {
    return (void)host, (void)name, (void)out, (void)err, WMS_E_AUTH;
}
static wms_status secret_put(const wms_host* host, wms_str name, wms_str value, wms_str if_version,
                             wms_error* err) {
    return (void)host, (void)name, (void)value, (void)if_version, (void)err, WMS_E_STORAGE;
}
static wms_status audit(const wms_host* host, wms_str records, wms_error* err) {
    return (void)host, (void)records, (void)err, WMS_E_STORAGE;
}
static const void* get_extension(const wms_host* host, wms_str id) {
    return (void)host, (void)id, NULL;
}

static double ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static wms_str read_file(const char* path) {
    enum { bytes_max = 1 << 20 };
    FILE* file = fopen(path, "rb");
    char* text = malloc(bytes_max);
    if (!file || !text) {
        perror(path);
        exit(2);
    }
    const size_t length = fread(text, 1, bytes_max, file);
    fclose(file);
    return (wms_str){text, length};
}

static void demand(int holds, const char* what, const wms_error* err) {
    if (!holds) {
        fprintf(stderr, "%s: %.*s\n", what, (int)err->message.len, err->message.ptr);
        exit(2);
    }
}

int main(int count, char** words) {
    if (count != 6) {
        fprintf(stderr, "measure PLUGIN.so DATA_DIR SETTINGS.json DOCUMENT.json CALLS\n");
        return 2;
    }
    const wms_str settings = read_file(words[3]), document = read_file(words[4]);
    const int calls = atoi(words[5]);
    wms_error err = {.struct_size = sizeof err};
    wms_doc out = {.struct_size = sizeof out};
    const double begin = ms();
    void* library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    wms_plugin_entry_fn entry =
        library ? (wms_plugin_entry_fn)dlsym(library, WMS_ENTRY_SYMBOL) : NULL;
    demand(entry != NULL, words[1], &err);
    const wms_plugin* plugin = entry();
    const double loaded = ms();
    const wms_host host = {sizeof host,    WMS_ABI_MINOR, NULL,   WMS_STR("measure"),
                           WMS_STR("1.0"), write_log,     now_ms, wake,
                           secret_get,     secret_put,    audit,  get_extension};
    const wms_create_args args = {
        sizeof args, 0, WMS_STR("measure"), settings, {words[2], strlen(words[2])}, &host};
    wms_instance* instance = NULL;
    demand(plugin->create(&args, &instance, &err) == WMS_OK, "create", &err);
    const double created = ms();
    demand(plugin->submit(instance, document, &out, &err) == WMS_OK, "submit", &err);
    const double submitted = ms();
    out.release(&out);
    double fastest = 1e9;
    for (int round = 0; round < 10; ++round) {
        const double round_began = ms();
        for (int call = 0; call < calls; ++call) {
            demand(plugin->next_event(instance, &out, &err) == WMS_IDLE, "next_event", &err);
        }
        const double took = (ms() - round_began) * 1e3 / calls;
        fastest = took < fastest ? took : fastest;
    }
    plugin->destroy(instance);
    printf("{\"load_ms\": %.3f, \"create_ms\": %.3f, \"submit_ms\": %.3f, \"call_us\": %.3f}\n",
           loaded - begin, created - loaded, submitted - created, fastest);
    return 0;
}
