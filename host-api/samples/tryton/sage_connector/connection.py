# SPDX-License-Identifier: Apache-2.0
"""A company of Tryton and the company of Sage that its documents go to; and the cron that does the work.

Every step of the work has a transaction of its own: nothing of Tryton's database is locked while Sage is waited for, and
what a step wrote stays whatever becomes of the next.
"""

import json
import logging
import time
from pathlib import Path

from trytond.config import config
from trytond.i18n import gettext
from trytond.model import ModelSQL, ModelView, Unique, fields
from trytond.model.exceptions import ValidationError
from trytond.pool import Pool, PoolMeta
from trytond.pyson import Eval
from trytond.transaction import Transaction
from trytond.wizard import Button, StateTransition, StateView, Wizard

import wms_plugin

from . import plugin_host

logger = logging.getLogger(__name__)
SECONDS_OF_A_RUN = 50  # trytond-cron looks once a minute


class Connection(ModelSQL, ModelView):
    "Connection to Sage"
    __name__ = "sage_connector.connection"
    _rec_name = "tenant"

    company = fields.Many2One("company.company", "Company", required=True,
                              states={"readonly": Eval("id", -1) >= 0}, depends=["id"])
    tenant = fields.Char("Name in documents", required=True, states={"readonly": Eval("id", -1) >= 0}, depends=["id"],
                         help="With the number of a shipment it says which document of Sage is whose: never changed.")
    plugin = fields.Selection("get_plugins", "Plugin", required=True,
                              help="One of the folder that trytond.conf names: [sage_connector] plugins.")
    environment = fields.Selection([("test", "Test"), ("live", "Live")], "Environment", required=True)
    settings = fields.Text("Settings", required=True, help="JSON, as the manifest of the plugin describes it.")
    read_again = fields.Boolean("Reads Sage's master data next", readonly=True)
    problem = fields.Text("What is wrong", readonly=True)
    documents = fields.One2Many("sage_connector.document", "connection", "Documents", readonly=True)
    events = fields.One2Many("sage_connector.event", "connection", "Events", readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints = [
            ("company", Unique(table, table.company), "sage_connector.msg_connection_company"),
            ("tenant", Unique(table, table.tenant), "sage_connector.msg_connection_tenant"),
        ]
        cls._buttons.update(read_sage_again={"invisible": Eval("read_again", False), "depends": ["read_again"]})

    @staticmethod
    def default_company():
        return Transaction().context.get("company")

    @staticmethod
    def default_environment():
        return "test"

    @staticmethod
    def default_settings():
        return "{}"

    @classmethod
    def get_plugins(cls):
        return plugin_host.installed(config.get("sage_connector", "plugins", default=""))

    @classmethod
    def validate(cls, connections):
        super().validate(connections)
        for connection in connections:
            try:
                if not isinstance(json.loads(connection.settings), dict):
                    raise ValueError("it is no object")
            except ValueError as error:
                raise ValidationError(gettext("sage_connector.msg_settings_no_json", problem=str(error))) from error

    @property
    def folder(self):
        """Outbox, secrets and audit trail. A copy of the database has a folder of its own, or it would be worked on
        twice."""
        folder = config.get("sage_connector", "data")
        if not folder:
            raise ValueError("trytond.conf names no folder for outboxes: [sage_connector] data.")
        folder = Path(folder) / Transaction().database.name / str(self.id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @classmethod
    @ModelView.button
    def read_sage_again(cls, connections):
        cls.write(connections, {"read_again": True})

    @classmethod
    def pump(cls):
        """Called by the cron, for one company or for all."""
        company = Transaction().context.get("company")
        for connection in cls.search([("company", "=", company)] if company else []):
            connection.run()

    def run(self):
        key = (Transaction().database.name, self.id)
        problem = None
        try:
            opened = plugin_host.opened(key, config.get("sage_connector", "plugins"), self.plugin, self.tenant,
                                        json.loads(self.settings), str(self.folder))
            self.work(opened)
        except wms_plugin.PluginError as error:
            problem = f"{error} ({error.code})"
        except (OSError, ValueError) as error:
            problem = str(error)
        finally:
            if Transaction().user:  # somebody who tries it by hand: the outbox is the cron's again
                plugin_host.close(key)
        if problem:
            logger.warning("%s: %s", self.tenant, problem)
        self.note(problem)

    def work(self, opened):
        """Hands over, works and tells, until nothing is due or the time of this run is over."""
        Document = Pool().get("sage_connector.document")
        Document.hand_over(self, opened.instance)
        self.drain(opened.instance)
        opened.connect(self.read_again)
        end = time.monotonic() + SECONDS_OF_A_RUN
        due = None
        while due is None and time.monotonic() < end:
            due = opened.instance.work(opened.services.now_ms() + SECONDS_OF_A_RUN * 1000)
            self.drain(opened.instance)

    def drain(self, instance):
        Event = Pool().get("sage_connector.event")
        while event := instance.next_event():
            Event.store(self, event)
            instance.acknowledge(event)

    def note(self, problem):
        if problem == self.problem and (problem or not self.read_again):
            return
        with Transaction().new_transaction():
            self.write([self], {"problem": problem, "read_again": self.read_again and bool(problem)})


class Secret(ModelView):
    "Secret of a connection"
    __name__ = "sage_connector.secret"
    name = fields.Char("Name", required=True, help="As the settings name it.")
    value = fields.Char("Value", required=True)


class SetSecret(Wizard):
    "Set a secret"
    __name__ = "sage_connector.set_secret"
    start = StateView("sage_connector.secret", "sage_connector.secret_view_form", [
        Button("Cancel", "end", "tryton-cancel"),
        Button("Set", "set_", "tryton-ok", default=True)])
    set_ = StateTransition()

    def transition_set_(self):
        plugin_host.Secrets(self.record.folder).put(self.start.name, self.start.value)
        return "end"


class Cron(metaclass=PoolMeta):
    __name__ = "ir.cron"

    @classmethod
    def __setup__(cls):
        super().__setup__()
        cls.method.selection.append(("sage_connector.connection|pump", "Post in Sage"))
