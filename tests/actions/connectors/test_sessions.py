"""The gate that all workers share, the answers kept, the log;
and nothing at all where anything is off.
"""

import socket
import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.db import connections
from django.utils import timezone

from screening.actions.connectors.runs import ConnectorRefused
from screening.actions.connectors.sessions import DatabaseGate, SwitchedOff, open_session
from screening.actions.connectors.switches import switch_services
from screening.connectors import CONNECTORS, Pace, Parked, Query, Unavailable
from screening.models import ServiceAnswer, ServiceGate, ServiceRequest
from screening.queries.connectors.services import services, usable, uses
from tests.actions.connectors.conftest import offer

HOST = "api.crossref.org"
URL = f"https://{HOST}/works"


def test_a_service_is_off_until_site_and_review_switch_it_on(cast, settings, stub):
    review = cast.review
    settings.CONNECTORS = []
    with pytest.raises(SwitchedOff):
        open_session("pubmed", review=review, what="search")
    offer(settings, stub)
    with pytest.raises(SwitchedOff, match="PubMed is not switched on in this review"):
        open_session("pubmed", review=review, what="search")
    switch_services(by=cast.lead, review=review, on=["pubmed"])
    open_session("pubmed", review=review, what="search")
    with pytest.raises(SwitchedOff):
        open_session("crossref", review=review, what="search")
    settings.CONNECTORS_CONTACT = ""
    with pytest.raises(SwitchedOff):
        open_session("pubmed", review=review, what="search")


def test_what_a_site_does_not_offer_cannot_be_switched_on(cast, settings, stub):
    settings.CONNECTORS, settings.CONNECTORS_KEYS = ["pubmed", "semantic_scholar"], {}
    switch_services(
        by=cast.lead, review=cast.review, on=["pubmed", "crossref", "semantic_scholar", "nonsense"]
    )
    assert [c.key for ability in ("search", "citations") for c in usable(cast.review, ability)] == [
        "pubmed",
        "pubmed",
    ]
    assert {one.connector.key: one.lacks for one in services(cast.review)}[
        "semantic_scholar"
    ] == "key"


def test_requests_are_logged_and_answers_kept(online, stub):
    review = online.review
    found = [
        next(iter(CONNECTORS["crossref"].look_up(session, [wanted()])))
        for session in (open_session("crossref", review=review, what="complete") for _ in range(2))
    ]
    assert found[0] == found[1]
    assert len(stub.asked(HOST)) == 1
    (use,) = uses(review)
    assert (use.label, use.what, use.requests) == ("Crossref", "complete", 1)
    logged = ServiceRequest.objects.get()
    assert "team@" not in logged.address
    ServiceAnswer.objects.update(until=timezone.now() - timedelta(seconds=1))
    list(
        CONNECTORS["crossref"].look_up(
            open_session("crossref", review=review, what="complete"), [wanted()]
        )
    )
    assert len(stub.asked(HOST)) == 2
    assert ServiceAnswer.objects.count() == 1


def wanted():
    from screening.connectors import Wanted

    return Wanted(1, doi="10.1016/j.addr.2015.01.008")


def test_a_service_told_its_pace_and_all_keep_it(online, stub):
    open_session("crossref", review=online.review, what="search").get(URL, {"rows": 1})
    gate = ServiceGate.objects.get(service="crossref")
    assert (gate.per_second, gate.at_once) == (500, 1)


class Clock:
    """A clock that goes on only when somebody waits."""

    def __init__(self):
        self.now, self.waited = 1000.0, []

    def __call__(self):
        return self.now

    def pause(self, seconds):
        self.waited.append(seconds)
        self.now += seconds


def test_turns_are_given_out_ahead_and_a_dead_worker_keeps_nobody_out(db):
    clock = Clock()
    gate = DatabaseGate("X", pause=clock.pause, clock=clock)
    for _ in range(3):
        with gate.enter("x", Pace(2, 1)):
            pass
    assert clock.waited == [0, 0.5, 0.5]
    ServiceGate.objects.update(leases={"gone": clock.now + 5})
    with gate.enter("x", Pace(2, 1)):
        assert sum(clock.waited[3:]) == pytest.approx(5, abs=0.6)


def test_who_would_wait_too_long_is_put_off(db):
    clock = Clock()
    gate = DatabaseGate("X", pause=clock.pause, clock=clock)
    gate.hold("x", 30)
    with gate.enter("x", Pace(2, 1)):
        assert clock.waited == [30]
    gate.hold("x", 300)
    with pytest.raises(Parked), gate.enter("x", Pace(2, 1)):
        pass


