#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plugins in a process of their own, loaded as any host loads them: each passes the validator, a despatch is posted, the
process is killed before and within each call, hangs, or loses its host; and what is installed wrongly says so.

    serve_plugin_test.py MOCK_HOST SIMULATOR PLUGIN_FOLDER
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import unittest
import uuid
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(SOURCES / "host-api/samples/python"), str(SOURCES / "tests/tryton")]
import wms_plugin  # noqa: E402
from sage import Sage  # noqa: E402

EDITIONS = ("intacct", "sage200", "sage50")
HOST_THAT_DIES = """
import os, signal, sys
sys.path[:0] = sys.argv[1].split(":")
import serve_plugin_test as test
services = test.Services({})
test.wms_plugin.Plugin(sys.argv[2]).create("t", test.json.loads(sys.argv[3]), sys.argv[4], services)
print(test.served_process(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def served_process():
    """The one process that serves a plugin to this one, or None."""
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            with contextlib.suppress(OSError):
                if b"serve-plugin" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                    return int(child)
    return None


class Services(wms_plugin.HostServices):
    """Time is the test's; `armed`: the process is killed when it asks for something the next time."""

    def __init__(self, secrets):
        self.secrets, self.now, self.armed, self.step, self.kills = secrets, 1_780_000_000_000, False, 0, 0

    def _asked(self):
        if self.armed:
            self.armed = False
            self.kills += 1
            os.kill(served_process(), signal.SIGKILL)

    def log(self, level, target, message, fields):
        self._asked()

    def now_ms(self):
        self._asked()
        self.now += self.step
        return self.now

    def secret_get(self, name):
        self._asked()
        return self.secrets[name], "1"

    def audit(self, records):
        self._asked()


def despatch(number):
    return {
        "schemaVersion": "1.0.0", "messageType": "despatchAdvice",
        "messageId": str(uuid.uuid5(uuid.NAMESPACE_URL, number)),
        "occurredAt": "2026-05-28T15:42:10+00:00", "environment": "test", "tenantId": "served",
        "body": {
            "id": number, "issueDate": "2026-05-28", "buyerCustomerParty": {"id": "HARBOUR"},
            "shipFrom": {"locationId": "WH"}, "currencyId": "GBP",
            "lines": [{"id": "1", "item": {"sellersItemId": "TEA"},
                       "deliveredQuantity": {"value": "2", "unitCode": "C62"},
                       "price": {"unitAmount": {"amount": "4.50", "currencyId": "GBP"}}}]}}


