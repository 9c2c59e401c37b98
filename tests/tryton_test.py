#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tryton itself with the module of host-api/samples/tryton, the Intacct plugin and a simulated Sage: people sell, ship and
take back, programs are killed where it hurts, and each shipment is in Sage once.

    tryton_test.py SIMULATOR PLUGIN_FOLDER CACHE_FOLDER

Without Tryton it is skipped with the reason. CACHE_FOLDER keeps a database that takes half a minute to make.
"""

import contextlib
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
sys.path.insert(0, str(Path(__file__).resolve().parent / "tryton"))
MODULES = ("sale", "stock_lot", "stock_package_shipping", "edocument_unece")
TEXTS = [
    {"text": "Tracking: {shipment.consignments.trackingId}", "to": ["notes"], "documents": ["despatchAdvice"]},
    {"text": "Lots: {lines.lots.lotNumber}", "level": "line", "to": ["memo"]},
]


def missing():
    """Why there is nothing to test, or None."""
    try:
        import proteus  # noqa: F401
        import trytond
    except ImportError as error:
        return str(error)
    absent = [name for name in MODULES if not (Path(trytond.__file__).parent / "modules" / name).is_dir()]
    return f"Tryton lacks {', '.join(absent)}" if absent else None


if __name__ == "__main__" and missing():
    print(f"skipped: {missing()}; packaging/install-packages tryton")
    sys.exit(77)

import shop  # noqa: E402
from proteus import Model, Wizard, config  # noqa: E402
from sage import Sage  # noqa: E402

sys.path[:0] = [str(shop.SAMPLES / "tryton"), str(shop.SAMPLES / "python")]


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def go_ahead(seconds):
    before = time.time_ns
    time.time_ns = lambda: before() + seconds * 1_000_000_000


def act(what, configuration, database, number, ahead):
    """A program of Tryton in a process of its own, killed at the moment `what`."""
    import wms_plugin

    go_ahead(int(ahead))

    def killed_after(owner, name):
        function = getattr(owner, name)
        setattr(owner, name, lambda *arguments: (function(*arguments), die()))

    def killed_before(owner, name):
        setattr(owner, name, lambda *arguments: die())

    if what == "submit":
        killed_after(wms_plugin.Instance, "submit")
    elif what == "work":
        killed_after(wms_plugin.Instance, "work")
    elif what == "acknowledge":
        killed_before(wms_plugin.Instance, "acknowledge")
    elif what.startswith("done"):
        config.set_trytond(database, config_file=configuration)
        shipment, = Model.get("stock.shipment.out").find([("number", "=", number)])
        from trytond.transaction import Transaction
        (killed_after if what == "done and committed" else killed_before)(Transaction, "commit")
        shipment.click("done")
        return
    sys.argv = ["trytond-cron", "-c", configuration, "-d", database, "--once"]
    runpy.run_path(shutil.which("trytond-cron"), run_name="__main__")


def str_of(record):
    return f"{record.__class__.__name__},{record.id}"


class Tryton(unittest.TestCase):
    """One company, one simulated Sage; each test has shipments of its own."""

    ahead = 0

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        shutil.copy(shop.template(Path(CACHE), PLUGINS), cls.folder / "shop.sqlite")
        cls.configuration = shop.write_configuration(cls.folder, PLUGINS)
        cls.sage = cls.enterClassContext(contextlib.closing(Sage(SIMULATOR, cls.folder / "simulated")))
        config.set_trytond("shop", config_file=str(cls.configuration))
        cls.connection = cls.connect()
        cls.cron, = Model.get("ir.cron").find([("method", "=", "sage_connector.connection|pump")])

    @classmethod
    def connect(cls):
        """What an administrator does once: a connection, and the secrets that Sage gave."""
        given = cls.sage.get("settings")
        settings = {**given["settings"], "texts": TEXTS,
                    "warehouses": {"WH": {"warehouse": "WH", "location": "100"}}}
        connection = Model.get("sage_connector.connection")(
            tenant="northwind", plugin="sage_intacct", settings=json.dumps(settings))
        connection.save()
        for name, value in given["secrets"].items():
            wizard = Wizard("sage_connector.set_secret", [connection])
            wizard.form.name, wizard.form.value = name, value
            wizard.execute("set_")
        return connection

    def pump(self):
        """As the cron does each minute; the outbox is closed afterwards, so each is a restart."""
        self.cron.click("run_once")
        self.connection.reload()

    def in_sage(self, shipment):
        effect = "credit" if shipment.__class__.__name__.endswith("return") else "sale"
        return self.sage.documents_of(shipment.number, effect)

    def posted_once(self, shipment):
        shipment.reload()
        self.assertEqual((shipment.sage_state, shipment.sage_error), ("Posted", None))
        document, = self.in_sage(shipment)
        self.assertEqual(shipment.sage_number, document["number"])
        return document

    def test_a_shipment_is_an_invoice_with_lots_and_tracking(self):
        shipment = shop.ship([("MUG", 5), ("TEA", 3)], [("L-1", 2), ("L-2", 3)], ["PKG-1", "PKG-2"], "PO-77")
        shipment.click("done")
        self.assertEqual(shipment.sage_state, "To be handed over")
        self.pump()
        self.assertIsNone(self.connection.problem)
        document = self.posted_once(shipment)
        self.assertEqual((document["type"], document["effect"], document["customer"]),
                         ("Sales Invoice", "sale", "HARBOUR"))
        # Goods, and the carriage of the sale.
        self.assertEqual(document["net"], "34.25")
        self.assertEqual(document["fields"]["notes"], "Tracking: PKG-1, PKG-2")
        self.assertEqual(document["fields"]["customerPONumber"], "PO-77")
        self.assertEqual(document["tracking"], "PKG-1,PKG-2")
        lines = {line["item"]: line for line in document["lines"]}
        self.assertEqual((lines["MUG"]["quantity"], lines["TEA"]["quantity"]), ("5", "3"))
        self.assertIn("Lots: L-1, L-2", lines["MUG"]["fields"]["memo"])
        self.assertEqual(json.loads(lines["MUG"]["fields"]["trackingDetail"]),
                         [{"quantity": "2", "lotNumber": "L-1"}, {"quantity": "3", "lotNumber": "L-2"}])

    def test_a_return_is_a_credit(self):
        sale = shop.sell([("MUG", 4)])
        shipment = shop.pack(shop.pick(sale, [("L-1", 4)]), ["PKG-3"])
        shipment.click("done")
        back = shop.take_back(sale, "L-1")
        self.pump()
        self.posted_once(shipment)
        credit = self.posted_once(back)
        self.assertEqual((credit["type"], credit["effect"], credit["net"]), ("Sales Return", "credit", "18.00"))
        document, = Model.get("sage_connector.document").find([("shipment", "=", str_of(back))])
        self.assertEqual(json.loads(document.content)["body"]["originalDespatchId"], shipment.number)

    def test_carriage_is_told_once_for_a_sale_in_two_shipments(self):
        sale = shop.sell([("TEA", 10)])
        first, = sale.shipments
        first.inventory_moves[0].quantity = 4
        first.save()
        shop.pack(shop.pick(sale), ["PKG-4"]).click("done")
        sale.reload()
        rest, = [shipment for shipment in sale.shipments if shipment.state != "done"]
        rest.click("assign_force")
        rest.click("pick")
        shop.pack(rest, ["PKG-5"]).click("done")
        self.pump()
        self.assertEqual(self.posted_once(first)["net"], "14.00")
        self.assertEqual(self.posted_once(rest)["net"], "13.50")

    def test_a_tracking_number_that_comes_late_reaches_sage(self):
        shipment = shop.ship([("TEA", 1)], tracking=["FIRST"])
        shipment.click("done")
        self.pump()
        package, = shipment.packages
        Model.get("stock.package").write([package.id], {"shipping_reference": "LATE"}, {})
        update, = Model.get("sage_connector.document").find(
            [("shipment", "=", str_of(shipment)), ("kind", "=", "trackingUpdate")])
        self.assertEqual(json.loads(update.content)["body"]["shipment"]["consignments"], [{"trackingId": "LATE"}])
        self.pump()
        update.reload()
        self.assertEqual(update.state, "posted")
        self.posted_once(shipment)

    def later(self, seconds):
        """The plugin's time is its host's. It goes on from there: no clock goes back."""
        Tryton.ahead += seconds
        go_ahead(seconds)

    def test_a_reply_that_is_lost_makes_no_second_document(self):
        shipment = shop.ship([("TEA", 2)])
        shipment.click("done")
        self.sage.post("faults", {"faults": [{
            "id": "lost", "method": "POST", "targetContains": "document::", "times": 1, "action": "drop_reply"}]})
        self.pump()
        shipment.reload()
        self.assertEqual((shipment.sage_state, len(self.in_sage(shipment))), ("Queued", 1))
        self.later(600)
        self.pump()
        self.assertEqual(self.sage.get("counters")["faults"]["lost"], 1)
        self.posted_once(shipment)

    def test_what_sage_does_not_know_waits_with_a_fix_and_goes_on(self):
        shipment = shop.ship([("GHOST", 1)])
        shipment.click("done")
        self.pump()
        shipment.reload()
        self.assertEqual(shipment.sage_state, "Held")
        self.assertIn("GHOST", shipment.sage_error)
        self.assertTrue(shipment.sage_fix)
        self.assertEqual(self.in_sage(shipment), [])
        document, = shipment.sage_documents
        # Sending the same again is no way out, and says so.
        with self.assertRaisesRegex(Exception, "mended there"):
            document.click("send_corrected")
        self.sage.post("seed", {"items": [{"id": "GHOST", "name": "Lamp", "unitCode": "C62", "kind": "goods"}]})
        self.sage.post("seed", {"stock": [{"item": "GHOST", "location": "WH", "quantity": "5"}]})
        self.pump()
        self.posted_once(shipment)

    def test_what_tryton_lacks_is_mended_and_sent_again(self):
        shipment = shop.ship([("TEA", 1)])
        template = shop.one("product.product", code="TEA").template
        template.code = None
        template.save()
        shipment.click("done")
        self.assertEqual(shipment.state, "done")
        self.assertEqual((shipment.sage_state, shipment.sage_error),
                         ("Refused", "The product 'Tea' has no code."))
        template.code = "TEA"
        template.save()
        document, = shipment.sage_documents
        document.click("send_corrected")
        self.pump()
        self.posted_once(shipment)

    def set_up(self, settings):
        self.connection.settings = json.dumps(settings)
        self.connection.save()
        self.pump()

    def test_the_warehouse_goes_on_without_sage(self):
        settings = json.loads(self.connection.settings)
        self.addCleanup(self.set_up, settings)
        self.set_up({**settings, "companyId": 7})
        self.assertIn("Company id", self.connection.problem)
        with self.assertRaisesRegex(Exception, "no JSON object"):
            self.set_up([])
        shipment = shop.ship([("TEA", 1)])
        shipment.click("done")
        self.set_up({**settings, "address": "https://localhost:1"})
        shipment.reload()
        self.assertEqual((shipment.sage_state, self.in_sage(shipment)), ("Queued", []))
        self.later(600)
        self.set_up(settings)
        self.assertIsNone(self.connection.problem)
        self.posted_once(shipment)

    def program(self, what, shipment):
        ended = subprocess.run(
            [sys.executable, __file__, SIMULATOR, PLUGINS, CACHE, "--act", what, str(self.configuration), "shop",
             shipment.number, str(self.ahead)], env=shop.environment(self.folder), capture_output=True, text=True)
        shipment.reload()
        return ended

    def killed(self, what, shipment):
        """A process dies at its worst moment."""
        died = self.program(what, shipment)
        self.assertEqual(died.returncode, -signal.SIGKILL, died.stderr)

    def test_a_shipment_that_is_not_committed_has_no_document(self):
        shipment = shop.ship([("TEA", 1)])
        self.killed("done, not committed", shipment)
        self.assertEqual((shipment.state, shipment.sage_documents), ("packed", []))
        self.killed("done and committed", shipment)
        self.assertEqual((shipment.state, shipment.sage_state), ("done", "To be handed over"))
        self.pump()
        self.posted_once(shipment)

    def test_the_cron_may_die_anywhere(self):
        seen = []
        for moment in ("submit", "work", "acknowledge"):
            shipment = shop.ship([("TEA", 1)])
            shipment.click("done")
            self.killed(moment, shipment)
            seen.append((moment, shipment.sage_state, len(self.in_sage(shipment))))
            self.pump()
            self.posted_once(shipment)
        self.assertEqual(seen, [("submit", "To be handed over", 0), ("work", "Queued", 1), ("acknowledge", "Posted", 1)])

    def test_the_cron_of_tryton_does_the_work(self):
        shipment = shop.ship([("TEA", 1)])
        shipment.click("done")
        ended = self.program("trytond-cron", shipment)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.posted_once(shipment)


if __name__ == "__main__":
    SIMULATOR, PLUGINS, CACHE = sys.argv[1:4]
    if sys.argv[4:5] == ["--act"]:
        act(*sys.argv[5:])
    else:
        unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
