"""The addresses of the operations, gathered from the rooms."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.urls import URLPattern, path

from screening import api
from screening.api.document import described
from screening.api.operation import OPERATIONS, Operation
from screening.api.views import OperationsView, method_of

ROOT = "api/v1/"
#: Modules that are no rooms.
INNER = {
    "document",
    "document_page",
    "fields",
    "forms",
    "inside",
    "operation",
    "pages",
    "patterns",
    "problems",
    "rate_limit",
    "rules",
    "token_middleware",
    "urls",
    "views",
}


def gather() -> list[URLPattern]:
    """The addresses of all rooms; one has the name of its first operation, with dashes, behind "api-"."""
    for module in iter_modules(api.__path__):
        if module.name not in INNER:
            import_module(f"{api.__name__}.{module.name}")
    paths: dict[str, list[Operation]] = {}
    for found in OPERATIONS.values():
        paths.setdefault(found.path, []).append(found)
    return [_pattern(where, found) for where, found in sorted(paths.items())]


def _pattern(where: str, found: list[Operation]) -> URLPattern:
    methods: dict[str, Any] = {op.method.lower(): described(op)(method_of(op)) for op in found}
    view = type(
        "View", (OperationsView,), methods | {"operations": {op.method: op for op in found}}
    )
    found.sort(key=lambda op: op.method)
    return path(ROOT + where, view.as_view(), name=f"api-{found[0].name.replace('_', '-')}")


operation_patterns = gather()
