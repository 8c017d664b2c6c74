"""What waits for a person in a review: the counts of the rail."""

from screening.models import DuplicatePair, Notice, Record, StageSetting
from screening.queries.access import Access
from screening.queries.conflicts import waiting_conflicts
from screening.queries.queue import waiting_records
from screening.stages import STAGES

MOST = 1000
"""Counting stops here, so that the rail costs the same in a large review."""


def waiting(access: Access) -> dict[str, int]:
    """How much waits for the person, by rail item: "notices", "screen", "conflicts", "duplicates", "full-texts".

    Zero is left out. Only what the person may do and may see counts; a blinded reviewer's count says nothing of others'
    votes.
    """
    unread = Notice.objects.filter(review=access.review, user=access.user, read_at=None)
    counts = {"notices": unread[:MOST].count()}
    if access.may("vote"):
        settings = StageSetting.objects.filter(review=access.review)
        counts["screen"] = sum(waiting_records(access, setting)[:MOST].count() for setting in settings)
    if access.may("settle"):
        counts["conflicts"] = sum(waiting_conflicts(access, stage)[:MOST].count() for stage in STAGES)
    if access.may("judge"):
        to_find = Record.objects.filter(review=access.review, place="await_retrieval", retrieval=None)
        open_pairs = DuplicatePair.objects.filter(review=access.review, answer=DuplicatePair.Answer.OPEN)
        counts["full-texts"] = to_find[:MOST].count()
        counts["duplicates"] = open_pairs[:MOST].count()
    return {name: min(count, MOST) for name, count in counts.items() if count}
