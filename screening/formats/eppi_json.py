"""EPPI-Reviewer's JSON report: references with the codes given to them, and the tree of codes."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from screening.formats import _json_items as json_items
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._json_items import text_of
from screening.formats._leftovers import Said
from screening.records import identifiers, markup, names, types
from screening.records.record import Record, ToolDecision

_REFERENCES = re.compile(r'"References"\s*:\s*(?=\[)')
_EXCLUDED = re.compile(r"^\s*exclude[ds]?\b[\s:\-–]*(?:on|because|due to)?\s*", re.IGNORECASE)
_ENVELOPE = frozenset({"ItemId", "TypeId", "TypeName"})
_INCLUDED = re.compile(r"^\s*include[ds]?\b", re.IGNORECASE)


def sniff(head: str) -> float:
    """0.95 for JSON with EPPI-Reviewer's references or code sets."""
    if head.lstrip()[:1] not in ("{", "["):
        return 0.0
    if '"References"' in head and '"ItemId"' in head:
        return 0.97
    return 0.95 if '"CodeSets"' in head or ('"ItemId"' in head and '"ParentTitle"' in head) else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order. Codes named Include… or Exclude… become decisions,
    the others labels.
    """
    codes = dict(_codes(source.text))
    for item in json_items.items(_references(source.text)):
        if isinstance(item, Problem):
            yield item
            continue
        said = Said(item.value)
        draft = _draft(said)
        draft.decisions = _decisions(said.get("Codes"), codes, said.one("ItemStatus"))
        draft.raw, draft.line = item.raw, item.line
        yield draft.record()
        source.leftovers.judge(said.left(_ENVELOPE), item.line)


def _references(text: str) -> str:
    """The text from the list of references on, its lines still counted from the start of the file."""
    found = _REFERENCES.search(text)
    if not found:
        return text
    return "\n" * text.count("\n", 0, found.end()) + text[found.end() :]


def _codes(text: str) -> Iterator[tuple[str, str]]:
    """Name of every code by its number, read from the tree of code sets."""
    try:
        whole = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    waiting: list[Any] = [whole.get("CodeSets")] if isinstance(whole, dict) else []
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, dict):
            if "AttributeId" in part:
                yield str(part["AttributeId"]), text_of(part.get("AttributeName"))
            waiting.extend(value for value in part.values() if isinstance(value, dict | list))


def _decisions(given: Any, codes: Mapping[str, str], status: str) -> tuple[ToolDecision, ...]:
    """What the codes say, and where they say nothing that the item is marked as excluded ("I" only
    means: not yet).
    """
    named = [
        codes.get(str(code.get("AttributeId")), "")
        for code in given or []
        if isinstance(code, dict)
    ]
    reasons = tuple(
        _EXCLUDED.sub("", name).strip() or name for name in named if _EXCLUDED.match(name)
    )
    labels = tuple(
        name for name in named if name and not _EXCLUDED.match(name) and not _INCLUDED.match(name)
    )
    included = any(_INCLUDED.match(name) for name in named)
    verdict = (
        "exclude"
        if reasons
        else "include"
        if included
        else "exclude"
        if status.upper() == "E"
        else ""
    )
    return (ToolDecision("eppi", "", verdict, reasons, labels),) if verdict or labels else ()


def _draft(said: Said) -> Draft:
    one = said.one
    return Draft(
        title=one("Title"),
        authors=names.split_authors(one("Authors")),
        date=" ".join(part for part in (one("Year"), one("Month")) if part and part != "0"),
        journal=one("ParentTitle"),
        edition=one("Edition"),
        volume=one("Volume"),
        issue=one("Issue"),
        pages=one("Pages"),
        doi=one("DOI"),
        doi_sources=(one("URL"), one("StandardNumber")),
        pmid=identifiers.pmid(one("PMID")),
        issn=one("StandardNumber"),
        abstract=one("Abstract"),
        keywords=markup.keywords(one("Keywords")),
        type=types.key(one("TypeName")) or "article",
        kinds=(one("TypeName"),),
        publisher=one("Publisher", "Institution"),
        place=one("City"),
        url=one("URL"),
        notes=one("Comments"),
    )


def count(source: Source) -> int:
    """Objects of the list, loaded as a whole."""
    return json_items.count(source.text)


FORMAT = Format(
    key="eppi_json",
    label="EPPI-Reviewer (JSON)",
    sniff=sniff,
    read=read,
    count=count,
    extension="json",
    content_type="application/json",
)
