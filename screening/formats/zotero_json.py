"""Zotero's own JSON: the items of its interface, of its web API, and of the Better BibTeX export."""

from collections.abc import Iterator, Mapping
from typing import Any

from screening.formats import _json_items as json_items
from screening.formats._decisions import from_notes
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._json_items import text_of
from screening.formats._leftovers import Said
from screening.records import identifiers, markup, names, types
from screening.records.messages import gettext_noop
from screening.records.record import Record
from screening.records.text import has_han

_TYPES: Mapping[str, str] = {
    "journalArticle": "article",
    "magazineArticle": "article",
    "newspaperArticle": "newspaper",
    "preprint": "preprint",
    "conferencePaper": "conference",
    "presentation": "conference",
    "thesis": "thesis",
    "book": "book",
    "bookSection": "chapter",
    "encyclopediaArticle": "chapter",
    "dictionaryEntry": "chapter",
    "report": "report",
    "patent": "patent",
    "standard": "standard",
    "dataset": "dataset",
    "webpage": "web",
    "blogPost": "web",
}
_AUTHORS = frozenset(
    {
        "author",
        "presenter",
        "inventor",
        "contributor",
        "programmer",
        "artist",
        "director",
        "interviewee",
    }
)
_EDITORS = frozenset({"editor"})
_TRANSLATORS = frozenset({"translator"})
_EXTRA = frozenset({"original title", "titletranslation", "doi", "pmid", "pmcid"})
_ENVELOPE = frozenset(
    {"key", "version", "itemType", "itemKey", "itemVersion", "itemID", "uri", "select"}
)
_JOURNAL = (
    "publicationTitle",
    "bookTitle",
    "proceedingsTitle",
    "encyclopediaTitle",
    "dictionaryTitle",
    "websiteTitle",
    "repository",
    "conferenceName",
    "journalAbbreviation",
)
_NOT_REFERENCES = frozenset({"attachment", "note", "annotation"})


def sniff(head: str) -> float:
    """0.95 for JSON with Zotero's item types and creators or tags."""
    if head.lstrip()[:1] not in ("[", "{") or '"itemType"' not in head:
        return 0.0
    return (
        0.95
        if any(name in head for name in ('"creators"', '"creatorType"', '"tags"', '"dateAdded"'))
        else 0.6
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order; notes and attachments that stand among the items are
    told, not taken.
    """
    for item in json_items.items(source.text):
        if isinstance(item, Problem):
            yield item
            continue
        inside = item.value.get("data")
        value = inside if isinstance(inside, dict) else item.value
        if value.get("itemType") in _NOT_REFERENCES:
            yield json_items.not_a_reference(item)
            continue
        said = Said(value)
        draft = _draft(said)
        draft.raw, draft.line = item.raw, item.line
        yield draft.record()
        source.leftovers.judge((*said.left(_ENVELOPE), *_untold(value)), item.line)


def _draft(value: Said) -> Draft:
    one = value.one
    told = dict(_extra_lines(one("extra")))
    decisions, notes = from_notes("\n".join(_notes(value)))
    draft = Draft(
        title=one("title", "caseName", "nameOfAct", "subject"),
        title_translated=told.get("original title", "") or told.get("titletranslation", ""),
        authors=tuple(_people(value.get("creators"), _AUTHORS)),
        editors=tuple(_people(value.get("creators"), _EDITORS)),
        translators=tuple(_people(value.get("creators"), _TRANSLATORS)),
        edition=one("edition"),
        accessed=one("accessDate")[:10],
        date=one("date", "issueDate", "dateEnacted", "dateDecided"),
        journal=one(*_JOURNAL),
        volume=one("volume"),
        issue=one("issue", "number", "reportNumber", "patentNumber"),
        pages=one("pages"),
        doi=one("DOI") or told.get("doi", ""),
        doi_sources=(one("url"),),
        pmid=identifiers.pmid(one("PMID") or told.get("pmid", "")),
        issn=one("ISSN"),
        isbn=one("ISBN"),
        language=one("language"),
        abstract=one("abstractNote"),
        keywords=tuple(dict.fromkeys(_tags(value.get("tags")))),
        type=_TYPES.get(one("itemType")) or types.key(one("itemType")) or "other",
        kinds=(one("genre"), one("type")),
        publisher=one("publisher", "university", "institution", "company"),
        place=one("place"),
        url=one("url"),
        source_database=one("libraryCatalog", "archive"),
        notes=notes,
        decisions=decisions,
    )
    number = one("PMCID") or told.get("pmcid", "")
    draft.identifiers.extend([("pmcid", number)] if number else [])
    return draft


def _untold(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """People in other parts than those of a record, and lines of "extra" that are no field of it."""
    for name in (
        "seriesEditor",
        "bookAuthor",
        "reviewedAuthor",
        "castMember",
        "sponsor",
        "recipient",
        "counsel",
    ):
        yield from (
            (f"creators ({name})", person)
            for person in _people(value.get("creators"), frozenset({name}))
        )
    for line in text_of(value.get("extra")).split("\n"):
        if line.partition(":")[0].strip().casefold() not in _EXTRA:
            yield "extra", line


def _people(value: Any, roles: frozenset[str]) -> Iterator[str]:
    for person in value if isinstance(value, list) else []:
        if (
            not isinstance(person, dict)
            or text_of(person.get("creatorType") or "author") not in roles
        ):
            continue
        family, given = text_of(person.get("lastName")), text_of(person.get("firstName"))
        whole = text_of(person.get("name"))
        joined = (
            family + given
            if has_han(family + given)
            else f"{family}, {given}"
            if family and given
            else family or given
        )
        name = names.tidy(joined) if has_han(joined) else markup.plain(joined or whole)
        yield from [name] if name else []


def _tags(value: Any) -> Iterator[str]:
    for tag in value if isinstance(value, list) else []:
        text = markup.plain(text_of(tag.get("tag") if isinstance(tag, dict) else tag))
        yield from [text] if text else []


def _notes(value: Said) -> Iterator[str]:
    notes = value.get("notes")
    for note in notes if isinstance(notes, list) else []:
        yield markup.plain(text_of(note.get("note") if isinstance(note, dict) else note))


def _extra_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon and value.strip():
            yield name.strip().casefold(), value.strip()


def count(source: Source) -> int:
    """Objects of the list, loaded as a whole."""
    return json_items.count(source.text)


FORMAT = Format(
    key="zotero_json",
    label=gettext_noop("Zotero (JSON)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="json",
    content_type="application/json",
)
