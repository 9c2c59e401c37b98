# SPDX-License-Identifier: Apache-2.0
"""The plugin's side of the module: which libraries there are, what this host lends them, and the instances that are
open in this process. Nothing here knows Tryton's models.

An instance has its folder to itself, so one process works for a company: trytond-cron. It keeps the instance from one
call of the cron to the next, because connecting reads all of Sage's master data.
"""

import atexit
import contextlib
import fcntl
import json
import logging
import os
import stat
import threading
import time
from pathlib import Path

import wms_plugin

logger = logging.getLogger(__name__)
LEVELS = [logging.DEBUG, logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR]


class Secrets:
    """A file of this user alone, replaced as a whole. It is no table of the database: a secret has to be on disk when
    `put` returns, whatever becomes of Tryton's transaction, and a dump of the database is seen by many."""

    def __init__(self, folder):
        self.file = Path(folder) / "secrets.json"

    @contextlib.contextmanager
    def _locked(self):
        # The cron and the program that people use write here.
        with open(self.file.with_suffix(".lock"), "w", opener=_private) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else {}

    def get(self, name):
        with self._locked() as secrets:
            if name not in secrets:
                raise wms_plugin.SecretRefused(wms_plugin.AUTH)
            return secrets[name]["value"], secrets[name]["version"]

    def put(self, name, value, if_version=None):
        with self._locked() as secrets:
            version = secrets.get(name, {}).get("version", "")
            if if_version is not None and if_version != version:
                raise wms_plugin.SecretRefused(wms_plugin.CONFLICT)
            secrets[name] = {"value": value, "version": str(int(version or 0) + 1)}
            beside = self.file.with_suffix(".new")
            with open(beside, "w", encoding="utf-8", opener=_private) as file:
                json.dump(secrets, file)
                file.flush()
                os.fsync(file.fileno())
            beside.rename(self.file)
            folder = os.open(self.file.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)


def _private(path, flags):
    return os.open(path, flags, 0o600)


class Services(wms_plugin.HostServices):
    def __init__(self, folder):
        self.secrets = Secrets(folder)
        self.trail = os.open(Path(folder) / "audit.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def log(self, level, target, message, fields):
        logger.log(LEVELS[min(level, 4)], "%s: %s %s", target, message, fields)

    def now_ms(self):
        return time.time_ns() // 1_000_000

    def secret_get(self, name):
        return self.secrets.get(name)

    def secret_put(self, name, value, if_version):
        self.secrets.put(name, value, if_version)

    def audit(self, records):
        os.write(self.trail, records.encode() + b"\n")
        os.fsync(self.trail)


def installed(folder):
    """The plugins of a folder as (name of the library, name for people), without running any of them."""
    plugins = []
    for manifest in sorted(Path(folder).glob("*.json")):
        try:
            plugins.append((manifest.stem, json.loads(manifest.read_text(encoding="utf-8"))["name"]))
        except (OSError, ValueError, KeyError):
            logger.warning("%s is no manifest of a plugin", manifest)
    return plugins


def _refuse_what_others_may_write(library):
    for path in (library, library.with_suffix(".json"), library.parent):
        facts = path.stat()
        if facts.st_uid not in (0, os.geteuid()) or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise ValueError(f"{path}: belongs to user {facts.st_uid} with mode {stat.filemode(facts.st_mode)}; "
                             "it has to be root's or this user's own, and nobody else may write it.")


_libraries = {}  # a library is never unloaded: one Plugin for each file
_guard = threading.Lock()


def load(folder, name):
    library = (Path(folder) / f"{name}.so").resolve()
    with _guard:
        if library not in _libraries:
            _refuse_what_others_may_write(library)
            plugin = wms_plugin.Plugin(str(library))
            if plugin.manifest != json.loads(library.with_suffix(".json").read_text(encoding="utf-8")):
                raise ValueError(f"{library}: the manifest beside it is another one; install both from one package.")
            _libraries[library] = plugin
        return _libraries[library]


class Open:
    """A company's instance in this process."""

    def __init__(self, plugin, tenant, settings, folder):
        os.makedirs(Path(folder) / "outbox", mode=0o700, exist_ok=True)
        self.services = Services(folder)
        self.instance = plugin.create(tenant, settings, str(Path(folder) / "outbox"), self.services, "Tryton", "6.0")
        self.connected = False

    def connect(self, read_again=False):
        if self.connected and read_again:
            self.instance.stop()
            self.connected = False
        if not self.connected:
            self.instance.connect()
            self.connected = True

    def close(self):
        self.instance.destroy()
        os.close(self.services.trail)


_open = {}  # by company: what it was opened with, and Open


def opened(key, plugins, plugin, tenant, settings, folder):
    """The instance that is open already, or a new one, also where the settings are others by now."""
    told = (plugins, plugin, tenant, json.dumps(settings, sort_keys=True), folder)
    with _guard:
        before = _open.get(key)
        if before and before[0] == told:
            return before[1]
    close(key)
    instance = Open(load(plugins, plugin), tenant, settings, folder)
    with _guard:
        _open[key] = (told, instance)
    return instance


def close(key):
    with _guard:
        before = _open.pop(key, None)
    if before:
        before[1].close()


@atexit.register
def _close_all():
    for key in list(_open):
        close(key)
