# SPDX-License-Identifier: Apache-2.0
"""Settings of an edition as a table, from the JSON Schema in its manifest: a row for each place."""

import json


def text(words):
    return str(words).replace("|", "\\|").replace("\n", " ")


def kind(node):
    """What a value may be, in words."""
    if "enum" in node:
        return ", ".join(f"`{json.dumps(value)}`" for value in node["enum"])
    if "const" in node:
        return f"`{json.dumps(node['const'])}`"
    types = node.get("type", "any")
    said = " or ".join(types) if isinstance(types, list) else types
    limits = [f"{word} {node[member]}" for member, word in
              (("minimum", "from"), ("maximum", "to"), ("minLength", "at least"), ("maxLength", "at most"),
               ("minItems", "at least"), ("maxItems", "at most")) if member in node]
    return " ".join([said, *limits])


def rows(node, place=""):
    """Every place of the schema with its description, in the schema's order."""
    required = set(node.get("required", []))
    for name, below in node.get("properties", {}).items():
        yield from row(f"{place}/{name}", below, name in required)
    other = node.get("additionalProperties")
    if isinstance(other, dict):
        yield from row(f"{place}/*", other, False)
    items = node.get("items")
    if isinstance(items, dict):
        yield from row(f"{place}/…", items, False)
    for alternatives in ("oneOf", "anyOf"):
        for below in node.get(alternatives, []):
            yield from rows(below, place)


def row(place, node, required):
    has_default = "default" in node and node["default"] not in ({}, [], None)
    otherwise = "needed" if required else f"otherwise `{json.dumps(node['default'], ensure_ascii=False)}`" if has_default else ""
    title = f"**{node['title']}**. " if "title" in node else ""
    yield place, kind(node), otherwise, title + node.get("description", "")
    yield from rows(node, place)


def page(manifest):
    schema = manifest["config_schema"]
    lines = [f"# Settings of {manifest['name']}", "", schema.get("description", ""), "",
             "`*` is a name of your own, `…` each entry of a list. A member that is not listed is refused.", "",
             "| Place and value | What it is |", "|---|---|"]
    seen = set()
    for place, value, otherwise, what in rows(schema):
        line = f"| `{place}`<br>{text(value)}{f'<br>{text(otherwise)}' if otherwise else ''} | {text(what)} |"
        if line not in seen:
            seen.add(line)
            lines.append(line)
    return "\n".join(lines) + "\n"
