"""NoteExpress text (.net), as CNKI, Wanfang, VIP, yiigle and NoteExpress itself write it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from screening.formats import _custom_fields as extras
from screening.formats import _entering as entering
from screening.formats._draft import Draft, isbn_of
from screening.formats._endnote_names import ENDNOTE_NAMES
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
from screening.records import markup, names, types
from screening.records.messages import gettext_noop
from screening.records.record import Record

_START = re.compile(
    r"^[ \t\ufeff]*\{[ \t]*Reference[ \t]+Type[ \t]*\}", re.IGNORECASE | re.MULTILINE
)
_COUNT = re.compile(r"^[ \t\ufeff]*\{Reference Type\}", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"[ \t]*\{([^{}\n]{1,40})\}[ \t]*[:：][ \t]*(.*)")
_BROKEN_START = re.compile(r"^[ \t]*\{Title\}[ \t]*[:：]", re.MULTILINE | re.IGNORECASE)
_SEAM = re.compile(r"\n(?=[ \t]*\{Reference Type\})", re.IGNORECASE)
_CUSTOM = "custom 5"
#: The number of a patent or a standard: "CN108722921A", "GB/T 7178.1-1996".
_OWN_NUMBER = re.compile(r"[A-Z][A-Z/ ]{0,12} ?\d[\dA-Z./: —–-]{2,30}")


def sniff(head: str) -> float:
    """Sure where a {Reference Type} line is."""
    if _START.search(head):
        return 0.95
    return 0.5 if _BROKEN_START.search(head) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    start = _START if _START.search(source.text) else _BROKEN_START
    return read_entries(entries(source.text, start), _build, source.leftovers)


@lru_cache(maxsize=500)
def _named(label: str) -> str:
    return " ".join(label.lower().split())


def _values(raw: str) -> Fields:
    """Values by field name in lower case with single blanks; other lines continue the value before."""
    found = Fields()
    name = ""
    parts: list[str] = []
    for line in raw.split("\n"):
        match = _TAG.match(line)
        if match:
            if parts:
                found.add(name, "\n".join(parts))
            name = _named(match.group(1))
            parts = [match.group(2)]
        elif parts:
            parts.append(line)
    if parts:
        found.add(name, "\n".join(parts))
    return found


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, _values(entry.raw))
    number = " ".join(fields.every("isbn/issn", "issn", "isbn", "图书印刷版isbn"))
    kind = _type(fields)
    own = _own_number(fields, kind)
    if kind == "standard" and own:
        number = ""  # the 7714-2015 of a standard looks like an ISSN
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=_text(fields, "title"),
        title_translated=_text(fields, "translated title"),
        authors=_authors(fields["author"]),
        authors_translated=_authors(fields["translated author"]),
        editors=_authors(fields["secondary author"]),
        translators=_authors(fields.every("subsidiary author", "translator"))
        if kind != "thesis"
        else (),
        date=entering.fuller(_text(fields, "year"), _text(fields, "date", "publishdate")),
        year_sources=tuple(fields.every("date", "publishdate")),
        journal=_text(fields, "journal", "secondary title", "tertiary title"),
        journal_translated=_text(fields, "translated journal"),
        volume=_text(fields, "volume"),
        issue=_text(fields, "issue"),
        pages=_text(fields, "pages"),
        doi=_text(fields, "doi"),
        doi_sources=fields["url"],
        issn=number,
        isbn=isbn_of(number),
        language=_text(fields, "language"),
        abstract=_text(fields, "abstract"),
        abstract_translated=_text(fields, "translated abstract"),
        keywords=_keywords(fields["keywords"]),
        keywords_translated=_keywords(fields["translated keywords"]),
        identifiers=[(kind, own)] if own else [],
        type=kind,
        kinds=(_text(fields, "reference type"),),
        edition=_text(fields, "edition"),
        publisher=_text(fields, "publisher"),
        place=_text(fields, "place published"),
        url=_text(fields, "url", "link"),
        accessed=entering.iso(_text(fields, "access date")),
        source_database=_text(fields, "database provider", "srcdatabase"),
        notes="\n".join(markup.one_line(value) for value in fields.every("notes")),
    )
    return extras.merged(draft.finish(), fields[_CUSTOM], entry.raw, entry.line)


def _type(fields: Fields) -> str:
    """The type of the entry; what CNKI calls a standard may be a part of a yearbook."""
    kind = types.key(_text(fields, "reference type")) or "other"
    return "book" if kind == "standard" and "年鉴" in _text(fields, "srcdatabase") else kind


def _own_number(fields: Fields, kind: str) -> str:
    """The number of a patent or a standard, which CNKI writes into fields meant for others;
    "" if there is none.
    """
    places = {"patent": ("type of work", "notes"), "standard": ("isbn", "isbn/issn", "notes")}.get(
        kind, ()
    )
    numbers = (text for place in places for text in fields.every(place))
    return next(
        (found.group() for text in numbers if (found := _OWN_NUMBER.fullmatch(text.strip()))), ""
    )


def _text(fields: Fields, *tags: str) -> str:
    value = fields.first(*tags)
    return markup.one_line(value).strip() if value else ""


def _authors(given: list[str]) -> tuple[str, ...]:
    return tuple(name for value in given for name in names.split_authors(markup.one_line(value)))


def _keywords(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for value in given for word in markup.keywords(value)))


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A NoteExpress text in UTF-8, as CNKI lays it out."""
    for record in records:
        lines = list(_lines(record))
        again = _build(Entry("\n".join(lines), 1), Warnings())
        lines += [f"{{Custom 5}}: {line}" for line in extras.lines(record, again)]
        yield ("\n".join(lines) + "\n\n").encode("utf-8", "replace")


def _lines(record: Record) -> Iterator[str]:
    pairs: tuple[tuple[str, Iterable[str]], ...] = (
        ("Reference Type", (ENDNOTE_NAMES.get(record.type, "Generic"),)),
        ("Title", (record.title,)),
        ("Translated Title", (record.title_translated,)),
        ("Author", record.authors),
        ("Translated Author", record.authors_translated),
        ("Journal", (record.journal,)),
        ("Translated Journal", (record.journal_translated,)),
        ("Secondary Author", record.editors),
        ("Subsidiary Author", record.translators if record.type != "thesis" else ()),
        ("Year", (entering.year(record),)),
        ("Date", (entering.day(record),)),
        ("Volume", (record.volume,)),
        ("Issue", (record.issue,)),
        ("Pages", (record.pages,)),
        ("Keywords", record.keywords),
        ("Translated Keywords", record.keywords_translated),
        ("Abstract", (record.abstract,)),
        ("Translated Abstract", (record.abstract_translated,)),
        ("ISBN/ISSN", (*record.issn, *record.isbn)),
        ("Edition", (record.edition,)),
        ("Publisher", (record.publisher,)),
        ("Place Published", (record.place,)),
        ("URL", (record.url,)),
        ("DOI", (record.doi,)),
        ("Access Date", (record.accessed,)),
        ("Database Provider", (record.source_database,)),
        ("Language", (record.language,)),
        ("Notes", record.notes.split("\n")),
    )
    for tag, texts in pairs:
        for text in texts:
            if text:
                yield f"{{{tag}}}: {text}".replace("\n", " ")


FORMAT = Tagged(
    key="noteexpress",
    label=gettext_noop("NoteExpress (CNKI, Wanfang, VIP, yiigle)"),
    sniff=sniff,
    read=read,
    count=counter(_COUNT),
    write=write,
    extension="net",
    seam=_SEAM,
)
