# SPDX-License-Identifier: Apache-2.0
"""A simulated Sage in a program of its own, with what the small company of shop.py sells, and its control interface."""

import json
import ssl
import subprocess
import urllib.request

SEEDS = [
    {"locations": [{"id": "WH", "name": "Warehouse"}]},
    {"items": [{"id": item, "name": item.title(), "unitCode": "C62", "kind": "goods"} for item in ("MUG", "TEA")]},
    {"customers": [{"id": "HARBOUR", "name": "Harbour Café", "onHold": False, "countryCode": "GB"}]},
    {"charges": [{"code": "POST", "item": "POST"}]},
    {"stock": [{"item": item, "location": "WH", "quantity": "1000"} for item in ("MUG", "TEA")]},
]


class Sage:
    def __init__(self, simulator, folder):
        folder.mkdir()
        self.process = subprocess.Popen(
            [simulator, "--edition", "intacct", "--listen", "127.0.0.1:0", "--data", str(folder)],
            stdout=subprocess.PIPE, text=True)
        try:
            told = json.loads(self.process.stdout.readline())
            self.address = told["address"]
            self.trust = ssl.create_default_context(cafile=told["certificateAuthorityFile"])
            for seed in SEEDS:
                self.post("seed", seed)
            self.post("change", {"item": {"id": "MUG", "tracking.enableLotCategory": True}})
        except BaseException:
            self.close()
            raise

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def get(self, path):
        with urllib.request.urlopen(f"{self.address}/control/{path}", context=self.trust) as reply:
            return json.load(reply)

    def post(self, path, body):
        request = urllib.request.Request(f"{self.address}/control/{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=self.trust) as reply:
            return json.load(reply)

    def documents_of(self, number, effect):
        """Those whose header names the shipment; sales and returns have numbers of their own."""
        return [document for document in self.get("documents?fields=1")["documents"]
                if document["effect"] == effect and document["fields"].get("referenceNumber") == number]
