"""JSON of scholarly indexes: OpenAlex, Crossref, DataCite, Semantic Scholar and Publish or Perish."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from screening.formats import _json_items as json_items
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._leftovers import plain
from screening.formats._scholarly_indexes import (
    READ,
    crossref,
    datacite,
    openalex,
    perish,
    semantic_scholar,
)
from screening.records.messages import gettext_noop
from screening.records.record import Record

_OPENALEX = re.compile(r'"(?:authorships|abstract_inverted_index|primary_location|host_venue)"\s*:')
_CROSSREF = re.compile(r'"(?:container-title|title)"\s*:\s*\[')
_CROSSREF_OWN = re.compile(
    r'"(?:is-referenced-by-count|reference-count|references-count|message-type|indexed|member)"\s*:'
)
_DATACITE = re.compile(r'"type"\s*:\s*"dois"|"titles"\s*:\s*\[\s*\{')
_SCHOLAR = re.compile(r'"paperId"\s*:')
_PERISH = re.compile(r'"(?:cites|article_url|fulltext_url|cites_url|uid)"\s*:')
_DOI = re.compile(r'"(?:doi|DOI)"\s*:')


def sniff(head: str) -> float:
    """0.97 for the names that only one of these indexes uses."""
    if head.lstrip()[:1] not in ("{", "["):
        return 0.0
    if _OPENALEX.search(head) and ('"display_name"' in head or '"title"' in head):
        return 0.97
    if _CROSSREF.search(head) and _CROSSREF_OWN.search(head):
        return 0.97
    if _DATACITE.search(head) or (_SCHOLAR.search(head) and '"title"' in head):
        return 0.97
    return (
        0.97
        if len(set(_PERISH.findall(head))) >= 2 and '"title"' in head and '"authors"' in head
        else 0.0
    )


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    for item in json_items.items(source.text):
        if isinstance(item, Problem):
            yield item
            continue
        value = item.value
        inner = value.get("message")
        if isinstance(inner, dict):
            value = inner
        draft = _draft(value)
        if draft is None:
            yield json_items.not_a_reference(item)
            continue
        draft.raw, draft.line = item.raw, item.line
        record = draft.record()
        source.leftovers.judge(_left(value), record.line)
        yield record


def _draft(value: Mapping[str, Any]) -> Draft | None:
    if isinstance(value.get("attributes"), dict) or isinstance(value.get("titles"), list):
        return datacite(value.get("attributes") or value)
    if "authorships" in value or "primary_location" in value or "abstract_inverted_index" in value:
        return openalex(value)
    if isinstance(value.get("title"), list) or "container-title" in value:
        return crossref(value)
    if "paperId" in value:
        return semantic_scholar(value)
    return perish(value) if value.get("title") else None


def _left(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    told = value.get("attributes") if isinstance(value.get("attributes"), dict) else value
    for name, each in (told or {}).items():
        if name not in READ and each not in (None, "", [], {}, 0, False):
            yield name, plain(each)


def count(source: Source) -> int:
    """Objects of the list, loaded as a whole."""
    return json_items.count(source.text)


FORMAT = Format(
    key="works_json",
    label=gettext_noop("OpenAlex, Crossref, DataCite, Semantic Scholar, Publish or Perish (JSON)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="json",
    content_type="application/json",
)
