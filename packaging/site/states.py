# SPDX-License-Identifier: Apache-2.0
"""The states of a document as a picture, drawn from the table of edges in ARCHITECTURE.md."""

import re

PLACES = {"queued": (330, 60), "sending": (610, 60), "in_doubt": (610, 250), "held": (330, 250),
          "posted": (890, 155), "rejected": (470, 390), "withdrawn": (70, 250)}
FINAL = {"posted", "rejected", "withdrawn"}
WIDE, HIGH = 130, 46


def edges(architecture):
    """{(from, to): [number...]} of the table's rows; what stays in its state is left out."""
    found = {}
    for number, way in re.findall(r"^\| (E\d+a?b?) \| ([^|]*→[^|]*) \|", architecture, re.M):
        begins, ends = (part.strip() for part in way.split("→"))
        for begin in begins.split(", "):
            for end in ends.split(", "):
                if begin in PLACES and end in PLACES and begin != end:
                    found.setdefault((begin, end), []).append(number)
    return found


def border(center, towards, shift):
    """Where a line between two boxes leaves the first one; `shift` sets the two ways of a pair apart."""
    (x, y), (to_x, to_y) = center, towards
    across, down = to_x - x, to_y - y
    length = (across ** 2 + down ** 2) ** 0.5
    x, y = x - down / length * shift, y + across / length * shift
    scale = min((WIDE / 2) / abs(across) if across else 9, (HIGH / 2) / abs(down) if down else 9)
    return x + across * scale, y + down * scale


def picture(architecture):
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 430" role="img" font-family="sans-serif" font-size="15">',
           "<title>States of a document</title>",
           '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
           '<path d="M0 0 10 5 0 10z" fill="#44506a"/></marker></defs>']
    found = edges(architecture)
    for (begin, end), numbers in sorted(found.items()):
        apart = 9 if (end, begin) in found else 0
        x1, y1 = border(PLACES[begin], PLACES[end], apart)
        x2, y2 = border(PLACES[end], PLACES[begin], -apart)
        out.append(f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="#44506a" marker-end="url(#tip)"/>')
        out.append(f'<text x="{x1 + (x2 - x1) * .42:.0f}" y="{y1 + (y2 - y1) * .42 - 3:.0f}" font-size="11" fill="#44506a" '
                   f'text-anchor="middle">{" ".join(numbers)}</text>')
    for state, (x, y) in PLACES.items():
        fill = "#dcefe0" if state == "posted" else "#eceff4" if state in FINAL else "#fff3c4" if state == "held" else "#fff"
        out.append(f'<rect x="{x - WIDE / 2}" y="{y - HIGH / 2}" width="{WIDE}" height="{HIGH}" rx="6" fill="{fill}" '
                   f'stroke="#44506a" stroke-width="{3 if state in FINAL else 1}"/>'
                   f'<text x="{x}" y="{y + 5}" text-anchor="middle">{state}</text>')
    return "\n".join([*out, "</svg>", ""])