def test_a_service_that_is_down_rests_and_slows_no_other(online, stub):
    stub.always[HOST] = "503"
    with pytest.raises((Unavailable, Parked)):
        open_session("crossref", review=online.review, what="search").get(URL)
    asked = len(stub.asked(HOST))
    ServiceGate.objects.filter(service="crossref").update(held_until=time.time() + 120)
    began = time.monotonic()
    with pytest.raises(Parked, match="left alone"):
        open_session("crossref", review=online.review, what="search").get(URL)
    assert len(stub.asked(HOST)) == asked
    assert (
        CONNECTORS["openalex"]
        .searching.count(open_session("openalex", review=online.review, what="search"), Query("x"))
        .reported
    )
    assert time.monotonic() - began < 3


def test_five_failures_in_a_row_make_a_service_rest(db):
    clock = Clock()
    gate = DatabaseGate("X", pause=clock.pause, clock=clock)
    gate.enter("x", Pace(1))
    for worked in (False, False, True, False, False, False, False):
        gate.tell("x", worked)
    assert ServiceGate.objects.get().held_until == 0
    gate.tell("x", False)
    assert ServiceGate.objects.get().held_until == 1120


@pytest.mark.django_db(transaction=True)
def test_four_workers_keep_one_pace(one_stub, settings):
    """Measured at the server: forty requests of four workers at 20 a second take two seconds,
    one at a time.
    """
    one_stub.seen.clear()
    one_stub.failing.clear()
    one_stub.always.clear()
    one_stub.delay[HOST] = 0.01
    failures: list[Exception] = []

    def worker():
        from screening.connectors import Session, Site

        session = Session(
            service="paced",
            label="Paced",
            hosts=(HOST,),
            pace=Pace(20, 1),
            site=Site(gateway=one_stub.address),
            gate=DatabaseGate("Paced"),
        )
        try:
            for _ in range(10):
                session.get(URL, {"rows": 0})
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    one_stub.most_busy.clear()
    # Crossref's header is not learned here: the stub names a faster pace than ours, and the slower
    # one counts.
    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    times = sorted(one_stub.times(HOST))
    assert len(times) == 40
    for at in range(len(times) - 20):
        assert times[at + 20] - times[at] >= 0.9, "more than twenty a second"
    assert one_stub.most_busy[HOST] == 1
    assert times[-1] - times[0] >= 1.9


def test_with_everything_off_no_code_path_opens_a_connection(
    cast, settings, monkeypatch, client, run_jobs
):
    """Every function that could ask a service is tried, with a socket that cannot be opened."""
    from screening.actions.connectors import (
        citation_searches,
        completion,
        full_texts,
        notice_checks,
        search_runs,
        search_schedules,
    )
    from tests.builders import make_record

    opened = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: opened.append(a))
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: opened.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: opened.append(a))
    record = make_record(cast.review, place="await_retrieval", doi="10.1/a", pmid="1")
    review, lead = cast.review, cast.lead
    tries = [
        lambda: search_runs.preview(review=review, service="pubmed", query="x"),
        lambda: search_runs.begin_search(by=lead, review=review, service="pubmed", query="x"),
        lambda: completion.begin_completion(by=lead, review=review, services=["pubmed"]),
        lambda: completion.find_works(review=review, text="10.1/a"),
        lambda: notice_checks.begin_check(by=lead, review=review),
        lambda: citation_searches.begin_chase(
            by=lead,
            review=review,
            services=["openalex"],
            record_ids=[record.pk],
            ways=["backward"],
            depth=1,
        ),
        lambda: full_texts.begin_fetch(by=lead, review=review, record_ids=[record.pk]),
    ]
    for each in tries:
        with pytest.raises((SwitchedOff, ConnectorRefused)):
            each()
    search_schedules.begin_due(timezone.now() + timedelta(days=400))
    notice_checks.begin_due(timezone.now() + timedelta(days=400))
    assert run_jobs() == []
    assert opened == []
    assert not ServiceRequest.objects.exists()


def test_nothing_else_of_the_program_can_open_a_connection():
    """Clients of the web are imported in one file, and sockets are opened by the servers alone."""
    from pathlib import Path

    root = Path(__file__).parents[3] / "screening"
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for line in path.read_text().splitlines()
        if (
            line.lstrip().startswith(("import ", "from "))
            and any(
                name in line.split()[1].split(".")[0]
                for name in ("httpx", "httpcore", "requests", "urllib3", "aiohttp")
            )
        )
        or "urllib.request" in line
        or "http.client" in line
    }
    # The server asks itself whether it is up; the sign-in at another provider names the error of
    # the library it uses; webhooks go where a lead of the review has them sent.
    found -= {
        "management/commands/serve.py",
        "web/access/allauth_views.py",
        "actions/webhooks/sending.py",
    }
    assert found == {"connectors/_network.py", "connectors/_session.py"}
    assert site_settings.CONNECTORS == []
