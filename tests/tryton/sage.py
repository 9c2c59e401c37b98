# SPDX-License-Identifier: Apache-2.0
"""A simulated Sage in a program of its own, with what the small company of shop.py sells, and its control interface."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from simulated_sage import SimulatedSage  # noqa: E402

SEEDS = [
    {"locations": [{"id": "WH", "name": "Warehouse"}]},
    {"items": [{"id": item, "name": item.title(), "unitCode": "C62", "kind": "goods"} for item in ("MUG", "TEA")]},
    {"customers": [{"id": "HARBOUR", "name": "Harbour Café", "onHold": False, "countryCode": "GB"}]},
    {"charges": [{"code": "POST", "item": "POST"}]},
    {"stock": [{"item": item, "location": "WH", "quantity": "1000"} for item in ("MUG", "TEA")]},
]


class Sage(SimulatedSage):
    def __init__(self, simulator, folder):
        folder.mkdir()
        super().__init__(simulator, "intacct", folder, SEEDS)
        self.post("change", {"item": {"id": "MUG", "tracking.enableLotCategory": True}})

    def documents_of(self, number, effect):
        """Those whose header names the shipment; sales and returns have numbers of their own."""
        return [document for document in self.get("documents?fields=1")["documents"]
                if document["effect"] == effect and document["fields"].get("referenceNumber") == number]
