"""EndNote XML, as EndNote, Zotero, Mendeley, Bookends and others write it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from screening.formats import _custom_fields as extras
from screening.formats import _entering as entering
from screening.formats import _xml
from screening.formats._decisions import from_notes
from screening.formats._draft import Draft, isbn_of
from screening.formats._format import Format, Problem, Source
from screening.records import identifiers, markup, names, types
from screening.records.record import Record

#: Our type for EndNote's numbers; some programs use other numbers, so the name beside them comes
#: first.
TYPES: Mapping[str, str] = {
    "17": "article",
    "19": "newspaper",
    "23": "article",
    "43": "article",
    "6": "book",
    "28": "book",
    "9": "book",
    "5": "chapter",
    "7": "chapter",
    "47": "conference",
    "10": "conference",
    "3": "conference",
    "32": "thesis",
    "27": "report",
    "46": "report",
    "25": "patent",
    "58": "standard",
    "12": "web",
    "16": "web",
    "59": "dataset",
    "34": "preprint",
    "36": "preprint",
}

_WRITTEN = {
    "article": ("Journal Article", "17"),
    "review": ("Journal Article", "17"),
    "conference": ("Conference Paper", "47"),
    "thesis": ("Thesis", "32"),
    "book": ("Book", "6"),
    "chapter": ("Book Section", "5"),
    "report": ("Report", "27"),
    "newspaper": ("Newspaper Article", "23"),
    "patent": ("Patent", "25"),
    "standard": ("Standard", "58"),
    "web": ("Web Page", "12"),
    "dataset": ("Dataset", "59"),
}
#: Elements that are taken over whole, or with which EndNote finds its own records; others where the
#: record has them.
_READ = frozenset(
    {
        "title",
        "year",
        "date",
        "secondary-title",
        "full-title",
        "volume",
        "number",
        "pages",
        "electronic-resource-num",
        "url",
        "isbn",
        "language",
        "abstract",
        "keyword",
        "ref-type",
        "work-type",
        "edition",
        "publisher",
        "pub-location",
        "access-date",
        "notes",
        "research-notes",
        "custom7",
        "rec-number",
        "key",
        "database",
        "source-app",
    }
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINES = re.compile(r"[\r\n]+")


def sniff(head: str) -> float:
    """0.95 for `xml/records`, 0.9 for records with EndNote's reference types."""
    if _xml.root(head) in ("xml", "records") and "<record>" in head and "<ref-type" in head:
        return 0.95
    return 0.8 if "<record>" in head and ("<contributors>" in head or "<titles>" in head) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    for entry in _xml.entries(source, "record"):
        if isinstance(entry, Problem):
            yield entry
            continue
        draft = _draft(entry.node)
        draft.raw, draft.line = entry.raw, entry.line
        told = _LINES.split(_xml.first(entry.node, "custom7"))
        record = extras.merged(draft.record(), told, entry.raw, entry.line)
        record = record or draft.record()
        yield record
        source.leftovers.judge(_xml.left(entry.node, _READ, record), entry.line)


def _draft(node: _xml.Node) -> Draft:
    title, original = _xml.first(node, "titles/title"), _xml.first(node, "orig-pub")
    translated = _xml.first(node, "titles/translated-title")
    if original and title.startswith("["):
        title, translated = original, title
    decisions, notes = from_notes("\n".join(_lines(node, "notes") + _lines(node, "research-notes")))
    kind = _type(node)
    serial = " ".join(_xml.every(node, "isbn"))
    return Draft(
        title=title,
        title_translated=translated,
        authors=tuple(_people(node, "contributors/authors/author")),
        authors_translated=tuple(_people(node, "contributors/translated-authors/author")),
        editors=tuple(_people(node, f"contributors/{_editors_of(kind)}/author")),
        translators=tuple(_people(node, "contributors/subsidiary-authors/author")),
        date=_date(node),
        journal=_xml.first(
            node,
            "titles/secondary-title",
            "periodical/full-title",
            "alt-periodical/full-title",
            "titles/alt-title",
        ),
        volume=_xml.first(node, "volume"),
        issue=_xml.first(node, "number", "issue"),
        pages=_xml.first(node, "pages"),
        doi=_xml.first(node, "electronic-resource-num"),
        doi_sources=_xml.every(node, "urls//url"),
        pmid=_pmid(node),
        issn=serial,
        isbn=isbn_of(serial),
        identifiers=_identifiers(node),
        language=_xml.first(node, "language"),
        abstract=_xml.first(node, "abstract"),
        keywords=_keywords(node),
        type=kind,
        kinds=tuple(_xml.every(node, "work-type")),
        edition=_xml.first(node, "edition"),
        publisher=_xml.first(node, "publisher"),
        place=_xml.first(node, "pub-location"),
        url=next(
            (url for url in _xml.every(node, "urls//url") if url.startswith(("http", "www."))), ""
        ),
        accessed=entering.iso(_xml.first(node, "access-date")),
        source_database=_xml.first(node, "remote-database-name", "remote-database-provider"),
        notes=notes,
        decisions=decisions,
    )


def _lines(node: _xml.Node, path: str) -> list[str]:
    return [line for text in _xml.every(node, path) for line in _LINES.split(text)]


