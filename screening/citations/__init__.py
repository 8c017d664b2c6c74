"""Lists of references in the styles that journals ask for,
each entry by the rules of its own language.
"""

from screening.citations._csl import StyleError
from screening.citations._entry import SEARCHED, searched
from screening.citations._list import Entry, bibliography
from screening.citations._other import LICENCE, Named, other, search
from screening.citations._style import Options, Reference, Run, Style, plain
from screening.records.registry import load

STYLES = load("screening.citations", "STYLE", Style)


def style_of(key: str) -> Style:
    """Our own style of that key, or one of the Citation Style Language. Raises RegistryError for an
    unknown one, and StyleError for one that the processor cannot use.
    """
    found: Style | None = STYLES.get(key)
    return found or other(key)


__all__ = [
    "LICENCE",
    "SEARCHED",
    "STYLES",
    "Entry",
    "Named",
    "Options",
    "Reference",
    "Run",
    "Style",
    "StyleError",
    "bibliography",
    "plain",
    "search",
    "searched",
    "style_of",
]
