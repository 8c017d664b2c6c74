"""CSL-JSON, the format of citation processors, Zotero and Pandoc."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from screening.formats import _custom_fields as extras
from screening.formats import _json_items as json_items
from screening.formats._decisions import from_notes
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._json_items import text_of
from screening.formats._leftovers import Said
from screening.records import identifiers, markup, names, types
from screening.records.record import Record
from screening.records.text import has_han

#: Our type for each type of CSL; any other is "other".
TYPES: Mapping[str, str] = {
    "article-journal": "article",
    "article": "preprint",
    "article-magazine": "article",
    "review": "review",
    "article-newspaper": "newspaper",
    "paper-conference": "conference",
    "speech": "conference",
    "thesis": "thesis",
    "book": "book",
    "chapter": "chapter",
    "entry": "chapter",
    "entry-encyclopedia": "chapter",
    "entry-dictionary": "chapter",
    "report": "report",
    "patent": "patent",
    "standard": "standard",
    "dataset": "dataset",
    "webpage": "web",
    "post": "web",
    "post-weblog": "web",
}

_WRITTEN = types.CSL | {"standard": "standard"}
_OTHER_TYPES = frozenset(
    (
        "document",
        "bill",
        "legislation",
        "legal_case",
        "treaty",
        "hearing",
        "regulation",
        "manuscript",
        "pamphlet",
        "map",
        "figure",
        "graphic",
        "interview",
        "motion_picture",
        "broadcast",
        "song",
        "musical_score",
        "personal_communication",
        "software",
        "classic",
        "collection",
        "event",
        "performance",
        "periodical",
    )
)
_SIGNS = re.compile(
    r'"(?:issued|container-title|family|literal|citation-key|date-parts|DOI|publisher-place)"\s*:'
)
_TYPE = re.compile(r'"type"\s*:\s*"([a-z_-]+)"')
_ENVELOPE = frozenset({"id", "type", "custom"})
_NOTE_LINE = re.compile(r"^([A-Za-z][\w -]{1,40}):\s*(.+)$")


#: Works that are known by a number of their own.
_NUMBERED = frozenset({"report", "patent", "standard"})


def sniff(head: str) -> float:
    """0.95 for a JSON list with CSL's types and field names; other JSON, as Zotero's and OpenAlex',
    is not taken.
    """
    if head.lstrip()[:1] not in ("[", "{") or '"itemType"' in head or '"publication_year"' in head:
        return 0.0
    kinds = _TYPE.findall(head)
    known = any(kind in TYPES or kind in _OTHER_TYPES for kind in kinds)
    if not known or not re.match(r"\s*[\[{]", head):
        return 0.0
    unmistakable = '"id"' in head or any("-" in kind and kind in TYPES for kind in kinds)
    return 0.95 if _SIGNS.search(head) else 0.9 if unmistakable else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    for item in json_items.items(source.text):
        if isinstance(item, Problem):
            yield item
        else:
            said = Said(item.value)
            yield _record(item, said)
            source.leftovers.judge(said.left(_ENVELOPE), item.line)


def _record(item: json_items.Item, said: Said) -> Record:
    draft = _draft(said)
    draft.raw, draft.line = item.raw, item.line
    custom = item.value.get("custom")
    lines = custom.get("reviewapp") if isinstance(custom, dict) else None
    told = [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    record = extras.merged(draft.record(), told, item.raw, item.line)
    return record or draft.record()


def _draft(value: Said) -> Draft:
    kept, told = _note(text_of(value.get("note")))
    decisions, notes = from_notes(kept)
    one = value.one
    kind = TYPES.get(one("type"), "other")
    numbered = one("number") if _is_article_number(one("type"), one("number"), one("issue")) else ""
    draft = Draft(
        title=one("title"),
        title_translated=one("original-title") or told.get("original-title", ""),
        authors=_people(value.get("author")),
        editors=_people(value.get("editor")),
        translators=_people(value.get("translator")),
        authors_translated=_people(value.get("original-author"))
        or _told_people(told.get("original-author", "")),
        date=_date(value.get("issued")) or told.get("issued", ""),
        journal=one("container-title", "journalAbbreviation", "event-title"),
        journal_translated=told.get("original-container-title", ""),
        volume=one("volume"),
        issue=one("issue") or ("" if numbered or kind in _NUMBERED else one("number")),
        pages=one("page", *(() if one("type") == "book" else ("number-of-pages",))) or numbered,
        doi=one("DOI") or told.get("doi", ""),
        doi_sources=(one("URL"),),
        pmid=identifiers.pmid(one("PMID") or told.get("pmid", "")),
        issn=one("ISSN"),
        isbn=one("ISBN"),
        language=one("language"),
        abstract=one("abstract"),
        keywords=markup.keywords(one("keyword"))
        if ";" in one("keyword")
        else _commas(one("keyword")),
        type=kind,
        kinds=(one("genre"), one("status")),
        edition=one("edition"),
        publisher=one("publisher"),
        place=one("publisher-place", "event-place"),
        url=one("URL"),
        accessed=_date(value.get("accessed")),
        source_database=one("source"),
        notes=notes,
        decisions=decisions,
    )
    number = one("PMCID") or told.get("pmcid", "")
    draft.identifiers.extend([("pmcid", number)] if number else [])
    draft.identifiers.extend([(kind, one("number"))] if kind in _NUMBERED and one("number") else [])
    return draft


def _is_article_number(kind: str, number: str, issue: str) -> bool:
    """Whether CSL's `number` is the place of an article (e0209899) rather than an issue."""
    return (
        kind.startswith("article")
        and bool(number)
        and (bool(issue) or not number.isdecimal() or len(number) > 4)
    )


