# SPDX-License-Identifier: Apache-2.0
"""A simulated Sage in a program of its own, and its control interface."""

import json
import ssl
import subprocess
import urllib.request


class SimulatedSage:
    """Seeded one after the other; ended by close()."""

    def __init__(self, simulator, edition, folder, seeds):
        self.process = subprocess.Popen(
            [simulator, "--edition", edition, "--listen", "127.0.0.1:0", "--data", str(folder)],
            stdout=subprocess.PIPE, text=True)
        try:
            told = json.loads(self.process.stdout.readline())
            self.address = told["address"]
            self.trust = ssl.create_default_context(cafile=told["certificateAuthorityFile"])
            for seed in seeds:
                self.post("seed", seed)
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
