"""The document of the interface: for programs as JSON, for people as a page without scripts and without the network."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from screening.api.patterns import operation_patterns

TITLES = {
    "access": "Reviews and team",
    "protocol": "Protocol",
    "stages": "Stages",
    "searches": "Searches",
    "imports": "Files",
    "records": "Records",
    "duplicates": "Duplicates",
    "screening": "Screening",
    "conflicts": "Conflicts",
    "reopening": "Re-opening",
    "fulltext": "Full texts",
    "studies": "Studies",
    "flow": "Flow and versions",
    "agreement": "Agreement",
    "exports": "Exports",
    "archive": "Archives",
    "history": "History and methods",
    "jobs": "Jobs",
    "webhooks": "Webhooks",
}


def make_document() -> dict[str, Any]:
    """The OpenAPI document, made from the operations."""
    found: dict[str, Any] = SchemaGenerator(patterns=operation_patterns).get_schema(
        request=None, public=True
    )
    return found


@cache
def _written() -> bytes:
    return json.dumps(make_document(), ensure_ascii=False, indent=1).encode()


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return HttpResponse(_written(), content_type="application/json")


@cache
def _rooms() -> list[dict[str, Any]]:
    rooms: dict[str, list[dict[str, Any]]] = {key: [] for key in TITLES}
    for where, methods in json.loads(_written())["paths"].items():
        for method, told in methods.items():
            rooms.setdefault(told["tags"][0], []).append(
                {"method": method.upper(), "path": where} | _told(told)
            )
    return [
        {"key": key, "title": TITLES.get(key, key), "operations": found}
        for key, found in rooms.items()
        if found
    ]


def _told(told: dict[str, Any]) -> dict[str, Any]:
    answers = [
        {"status": status, "text": one["description"]} for status, one in told["responses"].items()
    ]
    body = (told.get("requestBody") or {}).get("content", {})
    return {
        "name": told["operationId"],
        "summary": told.get("summary", ""),
        "text": told.get("description", ""),
        "parameters": [_parameter(one) for one in told.get("parameters", [])],
        "answers": answers,
        "fields": _fields(next(iter(body.values()), {}).get("schema", {})),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one.get("required", False),
        "kind": _kind(one["schema"]),
        "text": one.get("description", ""),
    }


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    inner = _resolved(schema)
    wanted = inner.get("required", [])
    return [
        {
            "name": name,
            "kind": _kind(field),
            "required": name in wanted,
            "text": field.get("description", ""),
        }
        for name, field in inner.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    where = schema.get("$ref", "")
    if not where:
        return schema
    found: dict[str, Any] = json.loads(_written())["components"]["schemas"][
        where.rpartition("/")[2]
    ]
    return found


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"][:30])
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for many in ("allOf", "oneOf", "anyOf"):
        if many in schema:
            return " | ".join(_kind(one) for one in schema[many])
    kind = schema.get("type", "")
    text = " | ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{text} of {_kind(schema['items'])}" if text == "array" else text


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Every operation, readable."""
    return render(request, "screening/site/interface.html", {"rooms": _rooms()})


urlpatterns: list[URLPattern] = [
    path("api/v1/openapi.json", document, name="api-document"),
    path("api/v1/docs/", documentation, name="api-documentation"),
]
