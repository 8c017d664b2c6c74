"""Writes the generated half of the client, `reviewapp_client/operations.py`,
from the OpenAPI document.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "api" / "openapi.json"
TARGET = HERE / "reviewapp_client" / "operations.py"
HEAD = '''"""Every operation and every shape of the interface. Written by `generate.py`; do not edit."""

# ruff: noqa
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict, Unpack

from reviewapp_client.transport import Transport, Upload
'''
SIMPLE = {"integer": "int", "number": "float", "string": "str", "boolean": "bool", "null": "None"}


def kind(schema: dict[str, Any]) -> str:
    """The schema as a type of Python."""
    if "$ref" in schema:
        return f'"{schema["$ref"].rpartition("/")[2]}"'
    for many in ("oneOf", "anyOf", "allOf"):
        if many in schema:
            return "Any" if len(schema[many]) > 1 else kind(schema[many][0])
    if schema.get("format") == "binary":
        return "Upload"
    types = schema.get("type", "any")
    found = [_one(name, schema) for name in (types if isinstance(types, list) else [types])]
    return " | ".join(dict.fromkeys(found))


def _one(name: str, schema: dict[str, Any]) -> str:
    if name == "array":
        return f"list[{kind(schema.get('items', {}))}]"
    if name == "object":
        inner = schema.get("additionalProperties")
        return f"dict[str, {kind(inner) if isinstance(inner, dict) and inner else 'Any'}]"
    return SIMPLE.get(name, "Any")


def shape(name: str, schema: dict[str, Any]) -> str:
    """A shape as a TypedDict."""
    wanted = set(schema.get("required", []))
    fields = [
        (key, kind(value), key in wanted) for key, value in schema.get("properties", {}).items()
    ]
    lines = [
        f"class {name}(TypedDict):",
        f'    """{schema.get("description", name).splitlines()[0]}"""',
        "",
    ]
    lines += [
        f"    {key}: {told if required else f'NotRequired[{told}]'}"
        for key, told, required in fields
    ]
    return "\n".join(lines) + "\n"


def query_shape(name: str, parameters: list[dict[str, Any]]) -> str:
    """The questions of an address as a TypedDict."""
    lines = [f"class {name}(TypedDict):", '    """Questions."""', ""]
    lines += [f"    {one['name']}: NotRequired[{kind(one['schema'])}]" for one in parameters]
    return "\n".join(lines) + "\n"


def method(path: str, verb: str, told: dict[str, Any], shapes: list[str]) -> str:
    """An operation as a method, and one that goes through all pages where it has pages."""
    name, parameters = told["operationId"], told.get("parameters", [])
    kinds = {one["name"]: kind(one["schema"]) for one in parameters if one["in"] == "path"}
    inner = [f"{part}: {kinds[part]}" for part in re.findall(r"{(\w+)}", path)]
    query = [one for one in parameters if one["in"] == "query"]
    body = next(iter((told.get("requestBody") or {}).get("content", {}).values()), {}).get("schema")
    heads = {one["name"] for one in parameters if one["in"] == "header"}
    extra = ['if_match: str = "*"'] if "If-Match" in heads else []
    given = "None"
    if body:
        extra.append(f"**body: Unpack[{kind(body)}]")
        given = "dict(body)"
    elif query:
        shape_name = "".join(part.title() for part in name.split("_")) + "Query"
        shapes.append(query_shape(shape_name, query))
        extra.append(f"**query: Unpack[{shape_name}]")
    answer = next((one for status, one in told["responses"].items() if status.startswith("2")), {})
    content = answer.get("content", {})
    media = next(iter(content), "")
    result = (
        kind(content[media]["schema"])
        if media == "application/json"
        else "bytes"
        if media
        else "None"
    )
    where = "f" + repr(path) if inner else repr(path)
    asked = "dict(query)" if query and not body else "None"
    match = "if_match" if "If-Match" in heads else '""'
    many = "multipart/form-data" in (told.get("requestBody") or {}).get("content", {})
    signature = ", ".join(
        ["self", *inner, *([] if not extra or extra[0].startswith("**") else ["*"]), *extra]
    )
    kept = "" if result == "None" else f"found: {result} = "
    lines = [
        f"    def {name}({signature}) -> {result}:",
        f'        """{told.get("summary", "")}"""',
        f"        {kept}self._ask({verb.upper()!r}, {where}, query={asked}, "
        f"body={given}, match={match}, files={many}, media={media!r})",
        *([] if result == "None" else ["        return found"]),
    ]
    if result.strip('"').endswith("Page") and name.startswith("list_"):
        row = result.strip('"').removesuffix("Page")
        rows = ROWS.get(result.strip('"'), "Any") or row
        lines += [
            "",
            f"    def {name.replace('list_', 'each_', 1)}({signature}) -> Iterator[{rows}]:",
            f'        """{told.get("summary", "")} One by one, through all pages."""',
            f"        return self._each({where}, {asked})",
        ]
    return "\n".join(lines) + "\n"


ROWS: dict[str, str] = {}


def written(document: dict[str, Any]) -> str:
    """The whole module."""
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        if name.endswith("Page"):
            ROWS[name] = kind(schema["properties"]["results"]["items"])
    shapes = [shape(name, schema) for name, schema in schemas.items()]
    methods = [
        method(path, verb, told, shapes)
        for path, verbs in document["paths"].items()
        for verb, told in verbs.items()
    ]
    head = 'class Operations(Transport):\n    """One method for each operation."""\n\n'
    return HEAD + "\n\n" + "\n\n".join(shapes) + "\n\n" + head + "\n".join(methods)


if __name__ == "__main__":
    TARGET.write_text(written(json.loads(DOCUMENT.read_text(encoding="utf-8"))), encoding="utf-8")
    sys.stdout.write(f"{TARGET} is written.\n")
