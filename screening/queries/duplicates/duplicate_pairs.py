"""Duplicates to check, merged ones and those kept apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from screening.dedupe.evidence import sorted_out
from screening.dedupe.issues import read_issue
from screening.dedupe.pagination import read_pages, read_volume
from screening.dedupe.sampling import APART
from screening.flow.boxes import POSITIONS
from screening.models import (
    BlockingKey,
    DedupeRun,
    DuplicatePair,
    DuplicateSample,
    Merge,
    Record,
    Review,
    Study,
)
from screening.queries.records.stored_records import column_of, merged
from screening.records.text_diff import Piece, alike, compare_texts

#: What two records are compared by, in the order shown.
FIELDS = (
    "title",
    "title_translated",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "type",
    "language",
    "abstract",
    "keywords",
)
READ: dict[str, Callable[[str], str | tuple[str, str]]] = {
    "volume": read_volume,
    "issue": read_issue,
    "pages": read_pages,
}
#: Texts longer than this are not compared word by word, as that would take seconds.
LONG = 6000


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two records. `differs`: both are given and say different things."""

    field: str
    left: list[Piece]
    right: list[Piece]
    differs: bool


#: The key that every record gets once it was compared, also one that has nothing to be found by.
SEEN = "seen"


def new_records(review: Review) -> QuerySet[Record]:
    """The records that the next search for duplicates compares: those none has compared yet,
    or not as they are.
    """
    seen = BlockingKey.objects.filter(record=OuterRef("pk"), key=SEEN)
    return Record.objects.filter(~Exists(seen), review=review, place__in=POSITIONS).order_by("pk")


def pairs(review: Review, *answers: str) -> QuerySet[DuplicatePair]:
    """Pairs with one of these answers, the likeliest first."""
    rows = DuplicatePair.objects.filter(review=review, answer__in=answers)
    order = F("score").desc(nulls_last=True)
    return rows.select_related("first__search", "second__search", "answered_by").order_by(
        order, "pk"
    )


def to_check(review: Review) -> QuerySet[DuplicatePair]:
    """Pairs that wait for an answer and are still two reports, "later" ones last.

    While a sample runs its pairs are among them, and all stand in an order that tells nothing.
    """
    rows = _two_reports(pairs(review, "open", "later").filter(found=""))
    if DuplicateSample.objects.filter(review=review, closed_at=None).exists():
        return rows.order_by("-answer", "pk")
    return rows.order_by("-answer", F("score").desc(nulls_last=True), "pk")


def kept_apart(review: Review) -> QuerySet[DuplicatePair]:
    """Pairs that a person found to differ, also while a sample keeps that to itself."""
    rows = DuplicatePair.objects.filter(
        Q(answer="different") | Q(answer="open", found="different"), review=review
    )
    return rows.select_related("first__search", "second__search", "answered_by")


def linked(review: Review) -> QuerySet[DuplicatePair]:
    """Pairs of two reports of one work that the review's policy links."""
    return _two_reports(pairs(review, "linked")).select_related("first__primary", "second__primary")


def in_one_study(rows: Iterable[DuplicatePair]) -> set[int]:
    """Ids of the pairs whose two reports stand in one study."""
    reports = {pair.pk: [r.primary_id or r.pk for r in (pair.first, pair.second)] for pair in rows}
    wanted = [pk for ids in reports.values() for pk in ids]
    studies: dict[int, set[int]] = defaultdict(set)
    for record, study in Study.reports.through.objects.filter(record__in=wanted).values_list(
        "record_id", "study_id"
    ):
        studies[record].add(study)
    return {pair for pair, (first, second) in reports.items() if studies[first] & studies[second]}


