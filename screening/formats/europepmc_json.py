"""Europe PMC's JSON: the answers of its web service, or a list of their results."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from screening.formats import _json_items as json_items
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._json_items import text_of
from screening.formats._leftovers import plain
from screening.records import identifiers, languages, types
from screening.records.messages import gettext_noop
from screening.records.record import Record

_OWN = re.compile(r'"(?:authorString|firstIndexDate|isOpenAccess|inEPMC)"\s*:')
_READ = frozenset(
    {
        "id",
        "source",
        "pmid",
        "pmcid",
        "doi",
        "title",
        "authorString",
        "authorList",
        "journalInfo",
        "pubYear",
        "journalTitle",
        "issue",
        "journalVolume",
        "journalIssn",
        "pageInfo",
        "language",
        "pubTypeList",
        "pubType",
        "abstractText",
        "keywordList",
        "meshHeadingList",
        "commentCorrectionList",
        "firstPublicationDate",
    }
)


def sniff(head: str) -> float:
    """High for JSON with the fields that only Europe PMC has."""
    if head.lstrip()[:1] not in ("{", "["):
        return 0.0
    return 0.98 if len(set(_OWN.findall(head))) >= 2 and '"source"' in head else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    for item in json_items.items(source.text):
        if isinstance(item, Problem):
            yield item
        elif not (item.value.get("id") and item.value.get("source")):
            yield json_items.not_a_reference(item)
        else:
            draft = _draft(item.value)
            draft.raw, draft.line = item.raw, item.line
            record = draft.record()
            source.leftovers.judge(_left(item.value), record.line)
            yield record


def _left(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, each in value.items():
        if name not in _READ and each not in (None, "", [], {}, 0, False, "N", "Y"):
            yield name, plain(each)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _authors(value: Mapping[str, Any]) -> tuple[str, ...]:
    listed = _dicts(_dict(value.get("authorList")).get("author"))
    names = [_person(each) for each in listed] or text_of(value.get("authorString")).rstrip(
        "."
    ).split(", ")
    return tuple(filter(None, names))


def _person(each: Mapping[str, Any]) -> str:
    family, given = (
        text_of(each.get("lastName")),
        text_of(each.get("firstName")) or text_of(each.get("initials")),
    )
    if family and given:
        return f"{family}, {given}"
    return text_of(each.get("fullName")) or family or text_of(each.get("collectiveName"))


def _keywords(value: Mapping[str, Any]) -> tuple[str, ...]:
    words = _dict(value.get("keywordList")).get("keyword")
    mesh = _dicts(_dict(value.get("meshHeadingList")).get("meshHeading"))
    found = [*map(text_of, words if isinstance(words, list) else ())]
    return tuple(
        dict.fromkeys(
            filter(None, [*found, *(text_of(each.get("descriptorName")) for each in mesh)])
        )
    )


def _notices(value: Mapping[str, Any]) -> Iterator[str]:
    for link in _dicts(_dict(value.get("commentCorrectionList")).get("commentCorrection")):
        number = text_of(link.get("id"))
        said = f"{text_of(link.get('type'))}: {text_of(link.get('reference'))}"
        if re.match(r"(?i)(?:partial )?retract|errat|expression of concern|correct|update", said):
            yield said + (f" PMID: {number}" if number else "")


def _draft(value: Mapping[str, Any]) -> Draft:
    info = _dict(value.get("journalInfo"))
    journal = _dict(info.get("journal"))
    kinds = _dict(value.get("pubTypeList")).get("pubType")
    kinds = (
        list(map(text_of, kinds))
        if isinstance(kinds, list)
        else text_of(value.get("pubType")).split("; ")
    )
    numbers = (journal.get("issn"), journal.get("essn"), value.get("journalIssn"))
    draft = Draft(
        title=text_of(value.get("title")).rstrip("."),
        authors=_authors(value),
        date=text_of(info.get("dateOfPublication")) or text_of(value.get("firstPublicationDate")),
        year_sources=(text_of(value.get("pubYear")),),
        journal=text_of(journal.get("title")) or text_of(value.get("journalTitle")),
        volume=text_of(info.get("volume")) or text_of(value.get("journalVolume")),
        issue=text_of(info.get("issue")) or text_of(value.get("issue")),
        pages=text_of(value.get("pageInfo")),
        doi=text_of(value.get("doi")),
        pmid=identifiers.pmid(text_of(value.get("pmid"))),
        issn=" ".join(map(text_of, filter(None, numbers))),
        language=languages.tag(text_of(value.get("language"))),
        abstract=text_of(value.get("abstractText")),
        keywords=_keywords(value),
        type=_type(kinds, text_of(value.get("source"))),
        kinds=tuple(kinds),
        notices=tuple(_notices(value)),
        source_database="Europe PMC",
        identifiers=[("europepmc", f"{text_of(value.get('source'))}:{text_of(value.get('id'))}")],
    )
    if re.fullmatch(r"PMC\d+", text_of(value.get("pmcid"))):
        draft.identifiers.append(("pmcid", text_of(value.get("pmcid"))))
    return draft


def _type(kinds: list[str], source: str) -> str:
    if source == "PPR" or "Preprint" in kinds:
        return "preprint"
    if any("review" in kind.lower() for kind in kinds):
        return "review"
    return next((key for kind in kinds if (key := types.key(kind))), "article")


def count(source: Source) -> int:
    """Objects of the list, loaded as a whole."""
    return json_items.count(source.text)


FORMAT = Format(
    key="europepmc_json",
    label=gettext_noop("Europe PMC (JSON)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="json",
    content_type="application/json",
)
