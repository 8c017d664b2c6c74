"""What a merge would do: which record becomes primary and where each field of the joint record
comes from.

A plan is data: the page shows it before anything happens, the action applies it, and undoing it is
putting back `plan.before`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from screening.records.bilingual import TOLD, bilingual, turned
from screening.records.record import Record

#: Databases whose records are well kept, best first; it breaks ties between records equally
#: complete.
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

#: Fields a joint record takes from its members; what belongs to one file entry stays with that
#: entry.
TAKEN = tuple(
    f.name for f in fields(Record) if f.name not in ("decisions", "raw", "line", "source_database")
)

_WEIGHTS = {
    "title": 4,
    "abstract": 4,
    "doi": 3,
    "authors": 3,
    "year": 2,
    "journal": 2,
    "pages": 2,
    "volume": 1,
    "issue": 1,
    "pmid": 2,
    "issn": 1,
    "keywords": 1,
    "title_translated": 2,
    "abstract_translated": 2,
    "identifiers": 1,
}
_EMPTY: Mapping[str, Any] = {
    "authors": (),
    "authors_translated": (),
    "keywords": (),
    "keywords_translated": (),
    "authors_incomplete": False,
}
_UNITED = ("issn", "isbn", "identifiers", "notices")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field of the joint record comes from: ids of the members,
    and what others say instead.
    """

    value: Any
    taken_from: tuple[Hashable, ...]
    others: tuple[tuple[Hashable, Any], ...] = ()

    @property
    def differs(self) -> bool:
        """Whether any member says something else."""
        return bool(self.others)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """A merge before it happens.

    `primary` is the id of the record that stays in view, `duplicates` those behind it, in order of
    preference; `joint` the record to show and `provenance` the source of each of its fields that is
    not empty; `before` maps each id to the group it stood in, so that undoing restores exactly
    that.
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

    `primary` is a person's choice; without it the most complete record leads, ties by database and
    content, so the order of `members` does not matter. `groups` names the group each stands in now.
    Raises ValueError for fewer than two members or a primary that is none.
    """
    if len(members) < 2 or (primary is not None and primary not in members):
        raise ValueError("a merge needs two records, and its primary is one of them")
    # Ids come last, and only so that equals have an order at all: no import may decide who leads.
    ranked = sorted(members, key=lambda id: (_rank(members[id]), len(str(id)), str(id)))
    if primary is not None:
        ranked.remove(primary)
        ranked.insert(0, primary)
    said = {
        name: Source(one.value, one.by, one.others)
        for name, one in bilingual(ranked, members).items()
    }
    found = {
        name: said.get(name) if name in TOLD else _source(name, ranked, members) for name in TAKEN
    }
    provenance = {name: source for name, source in found.items() if source is not None}
    # "et al." counts only while nobody among the members names the whole list.
    if authors := provenance.get("authors"):
        cut = tuple(id for id in authors.taken_from if members[id].authors_incomplete)
        if len(cut) == len(authors.taken_from):
            provenance["authors_incomplete"] = Source(True, cut)
    values: dict[str, Any] = {name: _EMPTY.get(name, "") for name in (*TOLD, "authors_incomplete")}
    joint = replace(
        members[ranked[0]], **values | {name: source.value for name, source in provenance.items()}
    )
    before = {id: (groups or {}).get(id) for id in ranked}
    return MergePlan(ranked[0], tuple(ranked[1:]), joint, provenance, before)


def shown(members: Mapping[Hashable, Record], primary: Hashable) -> dict[str, Any]:
    """A report as its readers see it, as plain values to be stored: its fields in both languages,
    its DOI and PMID, `sources` (field to the ids of the records that say so) and `turned`: its
    primary record is in the other language.

    `members` are two records or more, in any order. Raises ValueError for fewer.
    """
    plan = plan_merge(members, primary=primary)
    names = (*TOLD, "doi", "pmid")
    told: dict[str, Any] = {name: getattr(plan.joint, name) for name in names}
    told = {
        name: list(value) if isinstance(value, tuple) else value for name, value in told.items()
    }
    told["sources"] = {
        name: list(plan.provenance[name].taken_from) for name in names if name in plan.provenance
    }
    return told | {"turned": turned(plan.joint, members[primary])}


def completeness(record: Record) -> int:
    """How much of what screening needs is there: the sum of the weights of its filled fields."""
    return sum(weight for name, weight in _WEIGHTS.items() if getattr(record, name))


def _rank(record: Record) -> tuple[object, ...]:
    database = record.source_database.casefold()
    trust = next((k for k, name in enumerate(TRUSTED) if name in database), len(TRUSTED))
    content = tuple(str(getattr(record, f.name)) for f in fields(record))
    return (-completeness(record), trust, -len(record.abstract), content)


def _source(
    name: str, ranked: Sequence[Hashable], members: Mapping[Hashable, Record]
) -> Source | None:
    """The first filled value in order of preference; of pages, which may be cut, the longest;
    the union of lists.
    """
    filled = [(id, getattr(members[id], name)) for id in ranked if getattr(members[id], name)]
    if not filled or name == "authors_incomplete":
        return None
    # "Article" is what databases say when they do not know; any other type is said on purpose.
    if name == "type":
        filled.sort(key=lambda item: item[1] in ("article", "other"))
    if name in _UNITED:
        united = tuple(dict.fromkeys(value for _, values in filled for value in values))
        return Source(united, tuple(id for id, _ in filled))
    # "12-9" is often all that is left of 12-19 in one of them: the longest is the whole.
    if name == "pages":
        filled.sort(key=lambda item: -len(item[1]))
    value = filled[0][1]
    takers = tuple(id for id, other in filled if other == value)
    return Source(value, takers, tuple((id, other) for id, other in filled if other != value))
