#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Doxygen's input filter: the comments of a header as Doxygen wants to read them, line by line as they stand.

The headers are written for people who open them: plain comments before a declaration or behind it. Here the first
comment of a file becomes that of the file, word for word; any other becomes that of what it stands before or behind.
"""

import re
import sys

BANNER = re.compile(r"^\s*/\* -{3,}.*\*/$")
LICENCE = re.compile(r"^(//|/\*) SPDX-License-Identifier")


def of_file(lines):
    """The comment that opens a file, kept as it is laid out; and how many lines it takes."""
    begin = next(index for index, line in enumerate(lines) if not LICENCE.match(line))
    end = begin
    if lines[begin].startswith("/*"):
        while "*/" not in lines[end]:
            end += 1
        end += 1
        said = [re.sub(r"^ ?(/\*|\*/|\*) ?", "", line).replace("*/", "") for line in lines[begin:end]]
    else:
        while lines[end].startswith("//"):
            end += 1
        said = [line[3:] for line in lines[begin:end]]
    return lines[:begin] + ["/** @file", " * @verbatim", *said, " @endverbatim */"], end


def of_declarations(lines):
    out = []
    for line in lines:
        if BANNER.match(line) or line.lstrip().startswith("#include"):
            out.append(line)
        elif re.match(r"^\s*/\*(?!\*)", line):
            out.append(line.replace("/*", "/**", 1))
        elif re.match(r"^\s*//(?!/)", line):
            out.append(line.replace("//", "///", 1))
        elif re.match(r"^\s*#define \w+\(|^\s*#(if|ifdef|ifndef|endif|else)", line):
            out.append(line)
        else:
            # Behind the code of its line; `(*name)` and `a / b` are no comments.
            line = re.sub(r"(?<=\S)(\s+)/\*(?![*<])", r"\1/**<", line)
            out.append(re.sub(r"(?<=\S)(\s+)//(?!/)", r"\1///<", line))
    return out


def filtered(text):
    lines = text.split("\n")
    opening, taken = of_file(lines)
    # `schemas/<messageType>.schema.json` in a comment is no HTML.
    rest = [re.sub(r"<(\w+)>", r"&lt;\1&gt;", line) if re.match(r"\s*(/?\*|//)", line) else line
            for line in of_declarations(lines[taken:])]
    return "\n".join(opening + rest)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        print(filtered(source.read()), end="")
