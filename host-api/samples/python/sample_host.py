#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hands documents to a plugin and prints what becomes of them.

    sample_host.py PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...

CONNECTION.json is {"settings": {...}, "secrets": {"name": "value"}}, as a simulated Sage gives it:
    curl --cacert DIR/ca.pem https://localhost:PORT/control/settings > connection.json
Exit code 0: all are posted; 1: one is held or refused; 2: the run could not be made.
"""

import json
import os
import sys
import threading
import time

from wms_plugin import AUTH, CONFLICT, HostServices, Plugin, PluginError, SecretRefused

ENDS = {"posted", "held", "rejected", "withdrawn"}


class SampleServices(HostServices):
    """A clock, secrets in memory (a real host keeps them, encrypted) and an audit trail in a file."""

    def __init__(self, folder, secrets):
        self.secrets = {name: (value, "1") for name, value in secrets.items()}
        self.trail = os.open(os.path.join(folder, "audit.jsonl"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.woken = threading.Event()

    def log(self, level, target, message, fields):
        if level >= 2:
            super().log(level, target, message, fields)

    def now_ms(self):
        return time.time_ns() // 1_000_000

    def wake(self):
        self.woken.set()

    def secret_get(self, name):
        if name not in self.secrets:
            raise SecretRefused(AUTH)
        return self.secrets[name]

    def secret_put(self, name, value, if_version):
        version = self.secrets.get(name, ("", ""))[1]
        if version != if_version:
            raise SecretRefused(CONFLICT)
        self.secrets[name] = (value, str(int(version or 0) + 1))

    def audit(self, records):
        os.write(self.trail, records.encode() + b"\n")
        os.fsync(self.trail)


def tell(event):
    print(json.dumps(event, ensure_ascii=False))  # a real host stores it, durably, before it acknowledges
    problem = event.get("error")
    if problem:
        print(f"{event.get('documentId', event['eventType'])}: {problem['message']}", file=sys.stderr)


def follow(instance, services, states):
    """Works until each document is posted or waits for a person; `states` is kept up to date."""
    while not all(state in ENDS for state in states.values()):
        due = instance.work()
        while event := instance.next_event():
            tell(event)
            if event.get("messageId") in states and event.get("state"):
                states[event["messageId"]] = event["state"]
            instance.acknowledge(event)
        if due is not None:
            services.woken.wait(max(0, min(due - services.now_ms(), 1000)) / 1000)
            services.woken.clear()


def main(arguments):
    if len(arguments) < 4:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    library, folder, connection_file, *document_files = arguments
    try:
        connection = json.load(open(connection_file, encoding="utf-8"))
        documents = [json.load(open(file, encoding="utf-8")) for file in document_files]
        services = SampleServices(folder, connection["secrets"])
        os.makedirs(os.path.join(folder, "outbox"), exist_ok=True)
        with Plugin(library).create("sample", connection["settings"], os.path.join(folder, "outbox"), services) as instance:
            states = {}
            for document in documents:
                receipt = instance.submit(document)
                print(json.dumps(receipt))  # from here on the plugin answers for the document
                states[receipt["firstMessageId"]] = receipt["state"]
            instance.connect()
            follow(instance, services, states)
            instance.stop()
        return 0 if all(state == "posted" for state in states.values()) else 1
    except PluginError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1 if error.status in ("INVALID", "NOT_ACCEPTED", "CONFLICT") else 2
    except (OSError, ValueError, KeyError) as error:
        print(f"{error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
