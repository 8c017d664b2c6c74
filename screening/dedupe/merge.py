"""What a merge would do: which record becomes primary and where each field of the joint record comes from.

A plan is data: the page shows it before anything happens, the action applies it, and undoing it is putting back
`plan.before`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from screening.records.record import Record
from screening.records.text import han_share

TRUSTED = (
    "pubmed",
    "medline",
    "nlm",
    "embase",
    "web of science",
    "wos",
    "scopus",
    "cnki",
    "wanfang",
    "万方",
    "知网",
    "sinomed",
    "vip",
    "维普",
)
"""Databases whose records are well kept, best first; it breaks ties between records equally complete."""

TAKEN = tuple(f.name for f in fields(Record) if f.name not in ("decisions", "raw", "line", "source_database"))
"""Fields a joint record takes from its members; what belongs to one file entry stays with that entry."""

_WEIGHTS = {
    "title": 4, "abstract": 4, "doi": 3, "authors": 3, "year": 2, "journal": 2, "pages": 2, "volume": 1, "issue": 1,
    "pmid": 2, "issn": 1, "keywords": 1, "title_translated": 2, "abstract_translated": 2, "identifiers": 1,
}  # fmt: skip
_UNITED = ("issn", "isbn", "identifiers", "keywords", "keywords_translated", "notices")
_LONGEST = ("abstract", "abstract_translated", "pages", "journal")
_TRANSLATED = {
    "title": "title_translated",
    "authors": "authors_translated",
    "journal": "journal_translated",
    "abstract": "abstract_translated",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field of the joint record comes from: ids of the members, and whether others said something else."""

    value: Any
    taken_from: tuple[Hashable, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class MergePlan:
    """A merge before it happens.

    `primary` is the id of the record that stays in view, `duplicates` those behind it, in order of preference;
    `joint` the record to show and `provenance` the source of each of its fields that is not empty; `before` maps each
    id to the group it stood in, so that undoing restores exactly that.
    """

    primary: Hashable
    duplicates: tuple[Hashable, ...]
    joint: Record
    provenance: Mapping[str, Source]
    before: Mapping[Hashable, Hashable | None]


def plan_merge(
    members: Mapping[Hashable, Record],
    *,
    primary: Hashable | None = None,
    groups: Mapping[Hashable, Hashable] | None = None,
) -> MergePlan:
    """The plan for one group of two or more records.

    `primary` is a person's choice; without it the most complete record leads, ties by database and content, so the
    order of `members` does not matter. `groups` names the group each stands in now. Raises ValueError for fewer than
    two members or a primary that is none.
    """
    if len(members) < 2 or (primary is not None and primary not in members):
        raise ValueError("a merge needs two records, and its primary is one of them")
    ranked = sorted(members, key=lambda id: _rank(members[id]))
    if primary is not None:
        ranked.remove(primary)
        ranked.insert(0, primary)
    provenance = {name: source for name in TAKEN if (source := _source(name, ranked, members)) is not None}
    _complete_languages(provenance, ranked, members)
    values = {"authors_incomplete": False} | {name: source.value for name, source in provenance.items()}
    joint = replace(members[ranked[0]], **values)
    before = {id: (groups or {}).get(id) for id in ranked}
    return MergePlan(ranked[0], tuple(ranked[1:]), joint, provenance, before)


def completeness(record: Record) -> int:
    """How much of what screening needs is there: the sum of the weights of its filled fields."""
    return sum(weight for name, weight in _WEIGHTS.items() if getattr(record, name))


def _rank(record: Record) -> tuple[object, ...]:
    database = record.source_database.casefold()
    trust = next((k for k, name in enumerate(TRUSTED) if name in database), len(TRUSTED))
    content = tuple(str(getattr(record, f.name)) for f in fields(record))
    return (-completeness(record), trust, -len(record.abstract), content)


def _source(name: str, ranked: Sequence[Hashable], members: Mapping[Hashable, Record]) -> Source | None:
    """The first filled value in order of preference; of lists of authors one that was not cut, of texts that may be
    cut the longest; the union of other lists."""
    filled = [(id, getattr(members[id], name)) for id in ranked if getattr(members[id], name)]
    if not filled or (name == "authors_incomplete" and any(_all_authors(members[id]) for id in ranked)):
        return None
    if name == "authors":
        filled.sort(key=lambda item: members[item[0]].authors_incomplete)
    if name == "type":
        filled.sort(key=lambda item: item[1] in ("article", "other"))
    if name in _UNITED:
        united = tuple(dict.fromkeys(value for _, values in filled for value in values))
        return Source(united, tuple(id for id, _ in filled), False)
    if name == "pages":
        filled.sort(key=lambda item: -len(item[1]))
    elif name in _LONGEST:
        own = han_share(filled[0][1]) >= 0.3
        filled.sort(key=lambda item: ((han_share(item[1]) >= 0.3) != own, -len(item[1])))
    value = filled[0][1]
    takers = tuple(id for id, other in filled if other == value)
    return Source(value, takers, any(other != value for _, other in filled))


def _all_authors(record: Record) -> bool:
    return bool(record.authors) and not record.authors_incomplete


def _complete_languages(
    provenance: dict[str, Source], ranked: Sequence[Hashable], members: Mapping[Hashable, Record]
) -> None:
    """Where the joint record lacks its other language and a member is in that language, that member gives it."""
    for own, other in _TRANSLATED.items():
        if other in provenance or own not in provenance:
            continue
        chinese = _is_chinese(provenance[own].value)
        for id in ranked:
            value = getattr(members[id], own)
            if value and _is_chinese(value) != chinese:
                provenance[other] = Source(value, (id,), False)
                break


def _is_chinese(value: str | tuple[str, ...]) -> bool:
    return han_share(value if isinstance(value, str) else " ".join(value)) >= 0.3
