"""NoteFirst XML, which Chinese databases offer: `Bibliography` with titles in two languages."""

from collections.abc import Iterator

from screening.formats import _labelled_xml as labelled
from screening.formats import _xml
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.records import markup, names, types
from screening.records.record import Record
from screening.records.text import has_han


def sniff(head: str) -> float:
    """1 for a list of NoteFirst's bibliographies."""
    root = _xml.root(head)
    return 1.0 if root in ("Bibliographies", "Bibliography") and "<Bibliography" in head else 0.0


def _by_language(node: _xml.Node, *paths: str) -> tuple[str, str]:
    """The Chinese text of these paths and the other one; told by `Lang`, else by the script."""
    chinese = other = ""
    for path in paths:
        for found in node.iterfind(path):
            text, language = _xml.inner(found).strip(), (found.get("Lang") or "").casefold()
            if language.startswith(("zh", "ch", "cn")) or (
                not language.startswith("en") and has_han(text)
            ):
                chinese = chinese or text
            else:
                other = other or text
    return chinese, other


def _draft(node: _xml.Node) -> Draft:
    title, title_other = _by_language(node, "PrimaryTitle/Title", "Title")
    abstract, abstract_other = _by_language(node, "Abstracts/Abstract", "Abstract")
    people = _xml.every(node, "Authors/Author/Info/FullName") or _xml.every(
        node, "Authors/Author/FullName"
    )
    found = [name for person in people for name in names.split_authors(person)]
    han = [name for name in found if has_han(name)]
    words = [
        word
        for text in _xml.every(node, "Keywords/Keyword") or _xml.every(node, "Keywords")
        for word in markup.keywords(text)
    ]
    han_words = [word for word in words if has_han(word)]
    medium = "Medium/Media/Title", "Media/Title", "Medium/Title", "Medium/Media", "Media", "Medium"
    return Draft(
        title=title or title_other,
        title_translated=title_other if title else "",
        authors=tuple(han or found),
        authors_translated=tuple(name for name in found if not has_han(name)) if han else (),
        date=_xml.first(node, "Year", "PublishDate", "Date"),
        journal=_xml.first(node, *medium),
        volume=_xml.first(node, "Volume"),
        issue=_xml.first(node, "Issue"),
        pages=_xml.first(node, "PageScope", "Pages"),
        doi=_xml.first(node, "DOI", "Doi"),
        issn=_xml.first(node, "ISSN", "Issn"),
        isbn=_xml.first(node, "ISBN", "Isbn"),
        abstract=abstract or abstract_other,
        abstract_translated=abstract_other if abstract else "",
        keywords=tuple(dict.fromkeys(han_words or words)),
        keywords_translated=tuple(dict.fromkeys(word for word in words if not has_han(word)))
        if han_words
        else (),
        type=types.key(_xml.first(node, "Type", "BibliographyType")) or "article",
        kinds=(_xml.first(node, "Type", "BibliographyType"),),
        url=_xml.first(node, "URL", "Url", "Link"),
        source_database=_xml.first(node, "DataSource", "Database", "Source"),
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    return labelled.read(source, ("Bibliography",), _draft)


def count(source: Source) -> int:
    """Start tags of bibliographies."""
    return _xml.count(source, "Bibliography")


FORMAT = Format(
    key="notefirst",
    label="NoteFirst (XML)",
    sniff=sniff,
    read=read,
    count=count,
    original=False,
    extension="xml",
    content_type="application/xml",
)
