"""EndNote's tagged text (%-refer), as EndNote, CNKI, Wanfang, VIP and library catalogues write it."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from screening.formats import _custom_fields as extras
from screening.formats import _entering as entering
from screening.formats._draft import Draft, isbn_of
from screening.formats._endnote_names import ENDNOTE_NAMES
from screening.formats._format import Problem, Source
from screening.formats._tagged import Entry, Fields, Tagged, Warnings, noted, read_entries, values
from screening.records import identifiers, markup, names, types
from screening.records.messages import gettext_noop
from screening.records.record import Record

_TAG = re.compile(
    r"[ \t]{0,2}%([0-9A-Z!@#$&()*+,./:;<=>?\[\\\]^_~{|}-])(?:[ \t]|[:：]|$)[ \t]*(.*)"
)
_START = re.compile(r"^[ \t]*%0(?:[ \t]|$)", re.MULTILINE)
_BLOCK = re.compile(r"(?:\A|\n)[ \t]*\n*(?=[ \t]{0,2}%[0-9A-Z][ \t]+\S)")
_LINES = re.compile(r"^[ \t]{0,2}%([0AEJBTDVNPKXIURCW8])[ \t]+\S", re.MULTILINE)
_SEAM = re.compile(r"\n[ \t]*\n(?=[ \t]*%0 )")
_AUTHOR = re.compile(r"%A[ \t]+")
_DATABASES = ("CNKI", "万方", "维普", "Wanfang", "VIP", "知网")
_NAMES = ENDNOTE_NAMES | {"dataset": "Dataset"}


_PERIODICAL = frozenset({"article", "review", "newspaper", "preprint"})


def sniff(head: str) -> float:
    """Sure where a %0 line is, fairly where other tags of the kind lead lines."""
    tags = set(_LINES.findall(head))
    if "0" in tags and len(tags) >= 2:
        return 0.9
    return 0.7 if len(tags) >= 3 and ("T" in tags or "A" in tags) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """The records in file order, and problems."""
    return read_entries(_entries(source.text), _build, source.leftovers)


def _entries(text: str) -> Iterator[Entry]:
    """An entry begins at %0; in files that do not lead with %0,
    at the first tag after a blank line.
    """
    first = re.search(r"^[ \t]{0,2}%[0-9A-Z][ \t]", text, re.MULTILINE)
    if not first:
        return
    starts = [found.start() for found in _START.finditer(text)]
    if first.group().strip() != "%0":
        starts = [
            found.end() for found in _BLOCK.finditer(text) if _leads(found.group(), found.start())
        ]
    line, position = 1, 0
    for here, end in pairwise([*starts, len(text)]):
        line += text.count("\n", position, here)
        position = here
        yield Entry(text[here:end].rstrip(), line)


def _leads(gap: str, start: int) -> bool:
    return start == 0 or "\n\n" in gap.replace(" ", "").replace("\t", "")


def count(source: Source) -> int:
    """%0 lines, or where the file does not lead with them, blocks that hold tags."""
    lines = source.text.split("\n")
    first = next(
        (
            line
            for line in lines
            if line.lstrip().startswith("%") and line.strip()[2:3] in (" ", "\t")
        ),
        "",
    )
    if first.lstrip().startswith("%0"):
        return sum(
            1
            for line in lines
            if line.lstrip().startswith("%0") and line.lstrip()[2:3] in ("", " ", "\t")
        )
    blocks = re.split(r"\n(?:[ \t]*\n)+", source.text)
    return sum(1 for block in blocks if re.match(r"[ \t\n]*%[0-9A-Z][ \t]+\S", block))


def _build(entry: Entry, warnings: Warnings) -> Record | None:
    fields = noted(warnings, values(entry.raw, _TAG))
    provider, name = fields.first("W").strip(), fields.first("~").strip()
    journals = [markup.one_line(value) for value in fields.every("J")]
    number = fields.first("@").strip()
    kind = _type(fields)
    chinese = any(word in provider for word in _DATABASES)
    # The ACL Anthology names the volume of proceedings as a series.
    host = fields.first("B") or (fields.first("S") if kind == "conference" else "")
    draft = Draft(
        raw=entry.raw,
        line=entry.line,
        title=markup.one_line(fields.first("T")),
        title_translated=markup.one_line(fields.first("Q")),
        authors=_authors(fields["A"]),
        authors_translated=_authors(fields["H"]),
        editors=_authors(fields["E"]),
        translators=_authors(fields["?"]) if not chinese else (),
        date=entering.fuller(fields.first("D"), fields.first("8")),
        year_sources=tuple(fields["8"]),
        journal=journals[0] if journals else markup.one_line(host),
        journal_translated=journals[1] if len(journals) > 1 else "",
        volume=fields.first("V"),
        issue=fields.first("N"),
        pages=_pages(fields.every("P")),
        doi=fields.first("R"),
        doi_sources=fields["U"],
        issn=" ".join(fields["@"]),
        isbn=isbn_of(" ".join((*fields["@"], *fields["V"]))),
        language=fields.first("G"),
        abstract=markup.one_line(fields.first("X")),
        keywords=_keywords(fields["K"]),
        type=kind,
        kinds=tuple(fields["9"]),
        edition=fields.first("7") if kind != "article" else "",
        publisher=markup.one_line(fields.first("I")),
        place=fields.first("C"),
        url=fields.first("U"),
        source_database=provider
        if any(word in provider for word in _DATABASES)
        else name or provider,
        accessed=entering.iso(fields.first("[")),
        notes="\n".join(markup.one_line(value) for value in fields.every("Z", "O")),
    )
    _identify(draft, fields, number)
    return extras.merged(draft.finish(), fields["4"], entry.raw, entry.line)


def _identify(draft: Draft, fields: Fields, number: str) -> None:
    """The numbers of the entry; tag @ holds the number of a patent,
    and the ISSN or ISBN of anything else.
    """
    draft.identifiers += [(entering.LABEL, value.strip()) for value in fields.every("F")]
    if draft.type == "patent" and number:
        draft.identifiers.append(("patent", number))
        draft.issn = ""
    if accession := fields.first("M").strip():
        draft.identifiers.append(("accession", accession))
        if "pubmed" in draft.source_database.lower() or "medline" in draft.source_database.lower():
            draft.pmid = identifiers.pmid(accession)


def _authors(given: list[str]) -> tuple[str, ...]:
    """Names one a tag, or several in one; CNKI's interface writes `%A 张福锁%A 王激清` on one line."""
    return names.split_fields([part for value in given for part in _AUTHOR.split(value)])