def _two_reports(rows: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
    shown = rows.exclude(first__place="loading").exclude(second__place="loading")
    asked = {"drawn__in": ["", APART]}  # merged ones of a sample are one report
    return (
        shown.exclude(first__primary=F("second__pk"), **asked)
        .exclude(second__primary=F("first__pk"), **asked)
        .exclude(first__primary__isnull=False, first__primary=F("second__primary"), **asked)
    )


def merges(review: Review) -> QuerySet[Merge]:
    """Merges that stand, the latest first."""
    return all_merges(review).filter(undone_at=None)


def all_merges(review: Review) -> QuerySet[Merge]:
    """Merges, also those that were undone, the latest first."""
    rows = Merge.objects.filter(review=review).select_related(
        "primary__search", "by", "run", "undone_by"
    )
    return rows.prefetch_related("records__search").order_by("-pk")


def runs(review: Review) -> QuerySet[DedupeRun]:
    """Runs that have merges that stand, as `standing`, or that were undone, the latest first."""
    standing = Count("merges", filter=Q(merges__undone_at=None))
    rows = DedupeRun.objects.filter(review=review).annotate(standing=standing)
    return rows.exclude(standing=0, undone=[]).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Member:
    """A duplicate in a merge: why it is there (`like` is the record it was found by),
    and whether it can be taken out.

    `reasons` are stored messages, for and against;
    both are empty for one that came with a report merged earlier.
    """

    record: Record
    like: int | None
    reasons: tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]
    single: bool


def members(merge: Merge) -> list[Member]:
    """The duplicates of a merge, in the order of their numbers."""
    found = []
    others = sorted(
        (r for r in merge.records.all() if r.pk != merge.primary_id), key=lambda r: r.pk
    )
    single = [r.pk for r in others if merge.before["primary"].get(str(r.pk), 0) is None]
    for record in others:
        told = [m for m in merge.evidence if record.pk in m.get("of", [record.pk])]
        named = next((m["of"] for m in told if "of" in m), [])
        like = next((pk for pk in named if pk != record.pk), None)
        mine = [m for m in told if m.get("of", []) == named and (named or record.pk in single)]
        found.append(
            Member(record, like, sorted_out(mine), record.pk in single and len(single) > 1)
        )
    return found


def comparison(left: Record, right: Record) -> list[Line]:
    """Field by field what the two records say; fields that neither has are left out."""
    lines = []
    for field in FIELDS:
        a, b = _text(left, field), _text(right, field)
        if not a and not b:
            continue
        differs = bool(a and b) and not _says_the_same(field, a, b)
        if differs and len(a) + len(b) <= LONG:
            pieces = compare_texts(a, b)
        else:
            pieces = [Piece(a, False)], [Piece(b, False)]
        lines.append(Line(field, pieces[0], pieces[1], differs))
    return lines


def _says_the_same(field: str, a: str, b: str) -> bool:
    """Databases write one place in many ways: issue 02 and 2, pages 101-10 and 101-110."""
    read = READ.get(field)
    return alike(a, b) or (read is not None and any(read(a)) and read(a) == read(b))


def _text(record: Record, field: str) -> str:
    value = getattr(record, field)
    if field == "type":
        return str(value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def above(review: Review, score: float) -> QuerySet[DuplicatePair]:
    """Open pairs of at least this score: what a threshold would merge; none while a sample runs,
    as it would tell.
    """
    return to_check(review).filter(answer="open", score__gte=score, sample=None)


def counts(review: Review) -> dict[str, int]:
    """How many are in each tab: `{"check", "merged", "linked", "apart"}`."""
    return {
        "check": to_check(review).count(),
        "merged": Merge.objects.filter(review=review, undone_at=None).count(),
        "linked": linked(review).count(),
        "apart": kept_apart(review).count(),
    }


def filled(primary: Record, others: Sequence[Record]) -> list[tuple[str, Record]]:
    """The columns of the joint record that do not come from the primary record,
    each with the record that gave it.
    """
    by_id = {record.pk: record for record in others}
    provenance = merged(primary, others).provenance
    return [
        (column_of(name), by_id[taken[0]])
        for name, taken in provenance.items()
        if primary.pk not in taken
    ]