def _people(node: _xml.Node, path: str) -> Iterator[str]:
    """The names of a path; a comma at the end marks a group,
    a Chinese field may hold several persons.
    """
    for text in _xml.every(node, path):
        for line in _LINES.split(text) if "\r" in text else [text]:
            if any(mark in line for mark in ";；"):
                yield from names.split_authors(line)
            else:
                name = names.tidy(line)
                yield from [name] if name else []


def _date(node: _xml.Node) -> str:
    year, day = _xml.first(node, "dates/year"), _xml.first(node, "dates/pub-dates/date")
    return day if year and year in day else f"{day} {year}".strip()


def _pmid(node: _xml.Node) -> str:
    origin = f"{_xml.first(node, 'remote-database-provider')} {_xml.first(node, 'remote-database-name')}".casefold()
    known = any(name in origin for name in ("nlm", "medline", "pubmed", "ncbi"))
    return identifiers.pmid(_xml.first(node, "accession-num")) if known else ""


def _identifiers(node: _xml.Node) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    accession = _xml.first(node, "accession-num")
    if accession.upper().startswith("WOS:"):
        found.append(("wos", accession.upper()))
    if label := _xml.first(node, "label"):
        found.append((entering.LABEL, label))
    number = _xml.first(node, "custom2")
    if re.fullmatch(r"PMC\d+", number):
        found.append(("pmcid", number))
    return found


def _keywords(node: _xml.Node) -> tuple[str, ...]:
    """The words of all elements; EndNote keeps the whole list of a CNKI file (外泌体;骨形成) in one
    of them.
    """
    lines = (line for text in _xml.every(node, "keywords/keyword") for line in _LINES.split(text))
    words = (word for line in lines for word in re.split("[;；]", line))
    return tuple(dict.fromkeys(plain for word in words if (plain := markup.plain(word))))


def _type(node: _xml.Node) -> str:
    kind = node.find("ref-type")
    if kind is None:
        return "article"
    name = kind.get("name") or ""
    return types.key(name) or TYPES.get((kind.text or "").strip(), "other")


def count(source: Source) -> int:
    """Start tags of records."""
    return _xml.count(source, "record")


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """The file in pieces, a record each; what EndNote has no element for stands in `custom7`,
    and is read back.
    """
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
    for number, record in enumerate(records, 1):
        node = _element(record, number)
        lines = list(extras.lines(record, _draft(node).finish()))
        if lines:
            _add(node, "custom7", "\n".join(lines))
        yield etree.tostring(node, encoding="utf-8") + b"\n"
    yield b"</records></xml>\n"


def _element(record: Record, number: int) -> _xml.Node:
    node = etree.Element("record")
    _add(node, "rec-number", str(number))
    name, code = _WRITTEN.get(record.type, ("Generic", "13"))
    _add(node, "ref-type", code).set("name", name)
    people = etree.SubElement(node, "contributors")
    for tag, given in (
        ("authors", record.authors),
        (_editors_of(record.type), record.editors),
        ("subsidiary-authors", record.translators),
        ("translated-authors", record.authors_translated),
    ):
        group = etree.SubElement(people, tag) if given else None
        for person in entering.people(given):
            _add(group, "author", person)
    titles = etree.SubElement(node, "titles")
    for tag, text in (
        ("title", record.title),
        ("secondary-title", record.journal),
        ("translated-title", record.title_translated),
    ):
        _add(titles, tag, text)
    words = etree.SubElement(node, "keywords") if record.keywords else None
    for word in record.keywords:
        _add(words, "keyword", word)
    _dates(node, record)
    for tag, text in _plain(record):
        _add(node, tag, text)
    if record.url:
        # EndNote's field URL is "related-urls"; others look for "web-urls".
        urls = etree.SubElement(node, "urls")
        for group in ("related-urls", "web-urls"):
            _add(etree.SubElement(urls, group), "url", record.url)
    return node


def _editors_of(kind: str) -> str:
    """The element of the editors: the second persons of a book are in EndNote those of its series."""
    return "tertiary-authors" if kind == "book" else "secondary-authors"


def _dates(node: _xml.Node, record: Record) -> None:
    dates = etree.SubElement(node, "dates")
    _add(dates, "year", str(record.year or ""))
    if entering.day(record):
        _add(etree.SubElement(dates, "pub-dates"), "date", entering.day(record))


def _plain(record: Record) -> Iterator[tuple[str, str]]:
    yield "pages", record.pages
    yield "volume", record.volume
    yield "number", record.issue
    yield "isbn", "\r".join((*record.issn, *record.isbn)).strip()
    yield "abstract", record.abstract
    yield "edition", record.edition
    yield "publisher", record.publisher
    yield "pub-location", record.place
    yield "language", record.language
    yield "electronic-resource-num", record.doi
    yield "accession-num", record.pmid or entering.number(record, "wos")
    yield "label", entering.number(record, entering.LABEL)
    yield "access-date", record.accessed
    yield "remote-database-name", record.source_database
    yield "notes", record.notes
    yield "custom2", dict(record.identifiers).get("pmcid", "")


def _add(parent: _xml.Node, tag: str, text: str) -> _xml.Node:
    if not text:
        return None
    node = etree.SubElement(parent, tag)
    node.text = _CONTROL.sub("", text)
    return node


FORMAT = Format(
    key="endnote_xml",
    label="EndNote XML",
    sniff=sniff,
    read=read,
    count=count,
    write=write,
    extension="xml",
    content_type="application/xml",
)
