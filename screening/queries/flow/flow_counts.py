"""The numbers of the flow and, by the same definitions, the records behind each of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from screening.flow.boxes import (
    BOXES,
    DUPLICATE,
    LANES,
    PLACES,
    POSITIONS,
    PREVIOUS,
    REASSESSED,
    SCREENED_OUT,
    Box,
)
from screening.flow.counts import Flow, Tally, count
from screening.flow.identities import Breach, check
from screening.flow.reasons import doubt
from screening.models import Reason, Record, Review, Search, Settlement, Standing
from screening.queries.flow import manual_counts
from screening.queries.flow.study_counts import (
    KNOWN,
    behind_studies,
    count_studies,
    counted,
    listed,
)
from screening.queries.flow.study_counts import REASSESSED as REASSESSED_PARTS
from screening.records.messages import Message
from screening.stages import on_reports

#: Boxes of studies and of all included reports; behind them stand the reports.
STUDY_BOXES = (
    "new_studies",
    "new_reports",
    "new_reports_of_previous_studies",
    "total_studies",
    "total_reports",
    "included_reports",
    "previous_studies",
    "previous_reports",
    "previous_removed_studies",
    "previous_removed_reports",
    "previous_awaiting_studies",
    "previous_awaiting_reports",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of this version, and how many studies and reports the included list has (see
    `listed`).
    """

    flow: Flow
    listed: dict[str, int]
    several_in_one: bool


def flow(review: Review) -> Flow:
    """Every number of the diagram of this version of the review, numbers by hand among them."""
    return counts(review).flow


def counts(review: Review) -> Counts:
    """The numbers with what they are checked against.

    A few grouped queries count the records, whatever their number.
    Reasons are named in the reader's language.
    """
    searches = {s.pk: s for s in Search.objects.filter(review=review)}
    reasons = {r.pk: r.label for r in Reason.objects.filter(review=review)}
    rows = Record.objects.filter(review=review, version=review.version)
    tools = (
        _grouped(rows.filter(by_tool(review), place__in=SCREENED_OUT, flow_lane="dbr"))
        if _tools(review)
        else {}
    )
    tallies = []
    groups = Counter(_grouped(rows.filter(place__in=POSITIONS)))
    for primary, earliest in _told_by_earliest(review).values():
        # The two trade places, so that the raw numbers of both searches stay what they are.
        groups.subtract([_group(primary), _group(earliest)])
        groups.update([_group(primary, earliest.search_id), _group(earliest, primary.search_id)])
    for row in _parts(review, KNOWN) if review.version > 1 else ():
        # It stands for a report of an earlier version: to this one it is a duplicate of what was
        # known (P2).
        groups.subtract([_group(row)])
        groups.update([(row.search_id, row.lane, PREVIOUS, None)])
    for group, number in groups.items():
        search, lane, place, reason = group
        told = (searches[search].name, searches[search].kind, lane, place)
        automatic = tools.get(group, 0)
        tallies.append(Tally(*told, number - automatic, reasons.get(reason, "")))
        tallies.append(Tally(*told, automatic, reasons.get(reason, ""), automation=True))
    for row in _parts(review, REASSESSED_PARTS) if review.version > 1 else ():
        tallies.append(
            Tally(REASSESSED, REASSESSED, "oth", row.place, 1, reasons.get(row.reason_id, ""))
        )
    by_hand = list(manual_counts.standing_numbers(review))
    told_studies = counted(review)
    numbers = count(
        [t for t in tallies if t.number] + manual_counts.tallies(by_hand),
        count_studies(told_studies, by_hand),
    )
    return Counts(
        numbers, listed(review, told_studies, by_hand), told_studies.ledger.several_in_one
    )


def _parts(review: Review, parts: tuple[str, ...]) -> QuerySet[Record]:
    rows = Record.objects.filter(review=review, flow_part__isnull=False, flow_part__in=parts)
    return rows.only("search_id", "lane", "flow_lane", "place", "reason_id").order_by("pk")


def _grouped(rows: QuerySet) -> dict[tuple[int, str, str, int | None], int]:
    groups = rows.values_list("search_id", "flow_lane", "place", "reason_id").annotate(
        number=Count("*")
    )
    return {group[:4]: group[4] for group in groups.order_by("search_id")}


def _group(row: Record, search: int = 0) -> tuple[int, str, str, int | None]:
    return (search or row.search_id, row.flow_lane, row.place, row.reason_id)


def _told_by_earliest(review: Review) -> dict[int, tuple[Record, Record]]:
    """Reports of other methods whose earliest record is not the primary: id of the primary to both.

    Such a report counts under the kind of source it was found in first,
    whichever record was chosen as primary.
    """
    other = _keys(Search.objects.filter(review=review, kind__in=LANES["oth"]))
    if len(other) < 2:
        return {}
    here = {"version": review.version, "search__in": other, "flow_lane": "oth"}
    rows = Record.objects.filter(**here, review=review, place=DUPLICATE, primary__place__in=PLACES)
    rows = rows.filter(**{f"primary__{name}": value for name, value in here.items()})
    # By the moment, not by the id: in a review loaded from an archive primary records have the
    # lower ids.
    rows = rows.filter(created_at__lt=F("primary__created_at"))
    columns = ("search_id", "flow_lane", "place", "reason_id")
    columns = (*columns, "primary_id", *(f"primary__{name}" for name in columns))
    found: dict[int, tuple[Record, Record]] = {}
    for row in rows.select_related("primary").only(*columns).order_by("created_at", "pk"):
        found.setdefault(row.primary_id, (row.primary, row))
    return {
        pk: (primary, row)
        for pk, (primary, row) in found.items()
        if primary.search_id != row.search_id
    }


