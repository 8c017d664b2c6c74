"""Every address of the site: nouns, the review always in the path. A page family is one file in `addresses/`."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

from screening.web import addresses


def gather() -> list[URLPattern]:
    """The patterns of all files in `addresses/`. Raises ValueError when two of them use one name."""
    found: dict[str, URLPattern] = {}
    for module in iter_modules(addresses.__path__):
        for pattern in import_module(f"{addresses.__name__}.{module.name}").urlpatterns:
            name = str(pattern.name)
            if name in found:
                raise ValueError(f"two addresses are named {name}: {found[name].pattern} and {pattern.pattern}")
            found[name] = pattern
    return list(found.values())


urlpatterns = gather()
