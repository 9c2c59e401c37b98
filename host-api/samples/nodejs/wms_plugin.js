// SPDX-License-Identifier: Apache-2.0
// The C interface of wms_plugin.h for Node.js, by koffi: one class for a library, one for an instance.
//
//     const plugin = new Plugin("/opt/wms/plugins/sage_intacct.so");
//     const instance = plugin.create("tenant-1", settings, "/var/lib/wms/tenant-1", services);
//     instance.submit(document);
//
// A call that fails throws PluginError, with code, message and detail. Every call runs on the thread
// that makes it and keeps it until it returns: a host with other things to do lends a Worker.
import { existsSync, realpathSync } from "node:fs";
import koffi from "koffi";

const OK = 0, IDLE = 1;
const FAILURES = { 16: "INVALID", 17: "STATE", 18: "UNSUPPORTED", 19: "NOT_ACCEPTED", 20: "BUSY", 21: "CANCELLED",
    22: "DEADLINE", 23: "CONFIG", 24: "AUTH", 25: "REMOTE", 26: "CONFLICT", 27: "STORAGE", 28: "INTERNAL" };
export const AUTH = 24, CONFLICT = 26, STORAGE = 27;

const Text = koffi.struct("wms_str", { ptr: "void *", len: "size_t" });
const Json = koffi.struct("wms_doc", { struct_size: "uint32_t", flags: "uint32_t", json: Text, release: "void *", owner: "void *" });
const Failure = koffi.struct("wms_error", { struct_size: "uint32_t", status: "int32_t", retry_after_ms: "uint32_t", flags: "uint32_t",
    code: Text, message: Text, detail: Text, release: "void *", owner: "void *" });
const Operation = koffi.struct("wms_op", { struct_size: "uint32_t", flags: "uint32_t", deadline_ms: "int64_t", host_data: "void *",
    is_cancelled: "void *", progress: "void *" });
const Host = koffi.struct("wms_host", { struct_size: "uint32_t", abi_minor: "uint32_t", host_data: "void *", product: Text, version: Text,
    log: "void *", now_ms: "void *", wake: "void *", secret_get: "void *", secret_put: "void *", audit: "void *", get_extension: "void *" });
const CreateArguments = koffi.struct("wms_create_args", { struct_size: "uint32_t", flags: "uint32_t", instance_id: Text, config: Text,
    data_dir: Text, host: "void *" });
const Table = koffi.struct("wms_plugin", { struct_size: "uint32_t", abi_minor: "uint32_t", min_host_minor: "uint32_t", flags: "uint32_t",
    id: Text, version: Text, manifest: Text, create: "void *", destroy: "void *", interrupt: "void *", check: "void *", connect: "void *",
    stop: "void *", submit: "void *", work: "void *", next_event: "void *", ack_event: "void *", query: "void *", get_extension: "void *" });

const Release = koffi.proto("void wms_release(void *self)");
const CALLS = {
    create: koffi.proto("int32_t wms_create(void *args, void *out, void *err)"),
    destroy: koffi.proto("void wms_destroy(void *self)"),
    interrupt: koffi.proto("void wms_interrupt(void *self)"),
    check: koffi.proto("int32_t wms_check(void *self, void *op, void *out, void *err)"),
    connect: koffi.proto("int32_t wms_connect(void *self, void *op, void *err)"),
    stop: koffi.proto("int32_t wms_stop(void *self, void *op, void *err)"),
    submit: koffi.proto("int32_t wms_submit(void *self, wms_str document, void *out, void *err)"),
    work: koffi.proto("int32_t wms_work(void *self, void *op, void *due, void *err)"),
    next_event: koffi.proto("int32_t wms_next_event(void *self, void *out, void *err)"),
    ack_event: koffi.proto("int32_t wms_ack_event(void *self, wms_str event_id, void *err)"),
    query: koffi.proto("int32_t wms_query(void *self, void *op, wms_str request, void *out, void *err)"),
};
const SERVICES = {
    log: koffi.proto("void wms_log(void *host, int32_t level, wms_str target, wms_str message, wms_str fields)"),
    now_ms: koffi.proto("int64_t wms_now_ms(void *host)"),
    wake: koffi.proto("void wms_wake(void *host)"),
    secret_get: koffi.proto("int32_t wms_secret_get(void *host, wms_str name, void *out, void *err)"),
    secret_put: koffi.proto("int32_t wms_secret_put(void *host, wms_str name, wms_str value, wms_str if_version, void *err)"),
    audit: koffi.proto("int32_t wms_audit(void *host, wms_str records, void *err)"),
    get_extension: koffi.proto("void *wms_get_extension(void *host, wms_str id)"),
};
const IsCancelled = koffi.proto("int32_t wms_is_cancelled(void *op)");
const Progress = koffi.proto("void wms_progress(void *op, uint32_t done, wms_str message)");