def _tools(review: Review) -> bool:
    return Standing.objects.filter(~Q(tool=""), review=review).exists()


def by_tool(review: Review) -> Q:
    """The condition on records that a tool excluded while they were screened and nobody has settled
    since (P8).
    """
    here = Standing.objects.filter(
        ~Q(tool=""), review=review, outcome="exclude", clash=False, record=OuterRef("pk")
    )
    settled = Settlement.objects.filter(record=OuterRef("record"), stage=OuterRef("stage"))
    return Q(Exists(here.filter(~Exists(settled))))


def breaches(told: Counts) -> list[Breach]:
    """The sums that do not hold; an empty list is what the page has to show."""
    return [breach for breach in _check(told) if not breach.warning]


def warnings(told: Counts) -> list[Breach]:
    """What makes one look twice: more studies than reports that no link explains (N2)."""
    return [breach for breach in _check(told) if breach.warning]


def _check(told: Counts) -> list[Breach]:
    numbers = {**told.flow.to_json(), **told.listed, "sources": sum(told.flow.sources.values())}
    return check(numbers, told.several_in_one)


def _reading() -> list[str]:
    return [stage.key for stage in on_reports()]


def doubts(review: Review) -> list[Message]:
    """Reasons for exclusion at full text that are none (policy P12), and what to do instead."""
    found = []
    for reason in Reason.objects.filter(review=review, stage__in=_reading(), retired_at=None):
        label = reason.label if doubt(reason.label) else reason.label_en or reason.label_zh
        if told := doubt(label):
            found.append(told)
    return found


def reason_order(review: Review) -> tuple[str, ...]:
    """Labels of the full-text reasons in the protocol's order."""
    return tuple(r.label for r in Reason.objects.filter(review=review, stage__in=_reading()))


def behind(review: Review, box: str, detail: str = "") -> QuerySet[Record]:
    """The records that a number counts: exactly as many as the number says,
    less what was entered by hand.

    `detail` narrows to one source by name, or to one reason by its label in either language.
    Raises KeyError for a box that is not counted from records.
    """
    return Record.objects.filter(condition(review, box, detail), review=review)


def condition(review: Review, box: str, detail: str = "") -> Q:
    """The box as a condition on records of this review."""
    if box in STUDY_BOXES:
        return Q(pk__in=list(behind_studies(review, box).values_list("pk", flat=True)))
    definition = BOXES[box]
    of_place = Q(place__in=definition.places)
    if detail and not definition.kinds:
        reasons = Reason.objects.filter(Q(label_en=detail) | Q(label_zh=detail), review=review)
        of_place &= Q(reason__in=_keys(reasons))
    if definition.automation is not None:
        of_place &= by_tool(review) if definition.automation else ~by_tool(review)
    found = _of_this_version(review, definition, of_place, detail)
    if (
        review.version > 1
        and definition.lane in ("", "oth")
        and REASSESSED in (definition.kinds or (REASSESSED,))
    ):
        found |= of_place & Q(flow_part__isnull=False, flow_part__in=REASSESSED_PARTS)
    return found


def in_flow(review: Review) -> Q:
    """The reports that the flow of this version counts: those that came in it,
    and those re-assessed in it.
    """
    return Q(version=review.version, flow_part=None) | Q(
        flow_part__isnull=False, flow_part__in=REASSESSED_PARTS
    )


def _of_this_version(review: Review, definition: Box, of_place: Q, detail: str) -> Q:
    """The rows of the records that came in this version."""
    lane = Q(flow_lane=definition.lane) if definition.lane else Q()
    here = Q(version=review.version)
    searches = Search.objects.filter(review=review)
    if definition.kinds:
        searches = searches.filter(kind__in=definition.kinds)
        searches = searches.filter(name=detail) if detail else searches
        keys = _keys(searches)
        told = _told_by_earliest(review) if definition.lane == "oth" else {}
        by_earliest = [
            pk for pk, (_primary, earliest) in told.items() if earliest.search_id in keys
        ]
        here &= Q(search__in=keys) & ~Q(pk__in=list(told)) | Q(pk__in=by_earliest)
    if review.version == 1:
        return here & of_place & lane
    known = Q(flow_part__isnull=False, flow_part__in=KNOWN)
    found = here & ~known & of_place & lane
    if PREVIOUS in definition.places and not (detail and not definition.kinds):
        found |= here & known & (Q(lane=definition.lane) if definition.lane else Q())
    return found


def _keys(rows: QuerySet) -> list[int]:
    """Plain ids: a handful, and the planner then uses the index on records."""
    return list(rows.values_list("pk", flat=True))


def five(numbers: Flow) -> dict[str, int]:
    """The flow as five numbers for the overview: identified, duplicates, screened, assessed,
    included.
    """
    return {
        "identified": numbers["database_results"]
        + numbers["register_results"]
        + numbers["other_raw"],
        "duplicates": numbers["duplicates"] + numbers["other_duplicates"],
        "screened": numbers["records_screened"],
        "assessed": numbers["dbr_assessed"] + numbers["other_assessed"],
        "included": numbers["new_reports"] + numbers["new_reports_of_previous_studies"],
    }


def places() -> Iterable[str]:
    """The places a report can have, in the order of the flow."""
    return PLACES
