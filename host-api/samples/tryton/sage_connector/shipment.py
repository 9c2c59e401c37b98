# SPDX-License-Identifier: Apache-2.0
"""Where the warehouse's work ends, a document begins; and the shipment shows what became of it."""

from trytond.model import ModelView, Workflow, fields
from trytond.pool import Pool, PoolMeta



class InSage:
    """What a shipment shows of its latest document."""
    __slots__ = ()

    sage_documents = fields.One2Many("sage_connector.document", "shipment", "Documents for Sage", readonly=True)
    sage_state = fields.Function(fields.Char("Sage"), "get_sage")
    sage_number = fields.Function(fields.Char("Number in Sage"), "get_sage")
    sage_error = fields.Function(fields.Text("What is wrong"), "get_sage")
    sage_fix = fields.Function(fields.Text("What to do"), "get_sage")

    @classmethod
    def get_sage(cls, shipments, names):
        shown = {name: {} for name in names}
        for shipment in shipments:
            # The newest is first; what is wrong with tracking numbers is told, their state is not the shipment's.
            documents = [document for document in shipment.sage_documents
                         if document.kind != "trackingUpdate" or document.error]
            latest = documents[0] if documents else None
            values = {
                "sage_state": latest.state_string if latest else None,
                "sage_number": latest.sage_number if latest else None,
                "sage_error": latest.error if latest else None,
                "sage_fix": latest.fix if latest else None}
            for name in names:
                shown[name][shipment.id] = values[name]
        return shown

    @classmethod
    def copy(cls, shipments, default=None):
        default = {} if default is None else default.copy()
        default.setdefault("sage_documents")
        return super().copy(shipments, default=default)


class ShipmentOut(InSage, metaclass=PoolMeta):
    __name__ = "stock.shipment.out"

    @classmethod
    @ModelView.button
    @Workflow.transition("done")
    def done(cls, shipments):
        # Which shipment of a sale is the first is decided by one at a time.
        sales = {move.sale for shipment in shipments for move in shipment.outgoing_moves if move.sale}
        Pool().get("sale.sale").lock(list(sales))
        super().done(shipments)
        Pool().get("sage_connector.document").record("despatchAdvice", cls.browse(shipments))


class ShipmentOutReturn(InSage, metaclass=PoolMeta):
    __name__ = "stock.shipment.out.return"

    @classmethod
    @ModelView.button
    @Workflow.transition("done")
    def done(cls, shipments):
        super().done(shipments)
        Pool().get("sage_connector.document").record("returnAdvice", cls.browse(shipments))


class Package(metaclass=PoolMeta):
    __name__ = "stock.package"

    @classmethod
    def write(cls, *arguments):
        """Carriers give tracking numbers after the goods have left, too."""
        super().write(*arguments)
        actions = iter(arguments)
        late = {}
        for packages, values in zip(actions, actions):
            for package in cls.browse(packages) if values.get("shipping_reference") else []:
                if package.shipment and package.shipment.__name__ == "stock.shipment.out" and package.shipment.state == "done":
                    late[package.shipment.id] = package.shipment
        if late:
            Pool().get("sage_connector.document").record("trackingUpdate", list(late.values()))
