"""Every address of the site: nouns, the review always in the path; written beside their views,
in `<room>/urls.py`.
"""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

from screening import web


def gather() -> list[URLPattern]:
    """The patterns of every `urls` and `*_urls` in the rooms.
    Raises ValueError when two of them use one name.
    """
    found: dict[str, URLPattern] = {}
    for module in modules():
        for pattern in import_module(module).urlpatterns:
            name = str(pattern.name)
            if name in found:
                raise ValueError(
                    f"two addresses are named {name}: {found[name].pattern} and {pattern.pattern}"
                )
            found[name] = pattern
    return list(found.values())


def modules() -> list[str]:
    """Names of the modules that hold addresses, room by room."""
    rooms = [room.name for room in iter_modules(web.__path__, f"{web.__name__}.") if room.ispkg]
    return [
        module.name
        for room in rooms
        for module in iter_modules(import_module(room).__path__, f"{room}.")
        if module.name.endswith((".urls", "_urls"))
    ]


urlpatterns = gather()
