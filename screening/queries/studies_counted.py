"""How many studies: those of the previous version, those new in this one, and those dropped since."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from screening.models import ManualNumber, Publication, Record, Review, Study
from screening.prisma.counts import Studies
from screening.queries.manual import sums

Box = ManualNumber.Box


@dataclass(frozen=True, slots=True)
class Baseline:
    """The version published last before this one: study to the records (ids) of its reports.

    `by_hand` and `reports_by_hand`: how many more its totals had from numbers entered by hand.
    """

    studies: Mapping[str, frozenset[int]] = field(default_factory=dict)
    by_hand: int = 0
    reports_by_hand: int = 0

    @property
    def records(self) -> frozenset[int]:
        """The records of all its reports."""
        return frozenset().union(*self.studies.values())


def baseline(review: Review) -> Baseline:
    """What the last published version before this one included; nothing where there is none."""
    if review.version == 1:
        return Baseline()
    last = Publication.objects.filter(review=review, version__lt=review.version).order_by("-version", "-pk").first()
    if last is None:
        return Baseline()
    found = Baseline({k: frozenset(v) for k, v in last.studies.items()})
    told = last.flow.get("numbers", {})
    return replace(
        found,
        by_hand=max(0, told.get("total_studies", 0) - len(found.studies)),
        reports_by_hand=max(0, told.get("total_reports", 0) - len(found.records)),
    )


def included(review: Review) -> dict[str, frozenset[int]]:
    """Every study with an included report of this version: its key to those; a report alone is its own."""
    reports = set(
        Record.objects.filter(review=review, place="included", search__version=review.version).values_list(
            "pk", flat=True
        )
    )
    found: dict[str, set[int]] = {}
    links = Study.reports.through.objects.filter(study__review=review)
    linked = links.values_list("study_id", "record_id", "record__primary_id")
    grouped = [(study, primary or record) for study, record, primary in linked if (primary or record) in reports]
    for study, record in grouped:
        found.setdefault(f"s{study}", set()).add(record)
    for record in reports - {record for _study, record in grouped}:
        found[f"r{record}"] = {record}
    return {key: frozenset(records) for key, records in found.items()}


def count_studies(review: Review, by_hand: list[ManualNumber]) -> Studies:
    """The studies of the diagram. A study is known when the previous version had it, or one of its reports."""
    before, manual = baseline(review), sums(by_hand)
    known = _known(review, before)
    now = included(review)
    new = {key: records for key, records in now.items() if key not in known}
    new_reports = frozenset().union(*new.values())
    reports = frozenset().union(*now.values())
    gone = dropped(before)
    added = manual.get(Box.INCLUDED, 0)
    return Studies(
        new=len(new) + added,
        new_reports=len(new_reports) + added,
        reports_of_previous=len(reports - new_reports),
        previous=len(before.studies) + before.by_hand + manual.get(Box.PREVIOUS, 0),
        previous_reports=len(before.records) + before.reports_by_hand + manual.get(Box.PREVIOUS_REPORTS, 0),
        removed=len(gone) + manual.get(Box.REMOVED, 0),
        removed_reports=_dropped_reports(before, gone) + manual.get(Box.REMOVED_REPORTS, 0),
        total_studies_ma=manual.get(Box.STUDIES_MA),
        total_reports_ma=manual.get(Box.REPORTS_MA),
    )


def _known(review: Review, before: Baseline) -> set[str]:
    if not before.studies:
        return set()
    linked = Study.reports.through.objects.filter(study__review=review, record__in=before.records)
    return {*before.studies, *(f"s{study}" for study in linked.values_list("study_id", flat=True))}


def dropped(before: Baseline) -> set[str]:
    """Studies of which no report is included any more."""
    rows = Record.objects.filter(pk__in=before.records).values_list("pk", "place", "primary__place")
    kept = {pk for pk, place, above in rows if (above or place) in {"included", "previous"}}
    return {key for key, records in before.studies.items() if not records & kept}


def _dropped_reports(before: Baseline, gone: set[str]) -> int:
    kept = frozenset().union(*(records for key, records in before.studies.items() if key not in gone))
    return len(before.records - kept)