const read = (text) => (Number(text.len) === 0 ? "" : Buffer.from(koffi.view(text.ptr, Number(text.len))).toString("utf8"));

/// Memory that stays where it is until it is given back.
function allocate(type, value) {
    const pointer = koffi.alloc(type, 1);
    koffi.encode(pointer, type, value);
    return pointer;
}

/// Texts that C looks at during one call.
class Texts {
    #held = [];

    view(text) {
        const bytes = Buffer.from(text, "utf8");
        if (bytes.length === 0) {
            return { ptr: null, len: 0 };
        }
        const pointer = koffi.alloc("uint8_t", bytes.length);
        koffi.encode(pointer, koffi.array("uint8_t", bytes.length), bytes);
        this.#held.push(pointer);
        return { ptr: pointer, len: bytes.length };
    }

    free() {
        this.#held.splice(0).forEach((pointer) => koffi.free(pointer));
    }
}

/// Why a call failed: `status` (a word), `code` for programs, the message for people.
export class PluginError extends Error {
    constructor(status, failure) {
        super(read(failure.message) || FAILURES[status] || "INTERNAL");
        this.status = FAILURES[status] ?? "INTERNAL";
        this.code = read(failure.code);
        this.retryAfterMs = failure.retry_after_ms;
        this.detail = JSON.parse(read(failure.detail) || "{}");
    }
}

/// Thrown by services that do not give or keep a secret.
export class SecretRefused extends Error {
    constructor(status) {
        super(FAILURES[status]);
        this.status = status;
    }
}

/// The table of functions that C calls, over an object with log, nowMs, wake, secretGet, secretPut and
/// audit. Lives as long as the instance: nothing is given back before destroy.
class Services {
    constructor(host, product, version) {
        this.texts = new Texts();
        this.callbacks = [];
        this.release = this.register(Release, (out) => this.takeBack(out));
        const table = { struct_size: koffi.sizeof(Host), abi_minor: 0, host_data: null, product: this.texts.view(product),
            version: this.texts.view(version) };
        const functions = {
            log: (_, level, target, message, fields) => quiet(() => host.log(level, read(target), read(message), read(fields))),
            now_ms: () => host.nowMs(),
            wake: () => quiet(() => host.wake()),
            secret_get: (_, name, out) => refusing(() => this.lend(out, host.secretGet(read(name)))),
            secret_put: (_, name, value, version) => refusing(() => host.secretPut(read(name), read(value), read(version))),
            audit: (_, records) => refusing(() => host.audit(read(records))),
            get_extension: () => null,
        };
        for (const [name, type] of Object.entries(SERVICES)) {
            table[name] = this.register(type, functions[name]);
        }
        this.table = allocate(Host, table);
    }

    register(type, callback) {
        const pointer = koffi.register(callback, koffi.pointer(type));
        this.callbacks.push(pointer);
        return pointer;
    }

    lend(out, secret) {
        const bytes = Buffer.from(JSON.stringify(secret), "utf8");
        const pointer = koffi.alloc("uint8_t", bytes.length);
        koffi.encode(pointer, koffi.array("uint8_t", bytes.length), bytes);
        koffi.encode(out, Json, { struct_size: koffi.sizeof(Json), flags: 0, json: { ptr: pointer, len: bytes.length },
            release: this.release, owner: pointer });
    }

    takeBack(out) {
        const lent = koffi.decode(out, Json);
        koffi.encode(lent.json.ptr, koffi.array("uint8_t", Number(lent.json.len)), Buffer.alloc(Number(lent.json.len)));
        koffi.free(lent.json.ptr);
        koffi.encode(out, Json, { ...lent, json: { ptr: null, len: 0 }, release: null, owner: null });
    }

    free() {
        koffi.free(this.table);
        this.texts.free();
        this.callbacks.splice(0).forEach((pointer) => koffi.unregister(pointer));
    }
}

// Nothing may unwind into C.
function quiet(action) {
    try {
        action();
    } catch (error) {
        console.error(`wms_plugin: ${error.message}`);
    }
}

function refusing(action) {
    try {
        action();
        return OK;
    } catch (error) {
        return error instanceof SecretRefused ? error.status : STORAGE;
    }
}

