#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""measure.c through the binding for Python."""

import json
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
from wms_plugin import HostServices, Plugin  # noqa: E402


class Nothing(HostServices):
    def log(self, *_):
        pass

    def now_ms(self):
        return time.time_ns() // 1_000_000


def main(library, folder, settings_file, document_file, calls):
    settings = json.loads(Path(settings_file).read_text(encoding="utf-8"))
    document = Path(document_file).read_text(encoding="utf-8")
    calls, clock = int(calls), time.perf_counter
    begin = clock()
    plugin = Plugin(library)
    loaded = clock()
    with plugin.create("measure", settings, folder, Nothing()) as instance:
        created = clock()
        instance.submit(document)
        submitted = clock()
        rounds = []
        for _ in range(10):
            round_began = clock()
            for _ in range(calls):
                if instance.next_event():
                    raise ValueError("there is an event")
            rounds.append((clock() - round_began) / calls)
    print(json.dumps({"load_ms": (loaded - begin) * 1e3, "create_ms": (created - loaded) * 1e3,
                      "submit_ms": (submitted - created) * 1e3, "call_us": min(rounds) * 1e6}))


if __name__ == "__main__":
    main(*sys.argv[1:])
