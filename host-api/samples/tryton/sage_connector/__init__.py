# SPDX-License-Identifier: Apache-2.0
"""A Tryton module that lends a Sage plugin everything it needs: documents, threads, time and a disk."""

from trytond.pool import Pool

from . import connection, document, shipment


def register():
    Pool.register(
        connection.Connection,
        connection.Secret,
        connection.Cron,
        document.Document,
        document.Event,
        shipment.ShipmentOut,
        shipment.ShipmentOutReturn,
        shipment.Package,
        module="sage_connector", type_="model")
    Pool.register(connection.SetSecret, module="sage_connector", type_="wizard")
