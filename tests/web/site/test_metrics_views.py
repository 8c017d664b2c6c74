"""The figures for Prometheus: there for whom a setting names, and without people,
reviews and outcomes.
"""

from ipaddress import ip_network
from uuid import uuid4

import pytest
from django.db import DatabaseError
from prometheus_client.parser import text_string_to_metric_families

from screening.actions.jobs import job_queue
from screening.web.site import metrics_views
from tests.builders import make_record

pytestmark = pytest.mark.django_db
TOKEN = {"authorization": "Bearer a long token"}


@pytest.fixture
def asked(settings, client):
    settings.METRICS_TOKEN = "a long token"

    def ask():
        text = client.get("/metrics/", headers=TOKEN).content.decode()
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    return ask


def test_they_are_there_for_the_token_or_the_network_and_for_nobody_else(client, settings):
    assert client.get("/metrics/").status_code == 404
    assert client.get("/metrics/", headers={"authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "a long token"
    assert client.get("/metrics/", headers={"authorization": "Bearer another"}).status_code == 404
    assert client.get("/metrics/", headers=TOKEN).status_code == 200
    settings.METRICS_FROM = [ip_network("10.1.0.0/16")]
    assert client.get("/metrics/", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/metrics/", REMOTE_ADDR="10.2.2.3").status_code == 404


def test_requests_are_counted_by_route_and_votes_by_their_number(cast, client, asked):
    record = make_record(cast.review, title="秘密标题")
    client.force_login(cast.first)
    before = asked()
    path = f"/reviews/{cast.review.pk}/screen/title-abstract/vote/"
    for verdict, expected in (("include", 200), ("nonsense", 400)):
        data = {"record": record.pk, "verdict": verdict, "key": str(uuid4())}
        answer = client.post(
            path, data, content_type="application/json", headers={"accept": "application/json"}
        )
        assert answer.status_code == expected
    after = asked()
    name = ("reviewapp_answers_total", "200", "POST", "vote")
    assert after[name] - before.get(name, 0) == 1
    assert after["reviewapp_votes_total",] - before["reviewapp_votes_total",] == 1
    assert not [
        key
        for key in after
        if "秘密标题" in str(key) or "include" in key or cast.first.email in key
    ]


def test_jobs_are_told_by_kind_and_state_with_how_long_they_wait(asked):
    job_queue.enqueue(kind="import", review=None, by=None)
    running = job_queue.enqueue(kind="rank", review=None, by=None)
    job_queue.claim(running.pk)
    told = asked()
    assert told["reviewapp_jobs", "import", "queued"] == 1
    assert told["reviewapp_jobs", "rank", "running"] == 1
    assert told["reviewapp_job_oldest_waiting_seconds", "import"] >= 0
    assert told["reviewapp_caretaker_up",] == 0
    assert told["reviewapp_database_bytes",] > 0


def test_without_a_database_they_say_so(asked, monkeypatch):
    def gone():
        raise DatabaseError

    monkeypatch.setattr(metrics_views, "measured", gone)
    told = asked()
    assert told["reviewapp_database_up",] == 0
    assert ("reviewapp_jobs", "import", "queued") not in told
