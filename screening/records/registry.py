"""One file adds one thing: reads a package's folder and collects the constant each file must hold."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class RegistryError(Exception):
    """A file of a registered folder lacks its constant, or a key is used twice or unknown."""


def load(package: str, constant: str, expected: type[Any]) -> Mapping[str, Any]:
    """The things of a package by key: `{file.CONSTANT.key: file.CONSTANT}` in file-name order.

    Every module of the folder counts unless its name begins with an underscore.
    Raises RegistryError when a file lacks the constant, holds another type, or repeats a key.
    """
    root = importlib.import_module(package)
    found: dict[str, Any] = {}
    for info in sorted(pkgutil.iter_modules(root.__path__), key=lambda i: i.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        thing = getattr(module, constant, None)
        if not isinstance(thing, expected):
            raise RegistryError(
                f"{package}.{info.name} has no {constant} of type {expected.__name__}"
            )
        if thing.key in found:
            raise RegistryError(f"{package}.{info.name}: the key {thing.key!r} is used twice")
        found[thing.key] = thing
    return MappingProxyType(found)


def pick(things: Mapping[str, Any], key: str, what: str) -> Any:
    """The thing of that key. Raises RegistryError that lists the known keys."""
    try:
        return things[key]
    except KeyError:
        raise RegistryError(f"unknown {what} {key!r}; known: {', '.join(things)}") from None
