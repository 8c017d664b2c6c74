"""What other rules would have made of a stage, as work in the background:
the whole history is replayed for it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from screening.actions.jobs.job_run import Failed, Running
from screening.actions.screening.first_look import outcomes_seen
from screening.models import Review
from screening.queries.ranking.stopping_signals import left_at
from screening.queries.verification.event_stream import policy, tell
from screening.queries.verification.event_translation import SHORT
from screening.records.messages import Message, gettext_noop
from screening.replay.what_if import (
    MAYBES,
    Change,
    Screened,
    other_maybe,
    screened,
    single,
    stopped_after,
    stopped_by_p,
)

RUNS = (50, 100, 200)
#: Reports that the result names of each kind; all are counted.
KEPT = 200


def compute(running: Running) -> dict[str, Any]:
    """The job "what_if": judges the decided reports of a stage by other rules. Params: stage.

    Result: `decided`, `included`, `votes`, `settlements`, and `changes`, one for each rule. Open
    votes are no part of it: a report that is not decided is not looked at.
    """
    review, stage = running.job.review, running.params["stage"]
    if review is None:
        raise Failed(Message(gettext_noop("The review no longer exists.")))
    outcomes_seen(review)
    found = screened(tell(review).events, policy(review), SHORT[stage])
    return {
        "decided": len(found),
        "included": sum(one.included for one in found),
        "votes": sum(len(one.ballots) for one in found),
        "settlements": sum(one.settled is not None for one in found),
        "changes": list(_changes(found, review, stage)),
    }


def _changes(found: list[Screened], review: Review, stage: str) -> Iterator[dict[str, Any]]:
    total = len(found) + left_at(review, stage)
    yield _told("single", "first", single(found))
    yield _told("single", "last", single(found, last=True))
    for maybe in MAYBES:
        yield _told("maybe", maybe, other_maybe(found, maybe))
    for run in RUNS:
        yield _told("run", str(run), stopped_after(found, run))
    yield _told("p", "95", stopped_by_p(found, total))


def _told(rule: str, value: str, change: Change) -> dict[str, Any]:
    names = {"lost": change.lost, "fewer": change.fewer, "more": change.more, "open": change.open}
    return {
        "rule": rule,
        "value": value,
        "studies": len(change.studies),
        "votes": change.votes,
        "settlements": change.settlements,
        "stopped": change.stopped,
        "asked": rule not in ("run", "p") or change.stopped is not None,
        **{f"{kind}_number": len(records) for kind, records in names.items()},
        **{kind: _ids(records) for kind, records in names.items() if kind != "open"},
    }


def _ids(records: Iterable[str]) -> list[int]:
    return [int(record) for record in records][:KEPT]
