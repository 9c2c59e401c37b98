#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The pages are true: each command that a page shows is run and its output compared; the site is built, and every link
in it leads somewhere.

    site_test.py BUILD [--update] [--tree PREFIX] [unittest's own words]

BUILD is a build folder, from which the packages' files are installed into a temporary one; PREFIX is such a tree that
is there already. --update writes the output of now into the pages; look at the difference before it is kept. Without
the packages of the group "docs" it ends with 77, and says which are missing.
"""

import contextlib
import html
import importlib.machinery
import importlib.util
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

BUILD = Path(sys.argv.pop(1)).resolve()
UPDATE = "--update" in sys.argv
TREE = Path(sys.argv.pop(sys.argv.index("--tree") + 1)).resolve() if "--tree" in sys.argv else None
WORDS = [word for word in sys.argv[1:] if word not in ("--update", "--tree")]
ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "packaging/site"
sys.dont_write_bytecode = True
sys.path.insert(0, str(SITE))

MISSING = [program for program in ("doxygen", "curl", "sqlite3", "openssl") if not shutil.which(program)]
if MISSING:
    print(f"skipped: no {', no '.join(MISSING)} on this machine: packaging/install-packages docs")
    sys.exit(77)

import errors_page  # noqa: E402
import header_filter  # noqa: E402
import links  # noqa: E402
import markdown  # noqa: E402
import settings_tables  # noqa: E402
import shown  # noqa: E402
import states  # noqa: E402


class Postgres:
    """A server of the test's own on a free port of this machine; its certificate is for localhost."""

    def __init__(self, folder):
        self.owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.folder = folder
        folder.mkdir()
        if self.owner:
            shutil.chown(folder, self.owner.pw_uid)
        (folder / "password").write_text("owner")
        self.run([self.programs / "initdb", "-D", folder / "data", "-U", "owner", "-A", "scram-sha-256", "-E", "UTF8",
                  "--pwfile", folder / "password"])
        self.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                  "subjectAltName=DNS:localhost", "-keyout", folder / "data/key.pem", "-out", folder / "data/cert.pem"])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        shutil.copy(folder / "data/cert.pem", folder / "authority.pem")
        self.server = subprocess.Popen(
            [self.programs / "postgres", "-D", folder / "data", "-p", str(self.port), "-k", folder, "-c",
             "listen_addresses=127.0.0.1", "-c", "ssl=on", "-c", "ssl_cert_file=cert.pem", "-c", "ssl_key_file=key.pem"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **self.as_owner())
        said = []
        for line in self.server.stderr:
            said.append(line)
            if "ready to accept connections" in line:
                break
        else:
            raise RuntimeError("PostgreSQL did not start: " + "".join(said[-5:]))

    def as_owner(self):
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid} if self.owner else {}

    def run(self, command):
        subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **self.as_owner())

    def environment(self):
        return {"PGHOST": "localhost", "PGPORT": str(self.port), "PGUSER": "owner", "PGPASSWORD": "owner",
                "PGDATABASE": "postgres", "PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(self.folder / "authority.pem")}

    def close(self):
        self.server.terminate()
        self.server.stderr.close()
        self.server.wait()


class Shown(unittest.TestCase):
    """A test for each page with marked blocks, made below. Each is followed as it stands, from an installed tree."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.tree = TREE or cls.install(Path(cls.enterClassContext(tempfile.TemporaryDirectory())))

    @staticmethod
    def install(folder):
        editions = [f"sage_{file.parent.name}" for file in ROOT.glob("plugins/*/manifest.json")]
        for component in ["wms_host_api", "mock_host", *editions]:
            subprocess.run(["cmake", "--install", BUILD, "--component", component, "--prefix", folder], check=True,
                           capture_output=True, text=True)
        return folder

    def needed(self, text, folder):
        """What the page says it needs is there, and what that adds to places and environment."""
        words = [word for mark in re.findall(r"<!-- needs ([^>]*) -->", text) for word in mark.split()]
        for word in words:
            if word == "postgresql" and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
                self.skipTest("no PostgreSQL server on this machine: packaging/install-packages test")
            elif word != "postgresql" and not (os.path.exists(word) if "/" in word else shutil.which(word)):
                self.skipTest(f"no {word} on this machine: packaging/install-packages sample docs")
        if "postgresql" not in words:
            return {}, {}
        server = self.enterContext(contextlib.closing(Postgres(folder / "server")))
        return {"/etc/ssl/db-ca.pem": str(server.folder / "authority.pem"), "db.example.com": "localhost",
                "5432": str(server.port)}, server.environment()

    def play(self, file):
        text = file.read_text(encoding="utf-8")
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        home = folder / "home"
        home.mkdir()
        places, environment = self.needed(text, folder)
        installed = {f"/usr/{part}": str(self.tree / part) for part in ("lib/wms-plugins", "share/wms-host-api",
                                                                       "share/doc/wms-host-api", "share/sage-connector")}
        environment["PKG_CONFIG_PATH"] = str(self.tree / "share/pkgconfig")
        began = time.monotonic()
        with contextlib.closing(shown.Session(home, self.tree / "bin", {**places, **installed, "/srv/wms": str(home)},
                                              environment)) as session:
            now, wrong = shown.play(text, session)
        print(f"{file.stem}: followed in {time.monotonic() - began:.0f} s", flush=True)
        if UPDATE and now != text:
            file.write_text(now, encoding="utf-8")
        elif wrong:
            self.fail(f"{file.relative_to(ROOT)} shows something else. tests/site_test.py BUILD --update writes what is now.\n"
                      + "\n\n".join(wrong))


def add(file):
    def test(self):
        self.play(file)
    setattr(Shown, f"test_{file.stem}", test)


for page in sorted([*SITE.glob("pages/*.md"), ROOT / "packaging/INSTALL.md", ROOT / "packaging/OPERATIONS.md"]):
    if "<!-- run" in page.read_text(encoding="utf-8"):
        add(page)


def site_builder():
    """packaging/site/build as a module."""
    loader = importlib.machinery.SourceFileLoader("site_build", str(SITE / "build"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("site_build", loader))
    loader.exec_module(module)
    return module


class Site(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory())) / "site"
        cls.wrong = site_builder().build(cls.folder)

    def test_is_made_without_a_warning_and_every_link_leads_somewhere(self):
        self.assertEqual(self.wrong, [])

    def test_error_catalogue_has_every_code(self):
        page = (self.folder / "errors.html").read_text(encoding="utf-8")
        for file in [ROOT / "packaging/ERRORS.md", *ROOT.glob("plugins/*/ERRORS.md")]:
            for code in re.findall(r"^### (\S+)$", file.read_text(encoding="utf-8"), re.M):
                self.assertIn(f'<tr id="{code}">', page)

    def test_settings_tables_have_every_setting(self):
        def names(node):
            for name, below in node.get("properties", {}).items():
                yield name
                yield from names(below)
        for file in ROOT.glob("plugins/*/manifest.json"):
            page = (self.folder / f"settings_{file.parent.name}.html").read_text(encoding="utf-8")
            for name in names(json.loads(file.read_text(encoding="utf-8"))["config_schema"]):
                self.assertIn(f"/{name}</code>", page)

    def test_sample_code_is_that_of_the_sources(self):
        page = re.sub(r"<[^>]+>", "", (self.folder / "host_in_python.html").read_text(encoding="utf-8"))
        for line in (ROOT / "host-api/samples/python/sample_host.py").read_text(encoding="utf-8").splitlines():
            self.assertIn(line.strip(), html.unescape(page))

    def test_a_reference_to_nothing_is_a_warning(self):
        with tempfile.TemporaryDirectory() as scratch:
            pages = Path(scratch) / "pages"
            pages.mkdir()
            (pages / "index.md").write_text("# One\n\nSee @ref nowhere_at_all.\n")
            self.assertTrue(any("nowhere_at_all" in line for line in site_builder().doxygen(pages, Path(scratch) / "site")))


class Parts(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_links_that_lead_nowhere_and_what_comes_from_elsewhere_are_told(self):
        (self.folder / "a.html").write_text('<a href="b.html#there">1</a><a href="b.html#gone">2</a><a href="c.html">3</a>'
                                            '<a href="https://example.com/">4</a><script src="https://example.com/x.js"></script>')
        (self.folder / "b.html").write_text('<p id="there"></p>')
        (self.folder / "s.css").write_text("p { background: url(//example.com/p.png) }")
        self.assertEqual(links.wrong(self.folder), ["a.html: b.html has no #gone", "a.html: https://example.com/x.js is fetched from elsewhere",
                                                    "a.html: there is no c.html", "s.css: //example.com/p.png is fetched from elsewhere"])

    def play(self, text):
        with contextlib.closing(shown.Session(self.folder, "/usr/bin", {"/opt/shown": "/tmp/real"})) as session:
            return shown.play(text, session)

    def test_another_output_and_another_exit_code_are_told_and_can_be_written(self):
        page = "<!-- run -->\n```console\n$ echo one\none\n$ echo two\nthree\n```\n"
        now, wrong = self.play(page)
        self.assertEqual(len(wrong), 1)
        self.assertIn("-three\n+two", wrong[0])
        self.assertEqual(now, page.replace("three", "two"))
        self.assertEqual(self.play(now), (now, []))
        self.assertEqual(len(self.play("<!-- run -->\n```console\n$ false\n```\n")[1]), 1)
        self.assertEqual(self.play("<!-- run, exit 1 -->\n```console\n$ false\n```\n")[1], [])

    def test_what_changes_from_run_to_run_is_no_difference_and_a_dot_row_stands_for_any_lines(self):
        self.assertEqual(self.play("<!-- run -->\n```console\n$ echo at 2020-01-02T03:04:05Z localhost:99\nat "
                                   "2026-11-28T05:47:35.099Z localhost:43701\n$ seq 5\n1\n…\n5\n```\n")[1], [])
        self.assertEqual(len(self.play("<!-- run -->\n```console\n$ seq 5\n1\n…\n6\n```\n")[1]), 1)

    def test_a_command_goes_over_lines_and_places_are_exchanged_both_ways(self):
        text = "<!-- run -->\n```console\n$ cat <<END\n> /opt/shown\n> END\n/opt/shown\n$ [ /opt/shown = /tmp/real ]\n```\n"
        self.assertEqual(self.play(text), (text, []))

    def test_comments_of_a_header_are_read_where_they_stand(self):
        text = "/* SPDX-License-Identifier: Apache-2.0 */\n/* a.h - one.\n * two */\n/* ---- part ---- */\n/* Of <x>. */\nint f(void); /* behind */\n"
        filtered = header_filter.filtered(text)
        self.assertIn("@verbatim\na.h - one.\ntwo", filtered)
        self.assertIn("/* ---- part ---- */\n/** Of &lt;x&gt;. */\nint f(void); /**< behind */", filtered)

    def test_links_of_all_pages_lead_somewhere_in_the_sources_too(self):
        made = {"packaging/site/pages/editions.md", "packaging/site/pages/states.svg"}  # in the site alone
        listed = subprocess.run(["git", "-C", ROOT, "ls-files", "*.md"], capture_output=True, text=True).stdout.split()
        self.assertLess(20, len(listed))
        anchors, wrong = {}, []
        for file in listed:
            lines = (ROOT / file).read_text(encoding="utf-8").split("\n")
            fenced = [line for number, line in enumerate(lines) if sum(map(bool, map(markdown.FENCE.match, lines[:number]))) % 2 == 0]
            anchors[file] = {markdown.slug(match.group(2)) for match in map(markdown.HEADING.match, fenced) if match}
        for file in listed:
            text = re.sub(r"^```.*?^```", "", (ROOT / file).read_text(encoding="utf-8"), flags=re.S | re.M)
            for _, _, target in markdown.LINK.findall(re.sub(r"`[^`\n]*`(?!\])", "", text)):
                path, _, anchor = target.partition("#")
                there = os.path.normpath(os.path.join(os.path.dirname(file), path)) if path else file
                if not re.match(r"[a-z]+:", target) and there not in made and (
                        not (ROOT / there).exists() or anchor and there in anchors and anchor not in anchors[there]):
                    wrong.append(f"{file}: {target}")
        self.assertEqual(wrong, [])

    def test_text_of_a_page_is_no_command_of_doxygens(self):
        page = markdown.Page("p", "a/b.md", ROOT)
        done = page.converted("# T\n## A b!\nat @x and \\y <z> [l](../c.md#d) `e::f`\n```\n@x\n```", lambda path, at: f"{path}?{at}")
        self.assertEqual(done, "# T {#p}\n## A b! {#p_a-b}\nat \\@x and \\\\y &lt;z> "
                               "<a href=\"c.md?d\">l</a> <code>e\\::f</code>\n```\n@x\n```\n")

    def test_the_picture_of_states_has_every_edge_of_the_table(self):
        text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
        drawn = {number for numbers in states.edges(text).values() for number in numbers}
        self.assertEqual(drawn, {f"E{number}" for number in range(2, 21)} - {"E14", "E17"})  # these stay where they are
        self.assertEqual(states.picture(text).count("<line"), len(states.edges(text)))

    def test_entries_of_a_catalogue_and_rows_of_a_schema(self):
        self.assertEqual(errors_page.entries("## S\n\n### a.b\n\nit · error\n\nWhat.\n\nDo.\n"), [("S", "a.b", "it · error", ["What.", "Do."])])
        schema = {"properties": {"a": {"type": "object", "properties": {"b": {"enum": ["x", 1], "default": "x", "title": "B", "description": "d."}}}},
                  "required": ["a"]}
        self.assertEqual(list(settings_tables.rows(schema)), [("/a", "object", "needed", ""),
                                                              ("/a/b", '`"x"`, `1`', 'otherwise `"x"`', "**B**. d.")])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *WORDS], verbosity=2)
