"""RefWorks tagged text, as RefWorks itself, CNKI, Wanfang and VIP write it."""

import re
from collections.abc import Iterable, Iterator

from screening.formats import _custom_fields as extras
from screening.formats import _entering as entering
from screening.formats._draft import Draft, isbn_of
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
)
from screening.records import dates, identifiers, markup, names, pages, types
from screening.records.messages import gettext_noop
from screening.records.record import Record
from screening.records.text import HAN, has_han

_PAPER = "RT SR ID A1 A2 A3 A4 A5 A6 AU T1 T2 T3 JF JO YR FD VO IS SP OP K1 AB NO PB PP SN AD LA CL CN DB DS LK UL DO"
_OTHER = "AN OT OL U1 U2 U3 U4 U5 U6 U7 U8 U9 RD WP ED AV SF PM WT WV LL CR ST URL"
_KNOWN = frozenset(f"{_PAPER} {_OTHER}".split())
_MANY = frozenset("A1 A2 A3 A4 A5 A6 K1 LK UL NO U1 U2 U3 U4 U5 SN AN".split())  # noqa: SIM905
_TAG = re.compile(rf"[ \t]{{0,2}}(URL|[A-Z][A-Z0-9]|vo)(?:(?:[ \t]|$)(.*)|(?<=A\d)([{HAN}].*))")
_NUMERIC = frozenset("SR YR VO IS SP OP SN PM AN DO RD".split())  # noqa: SIM905
_UNREAD = frozenset("OL ED AV SF WP WT WV LL CR ST".split())  # noqa: SIM905
_TYPE_NAME = "Journal|Book|Dissertation|Thesis|Conference|Newspaper|Patent|Standard|Other|Web|Report|Generic|Magazine"
_START = re.compile(
    rf"^[ \t]{{0,2}}RT[ \t]+(?:(?:{_TYPE_NAME})[\w,/ ]*$|"
    r"\S[^\n]*(?=\n[ \t]{0,2}(?:[A-Z][A-Z0-9]|vo)(?![A-Za-z])|\s*\Z))",
    re.MULTILINE,
)
_COUNT = re.compile(r"^[ \t]*RT +[A-Z][\w,/ ]*\s*$", re.MULTILINE)
_SEAM = re.compile(r"\n(?=[ \t]{0,2}RT[ \t]+[A-Z])")
_NAMES = {
    "article": "Journal Article",
    "review": "Journal Article",
    "preprint": "Preprint",
    "conference": "Conference Proceeding",
    "thesis": "Dissertation/Thesis",
    "book": "Book, Whole",
    "chapter": "Book, Section",
    "newspaper": "Newspaper Article",
    "report": "Report",
    "patent": "Patent",
    "standard": "Standard",
    "web": "Web Page",
}
_BY_DATABASE = {"年鉴": "book", "科技成果": "report", "专利": "patent", "标准": "standard"}


