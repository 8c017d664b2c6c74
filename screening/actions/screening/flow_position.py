"""Where a report stands in the flow: its place and its lane, from its standings,
its records and its versions.
"""

from collections.abc import Iterable, Mapping, Sequence

from screening.flow.boxes import READ_OUT
from screening.flow.places import Facts, place
from screening.models import Record, Review, Standing
from screening.stages import STAGES, excluded_at

#: Places that no vote changes: removed before screening, or known from an earlier version.
BEYOND_VOTES = {"auto", "other", "previous"}


def place_group(
    group: list[Record],
    review: Review,
    standings: dict[tuple[int, str], Standing],
    retrieved: dict[int, str],
    *,
    rules: bool,
) -> None:
    """Gives every record of one report its place and its lane in the flow.

    What an earlier version of the review had is known: the records of this one are its duplicates
    (policy P2). A report with a record from a database or register, of the version that first saw
    it, is in that lane (policy P1). Where its primary record came from other methods, it trades
    lanes with one that did not, so that every box counts rows of its own lane.
    """
    first = min(r.version for r in group)
    for record in group:
        record.flow_lane, record.flow_part = record.lane, None
        if record.primary_id:
            record.place, record.reason_id = (
                "previous" if record.version > first else "duplicate",
                None,
            )
    # None while a merge is being taken back: its records are placed once all have their primary
    # again.
    primary = next((r for r in group if not r.primary_id), None)
    if primary is None:
        return
    if primary.lane == "oth" and (
        other := next((r for r in group if r.lane == "dbr" and r.version == primary.version), None)
    ):
        primary.flow_lane, other.flow_lane = "dbr", "oth"
    lane = "dbr" if any(r.lane == "dbr" for r in group if r.version == first) else "oth"
    news = retrieved.get(primary.pk, "")
    mark = _mark(r.removed for r in group)
    place_record(primary, where_now(primary, review, standings, news, mark, lane))
    if first < review.version:
        elsewhere = _elsewhere(primary, group, review, standings, news, lane)
        _take_part(primary, group, elsewhere, review.version, rules=rules)


def _mark(marks: Iterable[str]) -> str:
    """The removal mark of a report from those of its records; automation comes first (policy P6)."""
    found = set(marks)
    return "automation" if "automation" in found else "other" if "other" in found else ""


def _elsewhere(
    primary: Record,
    group: Sequence[Record],
    review: Review,
    standings: Mapping[tuple[int, str], Standing],
    retrieval: str,
    lane: str,
) -> bool:
    """Whether a report of an earlier version stands elsewhere than in it;
    a newer removal mark is looked through.

    Of a report that was read and excluded another reason is another place.
    """
    mark = _mark(r.removed for r in group if r.removed and r.removed == r.published_mark)
    where, deciding = where_now(primary, review, standings, retrieval, mark, lane)
    reason = deciding.reason_id if deciding and where in READ_OUT else None
    stood = {(r.published, r.published_reason_id) for r in group if r.published}
    return (where, reason) not in stood


def _take_part(
    primary: Record, group: Sequence[Record], elsewhere: bool, current: int, *, rules: bool
) -> None:
    """How a report of an earlier version takes part in the flow of this one (policies P13 and P14)."""
    known = primary.version > min(r.version for r in group)
    reassessed = False
    if not any(r.published == "included" for r in group):
        if elsewhere and not rules:
            for record in group:
                record.moved = record.moved or record.version < current
        reassessed = elsewhere or any(r.moved for r in group)
    part = Record.Part
    primary.flow_part = (
        part.BOTH if known and reassessed else part.REASSESSED if reassessed else None
    )
    if known and not reassessed:
        primary.flow_part = part.KNOWN
    # It is counted among what other methods found, whatever database once had it (P13).
    if reassessed and not known:
        primary.flow_lane = "oth"


def place_record(record: Record, where: tuple[str, Standing | None]) -> None:
    """Gives the record its place, and the reason of the standing that has led there."""
    record.place, deciding = where
    record.reason_id = deciding.reason_id if deciding else None


def where_now(
    record: Record,
    review: Review,
    standings: Mapping[tuple[int, str], Standing],
    retrieval: str,
    removed: str,
    lane: str,
) -> tuple[str, Standing | None]:
    """The place of a report, and the standing that has the reason for it."""
    mine = {stage: found for stage in STAGES if (found := standings.get((record.pk, stage)))}
    where = place(
        Facts(
            removed=removed,
            outcomes={stage: found.outcome for stage, found in mine.items()},
            retrieval=retrieval,
            voted={stage for stage, found in mine.items() if found.votes},
            is_sought=lane == "oth" and review.other_skips_screening,
        )
    )
    return where, mine.get(excluded_at(where))
