/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that breaks its contract in one place: the frozen plugin (tests/abi), which keeps it,
 * with a breach around it that the variable MUTANT_BREACH names; without one it keeps the contract,
 * too. MUTANT_OF names the library of another plugin to take instead, MUTANT_MANIFEST the file with
 * another manifest. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mutant.h"

enum { stops_before_it_tires = 15, idles_before_it_hurries = 50 };

/* The entry function of the frozen plugin, renamed where it is compiled for this. */
const wms_plugin* WMS_CALL keeper_entry(void);

static wms_plugin table;
static wms_plugin other_table;
static const wms_plugin* good;

static pthread_mutex_t submitting = PTHREAD_MUTEX_INITIALIZER;
static const wms_host* first_host;
static wms_instance* first_instance;
static const wms_host* last_host;
static wms_instance* stopped;
static wms_str kept_settings;
static void* leaked;
static int stops;
static int idles;
static pthread_t creator;

/* ---- what breaches do ------------------------------------------------------------------------ */

static bool contains(wms_str text, const char* part) {
    return text.len != 0 && memmem(text.ptr, text.len, part, strlen(part)) != NULL;
}

/* Another word of the same length, where the text has this one. */
static void respell(const wms_doc* out, const char* word, const char* instead) {
    if (out != NULL && out->json.len != 0) {
        char* const text = (char*)(uintptr_t)out->json.ptr;
        char* const found = memmem(text, out->json.len, word, strlen(word));
        if (found != NULL) {
            memcpy(found, instead, strlen(instead));
        }
    }
}

static wms_status tell_instead(wms_status status, wms_status other, wms_error* err) {
    if (err != NULL && err->struct_size >= sizeof *err && err->status == status) {
        err->status = other;
    }
    return other;
}

static int64_t WMS_CALL real_time(const wms_host* host) {
    (void)host;
    return (int64_t)time(NULL) * 1000;
}

static wms_status WMS_CALL audit_for_show(const wms_host* host, wms_str records, wms_error* err) {
    (void)err;
    last_host->audit(host, records, NULL);
    return WMS_OK;
}

/* The host's table, with one function of it exchanged. */
static const wms_host* changed_host(const wms_host* host) {
    wms_host* const copy = calloc(1, sizeof *copy);
    memcpy(copy, host, sizeof *copy);
    copy->struct_size = sizeof *copy;
    copy->now_ms = breaks("has_its_own_clock") ? real_time : host->now_ms;
    copy->audit = breaks("audits_for_show") ? audit_for_show : host->audit;
    return copy;
}

static void spill_a_secret(const wms_create_args* args) {
    wms_doc secret = {.struct_size = sizeof secret};
    const wms_str name = WMS_STR("any");
    if (args->host->secret_get(args->host, name, &secret, NULL) != WMS_OK) {
        return;
    }
    if (breaks("logs_a_secret")) {
        const wms_str target = WMS_STR("mutant");
        args->host->log(args->host, WMS_LOG_INFO, target, secret.json, (wms_str){NULL, 0});
    } else {
        char path[4096];
        snprintf(path, sizeof path, "%.*s/secret", (int)args->data_dir.len, args->data_dir.ptr);
        FILE* const file = fopen(path, "we");
        for (size_t at = 0; file != NULL && at < secret.json.len; ++at) {
            fprintf(file, "%02x", (unsigned char)secret.json.ptr[at]);
        }
        if (file != NULL) {
            fclose(file);
            chmod(path, 0600);
        }
    }
    secret.release(&secret);
}

static void WMS_CALL release_and_stay(wms_doc* self) {
    free(self->owner);
    self->owner = NULL;
}

/* In a folder inside, where this one is somebody else's. */
static wms_status create_inside(const wms_create_args* args, wms_instance** out, wms_error* err) {
    char path[4096];
    snprintf(path, sizeof path, "%.*s/other", (int)args->data_dir.len, args->data_dir.ptr);
    wms_create_args changed = *args;
    changed.data_dir = (wms_str){path, strlen(path)};
    mkdir(path, 0700);
    return good->create(&changed, out, err);
}

/* ---- the table ------------------------------------------------------------------------------- */

