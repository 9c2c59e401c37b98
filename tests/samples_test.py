#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The sample host of each language, as their readers would start them, and the frozen host of version 1.0, with each
plugin and its simulated Sage.

    samples_test.py SIMULATOR PLUGIN_FOLDER SAMPLE_FOLDER

A language whose runtime is missing is skipped, and the reason said.
"""

import contextlib
import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import uuid
from pathlib import Path

SIMULATOR, PLUGINS, BUILT = sys.argv[1:4]
C_PROGRAM, CPP_PROGRAM, FROZEN_HOST, JAVA_CLASSES = f"{BUILT}/sample_host_c", f"{BUILT}/sample_host_cpp", f"{BUILT}/../frozen/host_v1_0", f"{BUILT}/java"
SOURCES = Path(__file__).resolve().parent.parent
SAMPLES = SOURCES / "host-api/samples"
EDITIONS = ("intacct", "sage200", "sage50")
JARS = [Path("/usr/share/java/jna.jar"), Path("/usr/share/java/gson.jar")]

PLUGIN_C = f"{BUILT}/plugin_c.so"
sys.path[:0] = [str(SAMPLES / "python"), str(SOURCES / "tests/support")]
import wms_plugin  # noqa: E402
from simulated_sage import SimulatedSage  # noqa: E402


class Clocked(wms_plugin.HostServices):
    """Time stands still until the test moves it."""

    now, trail_works = 1_780_000_000_000, True

    def now_ms(self):
        return self.now

    def audit(self, records):
        if not self.trail_works:
            raise OSError("the disk is full")


SEEDS = [
    {"locations": [{"id": "MAIN", "name": "Main"}], "taxCodes": [{"id": "STANDARD", "percent": "20"}]},
    {"items": [{"id": "MUG", "name": "Mug", "unitCode": "C62", "kind": "goods"}]},
    {"customers": [{"id": "HARBOUR", "name": "Harbour Cafe", "onHold": False, "countryCode": "GB"}]},
    {"stock": [{"item": "MUG", "location": "MAIN", "quantity": "1000"}]},
]


def fetch_koffi(folder):
    """The sample for Node.js beside what its package-lock.json names, fetched once; why not, if it cannot be."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "no node or no npm"
    shutil.copytree(SAMPLES / "nodejs", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    fetched = folder / "node_modules/.package-lock.json"
    if fetched.exists() and fetched.stat().st_mtime >= (SAMPLES / "nodejs/package-lock.json").stat().st_mtime:
        return None
    fetch = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder,
                           capture_output=True, text=True)
    return None if fetch.returncode == 0 else f"npm could not fetch koffi: {fetch.stderr.strip()[-200:]}"


def languages():
    """Each language's command, or why there is none."""
    node_folder = Path(BUILT) / "nodejs"
    java = shutil.which("java")
    jars = all(jar.exists() for jar in JARS)
    return {
        "c": ([C_PROGRAM], None if os.path.exists(C_PROGRAM) else "it was not built: libjansson-dev"),
        "c_of_version_1_0": ([FROZEN_HOST], None if os.path.exists(FROZEN_HOST) else "it was not built: libjansson-dev"),
        "cpp": ([CPP_PROGRAM], None if os.path.exists(CPP_PROGRAM) else "it was not built: nlohmann-json3-dev"),
        "python": ([sys.executable, str(SAMPLES / "python/sample_host.py")], None),
        "nodejs": (["node", str(node_folder / "sample_host.js")], fetch_koffi(node_folder)),
        "java": ([java, "-cp", ":".join([JAVA_CLASSES, *map(str, JARS)]), "SampleHost"],
                 None if java and jars and os.path.exists(JAVA_CLASSES) else "no java, or not libjna-java and libgoogle-gson-java"),
    }


def despatch(number, buyer="HARBOUR"):
    return {
        "schemaVersion": "1.0.0", "messageType": "despatchAdvice", "messageId": str(uuid.uuid5(uuid.NAMESPACE_URL, number)),
        "occurredAt": "2026-11-20T15:42:10+00:00", "environment": "test", "tenantId": "samples", "documentVersion": "1",
        "body": {
            "id": number, "issueDate": "2026-11-20", "orderReference": {"id": f"SO-{number}"},
            "buyerCustomerParty": {"id": buyer, "name": "Harbour Café"}, "shipFrom": {"locationId": "MAIN"}, "currencyId": "GBP",
            "lines": [{"id": "1", "orderLineReference": {"lineId": "1"}, "item": {"sellersItemId": "MUG"},
                       "deliveredQuantity": {"value": "2", "unitCode": "C62"},
                       "tax": {"categoryCode": "S", "taxCode": "STANDARD", "percent": "20"},
                       "price": {"unitAmount": {"amount": "4.50", "currencyId": "GBP"}}}],
            "finalDespatchIndicator": True,
        },
    }


