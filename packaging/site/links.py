# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the links of a folder of HTML: pages and anchors that are not there, and whatever a browser would
fetch from elsewhere."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

FETCHING = {("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("object", "data")}
ELSEWHERE = re.compile(r"^((?!javascript:)[a-z][a-z0-9+.-]*:|//)", re.I)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names, self.targets, self.fetched = set(), [], []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id" or (tag == "a" and name == "name"):
                self.names.add(value)
            if (tag, name) in FETCHING and value:
                self.fetched.append(value)
            if (tag == "a" and name == "href" or (tag, name) in FETCHING) and value:
                self.targets.append(value)


def wrong(folder):
    read = {}
    for file in sorted(folder.rglob("*.html")):
        read[file] = Reader()
        read[file].feed(file.read_text(encoding="utf-8"))
    problems = []
    for file, page in read.items():
        told = file.relative_to(folder)
        problems += [f"{told}: {address} is fetched from elsewhere" for address in page.fetched if ELSEWHERE.match(address)]
        for target in page.targets:
            if ELSEWHERE.match(target) or target.startswith("javascript:"):
                continue
            name, _, anchor = target.partition("#")
            other = (file.parent / unquote(name)).resolve() if name else file
            if not other.exists():
                problems.append(f"{told}: there is no {name}")
            elif anchor and other in read and unquote(anchor) not in read[other].names:
                problems.append(f"{told}: {other.name} has no #{anchor}")
    for sheet in folder.rglob("*.css"):
        for address in re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s]+)", sheet.read_text(encoding="utf-8")):
            if ELSEWHERE.match(address) and not address.startswith("data:"):
                problems.append(f"{sheet.name}: {address} is fetched from elsewhere")
    return sorted(set(problems))
