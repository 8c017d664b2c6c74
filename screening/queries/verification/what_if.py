"""What the what-if page shows, and to whom: the result is told of decided reports,
and tells single votes of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.models import Job, Record
from screening.queries.access.authorization import Access
from screening.queries.exports.snapshot import may_see_votes
from screening.stages import STAGES


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The job at work, the last one that ended, its result, and the reports that the result names,
    by id.
    """

    at_work: Job | None
    ended: Job | None
    result: Mapping[str, Any] | None
    records: Mapping[int, Record]


def may_ask(access: Access) -> bool:
    """Leads and adjudicators who cast no votes; those who do, once every stage is closed.

    Otherwise one's own vote on a report, cast and taken back, could tell what another's was.
    """
    if not access.may("reopen"):
        return False
    return not access.may("vote") or may_see_votes(access)


def stage_asked() -> str:
    """The stage whose rules are changed: the one where records are screened first."""
    return next(key for key, stage in STAGES.items() if not stage.after)


def what_if(access: Access) -> WhatIf:
    """The state of the page, in a fixed number of queries."""
    jobs = Job.objects.filter(review=access.review, kind="what_if").order_by("-pk")
    ended = jobs.filter(state__in=[Job.State.DONE, Job.State.FAILED]).first()
    result = ended.result if ended and ended.state == Job.State.DONE else None
    ids = {
        pk
        for change in (result or {}).get("changes", [])
        for kind in ("lost", "fewer")
        for pk in change[kind]
    }
    records = Record.objects.filter(review=access.review, pk__in=ids).in_bulk()
    at_work = jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).first()
    return WhatIf(at_work, ended, result, records)
