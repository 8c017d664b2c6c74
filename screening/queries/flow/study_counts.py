"""How many studies: those of the previous version and what became of them,
and those new in this one.

The rules are those of the replay (`history.studies`);
here is what the tables know of reports and studies.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from screening.flow.boxes import AWAITING
from screening.flow.counts import Studies
from screening.models import ManualNumber, Publication, Record, Review, Study
from screening.queries.flow.manual_counts import sums
from screening.replay.studies import Baseline, Ledger, Now, Standing, ledger

Box = ManualNumber.Box
REASSESSED = (Record.Part.REASSESSED, Record.Part.BOTH)
KNOWN = (Record.Part.KNOWN, Record.Part.BOTH)


@dataclass(frozen=True, slots=True)
class Counted:
    """The studies and reports of this version, with the lists behind their numbers.

    `by_hand` and `reports_by_hand`: how many more the previous version had from numbers entered by
    hand.
    """

    ledger: Ledger
    by_hand: int = 0
    reports_by_hand: int = 0


def last_published(review: Review) -> Publication | None:
    """What the version before published last, without its rows; None in the first version."""
    if review.version == 1:
        return None
    earlier = Publication.objects.filter(review=review, version__lt=review.version)
    return earlier.order_by("-version", "-pk").defer("rows").first()


def baseline(published: Publication | None) -> Baseline:
    """The studies and reports of a published version, in the words of the replay."""
    if published is None:
        return Baseline(0)
    studies = {
        study_name(key): frozenset(map(str, records)) for key, records in published.studies.items()
    }
    reports = {token: token for tokens in studies.values() for token in tokens}
    for token, records in published.reports.items():
        reports |= dict.fromkeys(map(str, records), token)
    return Baseline(published.version, studies, reports=reports)


def study_name(key: str) -> str:
    """A study as the replay names it: "s12" for study 12,
    and for a report alone the number of its record.
    """
    return key.removeprefix("r")


def counted(review: Review) -> Counted:
    """The studies of this version beside those of the version before."""
    published = last_published(review)
    base = baseline(published)
    now = list(reports_now(review, base))
    there = frozenset(base.reports)
    # No events: the tables hold what became of studies already. The replay gives the events instead,
    # and both must come to the same.
    told = ledger(base, (), now, there)
    if published is None:
        return Counted(told)
    numbers = published.flow.get("numbers", {})
    return Counted(
        told,
        # What the published total has beyond its list was entered by hand, and goes on being counted.
        by_hand=numbers.get("total_studies", 0) - len(base.studies),
        reports_by_hand=numbers.get("total_reports", 0) - len(frozenset(base.reports.values())),
    )


def included(review: Review) -> dict[str, list[int]]:
    """The included list: "s12" for study 12 and "r34" for report 34, its own study,
    to the records of its reports.
    """
    listed = counted(review).ledger.listed
    keys = {name: name if name.startswith("s") else f"r{name}" for name in listed}
    return {keys[name]: sorted(map(int, records)) for name, records in sorted(listed.items())}


def reports_now(review: Review, base: Baseline) -> Iterable[Now]:
    """The included reports, and those that the version before included, as they are now."""
    # A report that was published may be a duplicate by now: it is found by the record it belongs to.
    before: dict[int, set[str]] = defaultdict(set)
    old = Record.objects.filter(review=review, pk__in=[int(pk) for pk in base.reports])
    for pk, primary in old.values_list("pk", "primary_id"):
        before[primary or pk].add(str(pk))
    rows = Record.objects.filter(
        Q(place="included") | Q(pk__in=list(before)), review=review, primary=None
    )
    found = list(rows.order_by("pk").values_list("pk", "version", "flow_part", "place"))
    studies = _studies(review)
    for pk, version, part, place in found:
        yield Now(
            str(pk),
            frozenset({str(pk)} | before.get(pk, set())),
            studies.get(pk) or frozenset({str(pk)}),
            _standing(place),
            part in REASSESSED or (version == review.version and part is None),
        )


def _standing(place: str) -> Standing:
    return "included" if place == "included" else "waiting" if place in AWAITING else "out"


def _studies(review: Review) -> Mapping[int, frozenset[str]]:
    """The primary record of each report in a study to the names of its studies."""
    found: dict[int, set[str]] = defaultdict(set)
    links = Study.reports.through.objects.filter(study__review=review)
    for study, record, primary in links.values_list("study_id", "record_id", "record__primary_id"):
        found[primary or record].add(f"s{study}")
    return {record: frozenset(names) for record, names in found.items()}


def count_studies(told: Counted, by_hand: Sequence[ManualNumber]) -> Studies:
    """The numbers of studies and their reports, those entered by hand among them."""
    manual, found = sums(by_hand), told.ledger.numbers()
    # Reports entered by hand as included have no records, so each is a study and a report of its own.
    added = manual.get(Box.INCLUDED, 0)
    return replace(
        found,
        new=found.new + added,
        new_reports=found.new_reports + added,
        previous=found.previous + told.by_hand + manual.get(Box.PREVIOUS, 0),
        previous_reports=found.previous_reports
        + told.reports_by_hand
        + manual.get(Box.PREVIOUS_REPORTS, 0),
        removed=found.removed + manual.get(Box.REMOVED, 0),
        removed_reports=found.removed_reports + manual.get(Box.REMOVED_REPORTS, 0),
        update=found.update or bool(manual.get(Box.PREVIOUS, 0)),
        total_studies_ma=manual.get(Box.STUDIES_MA),
        total_reports_ma=manual.get(Box.REPORTS_MA),
    )


def listed(review: Review, told: Counted, by_hand: Sequence[ManualNumber]) -> dict[str, int]:
    """How many studies and reports the included list has, counted in the list itself,
    with those entered by hand (U1).

    The list is what the exports, the studies page and the filter "included" show.
    """
    # Not through the ledger: U1 would then compare a formula with itself.
    rows = Record.objects.filter(review=review, primary=None, place="included")
    reports = set(rows.values_list("pk", flat=True))
    studies = _studies(review)
    linked = {pk for pk in reports if pk in studies}
    names = {name for pk in linked for name in studies[pk]}
    manual = sums(by_hand)
    more = {box: manual.get(box, 0) for box in Box.values}
    return {
        "listed_studies": len(names)
        + len(reports - linked)
        + told.by_hand
        + more[Box.PREVIOUS]
        + more[Box.INCLUDED]
        - more[Box.REMOVED],
        "listed_reports": len(reports)
        + told.reports_by_hand
        + more[Box.PREVIOUS_REPORTS]
        + more[Box.INCLUDED]
        - more[Box.REMOVED_REPORTS],
    }


def behind_studies(review: Review, box: str) -> QuerySet[Record]:
    """The reports behind a number of studies or of their reports; those that are gone are left out."""
    told = counted(review).ledger
    rows = Record.objects.filter(review=review)
    if box in {"previous_studies", "previous_reports"}:
        return rows.filter(pk__in=_ids(told.lists["previous_reports"]))
    if box == "total_studies" or box == "total_reports":
        return rows.filter(primary=None, place="included")
    if box == "included_reports":
        return rows.filter(
            pk__in=_ids(
                [*told.lists["new_reports"], *told.lists["new_reports_of_previous_studies"]]
            )
        )
    of = {
        "new_studies": "new_reports",
        "previous_removed_studies": "previous_removed_reports",
        "previous_awaiting_studies": "previous_awaiting_reports",
    }.get(box, box)
    return rows.filter(pk__in=_ids(told.lists[of]))


def _ids(names: Iterable[str]) -> list[int]:
    return [int(name) for name in names]