def sniff(head: str) -> float:
    """Sure where an RT line is followed by other tags."""
    return (
        0.9
        if _START.search(head) and re.search(r"^[ \t]{0,2}(?:T1|A1|SR|JF|YR)", head, re.MULTILINE)
        else 0.0
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(entries(source.text, _START), _build, source.leftovers)


def _values(raw: str) -> Fields:
    """Values by tag; a line that begins with no known tag continues the abstract or whatever stands
    before it.
    """
    found = Fields()
    name = ""
    parts: list[str] = []
    for line in raw.split("\n"):
        match = _TAG.match(line)
        tag = match.group(1).upper() if match else ""
        value = (match.group(2) or match.group(3) or "") if match else ""
        if tag in _KNOWN and not (name == "AB" and _in_abstract(tag, value, found)):
            if parts:
                found.add(name, "\n".join(parts))
            name = tag
            parts = [value]
        elif parts:
            parts.append(line)
    if parts:
        found.add(name, "\n".join(parts))
    return found


def _in_abstract(tag: str, value: str, found: Fields) -> bool:
    """Whether a line of an abstract only looks like a tag: CNKI breaks lines before SP 法,
    ST 段 or CR 患者, too.
    """
    if tag in found and tag not in _MANY:
        return True
    return has_han(value) and (
        tag in _UNREAD or (tag in _NUMERIC and not any(map(str.isdecimal, value[:3])))
    )


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, _values(entry.raw))
    database = fields.first("DS").strip() or fields.first("DB").strip()
    authors, translated = _authors(fields, database)
    kind = _type(fields)
    host = fields.first("JF", "JO")
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=markup.one_line(fields.first("T1")),
        title_translated=markup.one_line(fields.first("OT")),
        authors=authors,
        authors_translated=translated,
        editors=_people(fields.every("A2")) if kind != "thesis" else (),
        date=entering.fuller(fields.first("YR"), fields.first("FD")),
        year_sources=tuple(fields["FD"]),
        journal=markup.one_line(host or fields.first("T2")),
        volume=fields.first("VO"),
        issue=fields.first("IS"),
        pages=_pages(fields),
        doi=fields.first("DO"),
        doi_sources=(*fields["LK"], *fields["UL"], *fields["URL"]),
        pmid=identifiers.pmid(fields.first("PM")),
        issn=" ".join(fields["SN"]),
        isbn=isbn_of(" ".join(fields["SN"])),
        language=fields.first("LA"),
        abstract=markup.one_line(fields.first("AB")),
        keywords=_keywords(fields["K1"]),
        type=kind,
        kinds=(fields.first("RT"),),
        edition=markup.one_line(fields.first("ED")),
        publisher=markup.one_line(fields.first("PB")),
        place=markup.one_line(fields.first("PP")),
        url=fields.first("LK", "UL", "URL"),
        accessed=entering.iso(fields.first("RD")) if dates.year(fields.first("RD")) else "",
        source_database=database,
        notes="\n".join(markup.one_line(value.strip()) for value in fields.every("NO")),
    )
    if number := fields.first("AN").strip():
        draft.identifiers.append(("accession", number))
    if kind == "patent" and fields.first("ID"):
        draft.identifiers.append(("patent", fields.first("ID").strip()))
    return extras.merged(draft.finish(), fields["U5"], entry.raw, entry.line)


def _people(given: list[str]) -> tuple[str, ...]:
    return tuple(name for value in given for name in names.split_authors(markup.one_line(value)))


def _authors(fields: Fields, database: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors, and their names in Latin letters where Wanfang mixes both into one list."""
    found = _people(fields.every("A1", "AU"))
    if "万方" in database or "wanfang" in database.lower():
        own = tuple(name for name in found if has_han(name))
        if own:
            return own, tuple(dict.fromkeys(name for name in found if not has_han(name)))
    return found, ()


def _type(fields: Fields) -> str:
    name = fields.first("RT").split("\n", 1)[0].strip()
    database = fields.first("DB")
    for word, kind in _BY_DATABASE.items():
        if word in database:
            return kind
    return "other" if name == "Other Article" else types.key(name) or "other"


def _pages(fields: Fields) -> str:
    first, last = fields.first("SP"), fields.first("OP")
    return pages.span(first, last) if first else pages.tidy(last)


def _keywords(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for value in given for word in markup.keywords(value)))


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A RefWorks tagged text in UTF-8, as CNKI lays it out, records parted by a blank line."""
    for record in records:
        lines = list(_lines(record))
        again = _build(Entry("\n".join(lines), 1), Warnings())
        lines += [f"U5 {line}" for line in extras.lines(record, again)]
        yield ("\n".join(lines) + "\n\n").encode("utf-8", "replace")


def _lines(record: Record) -> Iterator[str]:
    pairs = (
        ("RT", _NAMES.get(record.type, "Generic")),
        ("SR", "1"),
        ("A1", ";".join(record.authors)),
        ("T1", record.title),
        ("OT", record.title_translated),
        ("JF", record.journal),
        ("A2", ";".join(record.editors)),
        ("YR", entering.year(record)),
        ("FD", entering.day(record)),
        ("VO", record.volume),
        ("IS", record.issue),
        ("OP", record.pages),
        ("ED", record.edition),
        ("RD", record.accessed),
        ("K1", ";".join(record.keywords)),
        ("AB", record.abstract),
        ("SN", " ".join((*record.issn, *record.isbn)).strip()),
        ("PB", record.publisher),
        ("PP", record.place),
        ("LA", record.language),
        ("DS", record.source_database),
        ("LK", record.url),
        ("DO", record.doi),
    )
    for tag, text in pairs:
        if text:
            yield f"{tag} {text}".replace("\n", " ")


FORMAT = Tagged(
    key="refworks",
    label=gettext_noop("RefWorks (CNKI, Wanfang, VIP)"),
    sniff=sniff,
    read=read,
    count=counter(_COUNT),
    write=write,
    extension="txt",
    seam=_SEAM,
)