class SampleHosts(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    @contextlib.contextmanager
    def sage(self, edition):
        folder = self.folder / f"sage-{edition}"
        folder.mkdir()
        with contextlib.closing(SimulatedSage(SIMULATOR, edition, folder, SEEDS)) as sage:
            yield sage

    def host(self, command, plugin, data, connection, documents):
        data.mkdir(exist_ok=True)
        files = []
        for index, document in enumerate(documents):
            file = data / f"document-{index}.json"
            file.write_text(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), encoding="utf-8")
            files.append(str(file))
        settings = data / "connection.json"
        settings.write_text(json.dumps(connection), encoding="utf-8")
        return subprocess.run([*command, plugin, str(data), str(settings), *files], capture_output=True, text=True, timeout=120)

    def plays(self, language, command):
        for edition in EDITIONS:
            plugin = f"{PLUGINS}/sage_{edition}.so"
            with self.subTest(language=language, edition=edition), self.sage(edition) as sage:
                self.plays_with(command, plugin, sage, self.folder / f"{language}-{edition}")

    def plays_with(self, command, plugin, sage, data):
        # The sample hosts keep secrets in memory: those of Sage 200 change whenever they are used, so each run has new ones.
        connection = sage.get("settings")
        told = self.host(command, plugin, data, connection, [despatch("DN-1"), despatch("DN-2")])
        self.assertEqual(told.returncode, 0, told.stderr + told.stdout)
        events = [json.loads(line) for line in told.stdout.splitlines()]
        posted = {event["documentId"] for event in events if event.get("state") == "posted" and "eventType" in event}
        self.assertEqual(posted, {"DN-1", "DN-2"})
        self.assertEqual(len(sage.get("documents")["documents"]), 2)
        records = (data / "audit.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertLessEqual(2, sum(json.loads(record)["action"] == "send" for record in records))
        # Once more: the plugin has them, and Sage gets nothing.
        connection = sage.get("settings")
        again = self.host(command, plugin, data, connection, [despatch("DN-1")])
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertTrue(json.loads(again.stdout.splitlines()[0])["duplicate"])
        self.assertEqual(len(sage.get("documents")["documents"]), 2)
        # What cannot be posted waits for a person, who is told why.
        connection = sage.get("settings")
        held = self.host(command, plugin, data, connection, [despatch("DN-3", buyer="NOBODY")])
        self.assertEqual(held.returncode, 1, held.stderr)
        self.assertIn("NOBODY", held.stderr)
        # A document that cannot be one is refused with a code.
        wrong = copy.deepcopy(despatch("DN-4"))
        wrong["body"]["lines"][0]["deliveredQuantity"]["value"] = 2
        refused = self.host(command, plugin, data, connection, [wrong])
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertRegex(refused.stderr, r"document\.[a-z_.]+")
        # Settings that are none, a secret that is missing, a plugin that is not there: no run, and said so.
        broken = self.host(command, plugin, self.folder / f"{data.name}-broken", {**connection, "settings": {"nonsense": 1}}, [despatch("DN-5")])
        self.assertEqual(broken.returncode, 2)
        self.assertIn("nonsense", broken.stderr)
        poor = self.host(command, plugin, self.folder / f"{data.name}-poor", {**connection, "secrets": {}}, [despatch("DN-6")])
        self.assertEqual(poor.returncode, 2, poor.stdout + poor.stderr)
        absent = self.host(command, f"{PLUGINS}/absent.so", data, connection, [despatch("DN-7")])
        self.assertEqual(absent.returncode, 2)
        self.assertIn("absent.so", absent.stderr)


    def ledger(self):
        """A folder as the sample plugin in C takes it for an accounting system."""
        folder = self.folder / "ledger"
        folder.mkdir(exist_ok=True)
        (folder / "customers.txt").write_text("CAFE\nHARBOUR\n", encoding="utf-8")
        return folder, {"settings": {"ledgerFolder": str(folder)}, "secrets": {}}

    @unittest.skipUnless(os.path.exists(PLUGIN_C), "it was not built: libjansson-dev")
    def test_the_plugin_in_c_is_loaded_by_each_language(self):
        for language, (command, reason) in languages().items():
            with self.subTest(language=language):
                if reason:
                    self.skipTest(reason)
                folder, connection = self.ledger()
                documents = [despatch(f"{language}-1"), despatch(f"{language}-2", buyer="NOBODY")]
                told = self.host(command, PLUGIN_C, self.folder / f"c-{language}", connection, documents)
                self.assertEqual(told.returncode, 1, told.stderr + told.stdout)
                self.assertIn("customers.txt", told.stderr)
                self.assertEqual((folder / f"samples,{language}-1,1.txt").read_text(encoding="utf-8"),
                                 f"despatch {language}-1 of 2026-11-20\nfor HARBOUR\n2 C62 MUG at 4.50 GBP\n")
                self.assertFalse((folder / f"samples,{language}-2,1.txt").exists())
                again = self.host(command, PLUGIN_C, self.folder / f"c-{language}", connection, documents[:1])
                self.assertTrue(json.loads(again.stdout.splitlines()[0])["duplicate"], again.stderr)

    def plugin_c(self, services, connection):
        services_folder = self.folder / "plugin_c"
        services_folder.mkdir(exist_ok=True)
        instance = wms_plugin.Plugin(PLUGIN_C).create("sample", connection["settings"], str(services_folder), services)
        self.addCleanup(instance.destroy)
        return instance

    @unittest.skipUnless(os.path.exists(PLUGIN_C), "it was not built: libjansson-dev")
    def test_the_plugin_in_c_goes_on_when_the_cause_is_gone(self):
        folder, connection = self.ledger()
        services = Clocked()
        instance = self.plugin_c(services, connection)
        instance.submit(despatch("DN-1", buyer="LATER"))
        instance.connect()
        self.assertIsNone(instance.work())
        event = instance.next_event()
        self.assertEqual((event["state"], event["error"]["code"]), ("held", "ledger.unknown_customer"))
        self.assertEqual(instance.next_event(), event)
        instance.acknowledge(event)
        self.assertLess(services.now, instance.work())
        with open(folder / "customers.txt", "a", encoding="utf-8") as customers:
            customers.write("LATER\n")
        services.now += 60_000
        self.assertIsNone(instance.work())
        self.assertEqual(instance.next_event()["state"], "posted")

    @unittest.skipUnless(os.path.exists(PLUGIN_C), "it was not built: libjansson-dev")
    def test_the_plugin_in_c_writes_nothing_that_is_not_announced_and_finds_what_is_there(self):
        folder, connection = self.ledger()
        services = Clocked()
        instance = self.plugin_c(services, connection)
        instance.submit(despatch("DN-1"))
        instance.connect()
        services.trail_works = False
        instance.work()
        self.assertEqual([file.name for file in folder.iterdir()], ["customers.txt"])
        services.trail_works = True
        services.now += 60_000
        instance.work()
        written = folder / "samples,DN-1,1.txt"
        text, inode = written.read_text(encoding="utf-8"), written.stat().st_ino
        instance.destroy()
        # As if the run had ended between writing and noting it: the attempt alone is on disk.
        record = self.folder / "plugin_c/0000000001.json"
        kept = json.loads(record.read_text(encoding="utf-8"))
        record.write_text(json.dumps({**kept, "state": "sending", "event": 0}), encoding="utf-8")
        instance = self.plugin_c(services, connection)
        instance.connect()
        instance.work()
        self.assertEqual(instance.next_event()["state"], "posted")
        self.assertEqual((written.read_text(encoding="utf-8"), written.stat().st_ino), (text, inode))
        # Somebody else's file of that name stays, and a person is asked.
        (folder / "samples,DN-2,1.txt").write_text("mine\n", encoding="utf-8")
        instance.acknowledge(instance.next_event())
        instance.submit(despatch("DN-2"))
        instance.work()
        self.assertEqual(instance.next_event()["error"]["code"], "ledger.other_content")
        self.assertEqual((folder / "samples,DN-2,1.txt").read_text(encoding="utf-8"), "mine\n")


def add(language, command, reason):
    def test(self):
        if reason:
            self.skipTest(reason)
        self.plays(language, command)
    setattr(SampleHosts, f"test_{language}", test)


for name, (words, why_not) in languages().items():
    add(name, words, why_not)

if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
