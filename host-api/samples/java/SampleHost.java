// SPDX-License-Identifier: Apache-2.0

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hands documents to a plugin and prints what becomes of them.
 *
 * <pre>java -cp .:/usr/share/java/jna.jar:/usr/share/java/gson.jar SampleHost PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...</pre>
 *
 * CONNECTION.json is {"settings": {...}, "secrets": {"name": "value"}}, as a simulated Sage gives it. Exit code 0: all
 * are posted; 1: one is held or refused; 2: the run could not be made.
 */
public final class SampleHost {
    private static final Set<String> ENDS = Set.of("posted", "held", "rejected", "withdrawn");

    private SampleHost() {}

    /** A clock, secrets in memory (a real host keeps them, encrypted) and an audit trail in a file. */
    private static final class Services implements WmsPlugin.HostServices, AutoCloseable {
        private final Map<String, String[]> secrets = new HashMap<>(); // value, version
        private final FileChannel trail;
        private final Semaphore woken = new Semaphore(0);

        Services(Path folder, JsonObject given) throws java.io.IOException {
            for (Map.Entry<String, JsonElement> secret : given.entrySet()) {
                secrets.put(secret.getKey(), new String[] {secret.getValue().getAsString(), "1"});
            }
            trail = FileChannel.open(folder.resolve("audit.jsonl"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        @Override
        public void log(int level, String target, String message, String fields) {
            if (level >= 2) {
                System.err.println(target + ": " + message + " " + fields);
            }
        }

        @Override
        public long nowMs() {
            return System.currentTimeMillis();
        }

        @Override
        public void wake() {
            woken.release();
        }

        @Override
        public synchronized Optional<String> secretJson(String name) {
            final String[] secret = secrets.get(name);
            if (secret == null) {
                return Optional.empty();
            }
            final JsonObject lent = new JsonObject();
            lent.addProperty("value", secret[0]);
            lent.addProperty("version", secret[1]);
            return Optional.of(lent.toString());
        }

        @Override
        public synchronized int secretPut(String name, String value, String ifVersion) {
            final String[] secret = secrets.getOrDefault(name, new String[] {"", ""});
            if (!secret[1].equals(ifVersion)) {
                return WmsPlugin.CONFLICT;
            }
            final long version = secret[1].isEmpty() ? 1 : Long.parseLong(secret[1]) + 1;
            secrets.put(name, new String[] {value, Long.toString(version)});
            return WmsPlugin.OK;
        }

        @Override
        public synchronized void audit(String records) throws java.io.IOException {
            trail.write(ByteBuffer.wrap((records + "\n").getBytes(StandardCharsets.UTF_8)));
            trail.force(true);
        }

        /** Until that time, or wake(), or a second has gone. */
        void waitUntil(long dueMs) throws InterruptedException {
            woken.tryAcquire(Math.max(0, Math.min(dueMs - nowMs(), 1000)), TimeUnit.MILLISECONDS);
            woken.drainPermits();
        }

        @Override
        public void close() throws java.io.IOException {
            trail.close();
        }
    }

    private static JsonObject read(String file) throws java.io.IOException {
        return JsonParser.parseString(Files.readString(Path.of(file))).getAsJsonObject();
    }

    private static void takeEvents(WmsPlugin.Instance instance, Map<String, String> states) {
        for (Optional<String> next = instance.nextEvent(); next.isPresent(); next = instance.nextEvent()) {
            final JsonObject event = JsonParser.parseString(next.get()).getAsJsonObject();
            System.out.println(event); // a real host stores it, durably, before it acknowledges
            if (event.has("error") && event.get("error").isJsonObject()) {
                System.err.println(event.getAsJsonObject("error").get("message").getAsString());
            }
            if (event.has("messageId") && event.has("state")) {
                states.computeIfPresent(event.get("messageId").getAsString(), (id, old) -> event.get("state").getAsString());
            }
            instance.acknowledge(event.get("eventId").getAsString());
        }
    }

    private static int run(String[] words) throws Exception {
        final JsonObject connection = read(words[2]);
        final Path folder = Path.of(words[1]);
        final Path outbox = Files.createDirectories(folder.resolve("outbox"));
        final Map<String, String> states = new LinkedHashMap<>();
        final WmsPlugin plugin = new WmsPlugin(Path.of(words[0]));
        try (Services services = new Services(folder, connection.getAsJsonObject("secrets"));
                WmsPlugin.Instance instance = plugin.create("sample", connection.get("settings").toString(), outbox, services)) {
            for (int index = 3; index < words.length; ++index) {
                final String receipt = instance.submit(Files.readString(Path.of(words[index])));
                System.out.println(receipt); // from here on the plugin answers for the document
                final JsonObject answer = JsonParser.parseString(receipt).getAsJsonObject();
                states.put(answer.get("firstMessageId").getAsString(), answer.get("state").getAsString());
            }
            instance.connect();
            while (!ENDS.containsAll(states.values())) {
                final OptionalLong due = instance.work();
                takeEvents(instance, states);
                if (due.isPresent()) {
                    services.waitUntil(due.getAsLong());
                }
            }
            instance.stop();
        }
        return states.values().stream().allMatch("posted"::equals) ? 0 : 1;
    }

    public static void main(String[] words) {
        int code = 2;
        if (words.length < 4) {
            System.err.println("SampleHost PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...");
        } else {
            try {
                code = run(words);
            } catch (WmsPlugin.PluginException exception) {
                System.err.println(exception.code + ": " + exception.getMessage());
                final Set<Integer> refusals = Set.of(WmsPlugin.INVALID, WmsPlugin.NOT_ACCEPTED, WmsPlugin.CONFLICT);
                code = refusals.contains(exception.status) ? 1 : 2;
            } catch (Exception exception) {
                System.err.println(exception);
            }
        }
        System.exit(code);
    }
}
