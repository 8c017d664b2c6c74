"""One process of the whole installation looks after it, whatever their number,
and an idle site costs next to nothing.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening import tasks
from screening.actions.history.event_log import log
from screening.actions.history.history_hashing import seal_due
from screening.actions.jobs.duties import hold, lay_down
from screening.actions.ranking.ranking_schedule import look, state
from screening.caretaker import Caretaker
from screening.models import Duty, Event, StageSetting
from screening.queries.history.history_hashes import head
from tests.builders import make_cast, make_record, make_review


@pytest.mark.django_db
def test_only_one_holds_a_duty_until_its_lease_ends():
    one, other = uuid4(), uuid4()
    assert hold("care", one, seconds=60)
    assert not hold("care", other, seconds=60)
    assert hold("care", one, seconds=60), "whoever holds it keeps it"
    Duty.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert hold("care", other, seconds=60)
    assert not hold("care", one, seconds=60), "a frozen process finds that its turn is over"


@pytest.mark.django_db
def test_a_duty_laid_down_is_free_at_once_and_duties_are_apart():
    one, other = uuid4(), uuid4()
    hold("care", one, seconds=60)
    assert hold("mail", other, seconds=60)
    lay_down("care", other)
    assert not hold("care", other, seconds=60)
    lay_down("care", one)
    assert hold("care", other, seconds=60)


@pytest.mark.django_db(transaction=True)
def test_of_many_that_ask_at_once_one_gets_it():
    def ask(number):
        try:
            return hold("care", uuid4(), seconds=60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 1


@pytest.fixture
def forty_reviews(db):
    """Open reviews with the learned order on,
    in which nothing is due that a job has not been asked for.
    """
    reviews = [make_review(reviewers=2) for _ in range(40)]
    for review in reviews:
        make_record(review)
    StageSetting.objects.update(learned_order=True, opened_at=timezone.now(), closed_at=None)
    return reviews


def queries_of(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_a_look_at_forty_reviews_costs_as_many_queries_as_at_one(forty_reviews):
    look()  # asks for the features of all
    many = queries_of(look)
    StageSetting.objects.exclude(review=forty_reviews[0]).update(learned_order=False)
    assert queries_of(look) == many <= 9


def test_while_nothing_happens_a_round_is_one_query(forty_reviews, monkeypatch):
    monkeypatch.setattr(tasks, "deliver", lambda job: True)
    keeper = Caretaker()
    keeper.once()
    keeper.once()
    assert queries_of(keeper.once) == 1


def test_another_process_asks_nothing_between_its_tries(forty_reviews, monkeypatch):
    monkeypatch.setattr(tasks, "deliver", lambda job: True)
    Caretaker().once()
    other = Caretaker()
    other.once()
    assert not other.holds
    assert queries_of(other.once) == 0


def test_what_happens_is_seen_at_the_next_round(forty_reviews, monkeypatch):
    looked = []
    monkeypatch.setattr(tasks, "ask_for_orders", lambda: looked.append(1))
    keeper = Caretaker()
    keeper.once()
    keeper.once()
    assert len(looked) == 1
    log(review=forty_reviews[0], actor=None, verb="import")
    keeper.once()
    assert len(looked) == 2


def test_the_state_changes_with_an_event(forty_reviews):
    before = state()
    assert state() == before
    log(review=forty_reviews[0], actor=None, verb="import")
    assert state() != before


def test_a_review_sealed_to_its_end_costs_nothing_more(forty_reviews):
    done = {}
    for review in forty_reviews:
        log(review=review, actor=None, verb="import")
    assert seal_due(timedelta(0), done) >= 40
    assert queries_of(lambda: seal_due(timedelta(0), done)) == 1
    log(review=forty_reviews[3], actor=None, verb="import")
    assert seal_due(timedelta(0), done) == 1


@pytest.mark.django_db(transaction=True)
def test_no_event_is_sealed_that_an_open_transaction_may_yet_stand_before():
    if connection.vendor != "postgresql":
        # One writer at a time: ids come in the order of their transactions.
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    cast = make_cast()
    late = connections.create_connection("default")
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('screening_event', 'id'))")
            reserved = cursor.fetchone()[0]
            log(review=cast.review, actor=cast.lead, verb="import")
            newest = Event.objects.order_by("-pk").first()
            assert newest.pk > reserved
            seal_due(timedelta(0))
            assert head(cast.review).event < newest.pk
            late.rollback()
    finally:
        late.close()
    seal_due(timedelta(0))
    assert head(cast.review).event == newest.pk
