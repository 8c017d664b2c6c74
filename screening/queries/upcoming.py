"""Where the work goes on for a person once a queue is empty."""

from dataclasses import dataclass

from screening.models import Record, StageSetting
from screening.queries.access import Access
from screening.queries.conflicts import waiting_conflicts
from screening.queries.queue import waiting_records
from screening.stages import STAGES


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Something that waits for the person: `kind` screen, conflicts or retrieval, its stage, and how much."""

    kind: str
    stage: str
    count: int


def upcoming(access: Access, but_stage: str) -> list[Upcoming]:
    """What waits elsewhere for this person, in the order of the flow; only what they may do."""
    found = []
    for setting in StageSetting.objects.filter(review=access.review).exclude(stage=but_stage):
        if access.may("vote"):
            found.append(Upcoming("screen", setting.stage, waiting_records(access, setting).count()))
    if access.may("settle"):
        found += [Upcoming("conflicts", stage, waiting_conflicts(access, stage).count()) for stage in STAGES]
    to_find = Record.objects.filter(review=access.review, place="await_retrieval").count()
    found.append(Upcoming("retrieval", "", to_find))
    return [one for one in found if one.count]