def _pages(given: list[str]) -> str:
    """CNKI writes the number of pages and the range into the same tag: the range counts."""
    return next((value for value in given if "-" in value or "+" in value), next(iter(given), ""))


def _keywords(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for value in given for word in markup.keywords(value)))


def _type(fields: Fields) -> str:
    name = fields.first("0").strip()
    if name == "Legal Rule or Regulation" and isbn_of(" ".join(fields["V"])):
        return "book"
    if name:
        return types.key(name) or "other"
    return "article" if fields["J"] or fields["B"] else "book" if fields["I"] else "other"


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A tagged text in UTF-8, records parted by a blank line."""
    for record in records:
        lines = list(_lines(record))
        again = _build(Entry("\n".join(lines), 1), Warnings())
        lines += [f"%4 {line}" for line in extras.lines(record, again)]
        yield ("\n".join(lines) + "\n\n").encode("utf-8", "replace")


def _lines(record: Record) -> Iterator[str]:
    pairs: tuple[tuple[str, Iterable[str]], ...] = (
        ("0", (_NAMES.get(record.type, "Generic"),)),
        ("A", entering.people(record.authors)),
        ("E", entering.people(record.editors)),
        ("?", entering.people(record.translators)),
        ("H", entering.people(record.authors_translated)),
        ("T", (record.title,)),
        ("Q", (record.title_translated,)),
        ("J" if record.type in _PERIODICAL else "B", (record.journal,)),
        ("J", (record.journal_translated,)),
        ("D", (entering.year(record),)),
        ("8", (entering.day(record),)),
        ("V", (record.volume,)),
        ("N", (record.issue,)),
        ("P", (record.pages,)),
        ("K", record.keywords),
        ("X", (record.abstract,)),
        ("@", (*record.issn, *record.isbn)),
        ("R", (record.doi,)),
        ("U", (record.url,)),
        ("7", (record.edition,)),
        ("I", (record.publisher,)),
        ("C", (record.place,)),
        ("G", (record.language,)),
        ("M", (record.pmid,)),
        ("F", (value for scheme, value in record.identifiers if scheme == entering.LABEL)),
        ("[", (record.accessed,)),
        ("W", (record.source_database,)),
        ("Z", record.notes.split("\n")),
    )
    for tag, texts in pairs:
        for text in texts:
            if text:
                yield f"%{tag} {text}".replace("\n", " ")


FORMAT = Tagged(
    key="endnote_tagged",
    label=gettext_noop("EndNote tagged (.enw; CNKI, Wanfang, VIP)"),
    sniff=sniff,
    read=read,
    count=count,
    write=write,
    extension="enw",
    seam=_SEAM,
)