def _commas(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in text.split(",") if (word := markup.plain(part))))


def _note(text: str) -> tuple[str, dict[str, str]]:
    """The note without the lines that name a field ("PMID: 123", "original-title: …"),
    and those lines by name.
    """
    told: dict[str, str] = {}
    kept: list[str] = []
    for line in text.split("\n"):
        found = _NOTE_LINE.match(line.strip())
        name = found.group(1).casefold() if found else ""
        if found and (name.startswith("original-") or name in ("pmid", "pmcid", "doi", "issued")):
            told.setdefault(name, found.group(2).strip())
        elif line.strip():
            kept.append(line.strip())
    return "\n".join(kept), told


def _told_people(text: str) -> tuple[str, ...]:
    return tuple(
        ", ".join(part.strip() for part in name.split("||"))
        for name in text.split(";")
        if name.strip()
    )


def _people(value: Any) -> tuple[str, ...]:
    people = value if isinstance(value, list) else []
    return tuple(name for person in people if (name := _person(person)))


def _person(person: Any) -> str:
    if not isinstance(person, dict):
        return names.tidy(text_of(person))
    literal = text_of(person.get("literal"))
    particles = [
        text_of(person.get(name)) for name in ("dropping-particle", "non-dropping-particle")
    ]
    family = " ".join(part for part in (*particles, text_of(person.get("family"))) if part)
    given = " ".join(part for name in ("given", "suffix") if (part := text_of(person.get(name))))
    if literal and not family:
        return names.tidy(literal) if has_han(literal) else markup.plain(literal)
    if has_han(family) and has_han(given):
        return names.tidy(family + given)
    return markup.plain(f"{family}, {given}" if family and given else family or given)


def _date(value: Any) -> str:
    if not isinstance(value, dict):
        return text_of(value)
    told = text_of(value.get("raw")) or text_of(value.get("literal"))
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [text_of(part) for part in parts[0]]
        day = "-".join(part.zfill(2) for part in numbers if part)
        return told if day and told.startswith(day[:4]) else day
    return told


def count(source: Source) -> int:
    """Objects of the list, loaded as a whole."""
    return json_items.count(source.text)


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A list with an object a record; what CSL has no field for stands under `custom`,
    and is read back.
    """
    separator = "[\n"
    for number, record in enumerate(records, 1):
        item = _item(record, number)
        lines = list(extras.lines(record, _draft(Said(item)).finish()))
        if lines:
            item["custom"] = {"reviewapp": lines}
        yield (separator + json.dumps(item, ensure_ascii=False)).encode("utf-8", "replace")
        separator = ",\n"
    yield b"[]\n" if separator == "[\n" else b"\n]\n"


def _item(record: Record, number: int) -> dict[str, Any]:
    item = {
        "id": str(number),
        "type": _WRITTEN.get(record.type, "document"),
        "title": record.title,
        "author": [_name(name) for name in record.authors],
        "editor": [_name(name) for name in record.editors],
        "translator": [_name(name) for name in record.translators],
        "issued": _day(record.date or str(record.year or ""), record.year),
        "edition": record.edition,
        "accessed": _day(record.accessed),
        "container-title": record.journal,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "DOI": record.doi,
        "PMID": record.pmid,
        "ISSN": ", ".join(record.issn),
        "ISBN": ", ".join(record.isbn),
        "URL": record.url,
        "language": record.language,
        "abstract": record.abstract,
        "keyword": ", ".join(record.keywords),
        "publisher": record.publisher,
        "publisher-place": record.place,
        "source": record.source_database,
        "original-title": record.title_translated,
        "note": record.notes,
        "PMCID": dict(record.identifiers).get("pmcid", ""),
    }
    return {name: value for name, value in item.items() if value}


def _name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}


def _day(text: str, year: int | None = None) -> dict[str, Any]:
    """A date in numbers where it has them, else the year, which processors need, and its words."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", text)
    if found:
        return {"date-parts": [[int(part) for part in found.groups() if part]]}
    return ({"date-parts": [[year]]} if year else {}) | ({"literal": text} if text else {})


FORMAT = Format(
    key="csl_json",
    label="CSL-JSON",
    sniff=sniff,
    read=read,
    count=count,
    write=write,
    extension="json",
    content_type="application/vnd.citationstyles.csl+json",
)
