/* SPDX-License-Identifier: Apache-2.0 */
/* wms_plugin.h - the C interface between a WMS (the host) and an accounting connector (the plugin).
 *
 * Version 1.0. C11 and C++11; two standard headers, nothing else. README.md explains the ideas,
 * requirements.md is the contract in numbered sentences, schemas/ describes every JSON text.
 *
 * MEMORY   Whoever allocates releases. Views (wms_str) passed in are valid until the call returns.
 *          Results passed out (wms_doc, wms_error) stay valid until their release() is called, from
 *          any thread, also after destroy.
 * TEXT     UTF-8, no NUL inside, length-counted, NOT necessarily NUL-terminated. {NULL,0} is empty.
 * NUMBERS  Inside JSON, money, quantities and rates are strings ("1234.50"); never JSON numbers.
 * TIME     int64 milliseconds since 1970-01-01T00:00:00Z; in JSON RFC 3339 with offset.
 * ERRORS   Nothing may unwind through a function declared here. wms_status is the only verdict.
 * LAYOUT   Every table and every struct handed over by pointer starts with struct_size, set by its
 *          owner (who allocated it). A reader uses a member of a later minor only if WMS_HAS().
 *          Members are appended only; none is reordered, retyped or given another meaning within
 *          version 1. An out-parameter or a wms_op smaller than its 1.0 size is treated as NULL;
 *          a smaller wms_create_args or wms_host and any unknown flag bit are refused with
 *          WMS_E_INVALID, a smaller wms_plugin by the host's loader.
 * THREADS  [any]      any thread, concurrently. No function of a plugin is called from inside a
 *                     function of wms_host.
 *          [control]  any OS thread, but the host never overlaps two [control] calls, nor a
 *                     [control] call with a [worker] call, on one instance. (To stop: make
 *                     is_cancelled say so, interrupt, wait until the workers are back, stop.)
 *          [worker]   a thread lent by the host; up to manifest.max_workers at once per instance.
 *          destroy overlaps no other call on its instance. A plugin creates no thread that outlives
 *          the call that created it.
 * PROCESS  A plugin never changes signal dispositions or (on return) masks, locale, umask, current
 *          folder, environment or the process-wide settings of a TLS library; it never forks,
 *          exits, aborts or writes to descriptors 0-2. The host never unloads a plugin.
 * STATES   create -> CREATED --connect--> RUNNING --stop--> STOPPED --connect--> RUNNING ...
 *          destroy is legal in all; each function says where else it is not legal.
 */
#ifndef WMS_PLUGIN_H
#define WMS_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define WMS_ABI_MAJOR 1u /* also in the entry symbol's name: two majors can live in one library */
#define WMS_ABI_MINOR 0u /* +1 whenever a member, status or event type is appended */

#if defined(_WIN32)
#define WMS_CALL __cdecl
#define WMS_EXPORT __declspec(dllexport)
#else
#define WMS_CALL
#define WMS_EXPORT __attribute__((visibility("default")))
#endif

/* True when the struct, as its owner knows it, has the member. */
#define WMS_HAS(p, type, member) \
    ((p)->struct_size >= offsetof(type, member) + sizeof(((const type*)0)->member))
/* Initializer of a wms_str from a string literal. */
#define WMS_STR(literal) {(literal), sizeof(literal) - 1}

