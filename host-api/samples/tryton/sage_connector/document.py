# SPDX-License-Identifier: Apache-2.0
"""What is to be posted, and what became of it.

A document is a row of the transaction in which the shipment is done: both are there afterwards, or neither. It is handed
over later, by the cron, as often as it takes: the plugin knows a document that it has by its identity. Its text is kept
as it was written, because other content under the same identity would be a conflict.
"""

import datetime
import json
import uuid

from trytond.i18n import gettext
from trytond.model import ModelSQL, ModelView, Unique, fields
from trytond.model.exceptions import AccessError
from trytond.pool import Pool
from trytond.pyson import Eval
from trytond.transaction import Transaction

import wms_plugin

from . import content

CORRECTABLE = ["refused", "held", "rejected"]
# Answers of submit that stay the same until the document is another one.
REFUSALS = {"INVALID", "NOT_ACCEPTED", "UNSUPPORTED", "CONFLICT"}


class Document(ModelSQL, ModelView):
    "Document for Sage"
    __name__ = "sage_connector.document"
    _rec_name = "number"

    connection = fields.Many2One("sage_connector.connection", "Connection", required=True, readonly=True,
                                 select=True, ondelete="RESTRICT")
    shipment = fields.Reference("Shipment", selection="get_shipment_models", readonly=True, select=True)
    kind = fields.Selection([
        ("despatchAdvice", "Despatch"),
        ("returnAdvice", "Customer return"),
        ("trackingUpdate", "Tracking"),
    ], "Kind", required=True, readonly=True)
    number = fields.Char("Number", required=True, readonly=True)
    version = fields.Integer("Version", required=True, readonly=True)
    message = fields.Char("Message id", required=True, readonly=True, select=True)
    content = fields.Text("Content", readonly=True)
    state = fields.Selection([
        ("waiting", "To be handed over"),
        ("refused", "Refused"),
        ("queued", "Queued"),
        ("sending", "Sending"),
        ("in_doubt", "In doubt"),
        ("held", "Held"),
        ("posted", "Posted"),
        ("rejected", "Rejected"),
        ("withdrawn", "Withdrawn"),
    ], "State", required=True, readonly=True, select=True)
    state_string = state.translated("state")
    sage_type = fields.Char("Type in Sage", readonly=True)
    sage_number = fields.Char("Number in Sage", readonly=True)
    sage_url = fields.Char("Address in Sage", readonly=True)
    error = fields.Text("What is wrong", readonly=True)
    fix = fields.Text("What to do", readonly=True)
    owner = fields.Char("Who", readonly=True)
    code = fields.Char("Code", readonly=True)
    events = fields.One2Many("sage_connector.event", "document", "Events", readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        cls._order = [("id", "DESC")]
        table = cls.__table__()
        cls._sql_constraints = [
            ("once", Unique(table, table.connection, table.kind, table.number, table.version),
             "sage_connector.msg_document_once"),
        ]
        cls._buttons.update(send_corrected={
            "invisible": ~Eval("state").in_(CORRECTABLE), "depends": ["state"]})

    @classmethod
    def get_shipment_models(cls):
        get_name = Pool().get("ir.model").get_name
        return [(name, get_name(name)) for name in ("stock.shipment.out", "stock.shipment.out.return")]

    def write_content(self):
        """Fills content, or says why there can be none. The warehouse goes on in both cases."""
        self.message = str(uuid.uuid4())
        self.content, self.state = None, "waiting"
        self.error = self.fix = self.owner = self.code = None
        try:
            self.content = json.dumps({
                "schemaVersion": "1.0.0", "messageType": self.kind, "messageId": self.message,
                "occurredAt": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
                "environment": self.connection.environment, "tenantId": self.connection.tenant,
                "sourceSystem": "Tryton", "documentVersion": str(self.version),
                "orderingKey": content.ordering_key(self.shipment), "body": self.body()}, ensure_ascii=False)
        except content.NotSendable as problem:
            self.refuse(problem.code, problem.cause, problem.fix, "warehouse")

    def body(self):
        if self.kind == "despatchAdvice":
            return content.despatch(self.shipment)
        if self.kind == "returnAdvice":
            return content.customer_return(self.shipment)
        return content.tracking_update(self.shipment, Pool().get("ir.date").today())

    def refuse(self, code, cause, fix, owner):
        self.state, self.code, self.error, self.fix, self.owner = "refused", code, cause, fix, owner

    @classmethod
    def record(cls, kind, shipments):
        """A row for each shipment of a company that is connected; later tracking numbers are a version each."""
        Connection = Pool().get("sage_connector.connection")
        rows = []
        for shipment in shipments:
            for connection in Connection.search([("company", "=", shipment.company.id)]):
                number = content.document_number(kind, shipment)
                before = cls.latest(connection, kind, number)
                rows.append(cls(connection=connection, shipment=shipment, kind=kind, number=number,
                                version=before.version + 1 if before else 1))
                rows[-1].write_content()
        cls.save(rows)

    @classmethod
    def latest(cls, connection, kind, number):
        found = cls.search([("connection", "=", connection.id), ("kind", "=", kind), ("number", "=", number)],
                           order=[("version", "DESC")], limit=1)
        return found[0] if found else None

    @classmethod
    @ModelView.button
    def send_corrected(cls, documents):
        """The shipment as it stands now. What the plugin never took is written anew, what it has gets a version."""
        for document in documents:
            if document.state not in CORRECTABLE or cls.latest(
                    document.connection, document.kind, document.number) != document:
                raise AccessError(gettext("sage_connector.msg_document_not_correctable", document=document.rec_name))
            before = json.loads(document.content or "{}").get("body")
            corrected = document
            if document.state != "refused":
                corrected = cls(connection=document.connection, shipment=document.shipment, kind=document.kind,
                                number=document.number, version=document.version + 1)
            corrected.write_content()
            if corrected.content and json.loads(corrected.content)["body"] == before:
                raise AccessError(gettext("sage_connector.msg_document_unchanged", document=document.rec_name))
            corrected.save()

    @classmethod
    def hand_over(cls, connection, instance):
        """To the plugin, in the order in which they were done; each answer is committed before the next."""
        waiting = cls.search([("connection", "=", connection.id), ("state", "=", "waiting")], order=[("id", "ASC")])
        for number in map(int, waiting):
            with Transaction().new_transaction():
                document = cls(number)
                try:
                    document.state = instance.submit(document.content)["state"]
                except wms_plugin.PluginError as error:
                    if error.status not in REFUSALS:
                        raise
                    problem = error.detail.get("problems", [{}])[0]
                    document.refuse(error.code, problem.get("cause", str(error)), problem.get("fix"),
                                    problem.get("owner"))
                document.save()

    def follow(self, event):
        """An event about this document."""
        self.state = event.get("state", self.state)
        problem = event.get("error") or {}
        self.code, self.error = problem.get("code"), problem.get("cause")
        self.fix, self.owner = problem.get("fix"), problem.get("owner")
        in_sage = event.get("sageDocument")
        if in_sage:
            self.sage_type, self.sage_number = in_sage["type"], in_sage.get("number") or in_sage["key"]
            self.sage_url = in_sage.get("url")
        self.save()


class Event(ModelSQL, ModelView):
    "Event of Sage"
    __name__ = "sage_connector.event"
    _rec_name = "kind"

    connection = fields.Many2One("sage_connector.connection", "Connection", required=True, readonly=True,
                                 select=True, ondelete="CASCADE")
    document = fields.Many2One("sage_connector.document", "Document", readonly=True, select=True, ondelete="CASCADE")
    number = fields.Char("Number", required=True, readonly=True)
    kind = fields.Char("Kind", required=True, readonly=True)
    told = fields.Text("What it says", readonly=True)
    content = fields.Text("Content", required=True, readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        cls._order = [("id", "DESC")]
        table = cls.__table__()
        cls._sql_constraints = [
            ("once", Unique(table, table.connection, table.number), "sage_connector.msg_event_once"),
        ]

    @classmethod
    def store(cls, connection, event):
        """Committed when it returns, so that the plugin may forget the event. One that is here already was not
        acknowledged in time, and changes nothing."""
        Document = Pool().get("sage_connector.document")
        with Transaction().new_transaction():
            if cls.search([("connection", "=", connection.id), ("number", "=", event["eventId"])]):
                return
            documents = Document.search([("connection", "=", connection.id),
                                         ("message", "=", event.get("messageId", ""))])
            problem = event.get("error") or {}
            cls.create([{
                "connection": connection.id, "document": documents[0].id if documents else None,
                "number": event["eventId"], "kind": event["eventType"],
                "told": problem.get("message") or event.get("state"),
                "content": json.dumps(event, ensure_ascii=False)}])
            if documents and event["eventType"] in ("postingResult", "attention"):
                documents[0].follow(event)
