"""Where the work goes on for a person: on the overview, among the notices,
and once a queue is empty.
"""

from dataclasses import dataclass

from screening.models import StageSetting
from screening.queries.access.authorization import Access
from screening.queries.screening.queue import waiting_records
from screening.queries.screening.todo_counts import (
    MOST,
    conflicts_to_settle,
    open_pairs,
    reports_to_find,
)
from screening.stages import STAGES


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something that waits for the person: `kind` duplicates, screen, conflicts or retrieval,
    its stage, how much.

    Counting stops at `MOST`.
    """

    kind: str
    stage: str
    count: int


def upcoming(access: Access, but_stage: str = "") -> list[Upcoming]:
    """What waits elsewhere for this person, in the order of the flow; only what they may do."""
    settings = {
        setting.stage: setting for setting in StageSetting.objects.filter(review=access.review)
    }
    found = (
        [Upcoming("duplicates", "", open_pairs(access)[:MOST].count())]
        if access.may("judge")
        else []
    )
    for stage in STAGES:
        if STAGES[stage].retrieval and access.may("judge"):
            found.append(Upcoming("retrieval", "", reports_to_find(access)[:MOST].count()))
        if stage in settings and stage != but_stage and access.may("vote"):
            found.append(
                Upcoming("screen", stage, waiting_records(access, settings[stage])[:MOST].count())
            )
        if access.may("settle"):
            found.append(
                Upcoming("conflicts", stage, conflicts_to_settle(access, stage)[:MOST].count())
            )
    return [one for one in found if one.count]