/// A loaded library; never unloaded.
export class Plugin {
    constructor(path) {
        // README.md, "Loader rules", says what else a host checks: who may write these files.
        if (!existsSync(path)) {
            throw new Error(`${path}: there is no such file`);
        }
        this.library = koffi.load(realpathSync(path));
        const table = this.library.func("void *wms_plugin_entry_v1()")();
        this.table = table === null ? null : koffi.decode(table, Table);
        if (!this.table || this.table.struct_size < koffi.sizeof(Table) || this.table.min_host_minor > 0) {
            throw new Error(`${path}: not a plugin for a host of version 1.0`);
        }
        this.functions = Object.fromEntries(Object.entries(CALLS).map(([name, type]) => [name, koffi.decode(this.table[name], type)]));
        this.id = read(this.table.id);
        this.version = read(this.table.version);
        this.manifest = JSON.parse(read(this.table.manifest));
    }

    create(instanceId, settings, dataDir, services) {
        return new Instance(this.functions, instanceId, settings, dataDir, new Services(services, "sample host", "1.0"));
    }
}

/// One tenant: a company of Sage, its settings and its folder.
class Instance {
    #functions;
    #services;
    #self = null;
    #operation;

    constructor(functions, instanceId, settings, dataDir, services) {
        this.#functions = functions;
        this.#services = services;
        this.cancelled = false;
        this.#operation = allocate(Operation, { struct_size: koffi.sizeof(Operation), flags: 0, deadline_ms: 0, host_data: null,
            is_cancelled: services.register(IsCancelled, () => Number(this.cancelled)), progress: services.register(Progress, () => {}) });
        const texts = new Texts();
        const args = allocate(CreateArguments, { struct_size: koffi.sizeof(CreateArguments), flags: 0, instance_id: texts.view(instanceId),
            config: texts.view(JSON.stringify(settings)), data_dir: texts.view(dataDir), host: services.table });
        const out = allocate("void *", null);
        try {
            this.#call("create", [args, out]);
            this.#self = koffi.decode(out, "void *");
        } finally {
            texts.free();
            koffi.free(args);
            koffi.free(out);
        }
    }

    #call(name, args) {
        const failure = allocate(Failure, { struct_size: koffi.sizeof(Failure) });
        try {
            const status = this.#functions[name](...args, failure);
            if (status < 16) {
                return status;
            }
            const told = koffi.decode(failure, Failure);
            const error = new PluginError(status, told);
            if (told.release !== null) {
                koffi.call(told.release, Release, failure);
            }
            throw error;
        } finally {
            koffi.free(failure);
        }
    }

    /// Calls with a wms_doc before the error, and gives what it holds; null where there is nothing.
    #ask(name, args, text) {
        const texts = new Texts();
        const out = allocate(Json, { struct_size: koffi.sizeof(Json) });
        try {
            if (this.#call(name, [this.#self, ...args, ...(text === undefined ? [] : [texts.view(text)]), out]) === IDLE) {
                return null;
            }
            const answer = koffi.decode(out, Json);
            const value = JSON.parse(read(answer.json) || "null");
            if (answer.release !== null) {
                koffi.call(answer.release, Release, out);
            }
            return value;
        } finally {
            koffi.free(out);
            texts.free();
        }
    }

    destroy() {
        this.#functions.destroy(this.#self);
        this.#self = null;
        koffi.free(this.#operation);
        this.#services.free();
    }

    check() {
        return this.#ask("check", [this.#operation]);
    }

    connect() {
        this.#call("connect", [this.#self, this.#operation]);
    }

    stop() {
        this.#call("stop", [this.#self, this.#operation]);
    }

    /// The receipt. From here on the plugin answers for the document.
    submit(document) {
        return this.#ask("submit", [], typeof document === "string" ? document : JSON.stringify(document));
    }

    /// One unit of work. Null: call again; otherwise not before that time on the host's clock.
    work() {
        const due = allocate("int64_t", 0);
        try {
            const status = this.#call("work", [this.#self, this.#operation, due]);
            return status === OK ? null : Number(koffi.decode(due, "int64_t"));
        } finally {
            koffi.free(due);
        }
    }

    /// The oldest event that is not acknowledged, or null.
    nextEvent() {
        return this.#ask("next_event", []);
    }

    acknowledge(event) {
        const texts = new Texts();
        try {
            this.#call("ack_event", [this.#self, texts.view(event.eventId)]);
        } finally {
            texts.free();
        }
    }

    query(request) {
        return this.#ask("query", [this.#operation], JSON.stringify(request));
    }
}
