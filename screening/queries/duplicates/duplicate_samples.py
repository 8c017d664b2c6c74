"""Samples of what the program was sure of: which one runs, what could be drawn,
and what the last one said.
"""

from collections import defaultdict
from collections.abc import Iterator

from screening.dedupe.prepare import prepare
from screening.dedupe.sampling import APART, MERGED, languages_of
from screening.models import DedupeRun, DuplicatePair, DuplicateSample, Merge, Record, Review
from screening.queries.duplicates.duplicate_pairs import members, merges, to_check
from screening.records.batches import batches
from screening.records.columns import COLUMNS, from_columns

Ids = tuple[int, int]
#: What the program had said, and the languages of the two records.
Group = tuple[str, str]


def open_sample(review: Review) -> DuplicateSample | None:
    """The sample that runs, if any."""
    return DuplicateSample.objects.filter(review=review, closed_at=None).first()


def evaluated(review: Review) -> DuplicateSample | None:
    """The last sample that was evaluated."""
    rows = DuplicateSample.objects.filter(review=review, given_up="").exclude(closed_at=None)
    return rows.order_by("-pk").first()


def is_answered(sample: DuplicateSample) -> bool:
    """Whether a person has answered every pair of it that can be."""
    return not to_check(sample.review).filter(sample=sample).exists()


def drawable(review: Review) -> dict[Group, list[Ids]]:
    """The pairs that can be drawn, by kind and languages: no person has said anything of them,
    nor is asked.

    Of merged ones each record that the program put behind another, with the one that it was found
    by; of those kept apart the ones that the runs remembered.
    """
    asked = set(DuplicatePair.objects.filter(review=review).values_list("first_id", "second_id"))
    found: dict[Group, list[Ids]] = defaultdict(list)
    for languages, ids in _merged(review):
        if ids not in asked:
            found[MERGED, languages].append(ids)
    homes = dict(
        Record.objects.filter(review=review).exclude(primary=None).values_list("pk", "primary_id")
    )
    known = set(Record.objects.filter(review=review).values_list("pk", flat=True))
    for run in DedupeRun.objects.filter(review=review):
        for languages, kept in run.apart.items():
            for one, two in kept["records"]:
                ids = (min(one, two), max(one, two))
                two_reports = homes.get(one, one) != homes.get(two, two)
                if ids not in asked and two_reports and known.issuperset(ids):
                    found[APART, languages].append(ids)
    return {group: sorted(set(pairs)) for group, pairs in found.items()}


def _merged(review: Review) -> Iterator[tuple[str, Ids]]:
    certain = merges(review).filter(by=None).prefetch_related("records")
    for some in batches(certain.values_list("pk", flat=True), 500):
        pairs = [ids for merge in certain.filter(pk__in=some) for ids in _pairs_of(merge)]
        rows = Record.objects.filter(pk__in={pk for ids in pairs for pk in ids}).values(
            "pk", *COLUMNS
        )
        ready = {row["pk"]: prepare(from_columns(row), row["pk"]) for row in rows}
        for one, two in pairs:
            yield languages_of(ready[one], ready[two]), (one, two)


def _pairs_of(merge: Merge) -> Iterator[Ids]:
    for member in members(merge):
        if merge.before["primary"].get(str(member.record.pk), 0) is None:
            other = member.like or merge.primary_id
            yield min(member.record.pk, other), max(member.record.pk, other)
