# SPDX-License-Identifier: Apache-2.0
"""The C interface of wms_plugin.h for Python: one class for a library, one for an instance.

    plugin = Plugin("/opt/wms/plugins/sage_intacct.so")
    with plugin.create("tenant-1", settings, "/var/lib/wms/tenant-1", HostServices(...)) as instance:
        instance.submit(document)

A call that fails raises PluginError, with code, message and detail. Texts are str, JSON is dict.
Nothing here keeps a thread; whatever the header says of threads is the caller's to keep.
Python's standard library is enough.
"""

import ctypes
import json
import os
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int32, c_int64, c_size_t
from ctypes import c_uint32, c_void_p, cast, sizeof

OK, IDLE, DUPLICATE = 0, 1, 2
FAILURES = {
    16: "INVALID", 17: "STATE", 18: "UNSUPPORTED", 19: "NOT_ACCEPTED", 20: "BUSY", 21: "CANCELLED", 22: "DEADLINE",
    23: "CONFIG", 24: "AUTH", 25: "REMOTE", 26: "CONFLICT", 27: "STORAGE", 28: "INTERNAL",
}
AUTH, CONFLICT, STORAGE = 24, 26, 27
NEVER = 2**63 - 1  # a due time: only after wake
RTLD_NODELETE = 0x1000


