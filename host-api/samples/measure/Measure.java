// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** measure.c through the binding for Java. */
public final class Measure {
    private Measure() {}

    private static final class Nothing implements WmsPlugin.HostServices {
        @Override
        public void log(int level, String target, String message, String fields) {}

        @Override
        public long nowMs() {
            return System.currentTimeMillis();
        }

        @Override
        public void wake() {}

        @Override
        public Optional<String> secretJson(String name) {
            return Optional.empty();
        }

        @Override
        public int secretPut(String name, String value, String ifVersion) {
            return WmsPlugin.STORAGE;
        }

        @Override
        public void audit(String records) throws java.io.IOException {
            throw new java.io.IOException("nothing is kept");
        }
    }

    private static double ms() {
        return System.nanoTime() / 1e6;
    }

    public static void main(String[] words) throws Exception {
        final String settings = Files.readString(Path.of(words[2]));
        final String document = Files.readString(Path.of(words[3]));
        final int calls = Integer.parseInt(words[4]);
        final double begin = ms();
        final WmsPlugin plugin = new WmsPlugin(Path.of(words[0]));
        final double loaded = ms();
        try (WmsPlugin.Instance instance = plugin.create("measure", settings, Path.of(words[1]), new Nothing())) {
            final double created = ms();
            instance.submit(document);
            final double submitted = ms();
            double fastest = Double.MAX_VALUE;
            for (int round = 0; round < 10; ++round) {
                final double began = ms();
                for (int call = 0; call < calls; ++call) {
                    if (instance.nextEvent().isPresent()) {
                        throw new IllegalStateException("there is an event");
                    }
                }
                fastest = Math.min(fastest, (ms() - began) * 1e3 / calls);
            }
            System.out.printf(Locale.ROOT, "{\"load_ms\": %.3f, \"create_ms\": %.3f, \"submit_ms\": %.3f, \"call_us\": %.3f}%n",
                    loaded - begin, created - loaded, submitted - created, fastest);
        }
    }
}
