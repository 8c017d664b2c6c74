"""Numbers from before the tool, entered by hand: what they add to the diagram,
and which box each is in.
"""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from screening.flow.boxes import BOXES, KINDS
from screening.flow.counts import Tally
from screening.models import ManualNumber, Review

Box = ManualNumber.Box
#: Numbers of the diagram that count studies, and which numbers by hand they rest on.
STUDY_KEYS = {
    "previous_studies": (Box.PREVIOUS,),
    "previous_reports": (Box.PREVIOUS_REPORTS,),
    "previous_removed_studies": (Box.REMOVED,),
    "previous_removed_reports": (Box.REMOVED_REPORTS,),
    "new_studies": (Box.INCLUDED,),
    "new_reports": (Box.INCLUDED,),
    "included_reports": (Box.INCLUDED,),
    "total_studies": (Box.PREVIOUS, Box.REMOVED, Box.INCLUDED),
    "total_reports": (Box.PREVIOUS_REPORTS, Box.REMOVED_REPORTS, Box.INCLUDED),
    "total_studies_ma": (Box.STUDIES_MA,),
    "total_reports_ma": (Box.REPORTS_MA,),
}


def standing_numbers(review: Review) -> QuerySet[ManualNumber]:
    """Numbers of this version of the review that nobody has withdrawn."""
    found = ManualNumber.objects.filter(review=review, version=review.version, withdrawn_at=None)
    return found.select_related("reason", "by")


def tallies(rows: Iterable[ManualNumber]) -> list[Tally]:
    """What these numbers add to the counted record rows; those of studies add none."""
    return [tally(row) for row in rows if row.box not in ManualNumber.OF_STUDIES]


def tally(row: ManualNumber) -> Tally:
    """One number that counts records, as a group of record rows."""
    by_tool = row.box == Box.TA_TOOL
    return Tally(
        source=row.source,
        kind=row.kind,
        lane=KINDS[row.kind],
        place=Box.TA_EXCLUDE.value if by_tool else row.box,
        number=row.number,
        reason=row.reason.label if row.reason else "",
        automation=by_tool,
    )


def sums(rows: Iterable[ManualNumber]) -> Mapping[str, int]:
    """The numbers added up by box; a box without a number is not there."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.box] = found.get(row.box, 0) + row.number
    return found


def manual_behind(review: Review, key: str, detail: str = "") -> list[ManualNumber]:
    """The numbers by hand that a number of the diagram contains,
    narrowed like the list of its records.
    """
    rows = list(standing_numbers(review))
    if key in STUDY_KEYS:
        return [row for row in rows if row.box in STUDY_KEYS[key]]
    if key not in BOXES:
        return []
    box = BOXES[key]
    counted = [
        row for row in rows if row.box not in ManualNumber.OF_STUDIES and box.holds(tally(row))
    ]
    return [row for row in counted if not detail or detail in _names(row, bool(box.kinds))]


def _names(row: ManualNumber, of_source: bool) -> set[str]:
    """What a list may be narrowed to and still hold this number."""
    if of_source:
        return {row.source}
    return {row.reason.label_en, row.reason.label_zh} if row.reason else set()
