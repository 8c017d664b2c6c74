"""How many studies: those of the previous version, those new in this one, and those dropped since."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from screening.models import ManualNumber, Publication, Record, Review, Study
from screening.prisma.counts import Studies
from screening.queries.manual import sums

Box = ManualNumber.Box


@dataclass(frozen=True, slots=True)
class Baseline:
    """The version published last before this one: study to the records (ids) of its reports."""

    studies: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def records(self) -> frozenset[int]:
        """The records of all its reports."""
        return frozenset().union(*self.studies.values())


def baseline(review: Review) -> Baseline:
    """What the last published version before this one included; nothing where there is none."""
    if review.version == 1:
        return Baseline()
    last = Publication.objects.filter(review=review, version__lt=review.version).order_by("-version", "-pk").first()
    return Baseline({k: frozenset(v) for k, v in last.studies.items()}) if last else Baseline()


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
    dropped = _dropped(before)
    added = manual.get(Box.INCLUDED, 0)
    return Studies(
        new=len(new) + added,
        new_reports=len(new_reports) + added,
        reports_of_previous=len(reports - new_reports),
        previous=len(before.studies) + manual.get(Box.PREVIOUS, 0),
        previous_reports=len(before.records) + manual.get(Box.PREVIOUS_REPORTS, 0),
        removed=len(dropped) + manual.get(Box.REMOVED, 0),
        removed_reports=_dropped_reports(before, dropped) + manual.get(Box.REMOVED_REPORTS, 0),
        total_studies_ma=manual.get(Box.STUDIES_MA),
        total_reports_ma=manual.get(Box.REPORTS_MA),
    )


def _known(review: Review, before: Baseline) -> set[str]:
    if not before.studies:
        return set()
    linked = Study.reports.through.objects.filter(study__review=review, record__in=before.records)
    return {*before.studies, *(f"s{study}" for study in linked.values_list("study_id", flat=True))}


def _dropped(before: Baseline) -> set[str]:
    """Studies of which no report is included any more."""
    rows = Record.objects.filter(pk__in=before.records).values_list("pk", "place", "primary__place")
    kept = {pk for pk, place, above in rows if (above or place) in {"included", "previous"}}
    return {key for key, records in before.studies.items() if not records & kept}


def _dropped_reports(before: Baseline, dropped: set[str]) -> int:
    kept = frozenset().union(*(records for key, records in before.studies.items() if key not in dropped))
    return len(before.records - kept)
