"""Several people after one free place: exactly as many votes as the stage wants;
ten same requests are one vote.

Runs against the database of the settings: SQLite alone, PostgreSQL under `make test`.
"""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from screening.actions.screening.adjudication import settle
from screening.actions.screening.voting import Refused, cast_vote, clear_vote
from screening.models import Event, Record, Settlement, Standing, User, Vote
from tests.builders import Cast, join, make_cast, make_record, make_user

pytestmark = pytest.mark.django_db(transaction=True)
TA = "title-abstract"


def at_once(calls: list[Callable[[], Any]]) -> list[str]:
    """Runs all at the same moment in threads of their own;
    gives "done" or the code of the refusal of each, sorted.
    """
    gate, answers = threading.Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            call()
            answers.append("done")
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def voting(
    cast: Cast, by: User, record: Record, verdict: str = "include", **more: Any
) -> Callable[[], Any]:
    values = {"key": uuid4()} | more
    return lambda: cast_vote(
        by=by, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict, **values
    )


def test_of_many_after_two_places_exactly_two_get_them() -> None:
    cast = make_cast()
    people = [cast.first, cast.second, *(make_user() for _ in range(3))]
    for user in people[2:]:
        join(cast.review, user, "reviewer")
    for _ in range(6):
        record = make_record(cast.review)
        answers = at_once([voting(cast, user, record) for user in people])
        assert answers == ["done", "done", "full", "full", "full"]
        assert Vote.objects.filter(record=record).count() == 2
        assert Standing.objects.filter(record=record).values_list("votes", "outcome").get() == (
            2,
            "include",
        )


def test_ten_same_requests_are_one_vote() -> None:
    cast = make_cast()
    record, key = make_record(cast.review), uuid4()
    assert at_once([voting(cast, cast.first, record, key=key) for _ in range(10)]) == ["done"] * 10
    assert (Vote.objects.count(), Event.objects.filter(verb="vote").count()) == (1, 1)


def test_two_tabs_at_once_leave_one_vote_and_tell_the_other() -> None:
    from screening.actions.screening.voting import NONE_SEEN

    cast = make_cast()
    record = make_record(cast.review)
    answers = at_once(
        [
            voting(cast, cast.first, record, verdict, seen=NONE_SEEN)
            for verdict in ("include", "exclude")
        ]
    )
    assert answers == ["done", "elsewhere"]
    assert Vote.objects.count() == 1


def test_two_adjudicators_settle_once() -> None:
    cast = make_cast()
    other = make_user()
    join(cast.review, other, "adjudicator")
    record = make_record(cast.review)
    voting(cast, cast.first, record)()
    voting(cast, cast.second, record, "exclude")()
    calls = [
        lambda by=by, verdict=verdict: settle(
            by=by, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict
        )
        for by, verdict in ((cast.adjudicator, "include"), (other, "exclude"))
    ]
    assert at_once(calls) == ["done", "not_in_conflict"]
    assert Settlement.objects.count() == 1


def test_vote_and_clearing_at_once_agree_with_the_standing() -> None:
    cast = make_cast()
    for _ in range(4):
        record = make_record(cast.review)
        voting(cast, cast.first, record)()
        clearing = lambda record=record: clear_vote(  # noqa: E731
            by=cast.first, review=cast.review, record_id=record.pk, stage=TA, key=uuid4()
        )
        at_once([clearing, voting(cast, cast.second, record)])
        votes = Vote.objects.filter(record=record).count()
        assert Standing.objects.get(record=record).votes == votes == 1
