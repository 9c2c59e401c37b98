# SPDX-License-Identifier: Apache-2.0
"""A page of the project as a page of the site: Doxygen's own marks put out of action, headings given names that
stay, and links led to where the site has what they mean."""

import html
import os
import re

FENCE = re.compile(r"^\s*(```|~~~)")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*$")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
CODE = re.compile(r"(`+)(.+?)\1")


def slug(title):
    """As the project's pages are linked to elsewhere: `## 5. Back-up` is `#5-back-up`."""
    words = re.sub(r"[^\w\- ]", "", title.lower())
    return words.replace(" ", "-")


def label(page, title):
    return f"{page}_{slug(title)}"


def plain(text):
    """Text in which Doxygen finds no command, no name to link and no HTML."""
    text = text.replace("\\|", "\0").replace("\\", "\\\\").replace("\0", "\\|")
    text = re.sub(r"<(?!!--|/?a\b|/?code>|br>|kbd>)", "&lt;", text)
    return re.sub(r"([@#%])(?=[^\s#])", r"\\\1", text)


def code(match):
    inner = match.group(2)
    if "::" in inner:  # or Doxygen looks for what follows it
        return "<code>" + html.escape(plain(inner), quote=False).replace("&amp;lt;", "&lt;").replace("::", "\\::") + "</code>"
    return f"``{inner}``" if "'" in inner else match.group(0)


class Page:
    def __init__(self, name, source, root):
        self.name, self.source, self.root = name, source, root

    def converted(self, text, place_of):
        """`place_of(file, fragment)`: the address of it in the site, or None. First the heading names the page."""
        out, fenced, first = [], False, True
        for line in text.split("\n"):
            if FENCE.match(line):
                fenced = not fenced
                out.append(line)
            elif fenced or line.startswith("@"):
                out.append(line)
            else:
                heading = HEADING.match(line)
                if heading:
                    name = self.name if first else label(self.name, heading.group(2))
                    first = False
                    out.append(f"{heading.group(1)} {self.inline(heading.group(2), place_of)} {{#{name}}}")
                else:
                    out.append(self.inline(line, place_of))
        return "\n".join(out) + "\n"

    def inline(self, line, place_of):
        parts, at = [], 0
        for match in LINK.finditer(line):
            parts.append(self.words(line[at:match.start()]))
            parts.append(self.link(match, place_of))
            at = match.end()
        parts.append(self.words(line[at:]))
        return "".join(parts)

    def words(self, text):
        out, at = [], 0
        for match in CODE.finditer(text):
            out += [plain(text[at:match.start()]), code(match)]
            at = match.end()
        return "".join([*out, plain(text[at:])])

    def link(self, match, place_of):
        picture, said, target = match.groups()
        if re.match(r"[a-z]+:", target):
            return f'<a href="{html.escape(target)}">{self.words(said)}</a>'
        file, _, fragment = target.partition("#")
        path = os.path.normpath(os.path.join(os.path.dirname(self.source), file)) if file else self.source
        place = place_of(path, fragment)
        if place and picture:
            return f'<img src="{html.escape(place)}" alt="{html.escape(said)}">'
        words = CODE.sub(lambda found: f"<code>{html.escape(found.group(2))}</code>", said)
        return f'<a href="{html.escape(place)}">{words}</a>' if place else self.words(said)
