/* wms_plugin.h - stable C ABI between a WMS host and an accounting connector plugin. C11 / C++11.
 *
 * MEMORY   Whoever allocates releases. Views (wms_str) passed in are valid until the call returns.
 *          Results passed out (wms_doc, wms_error) stay valid until their release() is called.
 * TEXT     UTF-8, no NUL inside, length-counted, NOT necessarily NUL-terminated. {NULL,0} is empty.
 * NUMBERS  Inside JSON, money, quantities and rates are strings ("1234.50"); never JSON numbers.
 * TIME     int64 milliseconds since 1970-01-01T00:00:00Z; in JSON RFC 3339 with offset.
 * ERRORS   Nothing may unwind through a function declared here. wms_status is the only verdict.
 * LAYOUT   Every struct starts with struct_size, set by its owner (allocator). A reader uses a member
 *          only if WMS_HAS(). Members are appended only; none is reordered, retyped or re-meant in v1.
 *          An out-parameter smaller than its v1.0 size is treated as NULL. Unknown flag bits are refused.
 * THREADS  [any]      any thread, concurrently, re-entrantly from a host callback.
 *          [control]  symbolic: any OS thread, but the host never overlaps two [control] calls, nor a
 *                     [control] call with [worker] calls, on one instance. (To stop: set is_cancelled,
 *                     interrupt, wait until the workers are back, stop.)
 *          [worker]   a thread lent by the host; up to manifest.max_workers at once per instance.
 *          A plugin creates no thread that outlives the call that created it.
 * PROCESS  A plugin never changes signal dispositions or masks (on return), locale, umask, cwd,
 *          environment or the default OpenSSL context, never forks, exits, aborts or writes to fd 0-2.
 *          The host never unloads a plugin.
 * States:  CREATED --connect--> RUNNING --stop--> STOPPED --destroy--> (gone); destroy is legal in all.
 */
#ifndef WMS_PLUGIN_H
#define WMS_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define WMS_ABI_MAJOR 1u /* also in the entry symbol's name: two majors can live in one library */
#define WMS_ABI_MINOR 0u /* +1 whenever a member, status, extension or event type is appended   */

#if defined(_WIN32)
#define WMS_CALL __cdecl
#define WMS_EXPORT __declspec(dllexport)
#else
#define WMS_CALL
#define WMS_EXPORT __attribute__((visibility("default")))
#endif

/* True when the struct, as its owner knows it, has the member. Use before touching any member. */
#define WMS_HAS(p, type, member) \
    ((p)->struct_size >= offsetof(type, member) + sizeof(((const type *)0)->member))
#define WMS_STR(literal) { (literal), sizeof(literal) - 1 }

