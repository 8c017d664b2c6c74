"""Ovid's own text: `<1. >`, then two-letter lines `TI  - …`, or a label on its own line and its value indented."""

import re
from collections.abc import Iterator

from screening.formats._draft import Draft, isbn_of
from screening.formats._format import Problem, Source
from screening.formats._ovid_source import Place
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

_START = re.compile(r"^[ \t]{0,3}<[ \t]*\d{1,7}[ \t]*\.?[ \t]*>[ \t]*$", re.MULTILINE)
_COUNT = re.compile(r"^ *< ?\d+\. ?>|^ *<\d+>", re.MULTILINE)
_TAG = re.compile(r" {0,3}([A-Z][A-Z0-9])[ \t]{1,3}-(?: (.*)|$)")
_LABEL = re.compile(r"([A-Z][A-Za-z&/ -]{1,50})$")
_LABELS = re.compile(r"^[ \t]?(?:Accession Number|Title|Author)\s*$", re.MULTILINE)
_INDENTED = re.compile(
    r"^ (?:Accession Number|Unique Identifier|Title|Author|Authors)[ \t]*$", re.MULTILINE
)
_ABOUT = re.compile(r"\s*\.?\s*\[(?!.*\[)[^\[\]]{3,60}\]\.?$")
_ROLE = re.compile(r"\s*\[[^\]]*\]")
_FOOTNOTE = re.compile(r"\s+[\d,+*()]+\.?$")
_NAMES = {
    "accession number": "AN",
    "author": "AU",
    "authors": "AU",
    "title": "TI",
    "original title": "TT",
    "source": "SO",
    "abstract": "AB",
    "doi number": "DI",
    "digital object identifier": "DI",
    "doi": "DI",
    "language": "LG",
    "document type": "DT",
    "publication type": "PT",
    "issn": "IS",
    "isbn": "IB",
    "issn print": "IS",
    "author keywords": "KW",
    "keywords": "KW",
    "key words": "KW",
    "keyword heading": "KW",
    "database": "DB",
    "year of publication": "YR",
    "journal name": "JN",
    "journal abbreviation": "JA",
    "publisher": "PB",
    "pmid": "PM",
    "unique identifier": "UI",
    "mesh subject headings": "MH",
}


def sniff(head: str) -> float:
    """Sure where numbers in angle brackets stand before Ovid's lines."""
    if not _START.search(head):
        return 0.0
    return (
        0.96
        if _TAG.search(head)
        or re.search(r"^[ \t]?(?:Accession Number|Title|Author)\s*$", head, re.MULTILINE)
        else 0.0
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(entries(source.text, _START), _build, source.leftovers)


def _values(raw: str) -> Fields:
    """Values by two-letter tag, in either layout."""
    if re.search(r"^ {0,3}[A-Z][A-Z0-9][ \t]{1,3}- ", raw, re.MULTILINE):
        return values(raw, _TAG)
    found = Fields()
    tag = ""
    parts: list[str] = []
    lines = raw.split("\n")[1:]
    if _INDENTED.search(raw):
        lines = [line.removeprefix(" ") for line in lines]
    for line in lines:
        label = _LABEL.match(line) if line and not line.startswith(" ") else None
        if label:
            found.add(tag, "\n".join(parts).strip())
            tag = _NAMES.get(label.group(1).strip().lower(), label.group(1).strip())
            parts = []
        else:
            parts.append(line.strip())
    found.add(tag, "\n".join(parts).strip())
    return found


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, _values(entry.raw))
    place = Place(_text(fields, "SO", "JN"))
    number = " ".join(fields.every("IS", "IT", "IP"))
    database = _text(fields, "DB")
    title, translated = _title(_text(fields, "TI")), _title(_text(fields, "TT", "OT"))
    if translated and title.startswith("["):
        title, translated = translated, title
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=title,
        title_translated=translated,
        authors=_authors(fields["AU"]),
        editors=_authors(fields["ED"]),
        edition=_text(fields, "ET"),
        date=_text(fields, "YR", "DP") or place.date,
        year_sources=(place.text,),
        journal=_text(fields, "JN", "JT") or place.journal,
        volume=_text(fields, "VO", "VI") or place.volume,
        issue=_text(fields, "IP") or place.issue,
        pages=_text(fields, "PG") or place.pages,
        doi=_text(fields, "DI", "DO"),
        doi_sources=(*fields["XL"], *fields["SO"]),
        pmid=identifiers.pmid(_text(fields, "PM")),
        issn=number,
        isbn=isbn_of(" ".join(fields.every("IB", "IS"))),
        language=_text(fields, "LG", "LA").rstrip("."),
        abstract=_text(fields, "AB"),
        keywords=markup.keywords(
            ";".join(markup.one_line(value) for value in fields.every("KW", "MH", "ID"))
        ),
        type=types.key(_text(fields, "DT") or _text(fields, "PT")) or "article",
        kinds=(*fields.every("DT"), *fields.every("PT")),
        publisher=_text(fields, "PB", "PU"),
        url=_text(fields, "XL", "UR"),
        source_database=f"{database} (Ovid)" if database else "Ovid",
    )
    if accession := _text(fields, "AN", "UI").rstrip("."):
        draft.identifiers.append(("ovid", accession))
        if "medline" in database.lower():
            draft.pmid = draft.pmid or identifiers.pmid(accession)
    return draft.finish()


def _text(fields: Fields, *tags: str) -> str:
    return markup.one_line(fields.first(*tags)).strip()


def _authors(given: list[str]) -> tuple[str, ...]:
    """Names without footnotes, roles in brackets,
    and degrees that a semicolon parts from their owner.
    """
    found: list[str] = []
    for value in given:
        # Without any semicolon the names stand on lines of their own.
        whole = markup.one_line(value) if ";" in value else value.replace("\n", ";")
        parts = [
            _FOOTNOTE.sub("", part.strip()).strip() for part in _ROLE.sub("", whole).split(";")
        ]
        with_comma = any("," in part for part in parts)
        for part in parts:
            if not with_comma or "," in part or " " in part:
                found.extend(names.split_authors(part))
    return tuple(found)


def _title(text: str) -> str:
    """The title without a closing "[Article]"; of "[A title]. [Review] [Chinese]", a translation,
    "[A title]" stays.
    """
    if not text.startswith("["):
        return _ABOUT.sub("", text)
    while text.find("[", 1) > 0 and (shorter := _ABOUT.sub("", text)) != text:
        text = shorter
    return text


FORMAT = Tagged(
    key="ovid_tagged",
    label=gettext_noop("Ovid (tagged text)"),
    sniff=sniff,
    read=read,
    count=counter(_COUNT),
    seam=re.compile(r"\n(?=[ \t]{0,3}<[ \t]*\d{1,7}[ \t]*\.?[ \t]*>)"),
)
