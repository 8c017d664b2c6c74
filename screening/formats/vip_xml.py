"""维普 (VIP, cqvip) XML: `PeriodicalPaper` with titles, creators and abstracts in two languages."""

from collections.abc import Iterator

from screening.formats import _labelled_xml as labelled
from screening.formats import _xml
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.records import markup, names, pages
from screening.records.messages import gettext_noop
from screening.records.record import Record
from screening.records.text import has_han

_TAGS = ("PeriodicalPaper", "DegreePaper", "ConferencePaper")
_TYPES = {"PeriodicalPaper": "article", "DegreePaper": "thesis", "ConferencePaper": "conference"}


def sniff(head: str) -> float:
    """1 for a list of papers as VIP names them."""
    return (
        1.0
        if _xml.root(head) in ("ResourceList", *_TAGS) and any(f"<{tag}" in head for tag in _TAGS)
        else 0.0
    )


def _bilingual(node: _xml.Node, path: str, below: str) -> tuple[str, str]:
    """The Chinese text of a path and the one in another language; without a language marked,
    told by the script.
    """
    chinese = other = ""
    for found in node.iterfind(path):
        text = _xml.first(found, below) or _xml.inner(found).strip()
        language = (found.get("Language") or "").casefold()
        if language.startswith(("chi", "zh")) or (not language and has_han(text)):
            chinese = chinese or text
        else:
            other = other or text
    return chinese, other


def _draft(node: _xml.Node) -> Draft:
    title, title_other = _bilingual(node, "Titles/Title", "Text")
    abstract, abstract_other = _bilingual(node, "Abstracts/Abstract", "Text")
    words, words_other = _bilingual(node, "Keywords/Keyword", "Text")
    people = _xml.every(node, "Creators/Creator/Name") or _xml.every(node, "Creators/Creator")
    first, last = (
        _xml.first(node, "Periodical/BeginPage", "Page/Begin"),
        _xml.first(node, "Periodical/EndPage", "Page/End"),
    )
    every = [
        text
        for each in node.iterfind("Keywords/Keyword")
        if (text := _xml.first(each, "Text") or _xml.inner(each))
    ]
    return Draft(
        title=title or title_other,
        title_translated=title_other if title else "",
        authors=tuple(name for person in people for name in names.split_authors(person)),
        date=_xml.first(node, "Year", "Periodical/Year", "PublishDate", "Periodical/PublishDate"),
        journal=_xml.first(node, "Periodical/Name", "Periodical/Names/Name"),
        volume=_xml.first(node, "Periodical/Volum", "Periodical/Volume", "Volum", "Volume"),
        issue=_xml.first(node, "Periodical/Issue", "Issue"),
        pages=_xml.first(node, "Periodical/Page", "Page") or pages.span(first, last),
        doi=_xml.first(node, "DOI", "Doi"),
        issn=_xml.first(node, "Periodical/ISSN", "ISSN"),
        language="zh" if title else "",
        abstract=abstract or abstract_other,
        abstract_translated=abstract_other if abstract else "",
        keywords=_words([text for text in every if has_han(text)] or [words or words_other]),
        keywords_translated=_words([text for text in every if not has_han(text)]) if words else (),
        type=_TYPES.get(node.tag, "article"),
        url=_xml.first(node, "URL", "Url"),
        source_database="维普",
    )


def _words(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in texts for word in markup.keywords(text)))


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    return labelled.read(source, _TAGS, _draft)


def count(source: Source) -> int:
    """Start tags of papers."""
    return _xml.count(source, *_TAGS)


FORMAT = Format(
    key="vip_xml",
    label=gettext_noop("VIP 维普 (XML)"),
    sniff=sniff,
    read=read,
    count=count,
    original=False,
    extension="xml",
    content_type="application/xml",
)