#ifdef __cplusplus
extern "C" {
#endif

/* ---- values ------------------------------------------------------------------------------------ */

typedef struct wms_str { const char *ptr; size_t len; } wms_str;

typedef int32_t wms_status; /* a receiver treats an unknown non-zero status as WMS_E_INTERNAL */
#define WMS_OK              0
#define WMS_IDLE            1  /* work/next_event: nothing now; not an error               */
#define WMS_DUPLICATE       2  /* submit: this document is already held; not an error */
#define WMS_E_INVALID      16  /* malformed argument or JSON: a bug in the caller           */
#define WMS_E_STATE        17  /* call not legal in this state; nothing was changed         */
#define WMS_E_UNSUPPORTED  18  /* document type, query or option not known                  */
#define WMS_E_NOT_ACCEPTED 19  /* well-formed, will never be accepted as it is; nothing kept */
#define WMS_E_BUSY         20  /* backpressure or locked: same call may succeed later       */
#define WMS_E_CANCELLED    21
#define WMS_E_DEADLINE     22
#define WMS_E_CONFIG       23  /* the operator must change the configuration                */
#define WMS_E_AUTH         24  /* the operator must re-authorise                            */
#define WMS_E_REMOTE       25  /* accounting system unreachable or failing: transient       */
#define WMS_E_CONFLICT     26  /* version or ownership conflict                             */
#define WMS_E_STORAGE      27  /* data_dir not usable                                       */
#define WMS_E_INTERNAL     28  /* a bug in the callee                                       */

/* Document handed from plugin to host, or by a host service to the plugin. The receiver supplies the
 * struct (struct_size set, rest zero); the producer fills it and never writes past struct_size. The
 * receiver calls release once, from any thread; release clears itself. NULL release: nothing held. */
typedef struct wms_doc {
    uint32_t struct_size;
    uint32_t flags; /* 0 */
    wms_str json;
    void(WMS_CALL *release)(struct wms_doc *self);
    void *owner;
} wms_doc;

/* Why a call did not return WMS_OK. Optional out-parameter (may be NULL); same rules as wms_doc.
 * Filled for every status >= 16 and untouched otherwise. No field ever holds a secret. */
typedef struct wms_error {
    uint32_t struct_size;
    wms_status status;
    uint32_t retry_after_ms; /* hint for BUSY and REMOTE; 0 = host decides */
    uint32_t flags;          /* 0 */
    wms_str code;            /* stable, documented, for programs: "sage.period_closed" */
    wms_str message;         /* one sentence for the operator */
    wms_str detail;          /* JSON object for support; may be empty */
    void(WMS_CALL *release)(struct wms_error *self);
    void *owner;
} wms_error;

/* One running operation, owned by the host; valid until the call that received it returns. */
typedef struct wms_op {
    uint32_t struct_size;
    uint32_t flags; /* 0 */
    int64_t deadline_ms; /* on host->now_ms; 0 = none. The call returns WMS_E_DEADLINE soon after */
    void *host_data;
    /* Non-zero once the host wants this call back; the host also calls interrupt(). The call returns
     * WMS_E_CANCELLED within manifest.cancel_ms, with no remote effect left unrecorded. [any] */
    int32_t(WMS_CALL *is_cancelled)(const struct wms_op *op);
    /* done: 0..10000, or UINT32_MAX if unknown; may go backwards. [any] */
    void(WMS_CALL *progress)(const struct wms_op *op, uint32_t done, wms_str message);
} wms_op;

/* ---- services the host gives to one instance ----------------------------------------------------- */

#define WMS_LOG_DEBUG 0
#define WMS_LOG_INFO  1
#define WMS_LOG_WARN  2
#define WMS_LOG_ERROR 3
#define WMS_LOG_MISBEHAVIOUR 4 /* the other side broke this contract */

typedef struct wms_host {
    uint32_t struct_size;
    uint32_t abi_minor;
    void *host_data;
    wms_str product; /* "ExampleWMS" */
    wms_str version;
    /* Every function below is [any], does not call back into the plugin, and is never NULL. */
    void(WMS_CALL *log)(const struct wms_host *host, int32_t level, wms_str target, wms_str message,
                        wms_str fields_json);
    /* The only clock a plugin may use for schedules, back-off and time-outs (tests own it). */
    int64_t(WMS_CALL *now_ms)(const struct wms_host *host);
    /* Ask for a work or next_event call soon. Coalesced; returns at once. */
    void(WMS_CALL *wake)(const struct wms_host *host);
    /* out->json = {"value":"...","version":"..."}; hold it no longer than the use. NOT logged. */
    wms_status(WMS_CALL *secret_get)(const struct wms_host *host, wms_str name, wms_doc *out,
                                     wms_error *err);
    /* Store a rotated secret: the first thing done after the remote issued it. if_version: version last
     * read, WMS_E_CONFLICT if it moved on. On failure: keep the secret in memory, retry, raise an
     * "attention" event, do not rotate again. */
    wms_status(WMS_CALL *secret_put)(const struct wms_host *host, wms_str name, wms_str value,
                                     wms_str if_version, wms_error *err);
    /* Append to the audit trail. WMS_OK means durable. On anything else the plugin must not perform
     * the side effect the record announces. */
    wms_status(WMS_CALL *audit)(const struct wms_host *host, wms_str record_json, wms_error *err);
    /* Host extension table by id ("wms.host.metrics/1") or NULL; valid until destroy returns. */
    const void *(WMS_CALL *get_extension)(const struct wms_host *host, wms_str id);
} wms_host;

/* ---- what the plugin gives to the host ----------------------------------------------------------- */

typedef struct wms_instance wms_instance; /* opaque; one company file or tenant */

typedef struct wms_create_args {
    uint32_t struct_size;
    uint32_t flags;        /* 0 */
    wms_str instance_id;   /* stable over restarts */
    wms_str config;        /* JSON object, valid against manifest.config_schema; secrets by name only */
    wms_str data_dir;      /* absolute, existing, writable, this instance's alone; besides it only folders named by directory settings */
    const wms_host *host;  /* valid until destroy returns */
} wms_create_args;

typedef struct wms_plugin {
    uint32_t struct_size;
    uint32_t abi_minor;      /* the minor this table was built for */
    uint32_t min_host_minor; /* an older host must refuse the plugin, with both numbers in its message */
    uint32_t flags;          /* 0 */
    wms_str id;              /* "com.example.sage200"; unique in a plugin directory */
    wms_str version;         /* semantic version of the plugin itself */
    /* JSON: name, vendor, license, config_schema, document_types, event_types, queries, max_workers,
     * cancel_ms, remote_hosts. Constant, and byte-equal to the .json installed beside the library. */
    wms_str manifest;

    /* Cheap: parses config, opens and locks data_dir. No network. err tells which field is wrong by
     * JSON pointer. WMS_E_BUSY: data_dir is locked. On failure *out is NULL and nothing is held. [any] */
    wms_status(WMS_CALL *create)(const wms_create_args *args, wms_instance **out, wms_error *err);
    /* Frees everything, joins everything, in any state, even after a failed call. [control] */
    void(WMS_CALL *destroy)(wms_instance *self);

    /* Unblocks what the instance's calls in progress wait for (sockets, sleeps) so that they see
     * is_cancelled; without effect otherwise. Does not block. [any] */
    void(WMS_CALL *interrupt)(wms_instance *self);

    /* Tries the credentials and rights without changing anything remote. out: report. [control] */
    wms_status(WMS_CALL *check)(wms_instance *self, const wms_op *op, wms_doc *out, wms_error *err);
    /* CREATED or STOPPED -> RUNNING. Recovers what data_dir holds. [control] */
    wms_status(WMS_CALL *connect)(wms_instance *self, const wms_op *op, wms_error *err);
    /* RUNNING -> STOPPED: after it, no host callback and no remote effect until connect. Accepted
     * documents and unacknowledged events stay in data_dir. Idempotent. [control] */
    wms_status(WMS_CALL *stop)(wms_instance *self, const wms_op *op, wms_error *err);

    /* Hand over one document (documents.md). WMS_OK or WMS_DUPLICATE: it is durable in
     * the configured store (data_dir, or a database server) and the host may forget it. Any other status: the plugin kept nothing. Returns within
     * milliseconds; no request to the accounting system; WMS_E_STORAGE while a database server is unreachable. out: receipt with the document id. Legal in every state. [any] */
    wms_status(WMS_CALL *submit)(wms_instance *self, wms_str document, wms_doc *out, wms_error *err);

    /* Do at most one unit of due work (one remote exchange). WMS_OK: call again; WMS_IDLE: not before
     * *next_due_ms (INT64_MAX: only after wake). All network I/O happens here, in check, connect or
     * query. A failed document becomes an event, not an error of work. RUNNING. [worker] */
    wms_status(WMS_CALL *work)(wms_instance *self, const wms_op *op, int64_t *next_due_ms,
                               wms_error *err);

    /* Oldest unacknowledged event {"eventId","eventType","messageId",...}; the same one again until it is
     * acknowledged, over restarts too. WMS_IDLE: none. [any] */
    wms_status(WMS_CALL *next_event)(wms_instance *self, wms_doc *out, wms_error *err);
    /* The host has stored the event. Acknowledging twice is WMS_OK. [any] */
    wms_status(WMS_CALL *ack_event)(wms_instance *self, wms_str event_id, wms_error *err);

    /* Read-only question {"query":"status"|"discover"|"document"|...}. "status" must answer in every
     * state without network. [worker] */
    wms_status(WMS_CALL *query)(wms_instance *self, const wms_op *op, wms_str request, wms_doc *out,
                                wms_error *err);

    /* Plugin extension table by id, or NULL. Constant; needs no instance. [any] */
    const void *(WMS_CALL *get_extension)(wms_str id);
} wms_plugin;

/* The one exported symbol. No side effects, never NULL, same pointer each time, before anything else,
 * from any thread. The table lives until process exit. */
#define WMS_ENTRY_SYMBOL "wms_plugin_entry_v1"
typedef const wms_plugin *(WMS_CALL *wms_plugin_entry_fn)(void);
WMS_EXPORT const wms_plugin *WMS_CALL wms_plugin_entry_v1(void);

#ifdef __cplusplus
}
#endif
#endif /* WMS_PLUGIN_H */
