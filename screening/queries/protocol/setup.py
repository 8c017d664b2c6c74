"""What a new review still lacks before people can screen."""

from dataclasses import dataclass

from django.db.models import Max

from screening.models import Criterion, Membership, Record, Review, StageSetting


@dataclass(frozen=True, slots=True)
class Step:
    """A step of setting up, and whether it is done.

    `name`: "protocol" (a criterion is written), "team" (enough people for the votes a record
    needs), "searches" (a record has come in).
    """

    name: str
    done: bool


def setup_steps(review: Review) -> list[Step]:
    """The three steps, in the order in which they are best taken."""
    people = Membership.objects.filter(review=review, ended_at=None, reviews=True)
    needed = (
        StageSetting.objects.filter(review=review).aggregate(most=Max("votes_needed"))["most"] or 0
    )
    return [
        Step("protocol", Criterion.objects.filter(review=review).exists()),
        Step("team", people.count() >= needed),
        Step("searches", Record.objects.filter(review=review).exists()),
    ]