class Text(Structure):  # wms_str
    _fields_ = [("ptr", c_void_p), ("len", c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.ptr, self.len).decode() if self.len else ""


class Json(Structure):  # wms_doc
    pass


class Failure(Structure):  # wms_error
    pass


class Operation(Structure):  # wms_op
    pass


class HostTable(Structure):  # wms_host
    pass


class CreateArguments(Structure):  # wms_create_args
    _fields_ = [
        ("struct_size", c_uint32), ("flags", c_uint32), ("instance_id", Text), ("config", Text), ("data_dir", Text),
        ("host", POINTER(HostTable)),
    ]


class PluginTable(Structure):  # wms_plugin
    pass


J, F, O, H = POINTER(Json), POINTER(Failure), POINTER(Operation), POINTER(HostTable)
Json._fields_ = [
    ("struct_size", c_uint32), ("flags", c_uint32), ("json", Text), ("release", CFUNCTYPE(None, J)), ("owner", c_void_p),
]
Failure._fields_ = [
    ("struct_size", c_uint32), ("status", c_int32), ("retry_after_ms", c_uint32), ("flags", c_uint32), ("code", Text),
    ("message", Text), ("detail", Text), ("release", CFUNCTYPE(None, F)), ("owner", c_void_p),
]
IsCancelled, Progress = CFUNCTYPE(c_int32, O), CFUNCTYPE(None, O, c_uint32, Text)
Operation._fields_ = [
    ("struct_size", c_uint32), ("flags", c_uint32), ("deadline_ms", c_int64), ("host_data", c_void_p),
    ("is_cancelled", IsCancelled), ("progress", Progress),
]
HostTable._fields_ = [
    ("struct_size", c_uint32), ("abi_minor", c_uint32), ("host_data", c_void_p), ("product", Text), ("version", Text),
    ("log", CFUNCTYPE(None, H, c_int32, Text, Text, Text)),
    ("now_ms", CFUNCTYPE(c_int64, H)),
    ("wake", CFUNCTYPE(None, H)),
    ("secret_get", CFUNCTYPE(c_int32, H, Text, J, F)),
    ("secret_put", CFUNCTYPE(c_int32, H, Text, Text, Text, F)),
    ("audit", CFUNCTYPE(c_int32, H, Text, F)),
    ("get_extension", CFUNCTYPE(c_void_p, H, Text)),
]
PluginTable._fields_ = [
    ("struct_size", c_uint32), ("abi_minor", c_uint32), ("min_host_minor", c_uint32), ("flags", c_uint32),
    ("id", Text), ("version", Text), ("manifest", Text),
    ("create", CFUNCTYPE(c_int32, POINTER(CreateArguments), POINTER(c_void_p), F)),
    ("destroy", CFUNCTYPE(None, c_void_p)),
    ("interrupt", CFUNCTYPE(None, c_void_p)),
    ("check", CFUNCTYPE(c_int32, c_void_p, O, J, F)),
    ("connect", CFUNCTYPE(c_int32, c_void_p, O, F)),
    ("stop", CFUNCTYPE(c_int32, c_void_p, O, F)),
    ("submit", CFUNCTYPE(c_int32, c_void_p, Text, J, F)),
    ("work", CFUNCTYPE(c_int32, c_void_p, O, POINTER(c_int64), F)),
    ("next_event", CFUNCTYPE(c_int32, c_void_p, J, F)),
    ("ack_event", CFUNCTYPE(c_int32, c_void_p, Text, F)),
    ("query", CFUNCTYPE(c_int32, c_void_p, O, Text, J, F)),
    ("get_extension", CFUNCTYPE(c_void_p, Text)),
]


class PluginError(Exception):
    """Why a call failed: `status` (a word of FAILURES), `code` for programs, the message for people."""

    def __init__(self, failure, status):
        self.status = FAILURES.get(status, "INTERNAL")
        self.code = str(failure.code)
        self.retry_after_ms = failure.retry_after_ms
        self.detail = json.loads(str(failure.detail) or "{}")
        super().__init__(str(failure.message) or self.status)
        if failure.release:
            failure.release(byref(failure))


class SecretRefused(Exception):
    """Raised by a HostServices that does not give or keep a secret; `status` is AUTH, CONFLICT …"""

    def __init__(self, status):
        super().__init__(FAILURES[status])
        self.status = status


class HostServices:
    """What a host lends to an instance. A real host overrides all but `log` and `wake`; each function
    is called from whatever thread called the plugin and must not call the plugin back."""

    def log(self, level, target, message, fields):
        print(f"{target}: {message} {fields}", file=sys.stderr)

    def now_ms(self):
        raise NotImplementedError

    def wake(self):
        """Somebody is wanted for work() and next_event()."""

    def secret_get(self, name):
        """Gives (value, version)."""
        raise SecretRefused(AUTH)

    def secret_put(self, name, value, if_version):
        """Durable when it returns."""
        raise SecretRefused(STORAGE)

    def audit(self, records):
        """Durable when it returns; an exception keeps the plugin from doing what they announce."""
        raise NotImplementedError


class TextKeeper:
    """Views are valid as long as the bytes they point to: kept here until the call is over."""

    def __init__(self):
        self.bytes = []

    def view(self, text):
        data = text.encode()
        self.bytes.append(data)
        return Text(cast(c_char_p(data), c_void_p), len(data))


class Services:
    """The table of functions that C calls. Lives as long as the instance: ctypes frees a callback
    that nobody holds, and the plugin would call into nothing."""

    def __init__(self, host, product, version):
        self.host = host
        self.texts = TextKeeper()
        self.lent = {}  # secrets that are not given back yet, by address
        self.release = Json._fields_[3][1](self._release)
        self.functions = [
            HostTable._fields_[index][1](function)
            for index, function in enumerate(
                (self._log, self._now_ms, self._wake, self._secret_get, self._secret_put, self._audit,
                 lambda host, name: None), start=5)
        ]
        self.table = HostTable(sizeof(HostTable), 0, None, self.texts.view(product), self.texts.view(version),
                               *self.functions)

    def _log(self, _, level, target, message, fields):
        self._quiet(self.host.log, level, str(target), str(message), str(fields))

    def _now_ms(self, _):
        return self.host.now_ms()

    def _wake(self, _):
        self._quiet(self.host.wake)

    def _secret_get(self, _, name, out, error):
        try:
            value, version = self.host.secret_get(str(name))
        except SecretRefused as refused:
            return refused.status
        except Exception:  # nothing may unwind into C
            return STORAGE
        text = json.dumps({"value": value, "version": version}).encode()
        buffer = ctypes.create_string_buffer(text, len(text))
        self.lent[ctypes.addressof(buffer)] = buffer
        out.contents.json = Text(ctypes.addressof(buffer), len(text))
        out.contents.owner = ctypes.addressof(buffer)
        out.contents.release = self.release
        return OK

    def _release(self, out):
        buffer = self.lent.pop(out.contents.owner, None)
        if buffer is not None:
            ctypes.memset(buffer, 0, len(buffer))
        out.contents.release = Json._fields_[3][1]()

    def _secret_put(self, _, name, value, if_version, error):
        try:
            self.host.secret_put(str(name), str(value), str(if_version))
        except SecretRefused as refused:
            return refused.status
        except Exception:
            return STORAGE
        return OK

    def _audit(self, _, records, error):
        try:
            self.host.audit(str(records))
        except Exception:
            return STORAGE
        return OK

    @staticmethod
    def _quiet(function, *arguments):
        try:
            function(*arguments)
        except Exception as exception:
            print(f"wms_plugin: {exception}", file=sys.stderr)


class Plugin:
    """A loaded library. It is never unloaded: keep one for each file."""

    def __init__(self, path):
        # README.md, "Loader rules", says what else a host checks: who may write these files.
        self.library = ctypes.CDLL(os.path.realpath(path), mode=os.RTLD_NOW | os.RTLD_LOCAL | RTLD_NODELETE)
        entry = self.library.wms_plugin_entry_v1
        entry.restype = POINTER(PluginTable)
        table = entry()
        if not table or table.contents.struct_size < sizeof(PluginTable) or table.contents.min_host_minor > 0:
            raise ValueError(f"{path}: not a plugin for a host of version 1.0")
        self.table = table.contents
        self.id = str(self.table.id)
        self.version = str(self.table.version)
        self.manifest = json.loads(str(self.table.manifest))

    def create(self, instance_id, settings, data_dir, host, product="sample host", version="1.0"):
        return Instance(self, instance_id, settings, data_dir, Services(host, product, version))


class Instance:
    """One tenant: a company of Sage, its settings and its folder."""

    def __init__(self, plugin, instance_id, settings, data_dir, services):
        self.plugin, self.services, self.handle = plugin, services, c_void_p()
        self.cancelled = False
        self.callbacks = (IsCancelled(lambda _: int(self.cancelled)), Progress(lambda *_: None))
        texts = TextKeeper()
        arguments = CreateArguments(sizeof(CreateArguments), 0, texts.view(instance_id), texts.view(json.dumps(settings)),
                                    texts.view(os.path.abspath(data_dir)), ctypes.pointer(services.table))
        self._call("create", byref(arguments), byref(self.handle))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.destroy()

    def _call(self, name, *arguments):
        failure = Failure(struct_size=sizeof(Failure))
        status = getattr(self.plugin.table, name)(*arguments, byref(failure))
        if status not in (OK, IDLE, DUPLICATE):
            raise PluginError(failure, status)
        return status

    def _operation(self, deadline_ms):
        return byref(Operation(sizeof(Operation), 0, deadline_ms, None, *self.callbacks))

    def _answer(self, out):
        text = str(out.json)
        if out.release:
            out.release(byref(out))
        return json.loads(text) if text else None

    def destroy(self):
        if self.handle:
            self.plugin.table.destroy(self.handle)
            self.handle = c_void_p()

    def interrupt(self):
        """From another thread: calls under way come back soon. `cancelled` says for how long."""
        self.cancelled = True
        self.plugin.table.interrupt(self.handle)

    def check(self, deadline_ms=0):
        out = Json(struct_size=sizeof(Json))
        self._call("check", self.handle, self._operation(deadline_ms), byref(out))
        return self._answer(out)

    def connect(self, deadline_ms=0):
        self._call("connect", self.handle, self._operation(deadline_ms))

    def stop(self, deadline_ms=0):
        self._call("stop", self.handle, self._operation(deadline_ms))

    def submit(self, document):
        """Gives the receipt; its `duplicate` says whether the plugin had the document already."""
        texts, out = TextKeeper(), Json(struct_size=sizeof(Json))
        text = document if isinstance(document, str) else json.dumps(document)
        self._call("submit", self.handle, texts.view(text), byref(out))
        return self._answer(out)

    def work(self, deadline_ms=0):
        """One unit of work. None: call again; otherwise not before that time on the host's clock."""
        due = c_int64(0)
        status = self._call("work", self.handle, self._operation(deadline_ms), byref(due))
        return None if status == OK else due.value

    def next_event(self):
        """The oldest event that is not acknowledged, or None."""
        out = Json(struct_size=sizeof(Json))
        return None if self._call("next_event", self.handle, byref(out)) == IDLE else self._answer(out)

    def acknowledge(self, event):
        texts = TextKeeper()
        self._call("ack_event", self.handle, texts.view(event["eventId"]))

    def query(self, request, deadline_ms=0):
        texts, out = TextKeeper(), Json(struct_size=sizeof(Json))
        self._call("query", self.handle, self._operation(deadline_ms), texts.view(json.dumps(request)), byref(out))
        return self._answer(out)
