"""What waits for a person in a review: the counts of the rail."""

from django.db.models import QuerySet

from screening.models import DuplicatePair, Notice, Record, StageSetting, Standing
from screening.queries.access.authorization import Access
from screening.queries.screening.conflicts import waiting_conflicts
from screening.queries.screening.queue import waiting_records
from screening.queries.screening.reopening import open_requests
from screening.queries.screening.votes import fresh_outcomes
from screening.stages import STAGES

#: Counting stops here, so that the rail costs the same in a large review.
MOST = 1000


def open_pairs(access: Access) -> QuerySet[DuplicatePair]:
    """Pairs of records that nobody has found to be the same or different."""
    return DuplicatePair.objects.filter(
        review=access.review, answer=DuplicatePair.Answer.OPEN, found=""
    )


def reports_to_find(access: Access) -> QuerySet[Record]:
    """Reports sought for full text of which nobody has said anything yet.

    A fresh outcome does not count: a number that moves with the vote would tell how somebody else
    had voted.
    """
    found = Record.objects.filter(review=access.review, place="await_retrieval", retrieval=None)
    return found.exclude(pk__in=fresh_outcomes(access.review).values("record"))


def conflicts_to_settle(access: Access, stage: str) -> QuerySet[Standing]:
    """Conflicts that wait for the member, but for fresh ones: this count stands beside every card."""
    return waiting_conflicts(access, stage).filter(fresh=False)


def waiting(access: Access) -> dict[str, dict[str, int]]:
    """How much waits for the person, by rail item and stage ("" where it has none).

    Items: "notices", "screen", "conflicts", "settled", "duplicates", "full-texts". Zero is left
    out. Only what the person may do and may see counts; a blinded reviewer's count says nothing of
    others' votes.
    """
    unread = Notice.objects.filter(review=access.review, user=access.user, read_at=None)
    counts = {"notices": {"": unread[:MOST].count()}}
    if access.may("vote"):
        settings = {
            setting.stage: setting for setting in StageSetting.objects.filter(review=access.review)
        }
        counts["screen"] = {
            stage: waiting_records(access, settings[stage])[:MOST].count()
            for stage in STAGES
            if stage in settings
        }
    if access.may("settle"):
        counts["conflicts"] = {
            stage: conflicts_to_settle(access, stage)[:MOST].count() for stage in STAGES
        }
    if access.may("reopen"):
        asked = list(open_requests(access.review).values_list("stage", flat=True)[:MOST])
        counts["settled"] = {stage: asked.count(stage) for stage in STAGES}
    if access.may("judge"):
        counts["full-texts"] = {"": reports_to_find(access)[:MOST].count()}
        counts["duplicates"] = {"": open_pairs(access)[:MOST].count()}
    return {
        name: waits
        for name, stages in counts.items()
        if (waits := {s: n for s, n in stages.items() if n})
    }
