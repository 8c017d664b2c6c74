"""The Cochrane Library's plain text: "Record #1 of 50", then lines such as `TI: …`."""

import re
from collections.abc import Iterator

from screening.formats._draft import Draft
from screening.formats._format import Problem, Source
from screening.formats._tagged import (
    Entry,
    Fields,
    Tagged,
    Warnings,
    counter,
    entries,
    noted,
    read_entries,
    values,
)
from screening.records import identifiers, markup, names, types
from screening.records.messages import gettext_noop
from screening.records.record import Record
from screening.records.text import collapse

_START = re.compile(r"^Record[ \t]+#\d+[ \t]+of[ \t]+\d+[ \t]*$", re.MULTILINE)
_COUNT = re.compile(r"^(?:Record #\d+)", re.MULTILINE)
_TAG = re.compile(r"([A-Z]{2,3}):(?:[ \t]+(.*)|$)")
_KNOWN = frozenset("ID AU TI SO YR VL NO PG PM XR PT KY DOI AB US CC LA SN PB CT PA".split())  # noqa: SIM905
_BODY = re.compile(r"^(?:TI|AU|ID|SO):[ \t]", re.MULTILINE)
_PUBMED = re.compile(r"PUBMED\s+(\d+)", re.IGNORECASE)
_EMBASE = re.compile(r"EMBASE\s+(\d+)", re.IGNORECASE)
_HYPHENS = str.maketrans("‐‑", "--")


def sniff(head: str) -> float:
    """Sure where "Record #n of m" stands above lines with a colon behind the tag (RIS has a hyphen
    there).
    """
    return 0.93 if _START.search(head) and _BODY.search(head) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(entries(source.text, _START), _build, source.leftovers)


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, values(entry.raw, _TAG, _KNOWN))
    kind = _text(fields, "PT")
    crossed = " ".join(fields.every("PM", "XR"))
    pubmed, embase = _PUBMED.search(crossed), _EMBASE.search(crossed)
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=_text(fields, "TI"),
        authors=tuple(name for value in fields.every("AU") for name in names.split_authors(value)),
        date=_text(fields, "YR"),
        journal=_text(fields, "SO"),
        volume=_text(fields, "VL"),
        issue=_text(fields, "NO"),
        pages=_text(fields, "PG").translate(_HYPHENS),
        doi=_text(fields, "DOI"),
        pmid=identifiers.pmid(pubmed.group(1)) if pubmed else "",
        issn=_text(fields, "SN"),
        language=_text(fields, "LA"),
        abstract=_text(fields, "AB"),
        keywords=tuple(word.lstrip("*") for word in markup.keywords(_text(fields, "KY"))),
        type="trial"
        if "registry" in kind.lower()
        else types.key(kind.partition(";")[0]) or "article",
        kinds=(kind,),
        publisher=_text(fields, "PB"),
        url=_text(fields, "US"),
        source_database="Cochrane Central"
        if _text(fields, "ID").startswith("CN-")
        else "Cochrane Library",
    )
    if number := collapse(_text(fields, "ID")):
        draft.identifiers.append(("cochrane", number))
    if embase:
        draft.identifiers.append(("embase", f"L{embase.group(1)}"))
    draft.identifiers += [("trial", number) for number in identifiers.trials(crossed)]
    return draft.finish()


def _text(fields: Fields, *tags: str) -> str:
    return markup.one_line(fields.first(*tags)).strip()


FORMAT = Tagged(
    key="cochrane_text",
    label=gettext_noop("Cochrane Library (plain text)"),
    sniff=sniff,
    read=read,
    count=counter(_COUNT),
    seam=re.compile(r"\n(?=Record[ \t]+#\d+)"),
)
