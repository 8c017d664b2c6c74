"""Every verb of the history, one file a room: logged, shown,
renumbered and verified by the same declaration.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from screening.replay.verbs._verb import Kind, Verb


def _gathered() -> Mapping[str, Verb]:
    found: dict[str, Verb] = {}
    for module in iter_modules(__path__, f"{__name__}."):
        for verb in getattr(import_module(module.name), "VERBS", ()):
            if verb.key in found:
                raise ValueError(f"{module.name}: the verb {verb.key!r} is there twice")
            found[verb.key] = verb
    return MappingProxyType(found)


VERBS = _gathered()

__all__ = ["VERBS", "Kind", "Verb"]
