"""Entries by the Citation Style Language, for styles that are not our own:
as good as citeproc-py makes them.

Two things it cannot do are done here: each entry is rendered in the locale of its own language (等
or et al.), and a Chinese name is given as one piece, so that it is neither split nor abbreviated.
What the processor leaves out of a style (the type mark of GB/T 7714, letters behind equal years)
stays left out.
"""

import html
import re
import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from screening.citations._entry import Facts, facts
from screening.citations._people import Person
from screening.citations._style import Options, Reference, Run
from screening.records import types
from screening.records.record import Record

_TYPES = types.CSL | {"trial": "webpage"}
_ONLINE = frozenset(("web", "trial", "dataset", "preprint"))
_TAG = re.compile(r"<(/?)(i|b|l|u|sup|sub|span)(?:\s[^>]*)?>")
_TWO_STOPS = re.compile(r"(?<!\.)\.((?:</?\w+[^>]*>)*)\.(?!\.)")
_LEAD = re.compile(r"\s*(?P<before>[\[(]?)1(?P<after>[\])]?[.,:)]?)\s*")
_PROBE = Record(title="Probe", authors=("Page, Matthew J",), journal="Example J", year=2021)
#: The processor keeps what it is at in the style itself, so one entry is rendered at a time.
_RENDERING = Lock()


class StyleError(Exception):
    """A style file that the processor cannot use."""


def entry(path: Path, record: Record, options: Options, numbered: bool) -> Reference:
    """The entry without its number. What makes the processor stumble is given as authors, title,
    journal and year, behind two question marks. Raises StyleError when the file itself cannot be
    read.
    """
    found = facts(record)
    try:
        text = _render(path, _item(found, options), found.chinese)
    except StyleError:
        raise
    except Exception:  # the processor knows no errors of its own
        known = (", ".join(map(_whole, found.people)), found.title, found.journal, found.year)
        return (Run("?? " + ". ".join(part for part in known if part) + "."),)
    return _runs(_LEAD.sub("", text, count=1) if numbered else text)


def mark(path: Path) -> str:
    """How the style writes the number of an entry, {} for the number: "[{}]", "{}.", "{}".
    Raises StyleError.
    """
    try:
        found = _LEAD.match(
            _TAG.sub("", _render(path, _item(facts(_PROBE), Options()), chinese=False))
        )
    except StyleError:
        raise
    except Exception as error:
        raise StyleError(str(error)) from error
    return f"{found['before']}{{}}{found['after']}" if found else "{}."


def _render(path: Path, item: Mapping[str, Any], chinese: bool) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    with _RENDERING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        listed = CitationStylesBibliography(
            _style(path, chinese), CiteProcJSON([item]), formatter.html
        )
        listed.register(Citation([CitationItem("1")]))
        return _TWO_STOPS.sub(r".\1", str(listed.bibliography()[0]))


@lru_cache(maxsize=8)
def _style(path: Path, chinese: bool) -> Any:
    from citeproc import CitationStylesStyle

    try:
        read = CitationStylesStyle(str(path), locale="zh-CN" if chinese else None, validate=False)
        if not chinese and read.root.get("default-locale", "").startswith("zh"):
            read = CitationStylesStyle(str(path), locale="en-US", validate=False)
        if not read.has_bibliography():
            raise StyleError(f"{path.name} has no bibliography")
    except Exception as error:  # the processor knows no errors of its own
        raise StyleError(f"{path.name}: {error}") from error
    return read


def _item(found: Facts, options: Options) -> dict[str, Any]:
    record = found.record
    seen = found.seen[:10] or (options.accessed.isoformat() if options.accessed else "")
    online = record.type in _ONLINE or bool(seen)
    item = {
        "id": "1",
        "type": _TYPES.get(record.type, "document"),
        "title": found.title,
        "author": [_name(person) for person in found.people],
        "container-title": found.journal,
        "issued": _date(found.day or found.year),
        "volume": found.volume,
        "issue": found.issue,
        "page": found.pages,
        "edition": found.edition.removesuffix(" ed"),
        "publisher": found.publisher,
        "editor": [_name(person) for person in found.editors],
        "translator": [_name(person) for person in found.translators],
        "publisher-place": found.place,
        "DOI": record.doi,
        "URL": record.url if online else "",
        "language": "zh-CN" if found.chinese else record.language or "en",
    }
    if online and record.url and seen:
        item["accessed"] = _date(seen)
    if not options.shows_doi(record, usual=True):
        item["DOI"] = ""
    return {name: value for name, value in item.items() if value}


def _name(person: Person) -> dict[str, str]:
    if person.whole:
        return {"literal": person.whole}
    name = {"family": person.family, "given": " ".join("-".join(word) for word in person.given)}
    return name | ({"suffix": person.suffix} if person.suffix else {})


def _whole(person: Person) -> str:
    return person.whole or " ".join(filter(None, (person.family, person.initials())))


def _date(text: str) -> dict[str, Any]:
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    return {"date-parts": [parts]} if parts else {}


def _runs(text: str) -> Reference:
    """The text with its italics; bold and the like are left out,
    as no style of a list lives by them.
    """
    runs: list[Run] = []
    italic, at = False, 0
    for tag in _TAG.finditer(text):
        runs.append(Run(html.unescape(text[at : tag.start()]), italic))
        italic, at = (not tag[1]) if tag[2] == "i" else italic, tag.end()
    runs.append(Run(html.unescape(text[at:]), italic))
    return tuple(run for run in runs if run.text)
