"""知网研学 (CNKI E-Study) .es6: XML whose element names are those of the E-Study text export."""

import re
from collections.abc import Iterator

from screening.formats import _labelled_xml as labelled
from screening.formats import _xml
from screening.formats._draft import Draft, isbn_of
from screening.formats._format import Format, Problem, Source
from screening.records import markup, names, pages, types
from screening.records.messages import gettext_noop
from screening.records.record import Record

_TAGS = ("DATA", "Data", "data", "Record", "record", "Literature", "LITERATURE", "Item", "item")
_TYPES = {"1": "article", "2": "thesis", "3": "conference", "4": "newspaper", "6": "book"}
_OWN = ("<datatype", "<srcdatabase", "<summary", "<pubtime", "<firstduty")


def _tag(head: str) -> str:
    """The element that holds a record: the innermost known one before a title."""
    before = re.split(r"<Title[\s>]", head, maxsplit=1, flags=re.IGNORECASE)[0]
    opened = [name for name in re.findall(r"<([A-Za-z]+)[\s>]", before) if name in _TAGS]
    return opened[-1] if opened else ""


def sniff(head: str) -> float:
    """0.95 for XML with a title and two of the names that only CNKI's E-Study uses."""
    if not head.lstrip().startswith("<") or not _tag(head):
        return 0.0
    folded = head.casefold()
    return 0.95 if "<title" in folded and sum(name in folded for name in _OWN) > 1 else 0.0


def _draft(node: _xml.Node) -> Draft:
    told = {
        name.partition("-")[0].replace("_", ""): text
        for name, text in labelled.by_name(node).items()
    }

    def one(*wanted: str) -> str:
        return next((told[name] for name in wanted if told.get(name)), "")

    return Draft(
        title=one("title"),
        title_translated=one("entitle", "titleen", "englishtitle"),
        authors=names.split_authors(one("author", "authors")),
        date=one("year") or one("pubtime", "publishtime", "date"),
        year_sources=(one("pubtime"),),
        journal=one("source", "journal", "meeting"),
        volume=one("roll", "volume"),
        issue=one("period", "issue"),
        pages=pages.tidy(one("page", "pages", "pagecount")),
        doi=one("doi"),
        doi_sources=(one("url", "link"),),
        issn=one("issn"),
        isbn=isbn_of(one("isbn")),
        language=one("language"),
        abstract=one("summary", "abstract"),
        keywords=markup.keywords(one("keyword", "keywords")),
        type=_TYPES.get(one("datatype")) or types.key(one("srcdatabase", "datatype")) or "article",
        kinds=(one("srcdatabase"), one("datatype")),
        publisher=one("publisher"),
        url=one("url", "link"),
        source_database="CNKI",
        notes=one("note", "notes"),
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    return labelled.read(source, (_tag(_xml.text_of(source)[: 1 << 16]) or "DATA",), _draft)


def count(source: Source) -> int:
    """Start tags of the record element."""
    return _xml.count(source, _tag(_xml.text_of(source)[: 1 << 16]) or "DATA")


FORMAT = Format(
    key="cnki_es6",
    label=gettext_noop("CNKI E-Study (es6)"),
    sniff=sniff,
    read=read,
    count=count,
    original=False,
    extension="es6",
    content_type="application/xml",
)
