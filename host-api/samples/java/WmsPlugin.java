// SPDX-License-Identifier: Apache-2.0

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The C interface of wms_plugin.h for Java, by JNA: a loaded library. JSON is text: a host has a library
 * for it already. It is never unloaded; keep one object for each file as long as the program runs.
 */
public final class WmsPlugin {
    public static final int OK = 0, IDLE = 1;
    public static final int INVALID = 16, NOT_ACCEPTED = 19, AUTH = 24, CONFLICT = 26, STORAGE = 27;

    /** What a host lends to an instance; called from whatever thread called the plugin. */
    public interface HostServices {
        void log(int level, String target, String message, String fields);

        long nowMs();

        /** Somebody is wanted for work() and nextEvent(). */
        void wake();

        /** {"value":"...","version":"..."}, or nothing if there is none of that name. */
        Optional<String> secretJson(String name);

        /** OK: durable. CONFLICT: another version is there. */
        int secretPut(String name, String value, String ifVersion);

        /** Durable when it returns; an exception keeps the plugin from doing what they announce. */
        void audit(String records) throws Exception;
    }

    /** Why a call failed: code for programs, the message for people, detail as JSON. */
    public static final class PluginException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        public final int status;
        public final String code;
        public final String detail;

        PluginException(int status, Failure failure) {
            super(failure.message.text());
            this.status = status;
            this.code = failure.code.text();
            this.detail = failure.detail.text();
        }
    }

    @FieldOrder({"ptr", "len"})
    public static class Text extends Structure {
        public Pointer ptr;
        public long len;

        public static final class ByValue extends Text implements Structure.ByValue {}

        String text() {
            return len == 0 ? "" : new String(ptr.getByteArray(0, (int) len), StandardCharsets.UTF_8);
        }
    }

    @FieldOrder({"struct_size", "flags", "json", "release", "owner"})
    public static class Json extends Structure {
        public int struct_size, flags;
        public Text json;
        public Pointer release, owner;

        public Json() {
            struct_size = size();
        }

        Json(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({"struct_size", "status", "retry_after_ms", "flags", "code", "message", "detail", "release", "owner"})
    public static class Failure extends Structure {
        public int struct_size, status, retry_after_ms, flags;
        public Text code, message, detail;
        public Pointer release, owner;

        public Failure() {
            struct_size = size();
        }
    }

    @FieldOrder({"struct_size", "flags", "deadline_ms", "host_data", "is_cancelled", "progress"})
    public static class Operation extends Structure {
        public int struct_size, flags;
        public long deadline_ms;
        public Pointer host_data;
        public IsCancelled is_cancelled;
        public Progress progress;
    }

    @FieldOrder({"struct_size", "abi_minor", "host_data", "product", "version", "log", "now_ms", "wake", "secret_get",
        "secret_put", "audit", "get_extension"})
    public static class Host extends Structure {
        public int struct_size, abi_minor;
        public Pointer host_data;
        public Text product, version;
        public Log log;
        public NowMs now_ms;
        public Wake wake;
        public SecretGet secret_get;
        public SecretPut secret_put;
        public Audit audit;
        public GetExtension get_extension;
    }

    @FieldOrder({"struct_size", "flags", "instance_id", "config", "data_dir", "host"})
    public static class CreateArguments extends Structure {
        public int struct_size, flags;
        public Text instance_id, config, data_dir;
        public Pointer host;
    }

    @FieldOrder({"struct_size", "abi_minor", "min_host_minor", "flags", "id", "version", "manifest", "create", "destroy",
        "interrupt", "check", "connect", "stop", "submit", "work", "next_event", "ack_event", "query", "get_extension"})
    public static class Table extends Structure {
        public int struct_size, abi_minor, min_host_minor, flags;
        public Text id, version, manifest;
        public Pointer create, destroy, interrupt, check, connect, stop, submit, work, next_event, ack_event, query, get_extension;

        Table(Pointer at) {
            super(at);
            read();
        }
    }

    public interface IsCancelled extends Callback {
        int invoke(Pointer operation);
    }

    public interface Progress extends Callback {
        void invoke(Pointer operation, int done, Text.ByValue message);
    }

    public interface Release extends Callback {
        void invoke(Pointer out);
    }

    public interface Log extends Callback {
        void invoke(Pointer host, int level, Text.ByValue target, Text.ByValue message, Text.ByValue fields);
    }

    public interface NowMs extends Callback {
        long invoke(Pointer host);
    }

    public interface Wake extends Callback {
        void invoke(Pointer host);
    }

    public interface SecretGet extends Callback {
        int invoke(Pointer host, Text.ByValue name, Pointer out, Pointer error);
    }

    public interface SecretPut extends Callback {
        int invoke(Pointer host, Text.ByValue name, Text.ByValue value, Text.ByValue ifVersion, Pointer error);
    }

    public interface Audit extends Callback {
        int invoke(Pointer host, Text.ByValue records, Pointer error);
    }

    public interface GetExtension extends Callback {
        Pointer invoke(Pointer host, Text.ByValue id);
    }

    /** Texts that C looks at: theirs is the memory, as long as this object lives. */
    private static final class Texts {
        private final List<Memory> held = new ArrayList<>();

        <T extends Text> T view(T into, String text) {
            final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0) {
                final Memory memory = new Memory(bytes.length);
                memory.write(0, bytes, 0, bytes.length);
                held.add(memory);
                into.ptr = memory;
                into.len = bytes.length;
            }
            return into;
        }
    }

    private final NativeLibrary library; // held: the garbage collector would close it
    private final Table table;

    public WmsPlugin(Path path) throws java.io.IOException {
        // README.md, "Loader rules", says what else a host checks: who may write these files.
        library = NativeLibrary.getInstance(path.toRealPath().toString());
        final Pointer at = (Pointer) library.getFunction("wms_plugin_entry_v1").invoke(Pointer.class, new Object[0]);
        table = at == null ? null : new Table(at);
        if (table == null || table.struct_size < table.size() || table.min_host_minor > 0) {
            throw new java.io.IOException(path + ": not a plugin for a host of version 1.0");
        }
    }

    public String id() {
        return table.id.text();
    }

    public String manifest() {
        return table.manifest.text();
    }

    public Instance create(String instanceId, String settings, Path folder, HostServices services) {
        return new Instance(instanceId, settings, folder, services);
    }

    /** One tenant: a company of Sage, its settings and its folder. */
    public final class Instance implements AutoCloseable {
        private final HostServices services;
        private final Texts texts = new Texts();
        private final Map<Pointer, Memory> lent = new HashMap<>();
        private final Release release = this::takeBack;
        private final Host host = new Host(); // valid until destroy, and so are its callbacks
        private final Operation operation = new Operation();
        private Pointer self;

        private Instance(String instanceId, String settings, Path folder, HostServices services) {
            this.services = services;
            fillHost();
            operation.struct_size = operation.size();
            operation.is_cancelled = op -> 0;
            operation.progress = (op, done, message) -> {};
            operation.write();
            final CreateArguments arguments = new CreateArguments();
            arguments.struct_size = arguments.size();
            arguments.instance_id = texts.view(new Text(), instanceId);
            arguments.config = texts.view(new Text(), settings);
            arguments.data_dir = texts.view(new Text(), folder.toAbsolutePath().toString());
            arguments.host = host.getPointer();
            arguments.write();
            final PointerByReference out = new PointerByReference();
            call(table.create, arguments.getPointer(), out);
            self = out.getValue();
        }

        private void fillHost() {
            host.struct_size = host.size();
            host.product = texts.view(new Text(), "sample host");
            host.version = texts.view(new Text(), "1.0");
            host.log = (h, level, target, message, fields) -> services.log(level, target.text(), message.text(), fields.text());
            host.now_ms = h -> services.nowMs();
            host.wake = h -> services.wake();
            host.secret_get = (h, name, out, error) -> lend(name.text(), out);
            host.secret_put = (h, name, value, version, error) -> {
                try {
                    return services.secretPut(name.text(), value.text(), version.text());
                } catch (RuntimeException exception) { // nothing may unwind into C
                    return STORAGE;
                }
            };
            host.audit = (h, records, error) -> {
                try {
                    services.audit(records.text());
                    return OK;
                } catch (Exception exception) {
                    return STORAGE;
                }
            };
            host.get_extension = (h, id) -> null;
            host.write();
        }

        private int lend(String name, Pointer at) {
            try {
                final Optional<String> secret = services.secretJson(name);
                if (secret.isEmpty()) {
                    return AUTH;
                }
                final byte[] bytes = secret.get().getBytes(StandardCharsets.UTF_8);
                final Memory memory = new Memory(bytes.length);
                memory.write(0, bytes, 0, bytes.length);
                final Json out = new Json(at);
                out.json.ptr = memory;
                out.json.len = bytes.length;
                out.owner = memory;
                out.release = com.sun.jna.CallbackReference.getFunctionPointer(release);
                out.write();
                synchronized (lent) {
                    lent.put(memory, memory);
                }
                return OK;
            } catch (RuntimeException exception) {
                return STORAGE;
            }
        }

        private void takeBack(Pointer at) {
            final Json out = new Json(at);
            synchronized (lent) {
                final Memory memory = lent.remove(out.owner);
                if (memory != null) {
                    memory.clear();
                }
            }
            out.release = null;
            out.write();
        }

        private int call(Pointer function, Object... arguments) {
            final Failure failure = new Failure();
            failure.write();
            final Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = failure.getPointer();
            final int status = Function.getFunction(function).invokeInt(all);
            if (status < INVALID) {
                return status;
            }
            failure.read();
            final PluginException exception = new PluginException(status, failure);
            if (failure.release != null) {
                Function.getFunction(failure.release).invokeVoid(new Object[] {failure.getPointer()});
            }
            throw exception;
        }

        private String answerOf(Json out) {
            out.read();
            final String text = out.json.text();
            if (out.release != null) {
                Function.getFunction(out.release).invokeVoid(new Object[] {out.getPointer()});
            }
            return text;
        }

        private Pointer emptyJson(Json out) {
            out.write();
            return out.getPointer();
        }

        public void connect() {
            call(table.connect, self, operation.getPointer());
        }

        public void stop() {
            call(table.stop, self, operation.getPointer());
        }

        /** The receipt. From here on the plugin answers for the document. */
        public String submit(String document) {
            final Json out = new Json();
            call(table.submit, self, new Texts().view(new Text.ByValue(), document), emptyJson(out));
            return answerOf(out);
        }

        /** One unit of work. Nothing: call again; otherwise not before that time on the host's clock. */
        public OptionalLong work() {
            final LongByReference due = new LongByReference();
            return call(table.work, self, operation.getPointer(), due) == IDLE ? OptionalLong.of(due.getValue()) : OptionalLong.empty();
        }

        /** The oldest event that is not acknowledged. */
        public Optional<String> nextEvent() {
            final Json out = new Json();
            return call(table.next_event, self, emptyJson(out)) == IDLE ? Optional.empty() : Optional.of(answerOf(out));
        }

        public void acknowledge(String eventId) {
            call(table.ack_event, self, new Texts().view(new Text.ByValue(), eventId));
        }

        public String query(String request) {
            final Json out = new Json();
            call(table.query, self, operation.getPointer(), new Texts().view(new Text.ByValue(), request), emptyJson(out));
            return answerOf(out);
        }

        @Override
        public void close() {
            Function.getFunction(table.destroy).invokeVoid(new Object[] {self});
            self = null;
        }
    }
}
