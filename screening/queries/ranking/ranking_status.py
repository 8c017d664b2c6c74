"""How the learned order of a stage is doing, for the lead: when it was learned,
from how many votes, what failed.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from screening.models import (
    FeatureSet,
    Job,
    Membership,
    PersonalOrder,
    Record,
    Review,
    Search,
    StageSetting,
)
from screening.queries.access.authorization import Access
from screening.queries.screening.votes import name_of


@dataclass(frozen=True, slots=True)
class Person:
    """One reviewer's order; `state` is empty before the first attempt."""

    name: str
    state: PersonalOrder | None


@dataclass(frozen=True, slots=True)
class OrderState:
    """The whole: the newest features, the work that waits or runs, the last job that failed,
    and everybody's order.
    """

    setting: StageSetting
    features: FeatureSet | None
    at_work: Job | None
    failed: Job | None
    people: list[Person]
    #: The searches whose records have no keywords or subject headings at all, with how many records
    #: each brought.
    without_keywords: list[tuple[Search, int]]


def order_state(access: Access, stage: str) -> OrderState:
    """The state of the learned order at this stage, in a fixed number of queries."""
    review = access.review
    jobs = Job.objects.filter(review=review, kind__in=["features", "rank"]).order_by("-pk")
    last = jobs.filter(state__in=[Job.State.DONE, Job.State.FAILED]).first()
    return OrderState(
        setting=StageSetting.objects.get(review=review, stage=stage),
        features=FeatureSet.objects.filter(review=review).last(),
        at_work=jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).first(),
        failed=last if last and last.state == Job.State.FAILED else None,
        people=_people(access, review, stage),
        without_keywords=_without_keywords(review),
    )


def _without_keywords(review: Review) -> list[tuple[Search, int]]:
    some = Q(keywords=[]) & Q(keywords_translated=[])
    rows = (
        Record.objects.filter(review=review)
        .exclude(place="loading")
        .order_by()
        .values_list("search")
    )
    counted = rows.annotate(number=Count("pk"), bare=Count("pk", filter=some))
    bare = {search: number for search, number, without in counted if number == without}
    return [
        (search, bare[search.pk]) for search in Search.objects.filter(pk__in=bare).order_by("pk")
    ]


def _people(access: Access, review: Review, stage: str) -> list[Person]:
    members = Membership.objects.filter(review=review, reviews=True, ended_at=None).select_related(
        "user"
    )
    states = PersonalOrder.objects.filter(review=review, stage=stage).select_related("order")
    known = {state.user_id: state for state in states}
    return [
        Person(name_of(member, access), known.get(member.user_id))
        for member in members.order_by("code")
    ]
