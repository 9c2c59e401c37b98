# SPDX-License-Identifier: Apache-2.0
"""Commands that a page shows with their output, run again and compared.

A block is marked by a comment before it, and reads as a terminal does:

    <!-- run -->              or  <!-- run, exit 1 -->: what its last command ends with
    ```console
    $ mock-host alerts --data run
    No alert is open.
    ```

`> ` continues a command. A line of output that is `…` alone stands for any lines. All blocks of a page are one
session in one folder that is empty to begin with.
"""

import difflib
import os
import re
import select
import signal
import subprocess
import time

BLOCK = re.compile(r"(?P<mark><!-- run(?P<words>[^>]*) -->\n)```console\n(?P<body>.*?)```\n", re.S)
MARK = "-- that was it:"
SECONDS_MAX = 600  # only what hangs takes that long

# What differs from run to run, and means the same.
CHANGING = [(re.compile(pattern), said) for pattern, said in (
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "TIME"),
    (r"\d{4}-\d\d-\d\d", "DATE"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r"\b[0-9a-f]{40,64}\b", "HASH"),
    (r"\bW[0-9A-Z]{17}\b", "REFERENCE"),
    (r"localhost:\d+", "localhost:PORT"),
    (r"\d+(\.\d+)? (ms|seconds|s|minutes)\b", "TIME"),
    (r"_seconds(_sum)? [\d.]+$", "_seconds TIME"),
    (r"\b\d+\.\d+\.\d+\b", "VERSION"),
    (r"chain -?\d+, row \d+", "ROW"),
    (r"\d+ passed( \(\d+ with a warning\))?, 0 failed, \d+ skipped", "PASSED"),
    (r"(_bucket\{le=\"[^\"]*\"\}) \d+$", r"\1 SOME"),
    (r"whole: \d+ (rows|lines)", "whole: SOME"),
    (r"last_\w+_seconds \d+$|timestamp_seconds \d+$", "TIME"),
    (r"[ \t]+$", ""),
)]


def commands(body):
    """(command, expected output lines) of a block."""
    found = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1] = (found[-1][0] + "\n" + line[2:], found[-1][1])
        elif found:
            found[-1][1].append(line)
    return found


def normal(line):
    for pattern, said in CHANGING:
        line = pattern.sub(said, line)
    return re.sub(r" {2,}|-{3,}", " ", line)


def alike(expected, actual):
    """Whether these lines are those, `…` standing for any."""
    expected, actual = [normal(line) for line in expected], [normal(line) for line in actual]
    while expected and expected[0] != "…":
        if not actual or actual[0] != expected[0]:
            return False
        expected, actual = expected[1:], actual[1:]
    if not expected:
        return not actual
    rest = expected[1:]
    return any(alike_normal(rest, actual[at:]) for at in range(len(actual) + 1))


def alike_normal(expected, actual):
    return alike(expected, actual)


class Session:
    """A shell in which `places` (what a page says: what it is here) are exchanged in both directions."""

    def __init__(self, folder, path, places, environment=None):
        self.places = dict(places)
        self.shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd=folder, start_new_session=True,
            env={**os.environ, "PATH": f"{path}:{os.environ['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8",
                 **(environment or {})})

    def run(self, command):
        """Its lines of output, and its exit code."""
        for shown, here in self.places.items():
            command = command.replace(shown, here)
        self.shell.stdin.write(f"{command}\nprintf '\\n{MARK} %d\\n' $?\n".encode())
        self.shell.stdin.flush()
        text, end = b"", time.monotonic() + SECONDS_MAX
        mark = re.compile(rf"\n{MARK} (\d+)\n".encode())
        while not mark.search(text):
            ready, _, _ = select.select([self.shell.stdout], [], [], max(0, end - time.monotonic()))
            more = os.read(self.shell.stdout.fileno(), 65536) if ready else b""
            if not more:
                raise RuntimeError(f"{command!r} did not end; it said {text.decode(errors='replace')!r}")
            text += more
        found = mark.search(text)
        said = text[:found.start()].decode(errors="replace")
        for shown, here in self.places.items():
            said = said.replace(here, shown)
        lines = said.split("\n")
        while lines and not lines[-1].strip():
            lines.pop()
        return [line.rstrip() for line in lines], int(found.group(1))

    def close(self):
        """Whatever it started ends with it."""
        try:
            os.killpg(self.shell.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.shell.stdin.close()
        self.shell.wait()
        self.shell.stdout.close()


def play(text, session):
    """The page with the output of now in place of what differs, and what differs."""
    wrong, parts, at = [], [], 0
    for block in BLOCK.finditer(text):
        wanted = re.search(r"exit (\d+)", block.group("words"))
        shown, code = [], 0
        for command, expected in commands(block.group("body")):
            actual, code = session.run(command)
            same = alike(expected, actual)
            if not same:
                wrong.append(f"$ {command}\n" + "\n".join(difflib.unified_diff(
                    expected, actual, "on the page", "now", lineterm="", n=2)))
            shown += ["$ " + command.replace("\n", "\n> "), *(expected if same else actual)]
        if code != int(wanted.group(1) if wanted else 0):
            wrong.append(f"$ {command}\nended with exit code {code}")
        parts += [text[at:block.start()], block.group("mark"), "```console\n", "\n".join(shown), "\n```\n"]
        at = block.end()
    return "".join([*parts, text[at:]]), wrong
