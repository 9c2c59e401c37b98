# SPDX-License-Identifier: Apache-2.0
"""All error codes of core and editions as one page that can be searched: a row for each, with what it means, what to
do, who does it and when the document goes on. A code's own address is `errors.html#CODE`."""

import html
import re

ENTRY = re.compile(r"^### ([a-z0-9_.*<>A-Z-]+)$")


def entries(text):
    """(section, code, words under it, paragraphs) of each entry of an ERRORS.md."""
    section, found = "", []
    for line in text.split("\n"):
        if line.startswith("## "):
            section = line[3:]
        elif ENTRY.match(line):
            found.append((section, ENTRY.match(line).group(1), []))
        elif found and line.strip() and not line.startswith("#"):
            found[-1][2].append(line)
    return [(section, code, said[0] if said else "", said[1:]) for section, code, said in found]


def markup(text):
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = html.escape(text, quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", text)


def page(sources):
    """`sources`: (who tells it, text of its ERRORS.md)."""
    out = ["# Error catalogue", "",
           "Every code that the connector can tell, whichever edition. Type a part of a code, or words of the message.",
           "", "@htmlonly",
           '<p><label for="wanted">Find</label> <input id="wanted" type="search" autocomplete="off" '
           'placeholder="period_closed, customer, held …"> <output id="count" for="wanted"></output></p>',
           '<table class="doxtable errors"><thead><tr><th>Code</th><th>What it means, what to do</th></tr></thead><tbody>']
    for teller, text in sources:
        for section, code, who, said in entries(text):
            words = "".join(f"<p>{markup(paragraph)}</p>" for paragraph in said)
            out.append(f'<tr id="{html.escape(code)}"><th scope="row"><a href="#{html.escape(code)}"><code>{html.escape(code)}'
                       f'</code></a><br><small>{html.escape(teller)}, {html.escape(section)}<br>{html.escape(who)}</small></th>'
                       f"<td>{words}</td></tr>")
    out += ["</tbody></table>", '<script src="find.js"></script>', "@endhtmlonly", ""]
    return "\n".join(out)