#ifdef __cplusplus
extern "C" {
#endif

/* ---- values ---------------------------------------------------------------------------------- */

/* A view of text; owns nothing. */
typedef struct wms_str {
    const char* ptr;
    size_t len;
} wms_str;

/* Below 16: success of some kind. A receiver takes an unknown status for WMS_E_INTERNAL. */
typedef int32_t wms_status;
#define WMS_OK 0
#define WMS_IDLE 1            /* work, next_event: nothing now */
#define WMS_DUPLICATE 2       /* submit: this very document is held already */
#define WMS_E_INVALID 16      /* malformed argument or JSON: a bug in the caller */
#define WMS_E_STATE 17        /* not legal in this state; nothing was changed */
#define WMS_E_UNSUPPORTED 18  /* document type, query or option that this plugin does not know */
#define WMS_E_NOT_ACCEPTED 19 /* well-formed, but never acceptable as it is; nothing was kept */
#define WMS_E_BUSY 20         /* backpressure, or locked: the same call may succeed later */
#define WMS_E_CANCELLED 21    /* is_cancelled said so */
#define WMS_E_DEADLINE 22     /* deadline_ms passed */
#define WMS_E_CONFIG 23       /* someone must change the settings */
#define WMS_E_AUTH 24         /* someone must renew the authorisation or its secrets */
#define WMS_E_REMOTE 25       /* accounting system unreachable or failing: it will pass */
#define WMS_E_CONFLICT 26     /* other content under the same identity, or a version moved on */
#define WMS_E_STORAGE 27      /* the durable store is not usable */
#define WMS_E_INTERNAL 28     /* a bug in the callee */

/* JSON handed from plugin to host, or by a host service to the plugin. The receiver supplies the
 * struct: struct_size set, the rest zero. The producer fills it on success only and never writes
 * past struct_size. The receiver calls release once, from any thread, before it uses the struct
 * again; release sets itself to NULL. A NULL release: nothing is held. */
typedef struct wms_doc {
    uint32_t struct_size;
    uint32_t flags; /* 0 */
    wms_str json;
    void(WMS_CALL* release)(struct wms_doc* self);
    void* owner; /* the producer's own */
} wms_doc;

/* Why a call failed. Optional out-parameter (may be NULL); same rules as wms_doc, but filled for
 * every status from 16 up and untouched otherwise. When even that is impossible (no memory) it
 * stays untouched and the status alone speaks. No member ever holds a secret. */
typedef struct wms_error {
    uint32_t struct_size;
    wms_status status;
    uint32_t retry_after_ms; /* hint for BUSY and REMOTE; 0: the host decides */
    uint32_t flags;          /* 0 */
    wms_str code;            /* stable, documented, for programs: "sage.period_closed" */
    wms_str message;         /* for the operator: what is wrong and what to do */
    wms_str detail;          /* JSON object, schemas/errorDetail.schema.json; may be empty */
    void(WMS_CALL* release)(struct wms_error* self);
    void* owner; /* the producer's own */
} wms_error;

/* One running operation, owned by the host; valid until the call that received it returns. A plugin
 * takes NULL for an operation without deadline that nobody cancels. */
typedef struct wms_op {
    uint32_t struct_size;
    uint32_t flags;      /* 0 */
    int64_t deadline_ms; /* on host->now_ms; 0: none. The call returns WMS_E_DEADLINE soon after */
    void* host_data;     /* the host's own */
    /* Non-zero once the host wants this call back; the host also calls interrupt. The call then
     * returns WMS_E_CANCELLED within manifest.cancel_ms, with no remote effect left unrecorded.
     * Never NULL. [any] */
    int32_t(WMS_CALL* is_cancelled)(const struct wms_op* op);
    /* done: 0..10000, or UINT32_MAX if unknown; may go backwards. Never NULL. [any] */
    void(WMS_CALL* progress)(const struct wms_op* op, uint32_t done, wms_str message);
} wms_op;

/* ---- services the host gives to one instance ------------------------------------------------- */

#define WMS_LOG_DEBUG 0
#define WMS_LOG_INFO 1
#define WMS_LOG_WARN 2
#define WMS_LOG_ERROR 3
#define WMS_LOG_MISBEHAVIOUR 4 /* the other side broke this contract */

typedef struct wms_host {
    uint32_t struct_size;
    uint32_t abi_minor; /* the minor this table was built for */
    void* host_data;    /* the host's own */
    wms_str product;    /* "ExampleWMS" */
    wms_str version;
    /* Every function below is [any], does not call back into the plugin, and is never NULL. A
     * plugin calls them only while one of its own functions is being called. */

    /* fields_json: a JSON object, or empty. What a host keeps of it is the host's business. */
    void(WMS_CALL* log)(const struct wms_host* host, int32_t level, wms_str target, wms_str message,
                        wms_str fields_json);
    /* The only clock a plugin may use for schedules, back-off and time-outs (tests own it). It may
     * jump, also backwards. */
    int64_t(WMS_CALL* now_ms)(const struct wms_host* host);
    /* Ask for a work and a next_event call soon. Coalesced; returns at once. */
    void(WMS_CALL* wake)(const struct wms_host* host);
    /* out: {"value":"...","version":"..."}; the plugin keeps it no longer than the use needs and
     * logs none of it. WMS_E_AUTH: the host has no secret of that name or may not give it;
     * WMS_E_BUSY or WMS_E_REMOTE: not now. */
    wms_status(WMS_CALL* secret_get)(const struct wms_host* host, wms_str name, wms_doc* out,
                                     wms_error* err);
    /* Store a rotated secret: the first thing done after the remote issued it. if_version: the
     * version last read (empty: there was none); WMS_E_CONFLICT if it moved on. On failure: keep
     * the secret in memory, retry, raise an "attention" event, do not rotate again. */
    wms_status(WMS_CALL* secret_put)(const struct wms_host* host, wms_str name, wms_str value,
                                     wms_str if_version, wms_error* err);
    /* Append to the audit trail: a JSON object without line breaks, or several with one line break
     * between them, so that the effects of one batch wait for the disk once. WMS_OK: all of them
     * are durable. On anything else the plugin must not perform any side effect they announce. */
    wms_status(WMS_CALL* audit)(const struct wms_host* host, wms_str records_json, wms_error* err);
    /* Host extension table by id ("wms.host.metrics/1") or NULL; valid until destroy returns. */
    const void*(WMS_CALL* get_extension)(const struct wms_host* host, wms_str id);
} wms_host;

/* ---- what the plugin gives to the host ------------------------------------------------------- */

typedef struct wms_instance wms_instance; /* opaque; one company file or tenant */

typedef struct wms_create_args {
    uint32_t struct_size;
    uint32_t flags;       /* 0 */
    wms_str instance_id;  /* stable over restarts */
    wms_str config;       /* JSON object, valid against manifest.config_schema; secrets by name */
    wms_str data_dir;     /* absolute, existing, writable, this instance's alone. The plugin writes
                             nowhere else but in folders that its settings name */
    const wms_host* host; /* valid until destroy returns */
} wms_create_args;

typedef struct wms_plugin {
    uint32_t struct_size;
    uint32_t abi_minor;      /* the minor this table was built for */
    uint32_t min_host_minor; /* an older host refuses the plugin, with both numbers in its words */
    uint32_t flags;          /* 0 */
    wms_str id;              /* "com.example.sage200"; unique in a plugin directory */
    wms_str version;         /* semantic version of the plugin itself */
    /* JSON, schemas/manifest.schema.json: name, vendor, license, config_schema, document_types,
     * event_types, queries, max_workers, cancel_ms, remote_hosts. Constant, and byte-equal to the
     * .json file installed beside the library. */
    wms_str manifest;

    /* Cheap: reads the settings, opens and locks data_dir. No network. err tells which setting is
     * wrong by JSON pointer. WMS_E_BUSY: data_dir is locked. On failure *out is NULL and nothing
     * is held. [any] */
    wms_status(WMS_CALL* create)(const wms_create_args* args, wms_instance** out, wms_error* err);
    /* Frees everything, joins everything, in any state, also after a failed call. NULL: nothing is
     * done. [control] */
    void(WMS_CALL* destroy)(wms_instance* self);

    /* Unblocks what the instance's calls in progress wait for (sockets, sleeps) so that they see
     * is_cancelled; without effect otherwise. Does not block. [any] */
    void(WMS_CALL* interrupt)(wms_instance* self);

    /* Tries the credentials and rights and the settings without changing anything remote. out:
     * schemas/check.answer.schema.json. Every state. [control] */
    wms_status(WMS_CALL* check)(wms_instance* self, const wms_op* op, wms_doc* out, wms_error* err);
    /* CREATED or STOPPED -> RUNNING; on failure the state stays. Recovers what data_dir holds. In
     * RUNNING: WMS_E_STATE. [control] */
    wms_status(WMS_CALL* connect)(wms_instance* self, const wms_op* op, wms_error* err);
    /* RUNNING -> STOPPED, whatever it returns: from then on no remote effect until connect.
     * Accepted documents and unacknowledged events stay. In STOPPED: WMS_OK; in CREATED:
     * WMS_E_STATE. [control] */
    wms_status(WMS_CALL* stop)(wms_instance* self, const wms_op* op, wms_error* err);

    /* Hand over one document, schemas/<messageType>.schema.json. WMS_OK or WMS_DUPLICATE: it is
     * durable in the configured store and the host may forget it. Any other status: the plugin kept
     * nothing. Returns within milliseconds, without a request to the accounting system. out
     * (optional): schemas/receipt.schema.json. Every state. [any] */
    wms_status(WMS_CALL* submit)(wms_instance* self, wms_str document, wms_doc* out,
                                 wms_error* err);

    /* Do at most one unit of due work (one remote exchange). WMS_OK: call again; WMS_IDLE: not
     * before *next_due_ms (INT64_MAX: only after wake). All network traffic happens here, in check,
     * connect or query. A document that fails becomes an event, not an error of work. RUNNING, else
     * WMS_E_STATE. next_due_ms may be NULL. [worker] */
    wms_status(WMS_CALL* work)(wms_instance* self, const wms_op* op, int64_t* next_due_ms,
                               wms_error* err);

    /* The oldest unacknowledged event, schemas/<eventType>.schema.json; the same one again until it
     * is acknowledged, also after a restart. WMS_IDLE: none. out is required. Every state. [any] */
    wms_status(WMS_CALL* next_event)(wms_instance* self, wms_doc* out, wms_error* err);
    /* The host has stored the event. Acknowledging twice, or an unknown id, is WMS_OK. Every state.
     * [any] */
    wms_status(WMS_CALL* ack_event)(wms_instance* self, wms_str event_id, wms_error* err);

    /* A question that changes nothing, schemas/query.<name>.schema.json, answered by
     * schemas/query.<name>.answer.schema.json. "status" needs no network. Every state. [worker] */
    wms_status(WMS_CALL* query)(wms_instance* self, const wms_op* op, wms_str request, wms_doc* out,
                                wms_error* err);

    /* Plugin extension table by id ("wms.plugin.authorize/1"), or NULL. Constant; needs no
     * instance. [any] */
    const void*(WMS_CALL* get_extension)(wms_str id);
} wms_plugin;

/* The one exported symbol. No side effects, never NULL, the same pointer each time, before anything
 * else, from any thread. The table lives until the process ends. */
#define WMS_ENTRY_SYMBOL "wms_plugin_entry_v1"
typedef const wms_plugin*(WMS_CALL* wms_plugin_entry_fn)(void);
WMS_EXPORT const wms_plugin* WMS_CALL wms_plugin_entry_v1(void);

#ifdef __cplusplus
}
#endif
#endif /* WMS_PLUGIN_H */
