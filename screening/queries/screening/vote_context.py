"""What one vote has to know, in statements that are made once a process."""

from typing import Any

from django.db.models import Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from screening.models import (
    Assignment,
    CalibrationRound,
    Event,
    Membership,
    Reason,
    Record,
    Retrieval,
    Settlement,
    StageSetting,
    Standing,
    Unblinded,
    Vote,
)
from screening.queries.prepared_statements import ID, KEY, TEXT, prepared

#: What a vote asks of a record; its texts stay where they are.
OF_A_RECORD = [
    "review",
    "primary",
    "language",
    "removed",
    "shuffle",
    "place",
    "flow_lane",
    "reason",
]
#: How often a record is looked for again that is merged, or taken apart, while a vote on it comes
#: in.
MOVES = 4


@prepared
def locked_primary(review: Any = ID, record: Any = ID) -> QuerySet[Record]:
    """The record, locked, unless it is a duplicate; its texts are read when they are asked for."""
    rows = Record.objects.select_for_update(of=("self",)).filter(
        review=review, pk=record, primary=None
    )
    return rows.only(*OF_A_RECORD)


def locked_report(*, review: int, record: int) -> Record | None:
    """The record, locked; for a merged duplicate the primary that now stands for it.
    None for no record of the review.

    Of a report only the primary is locked: whoever merges or takes a merge apart locks it too,
    before the duplicates.
    """
    at = record
    for _ in range(MOVES):
        row = next(iter(locked_primary(review=review, record=at)), None)
        if row is not None and at == record:
            return row
        # Only under the lock of the primary does a duplicate stay where it is.
        home = (
            Record.objects.filter(review=review, pk=record)
            .values_list("primary_id", flat=True)
            .first()
            or record
        )
        if row is not None and home == at:
            return row
        at = home
    return None


@prepared
def votes_on(record: Any = ID, stage: Any = TEXT) -> QuerySet[Vote]:
    """All votes on a record at a stage: for the rules of voting, never for showing."""
    return Vote.objects.filter(record=record, stage=stage)


@prepared
def standings_of(record: Any = ID) -> QuerySet[Standing]:
    """Where the record stands, at each stage that it has been voted on."""
    return Standing.objects.filter(record=record)


@prepared
def setting_and_facts(
    review: Any = ID,
    user: Any = ID,
    record: Any = ID,
    stage: Any = TEXT,
    key: Any = KEY,
    reason: Any = ID,
) -> QuerySet[StageSetting]:
    """The stage's setting, with everything else that one row can tell.

    `member` (may vote), `reason_known`, `used` (the key), `settled`, `dealt`, `dealt_to_me`,
    `calibrating` (a round is open), `calibrated` (with this record), `retrieval`, `unblinded` (open
    votes of others were shown to this person).
    """
    dealt = Assignment.objects.filter(record=record, stage=stage)
    rounds = CalibrationRound.objects.filter(review=review, stage=stage, closed_at=None)
    status = Retrieval.objects.filter(record=record).values("status")
    return StageSetting.objects.filter(review=review, stage=stage).annotate(
        member=Exists(
            Membership.objects.filter(review=review, user=user, ended_at=None, reviews=True)
        ),
        reason_known=Exists(
            Reason.objects.filter(review=review, stage=stage, pk=reason, retired_at=None)
        ),
        used=Exists(Event.objects.filter(key=key)),
        settled=Exists(Settlement.objects.filter(record=record, stage=stage)),
        dealt=Exists(dealt),
        dealt_to_me=Exists(dealt.filter(user=user)),
        calibrating=Exists(rounds),
        calibrated=Exists(rounds.filter(records=record)),
        unblinded=Exists(Unblinded.objects.filter(record=record, stage=stage, user=user)),
        retrieval=Coalesce(Subquery(status), Value("")),
    )
