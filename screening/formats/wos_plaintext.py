"""Web of Science plain text (.txt, .ciw, .isi), also as CiteSpace makes it out of CNKI files."""

import re
from collections.abc import Iterator

from screening.formats._draft import Draft, isbn_of
from screening.formats._format import Problem, Source
from screening.formats._tagged import (
    Entry,
    Fields,
    Tagged,
    Warnings,
    entries,
    noted,
    read_entries,
    values,
)
from screening.records import identifiers, markup, names, pages, types
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record
from screening.records.text import collapse, has_han

_START = re.compile(r"^PT(?:[ \t]+[^\s-][^\n]{0,60})?[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"([A-Z][A-Z0-9])(?:[ \t](.*)|$)")
_END = re.compile(r"^ER[ \t]*$", re.MULTILINE)
_BODY = re.compile(r"^(?:TI|AU|SO)[ \t]", re.MULTILINE)
_HEADER = re.compile(r"^FN (?:Clarivate|Thomson|ISI|Web of)", re.MULTILINE)
_SEAM = re.compile(r"^ER[ \t]*\n", re.MULTILINE)
_KINDS = {"P": "patent", "B": "book", "S": "book", "C": "conference", "D": "dataset"}
_DATABASES = {
    "WOS": "Web of Science",
    "ISI": "Web of Science",
    "MEDLINE": "MEDLINE (Web of Science)",
    "BIOSIS": "BIOSIS (Web of Science)",
    "BCI": "BIOSIS (Web of Science)",
    "CABI": "CAB Abstracts (Web of Science)",
    "FSTA": "FSTA (Web of Science)",
    "INSPEC": "Inspec (Web of Science)",
    "DIIDW": "Derwent (Web of Science)",
    "ZOOREC": "Zoological Record (Web of Science)",
    "CSCD": "CSCD (Web of Science)",
    "KJD": "KCI (Web of Science)",
    "SCIELO": "SciELO (Web of Science)",
    "PPRN": "Preprint Citation Index",
    "CNKI": "CNKI",
}


def sniff(head: str) -> float:
    """Sure where PT and ER lines are, or the header of the Web of Science."""
    if _HEADER.search(head) and _START.search(head):
        return 0.97
    if _HEADER.match(head):
        return 0.5  # an export without hits
    return 0.85 if _START.search(head) and _BODY.search(head) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(entries(source.text, _START), _build, source.leftovers)


def count(source: Source) -> int:
    """ER lines, and one more for what stands behind the last of them."""
    ends = list(_END.finditer(source.text))
    rest = source.text[ends[-1].end() :] if ends else source.text
    return len(ends) + bool(_BODY.search(rest))


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    end = _END.search(entry.raw)
    if not end:
        text = gettext_noop("This entry has no end mark (ER); the file may have been cut off.")
        warnings.append(Message(text))
    raw = entry.raw[: end.end()] if end else entry.raw
    fields = noted(warnings, values(raw, _TAG))
    accession = fields.first("UT").strip()
    title, translated = _chinese_first(_text(fields, "TI"), _text(fields, "FT", "Z1"))
    held = _text(fields, "SO", "JI", "J9")
    journal, journal_translated = _chinese_first(held, _text(fields, "Z3"))
    abstract, abstract_translated = _chinese_first(_text(fields, "AB"), _text(fields, "FA", "Z4"))
    people, chinese = _authors(fields), tuple(filter(has_han, _people(fields["Z2"])))
    number = " ".join(fields.every("SN", "EI", "BN"))
    draft = Draft(
        raw=raw,
        line=entry.line,
        title=title,
        title_translated=translated,
        authors=chinese or people,
        authors_translated=people if chinese else (),
        date=_date(fields),
        editors=_editors(fields) if people or chinese else (),
        journal=journal,
        journal_translated=journal_translated,
        volume=_text(fields, "VL"),
        issue=_text(fields, "IS"),
        pages=pages.span(_text(fields, "BP"), _text(fields, "EP")) or _text(fields, "AR", "PS"),
        doi=_text(fields, "DI", "D2"),
        pmid=identifiers.pmid(_text(fields, "PM")),
        issn=number,
        isbn=isbn_of(number),
        language=_text(fields, "LA"),
        abstract=abstract,
        abstract_translated=abstract_translated,
        keywords=_keywords(fields),
        type=_type(fields),
        publisher=_text(fields, "PU"),
        place=_text(fields, "PI"),
        source_database=_DATABASES.get(accession.partition(":")[0].upper(), "Web of Science"),
        kinds=(_text(fields, "DT"),),
    )
    _identify(draft, accession, fields)
    return draft.finish()


def _identify(draft: Draft, accession: str, fields: Fields) -> None:
    if accession and accession != "CNKI:0":
        draft.identifiers.append(("wos", accession))
    if patent := _text(fields, "PN"):
        draft.identifiers.append(("patent", patent))


def _editors(fields: Fields) -> tuple[str, ...]:
    return _people(fields["BE"] if fields.peek("BE") else fields["ED"])


def _text(fields: Fields, *tags: str) -> str:
    return markup.one_line(fields.first(*tags)).strip()


def _chinese_first(own: str, second: str) -> tuple[str, str]:
    """A text and its translation; a Chinese one in the second language's field (Z1 to Z4 of CSCD,
    FT) is the record's own.
    """
    return (second, own) if has_han(second) and not has_han(own) else (own, second)


def _authors(fields: Fields) -> tuple[str, ...]:
    """The people, editors of a book without authors, else groups."""
    people = (
        fields["AU"] if fields.first("AU") else fields["AF"] if fields.first("AF") else fields["BE"]
    )
    found = _people(people)
    groups = [
        collapse(line).strip(" ;")
        for value in fields.every("CA", "GP")
        for line in value.split("\n")
    ]
    return (*found, *(group for group in groups if group and not found))


def _people(given: list[str]) -> tuple[str, ...]:
    """One name a line; several on one line are parted by semicolons."""
    return tuple(
        name for value in given for line in value.split("\n") for name in names.split_authors(line)
    )


def _date(fields: Fields) -> str:
    year, day = _text(fields, "PY", "Y2"), _text(fields, "PD", "EA")
    return year or day


def _keywords(fields: Fields) -> tuple[str, ...]:
    joined = "; ".join(markup.one_line(value) for value in fields.every("DE") or fields.every("ID"))
    return markup.keywords(joined)


def _type(fields: Fields) -> str:
    kind = _text(fields, "DT")
    parts = [part.strip() for part in kind.split(";")]
    if any(types.key(part) == "review" for part in parts):
        return "review"
    # MEDLINE lists all types of an article in order of their letters: "Clinical Trial; Journal
    # Article".
    found = "article" if "Journal Article" in parts else types.key(parts[0]) or types.key(kind)
    return found or _KINDS.get(_text(fields, "PT")[:1], "article")


FORMAT = Tagged(
    key="wos_plaintext",
    label=gettext_noop("Web of Science (plain text)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="txt",
    seam=_SEAM,
)