static void change_arguments(wms_create_args* args) {
    args->struct_size = sizeof *args;
    last_host = args->host;
    if (breaks("reads_behind_the_host")) {
        volatile char byte = ((const char*)args->host)[sizeof(wms_host)];
        (void)byte;
    } else if (breaks("ignores_unknown_flags")) {
        args->flags = 0;
    } else if (breaks("takes_a_setting_twice") && contains(args->config, "\"a\":1,\"a\":1")) {
        args->config = (wms_str)WMS_STR("{}");
    } else if (breaks("has_its_own_clock") || breaks("audits_for_show")) {
        args->host = changed_host(args->host);
    } else if (breaks("logs_a_secret") || breaks("writes_a_secret")) {
        spill_a_secret(args);
    }
}

static void note_instance(const wms_create_args* args, wms_instance* made) {
    creator = pthread_self();
    if (first_instance == NULL) {
        first_instance = made;
        first_host = args->host;
    }
    remember_store(args->data_dir);
    look_for_mark();
    if (breaks("keeps_a_text_of_the_host")) {
        kept_settings = args->config;
    } else if (breaks("leaks_memory")) {
        void** const block = calloc(1, 4096);
        *block = leaked;
        leaked = block;
    } else if (breaks("leaks_a_descriptor")) {
        const int left = open("/dev/null", O_RDONLY | O_CLOEXEC);
        (void)left;
    } else if (breaks("lets_others_read")) {
        char path[4096];
        snprintf(path, sizeof path, "%.*s/documents.log", (int)args->data_dir.len,
                 args->data_dir.ptr);
        chmod(path, 0644);
    }
}

static wms_status WMS_CALL create(const wms_create_args* args, wms_instance** out, wms_error* err) {
    if (args == NULL || out == NULL || args->struct_size < sizeof *args || args->host == NULL) {
        return good->create(args, out, err);
    }
    if (breaks("refuses_newer_hosts") && args->host->struct_size > sizeof(wms_host)) {
        return WMS_E_INVALID;
    }
    wms_instance* const before = *out;
    wms_create_args changed = *args;
    change_arguments(&changed);
    wms_status status = good->create(&changed, out, err);
    if (status == WMS_OK) {
        note_instance(args, *out);
    } else if (breaks("leaves_the_place_of_a_failed_instance")) {
        *out = before;
    } else if (status == WMS_E_BUSY && breaks("opens_a_folder_twice")) {
        status = create_inside(&changed, out, err);
    } else if (status == WMS_E_STORAGE && breaks("calls_a_bad_folder_a_bad_setting")) {
        status = tell_instead(status, WMS_E_CONFIG, err);
    }
    return status;
}

static void WMS_CALL destroy(wms_instance* self) {
    before_change();
    const wms_host* const host = last_host;
    first_instance = first_instance == self ? NULL : first_instance;
    leave_nothing_open();
    good->destroy(self);
    if (self != NULL && breaks("forgets_what_a_crash_left")) {
        close_mark();
    } else if (self != NULL && breaks("calls_back_after_its_end")) {
        call_later(host);
    }
}

static void WMS_CALL interrupt(wms_instance* self) {
    if (!breaks("waits_whatever_happens")) {
        good->interrupt(self);
    }
}

static wms_status WMS_CALL check(wms_instance* self, const wms_op* op, wms_doc* out,
                                 wms_error* err) {
    const wms_status status = good->check(self, op, out, err);
    if (breaks("posts_in_check") && good->connect(self, NULL, NULL) == WMS_OK) {
        for (int unit = 0; unit < 50 && good->work(self, NULL, NULL, NULL) == WMS_OK; ++unit) {
        }
        good->stop(self, NULL, NULL);
    }
    return status;
}

/* An operation as the plugin is to see it. */
static const wms_op* changed_operation(const wms_op* op, wms_op* copy) {
    if (op == NULL || breaks("cannot_be_called_back") || breaks("waits_whatever_happens")) {
        return NULL;
    }
    *copy = *op;
    copy->deadline_ms = breaks("knows_no_deadline") ? 0 : op->deadline_ms;
    return copy;
}

static wms_status WMS_CALL connect(wms_instance* self, const wms_op* op, wms_error* err) {
    wms_op copy;
    break_process();
    const wms_status status = good->connect(self, changed_operation(op, &copy), err);
    stopped = NULL;
    if (status == WMS_OK && breaks("forgets_what_a_crash_left")) {
        open_mark();
    }
    return status == WMS_E_STATE && breaks("connects_twice") ? WMS_OK : status;
}

