"""What was decided on a report and may be opened again, what was asked about that,
and what can be taken back.
"""

from dataclasses import dataclass, field

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from screening.models import (
    Publication,
    Record,
    Reopening,
    ReopeningRequest,
    Review,
    Settlement,
    Standing,
)
from screening.queries.access.authorization import Access
from screening.queries.screening.conflicts import names_of
from screening.queries.screening.my_decisions import decisions_of
from screening.queries.screening.votes import revealed, visible_settlements
from screening.stages import STAGES


@dataclass(slots=True)
class Opened:
    """A re-opening that was not taken back; `undoable` while nothing that everybody sees was built
    on it.
    """

    reopening: Reopening
    by: str
    undoable: bool


@dataclass(slots=True)
class Decided:
    """A stage at which the report is decided as far as this member may see it, or was opened again.

    `outcome` is "" where nothing may be shown. `asks`: the member's vote can no longer be changed,
    so they may ask; `asked`: they have.
    """

    stage: str
    outcome: str = ""
    settled: bool = False
    asks: bool = False
    asked: bool = False
    opened: list[Opened] = field(default_factory=list)


def shown_standings(access: Access, record: Record) -> QuerySet[Standing]:
    """Where the report is decided or in conflict, as far as this member may see it."""
    return Standing.objects.filter(revealed(access), record=record).exclude(outcome="pending")


def decided_on(access: Access, record: Record) -> list[Decided]:
    """Every stage at which something can be said or done,
    in a number of queries that no vote of others changes.
    """
    outcomes = dict(shown_standings(access, record).values_list("stage", "outcome"))
    settled = set(visible_settlements(access).filter(record=record).values_list("stage", flat=True))
    asked = set(
        open_requests(access.review)
        .filter(by=access.user, report=record.pk)
        .values_list("stage", flat=True)
    )
    opened = _opened(access, record, outcomes)
    found = []
    for key in STAGES:
        mine = (
            access.may("vote")
            and decisions_of(access, key).filter(record=record, fixed=True).exists()
        )
        one = Decided(
            key,
            outcomes.get(key, ""),
            key in settled,
            bool(mine),
            key in asked,
            opened.get(key, []),
        )
        if one.outcome or one.asks or one.opened:
            found.append(one)
    return found


def _opened(access: Access, record: Record, outcomes: dict[str, str]) -> dict[str, list[Opened]]:
    """Re-openings by stage, newest first; only the newest of the report can be taken back.

    Whether somebody has voted since is not looked at:
    an offer that went away with a vote would tell of it.
    """
    names, found = names_of(access), dict[str, list[Opened]]()
    rows = (
        Reopening.objects.filter(record=record, undone_at=None).select_related("by").order_by("-pk")
    )
    last = (
        Publication.objects.filter(review=access.review)
        .order_by("-at")
        .values_list("at", flat=True)
        .first()
    )
    for number, row in enumerate(rows):
        again = row.votes == Reopening.Votes.AGAIN
        rests = outcomes.get(row.stage, "") if again else False
        fresh = (
            number == 0 and not rests and (last is None or last < row.at) and access.may("reopen")
        )
        found.setdefault(row.stage, []).append(
            Opened(row, names.get(row.by_id, str(row.by)), bool(fresh))
        )
    return found


def open_requests(review: Review) -> QuerySet[ReopeningRequest]:
    """What waits for an answer, oldest first; `report` is the record that stands for it now."""
    found = ReopeningRequest.objects.filter(review=review, answer=ReopeningRequest.Answer.OPEN)
    return found.annotate(report=Coalesce(F("record__primary"), F("record"))).select_related(
        "record", "by"
    )


def settled_decisions(access: Access, stage: str) -> QuerySet[Settlement]:
    """What was settled at a stage and stands, newest first."""
    found = (
        visible_settlements(access)
        .filter(stage=stage, record__primary=None)
        .select_related("record")
    )
    return found.order_by("-settled_at", "-pk")