class Served(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.installed = {edition: cls.install(edition, cls.folder / "served") for edition in EDITIONS}

    @classmethod
    def install(cls, edition, folder):
        done = subprocess.run([MOCK_HOST, "serve-plugin", f"{PLUGINS}/sage_{edition}.so", "--install", str(folder)],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def sage(self):
        return self.enterContext(contextlib.closing(Sage(SIMULATOR, self.folder / f"sage-{self.id()}")))

    def instance(self, library, settings, services):
        folder = self.folder / f"data-{self.id()}"
        folder.mkdir(exist_ok=True)
        instance = wms_plugin.Plugin(library).create("tenant", settings, str(folder), services)
        self.addCleanup(instance.destroy)
        return instance

    def served(self):
        """An instance of the Intacct plugin with a simulated Sage."""
        sage = self.sage()
        given = sage.get("settings")
        services = Services(given["secrets"])
        settings = {**given["settings"], "warehouses": {"WH": {"warehouse": "WH", "location": "100"}}}
        return sage, services, self.instance(self.installed["intacct"], settings, services)

    def follow(self, instance, services, wanted):
        """Works until as many documents are posted."""
        posted = set()
        for _ in range(200):
            due = instance.work()
            while event := instance.next_event():
                if event.get("state") == "posted":
                    posted.add(event["documentId"])
                instance.acknowledge(event)
            if len(posted) >= wanted:
                return posted
            services.now = max(services.now, min(due or 0, services.now + 600_000))
        return posted

    def test_each_passes_the_validator(self):
        # The contract's checks are made of one: what is between host and plugin is the same for all.
        for edition, level in (("intacct", "3"), ("sage200", "1"), ("sage50", "1")):
            with self.subTest(edition=edition):
                told = subprocess.run([MOCK_HOST, "validate", self.installed[edition], "--level", level, "--jobs", "2",
                                       "--time-out", "500"], capture_output=True, text=True)
                self.assertEqual(told.returncode, 0, told.stdout[-6000:] + told.stderr[-2000:])
                self.assertRegex(told.stdout.splitlines()[-1], r" 0 failed")

    def test_a_despatch_is_posted_and_the_plugin_is_not_in_this_process(self):
        sage, services, instance = self.served()
        self.assertFalse(instance.submit(despatch("DN-1"))["duplicate"])
        instance.connect()
        self.assertEqual(self.follow(instance, services, 1), {"DN-1"})
        self.assertEqual(len(sage.documents_of("DN-1", "sale")), 1)
        self.assertNotIn(str(Path(PLUGINS).resolve()), Path("/proc/self/maps").read_text(encoding="utf-8"))
        child = served_process()
        self.assertIn(f"{PLUGINS}/sage_intacct.so", Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8"))
        instance.destroy()
        self.assertIsNone(served_process())

    def dies(self, what, call):
        """The call tells how the process ended, and works when it is made again."""
        with self.assertRaises(wms_plugin.PluginError, msg=what) as told:
            call()
        self.assertEqual((told.exception.status, told.exception.code), ("BUSY", "process.ended"), what)
        problem = told.exception.detail["problems"][0]
        self.assertIn("signal 9", problem["cause"], what)
        self.assertTrue(problem["fix"] and problem["owner"], what)
        return call()

    def test_it_is_killed_before_each_call(self):
        sage, services, instance = self.served()
        documents = {"next_event": "DN-2", "acknowledge": "DN-3"}
        calls = [
            ("submit", lambda: instance.submit(despatch("DN-1"))), ("check", instance.check),
            ("connect", instance.connect), ("work", instance.work),
            ("query", lambda: instance.query({"query": "status"})), ("next_event", instance.next_event),
            ("acknowledge", lambda: instance.acknowledge({"eventId": "1"})),
        ]
        for what, call in calls:
            if what in documents:
                instance.submit(despatch(documents[what]))
            os.kill(served_process(), signal.SIGKILL)
            self.dies(what, call)
        self.assertEqual(self.follow(instance, services, 3), {"DN-1", "DN-2", "DN-3"})
        for number in ("DN-1", "DN-2", "DN-3"):
            self.assertEqual(len(sage.documents_of(number, "sale")), 1)
        os.kill(served_process(), signal.SIGKILL)
        instance.stop()  # what is gone is stopped
        with self.assertRaisesRegex(wms_plugin.PluginError, "not legal in this state"):
            instance.work()

    def test_it_is_killed_within_calls(self):
        sage, services, instance = self.served()
        # As often as a call asks its host something: each time it dies one question later.
        for what, call in (("submit", lambda: instance.submit(despatch("DN-1"))), ("connect", instance.connect)):
            services.armed = True
            self.dies(what, call)
        services.armed = True
        self.dies("work", instance.work)
        for question in range(1, 25):
            services.armed, asked = False, iter(range(question))
            services._asked = lambda asked=asked: next(asked, None) is None and self.kill_once(services)
            services.kills = 0
            with contextlib.suppress(wms_plugin.PluginError):
                instance.work()
            if not services.kills:
                break
        del services._asked
        self.follow(instance, services, 1)
        self.assertEqual(len(sage.documents_of("DN-1", "sale")), 1)

    @staticmethod
    def kill_once(services):
        if not services.kills and served_process():
            services.kills = 1
            os.kill(served_process(), signal.SIGKILL)

    @staticmethod
    def resume(child):
        """Of a failed test: time stands still then, and its instance would wait for it for ever."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGCONT)

    def test_one_that_hangs_is_ended(self):
        _, services, instance = self.served()
        for what, call, status in (
                ("submit", lambda: instance.submit(despatch("DN-1")), "DEADLINE"),
                ("query", lambda: instance.query({"query": "status"}, services.now + 1000), "DEADLINE")):
            child = served_process()
            os.kill(child, signal.SIGSTOP)
            # It stops when it is told so, not at once: before that it may still answer.
            os.waitid(os.P_PID, child, os.WSTOPPED | os.WNOWAIT)
            self.addCleanup(self.resume, child)
            services.step = 20_000
            with self.assertRaises(wms_plugin.PluginError, msg=what) as told:
                call()
            services.step = 0
            self.assertEqual((told.exception.status, told.exception.code), (status, "process.ended"))
            self.assertIn("did not answer in time", str(told.exception))
            self.assertFalse(Path(f"/proc/{child}").exists())
            call()

    def test_it_does_not_outlive_its_host(self):
        settings = {"companyId": "c", "userId": "u"}
        folder = self.folder / "orphan"
        folder.mkdir()
        told = subprocess.run(
            [sys.executable, "-c", HOST_THAT_DIES, f"{SOURCES / 'tests'}", self.installed["intacct"],
             json.dumps(settings), str(folder)], capture_output=True, text=True)
        self.assertEqual(told.returncode, -signal.SIGKILL, told.stderr)
        with contextlib.suppress(ProcessLookupError):
            process = os.pidfd_open(int(told.stdout))
            self.assertTrue(select.select([process], [], [], 60)[0], "it lives on")
            os.close(process)
        # Its folder is free: another host goes on.
        wms_plugin.Plugin(self.installed["intacct"]).create("t", settings, str(folder), Services({})).destroy()

    def test_what_the_plugin_refuses_is_refused_in_its_words(self):
        _, services, instance = self.served()
        with self.assertRaises(wms_plugin.PluginError) as told:
            instance.submit({**despatch("DN-1"), "messageType": "nonsense"})
        self.assertRegex(told.exception.code, r"^document\.|^submit\.")
        with self.assertRaises(wms_plugin.PluginError) as told:
            self.instance(self.installed["intacct"], {"companyId": "c", "userId": "u"}, services)
        self.assertEqual((told.exception.status, told.exception.code), ("BUSY", "outbox.in_use"))

    def test_what_is_installed_wrongly_says_so(self):
        library = self.install("intacct", self.folder / "wrong")
        settings = {"companyId": "c", "userId": "u"}
        process, manifest = Path(library).with_suffix(".process"), Path(library).with_suffix(".json")
        good = process.read_text(encoding="utf-8")
        for program, cause in (("/no/such/program", "cannot be started"), ("/bin/false", "does not serve")):
            process.write_text(good.replace(MOCK_HOST, program), encoding="utf-8")
            told = self.told_by_another_process(library, settings)
            self.assertIn("CONFIG process.not_started", told)
            self.assertIn(cause, told)
        process.write_text(good, encoding="utf-8")
        manifest.write_text(manifest.read_text(encoding="utf-8").replace('"vendor"', '"seller"'), encoding="utf-8")
        self.assertIn("CONFIG process.other_plugin", self.told_by_another_process(library, settings))
        process.unlink()
        self.assertNotIn("made", self.told_by_another_process(library, settings))

    def told_by_another_process(self, library, settings):
        """A library is read once in a process."""
        code = ("import sys, json, tempfile\nsys.path[:0] = [sys.argv[1]]\nimport serve_plugin_test as test\n"
                "try:\n  test.wms_plugin.Plugin(sys.argv[2]).create('t', json.loads(sys.argv[3]), tempfile.mkdtemp(),"
                " test.Services({}))\n  print('made')\n"
                "except test.wms_plugin.PluginError as error:\n  print(error.status, error.code, error)\n")
        return subprocess.run([sys.executable, "-c", code, str(SOURCES / "tests"), library, json.dumps(settings)],
                              capture_output=True, text=True, env={**os.environ, "TMPDIR": str(self.folder)}).stdout

    def test_the_command_by_hand(self):
        plugin = f"{PLUGINS}/sage_intacct.so"
        alone = subprocess.run([MOCK_HOST, "serve-plugin", plugin], capture_output=True, text=True)
        self.assertEqual(alone.returncode, 2)
        self.assertIn("--install", alone.stderr)
        onto_itself = subprocess.run([MOCK_HOST, "serve-plugin", plugin, "--install", PLUGINS],
                                     capture_output=True, text=True)
        self.assertEqual(onto_itself.returncode, 2)
        self.assertIn("the one that the plugin is in", onto_itself.stderr)
        none = subprocess.run([MOCK_HOST, "serve-plugin", "/etc/passwd"], capture_output=True, text=True)
        self.assertEqual(none.returncode, 2)


if __name__ == "__main__":
    MOCK_HOST, SIMULATOR, PLUGINS = sys.argv[1:4]
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
