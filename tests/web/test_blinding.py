"""Twin worlds: whatever the others did with a record that I have not decided,
I am shown the same bytes.

World 0: the second reviewer has done nothing; world 1: included the record; world 2: excluded it
with a reason, a note and a label. Everything the viewer can fetch is compared: every address that
answers a GET, with filters, sorts and searches, the next records in every order, answers to votes,
status, headers, and the number of queries. The one difference that is allowed is how many votes
somebody has cast in all: the pages named in `TELLS_PROGRESS` are compared in worlds 1 and 2.

In every run the first reviewer is shown all three at titles; for the others world 1 shows its pages
of progress alone. `BLINDING=all` shows everything to everybody.
"""

import os
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client

from screening.actions.ranking.audit_samples import begin_audit
from screening.actions.ranking.ranking_schedule import look as look_for_orders
from screening.actions.screening.voting import cast_vote
from screening.models import (
    Job,
    Membership,
    OrderPart,
    PersonalOrder,
    RankedOrder,
    Record,
    StageSetting,
    User,
)
from screening.queries.ranking.stopping_signals import untouched_records
from screening.tasks import run_job
from screening.web.urls import urlpatterns
from tests.web.roles_table import ROWS
from tests.web.twin_worlds import (
    FT,
    OF_NO_REVIEW,
    PROBES,
    TA,
    VIEWERS,
    WORLDS,
    Seen,
    at_full_text,
    changed,
    crawl,
    difference,
    excluded,
    in_world,
    nothing,
    pages,
    seen,
    target,
    took_back,
    world,
)
from tests.world import World

__all__ = ["at_full_text", "target", "world"]

Happening = Callable[[World, Record, str], None]
ALL = os.environ.get("BLINDING") == "all"


def apart(
    world: World,
    record: Record,
    stage: str,
    viewer: User,
    probes: list[str],
    *,
    whole: bool,
    happened: Callable[[Happening], Happening] = lambda happen: happen,
) -> dict[str, str]:
    """The pages that tell the worlds apart, and by what.

    Each world is looked at afresh for the pages that may tell of progress, so that one that shows
    only these is compared with one that has shown only these.
    """
    differing = {}
    for worlds, progress in ((WORLDS if whole else [nothing, excluded], False), (WORLDS[1:], True)):
        first, *others = (
            in_world(
                world,
                record,
                stage,
                happened(happen),
                lambda told=progress: crawl(world, viewer, record, probes, told),
            )
            for happen in worlds
        )
        assert sum(page.status == 200 for page in first.values()) > (2 if progress else 25)
        differing |= {
            path: difference(page, other[path])
            for other in others
            for path, page in first.items()
            if page != other[path]
        }
    return differing


@pytest.mark.parametrize(
    ("viewer", "stage"), [*((v, TA) for v in VIEWERS), ("first", FT), ("lead", FT)]
)
def test_every_page_is_the_same_whatever_the_other_did(
    world: World, target: Record, at_full_text: Record, viewer: str, stage: str
) -> None:
    record = target if stage == TA else at_full_text
    user = world.person(viewer)
    assert user is not None
    whole = ALL or (viewer, stage) == ("first", TA)
    probes = PROBES if whole else PROBES[:2]
    assert apart(world, record, stage, user, probes, whole=whole) == {}


def test_every_address_is_looked_at(world: World, target: Record) -> None:
    """An address that answers a GET, and is not in the crawl, fails here."""
    answering = {row.name for row in ROWS if row.GET}
    assert {str(pattern.name) for pattern in urlpatterns} == {row.name for row in ROWS}
    assert {name for name, _path in pages(world, target, [])} == answering - OF_NO_REVIEW


@pytest.mark.parametrize("happen", [took_back, changed])
def test_second_thoughts_of_the_other_show_as_little(
    world: World, target: Record, happen: Happening
) -> None:
    """Taken back is as never cast; changed is as cast once."""
    like = nothing if happen is took_back else excluded
    found = [
        in_world(world, target, TA, one, lambda: crawl(world, world.cast.first, target, []))
        for one in (like, happen)
    ]
    assert {
        p: difference(seen, found[1][p]) for p, seen in found[0].items() if seen != found[1][p]
    } == {}


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("stage", [TA, FT])
def test_answer_to_my_vote_tells_nothing_of_the_other(
    world: World, target: Record, at_full_text: Record, stage: str, plain: bool
) -> None:
    record = target if stage == TA else at_full_text
    client = Client()
    client.force_login(world.cast.first, backend="django.contrib.auth.backends.ModelBackend")

    def vote() -> Seen:
        data = {"record": record.pk, "verdict": "include", "key": str(UUID(int=7)), "seen": "none"}
        accept = "text/html" if plain else "application/json"
        answer = client.post(world.path("vote", stage=stage), data, headers={"accept": accept})
        return seen(answer)

    answers = [in_world(world, record, stage, happen, vote) for happen in WORLDS]
    assert answers[0].status == (302 if plain else 200)
    assert answers[1:] == [answers[0]] * 2


def test_what_is_hidden_is_really_there(world: World, target: Record) -> None:
    """The worlds differ for those who may know: the lead who does not vote sees a conflict's votes."""
    Membership.objects.filter(user=world.cast.lead).update(reviews=False)
    StageSetting.objects.filter(stage=TA).update(votes_needed=1)

    def visible() -> bool:
        client = Client()
        client.force_login(world.cast.lead, backend="django.contrib.auth.backends.ModelBackend")
        return "geheime Notiz" in client.get(world.path("history")).content.decode()

    assert [in_world(world, target, TA, happen, visible) for happen in WORLDS] == [
        False,
        False,
        True,
    ]


def learn_orders() -> None:
    """What a worker does within seconds."""
    look_for_orders()
    while (
        waiting := Job.objects.filter(kind__in=["features", "rank"], state="queued")
        .order_by("pk")
        .first()
    ):
        run_job(waiting.pk)


@pytest.mark.parametrize(
    ("viewer", "audited"), [("first", False), ("lead", False), ("first", True)]
)
def test_learned_order_is_the_same_whatever_the_other_did(
    world: World, target: Record, viewer: str, audited: bool
) -> None:
    """The order is learned anew in each world, after the other has voted there;
    also while an audit is mixed in.
    """
    user = world.person(viewer)
    assert user is not None
    StageSetting.objects.filter(review=world.cast.review).update(
        learned_order=True, shows_terms=True
    )
    mine = [
        Record.objects.get(review=world.cast.review, title=f"外泌体 {number}")
        for number in (1, 2, 3)
    ]
    for record, verdict in zip(mine, ("include", "exclude", "maybe"), strict=True):
        by, review = user, world.cast.review
        cast_vote(by=by, review=review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4())
    learn_orders()
    if audited:
        everything = untouched_records(world.cast.review, TA).count()
        begin_audit(by=world.cast.lead, review=world.cast.review, stage=TA, size=everything)

    learned = []

    def happened(happen: Happening) -> Happening:
        def with_new_orders(world: World, record: Record, stage: str) -> None:
            happen(world, record, stage)
            PersonalOrder.objects.update(until=None, known=0)
            learn_orders()
            order = RankedOrder.objects.filter(user=user, stage=TA).latest("pk")
            assert order.kind == "learned"
            learned.append(bytes(OrderPart.objects.get(order=order).ids))

        return with_new_orders

    assert apart(world, target, TA, user, [], whole=ALL, happened=happened) == {}
    assert len(learned) >= 4
    assert len(set(learned)) == 1