static wms_status WMS_CALL stop(wms_instance* self, const wms_op* op, wms_error* err) {
    ++stops;
    leave_nothing_open();
    if (breaks("crashes_at_stop")) {
        raise(SIGSEGV);
    } else if (breaks("refuses_a_second_stop") && self != NULL && stopped == self) {
        return WMS_E_STATE;
    }
    const wms_status status = good->stop(self, op, err);
    stopped = status == WMS_OK ? self : NULL;
    return status;
}

/* What it does with a document before the keeper sees it; false: it is refused. */
static bool look_at(wms_instance* self, wms_str* document) {
    if (breaks("knows_no_later_members") && contains(*document, "\"ofALaterVersion\"")) {
        return false;
    }
    if (breaks("takes_a_byte_order_mark") && document->len > 3 &&
        memcmp(document->ptr, "\xEF\xBB\xBF", 3) == 0) {
        *document = (wms_str){document->ptr + 3, document->len - 3};
    } else if (breaks("keeps_a_text_of_the_host") && kept_settings.len != 0) {
        volatile char byte = kept_settings.ptr[0];
        (void)byte;
    } else if (breaks("tells_one_host_of_all") && first_instance != NULL) {
        first_host->wake(first_host);
    } else if (breaks("writes_elsewhere")) {
        close(open("stray.txt", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    } else if (breaks("asks_sage_in_submit")) {
        good->check(self, NULL, NULL, NULL);
    }
    return true;
}

static wms_status changed_verdict(wms_status status, const wms_doc* out, wms_error* err) {
    const bool whole = err != NULL && err->struct_size >= sizeof *err;
    if (status == WMS_E_CONFLICT && breaks("calls_a_conflict_a_duplicate")) {
        return WMS_DUPLICATE;
    }
    if (status == WMS_E_UNSUPPORTED && breaks("calls_unknown_types_unacceptable")) {
        return tell_instead(status, WMS_E_NOT_ACCEPTED, err);
    }
    if (status == WMS_E_NOT_ACCEPTED && whole && breaks("takes_numbers_for_amounts") &&
        contains(err->code, "document.not_decimal")) {
        return WMS_OK;
    }
    if (status >= WMS_E_INVALID && whole && breaks("gives_no_message")) {
        err->message.len = 0;
    } else if (status == WMS_OK && whole && breaks("fills_errors_of_success")) {
        err->code = (wms_str)WMS_STR("all.well");
    } else if (err != NULL && !whole && breaks("fills_short_errors")) {
        err->status = status;
    } else if (status == WMS_OK && breaks("misspells_receipts")) {
        respell(out, "\"duplicate\"", "\"duplikate\"");
    }
    return status;
}

/* Of one document it makes a second: another message, with another number. */
static void submit_another(wms_instance* self, wms_str document) {
    static const char name[] = "\"messageId\":\"";
    char* const text = strndup(document.ptr, document.len);
    char* const id = text == NULL ? NULL : strstr(text, name);
    if (id != NULL) {
        char* const first = id + sizeof name - 1;
        *first = *first == 'a' ? 'b' : 'a';
        for (char* at = text; (at = strstr(at, "DN-")) != NULL;) {
            at[1] = 'M';
        }
        good->submit(self, (wms_str){text, document.len}, NULL, NULL);
    }
    free(text);
}

static wms_status WMS_CALL submit(wms_instance* self, wms_str document, wms_doc* out,
                                  wms_error* err) {
    if (document.ptr != NULL && !look_at(self, &document)) {
        return WMS_E_NOT_ACCEPTED;
    }
    pthread_mutex_lock(&submitting);
    before_change();
    const wms_status status = good->submit(self, document, out, err);
    after_submit(status);
    if (status == WMS_OK && breaks("makes_two_of_one")) {
        submit_another(self, document);
    }
    pthread_mutex_unlock(&submitting);
    return changed_verdict(status, out, err);
}

static wms_status WMS_CALL work(wms_instance* self, const wms_op* op, int64_t* next_due_ms,
                                wms_error* err) {
    wms_op copy;
    before_change();
    const bool tired = breaks("tires_of_stops") && stops > stops_before_it_tires;
    if (tired || (breaks("forgets_what_a_crash_left") && self != NULL && is_stuck())) {
        *next_due_ms = INT64_MAX;
        return WMS_IDLE;
    }
    if (breaks("writes_to_gone_peers")) {
        write_to_a_gone_peer();
    }
    const wms_status status = good->work(self, changed_operation(op, &copy), next_due_ms, err);
    idles = status == WMS_IDLE ? idles + 1 : 0;
    if (breaks("is_idle_and_due") && idles > idles_before_it_hurries) {
        *next_due_ms = last_host->now_ms(last_host);
    }
    return status;
}

static void acknowledge_at_once(wms_instance* self, const wms_doc* event) {
    static const char name[] = "\"eventId\":\"";
    const char* const found = memmem(event->json.ptr, event->json.len, name, sizeof name - 1);
    if (found != NULL) {
        const char* const id = found + sizeof name - 1;
        good->ack_event(self, (wms_str){id, strcspn(id, "\"")}, NULL);
    }
}

static wms_status WMS_CALL next_event(wms_instance* self, wms_doc* out, wms_error* err) {
    const wms_status status = good->next_event(self, out, err);
    if (status != WMS_OK) {
        return status;
    }
    if (breaks("acknowledges_by_itself")) {
        acknowledge_at_once(self, out);
    } else if (breaks("misspells_events") ||
               (breaks("writes_decimals_of_the_locale") && *localeconv()->decimal_point == ',')) {
        respell(out, "\"attempts\":0", "\"attempts\":,");
    } else if (breaks("releases_and_stays")) {
        out->release = release_and_stay;
    }
    return status;
}

static wms_status WMS_CALL ack_event(wms_instance* self, wms_str event_id, wms_error* err) {
    before_change();
    if (breaks("serves_one_thread") && !pthread_equal(creator, pthread_self())) {
        return WMS_E_STATE;
    }
    return good->ack_event(self, event_id, err);
}

static wms_status WMS_CALL query(wms_instance* self, const wms_op* op, wms_str request,
                                 wms_doc* out, wms_error* err) {
    const wms_status status = good->query(self, op, request, out, err);
    if (status != WMS_OK || out == NULL) {
        return status;
    }
    if (out->struct_size < sizeof *out && breaks("fills_short_documents")) {
        out->flags = 1;
    } else if (out->struct_size >= sizeof *out && breaks("releases_and_stays")) {
        out->release = release_and_stay;
    }
    return status;
}

static const void* WMS_CALL get_extension(wms_str id) {
    return breaks("has_every_extension") ? (const void*)&table : good->get_extension(id);
}

static const wms_plugin* taken(void) {
    const char* const path = getenv("MUTANT_OF");
    if (path == NULL) {
        return keeper_entry();
    }
    void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    wms_plugin_entry_fn entry = NULL;
    *(void**)&entry = library == NULL ? NULL : dlsym(library, WMS_ENTRY_SYMBOL);
    return entry == NULL ? NULL : entry();
}

/* A manifest in another file, for breaches of it; read once, kept for good. */
static void take_manifest(const char* path) {
    static char text[65536];
    FILE* const file = fopen(path, "re");
    if (file != NULL) {
        table.manifest = (wms_str){text, fread(text, 1, sizeof text, file)};
        fclose(file);
    }
}

static void break_table(void) {
    if (breaks("has_a_short_table")) {
        table.struct_size = 16;
    } else if (breaks("lacks_a_function")) {
        table.work = NULL;
    } else if (breaks("needs_a_newer_host")) {
        table.min_host_minor = 9;
    } else if (breaks("has_another_id")) {
        table.id = (wms_str)WMS_STR("org.example.other");
    } else if (breaks("has_another_manifest")) {
        --table.manifest.len;
    }
}

WMS_EXPORT const wms_plugin* WMS_CALL wms_plugin_entry_v1(void) {
    static int calls;
    if (good == NULL) {
        good = taken();
        if (good == NULL) {
            return NULL;
        }
        table = *good;
        table.create = create;
        table.destroy = destroy;
        table.interrupt = interrupt;
        table.check = check;
        table.connect = connect;
        table.stop = stop;
        table.submit = submit;
        table.work = work;
        table.next_event = next_event;
        table.ack_event = ack_event;
        table.query = query;
        table.get_extension = get_extension;
        if (getenv("MUTANT_MANIFEST") != NULL) {
            take_manifest(getenv("MUTANT_MANIFEST"));
        }
        break_table();
        other_table = table;
    }
    if (breaks("has_no_table")) {
        return NULL;
    }
    return breaks("has_two_tables") && ++calls > 1 ? &other_table : &table;
}
