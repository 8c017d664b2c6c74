"""Searches by services: looked at, fetched, imported; run again into an inbox;
killed at every step; never by halves.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from screening.actions.connectors import search_runs
from screening.actions.connectors.runs import ConnectorRefused
from screening.connectors import CONNECTORS
from screening.models import ImportFile, Job, Record, RunPage, Search, ServiceGate, ServiceRun
from screening.queries.connectors.runs import inbox, known_ids
from screening.queries.imports.import_files import totals

SEARCHED = [key for key, one in CONNECTORS.items() if one.searching]
HELD = {
    "pubmed": "articles",
    "europepmc": "europepmc",
    "openalex": "openalex",
    "crossref": "crossref",
    "clinicaltrials": "studies",
}


def size(stub, key):
    return len(getattr(stub.library, HELD[key]))


def begin(online, key, query="cancer"):
    return search_runs.begin_search(by=online.lead, review=online.review, service=key, query=query)


@pytest.mark.parametrize("key", SEARCHED)
def test_a_search_is_looked_at_fetched_and_imported(online, stub, run_jobs, key):
    seen = search_runs.preview(review=online.review, service=key, query="cancer")
    assert seen.counted.reported == size(stub, key)
    assert 0 < len(seen.records) <= 20
    assert not Search.objects.exists()
    run, _job = begin(online, key)
    run_jobs()
    run.refresh_from_db()
    search = run.search
    assert (run.state, run.reported, len(run.ids)) == ("taken", size(stub, key), size(stub, key))
    assert Record.objects.filter(search=search).count() == size(stub, key)
    assert (search.kind, search.name, search.hits) == (
        CONNECTORS[key].kind,
        CONNECTORS[key].label,
        run.reported,
    )
    assert search.date_run == timezone.localdate()
    assert (search.strategy, search.ran_by) == ("cancer", str(online.lead))
    assert totals(online.review)[search.pk].missing == 0
    file = run.file
    assert file.state == "imported"
    assert file.stored.read().startswith((b"<?xml", b"["))
    assert not RunPage.objects.exists()
    # What was imported is known to an update.
    assert known_ids(search, key) >= set(run.ids)


def test_a_query_without_hits_leaves_a_search_and_no_file(online, stub, run_jobs):
    stub.library.europepmc, kept = [], stub.library.europepmc
    run, _ = begin(online, "europepmc")
    run_jobs()
    stub.library.europepmc = kept
    run.refresh_from_db()
    assert (run.state, run.reported, run.file, run.search.hits) == ("taken", 0, None, 0)


def test_what_pubmed_says_of_the_query_is_kept(online, stub, run_jobs):
    run, _ = begin(online, "pubmed", "asdfgh AND lung")
    run_jobs()
    run.refresh_from_db()
    assert run.translation == "asdfgh AND lung[All Fields]"
    assert run.warnings == ["phrasesnotfound: asdfgh"]


def test_nothing_is_asked_without_a_query(online):
    with pytest.raises(ConnectorRefused, match="empty"):
        begin(online, "pubmed", "  ")
    with pytest.raises(ConnectorRefused, match="off"):
        begin(online, "unpaywall")


HALF_WAY = [(key, "503") for key in SEARCHED] + [
    ("europepmc", each) for each in ("cut body", "html 200", "401", "plan")
]


@pytest.mark.parametrize(("key", "failure"), HALF_WAY)
def test_a_failure_half_way_leaves_no_half_import_and_can_be_gone_on_with(
    online, stub, run_jobs, monkeypatch, key, failure
):
    monkeypatch.setattr("screening.connectors.crossref.A_PAGE", 20)
    from tests.connectors.test_services import HOST

    host = HOST[key]
    # The count and the first page go well, whatever comes then does not.
    stub.failing[host] = ["", "", *[failure] * 5]
    run, job = begin(online, key)
    run_jobs()
    run.refresh_from_db()
    job.refresh_from_db()
    assert (run.state, job.state) == ("failed", "failed")
    assert CONNECTORS[key].label in job.message["values"]["service"]
    assert not Record.objects.exists()
    assert not ImportFile.objects.exists()
    asked = len(stub.asked(host))
    # After five failures in a row the service would be left alone for two minutes.
    ServiceGate.objects.all().delete()
    stub.failing.clear()
    again = search_runs.go_on(run=run)
    assert again.pk == job.pk
    run_jobs()
    run.refresh_from_db()
    assert run.state == "taken"
    assert Record.objects.filter(search=run.search).count() == size(stub, key) == len(set(run.ids))
    counts = [
        path
        for path in stub.asked(host)[asked:]
        if 'retmax": ["0' in path or 'pageSize": ["1"]' in path
    ]
    assert not counts, "it goes on behind the last page"


def test_a_service_that_wants_rest_puts_the_job_off(online, stub, run_jobs):
    from tests.connectors.replies import json_reply

    stub.routes["api.openalex.org"] = lambda *_: json_reply(
        {"error": "budget", "retryAfter": 7000}, 429
    )
    run, job = begin(online, "openalex")
    from screening.tasks import run_job

    run_job(job.pk)
    job.refresh_from_db()
    run.refresh_from_db()
    assert (job.state, run.state, job.attempts) == ("queued", "waiting", 0)
    assert job.not_before > timezone.now() + timedelta(minutes=100)
    assert "asks to be left alone until" in job.message["text"]
    run_job(job.pk)
    job.refresh_from_db()
    assert job.attempts == 0, "nobody takes it before its time"
    stub.routes |= stub.library.routes()
    ServiceGate.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    run_jobs()
    assert Record.objects.filter(search=run.search).count() == size(stub, "openalex")


class Killed(BaseException):
    """The process ends here, as kill -9 ends it: nothing is cleared."""


@pytest.mark.parametrize(
    "step", ["fetch.page", "fetch.pages", "fetch.stored", "import.stored", "import.decode"]
)
def test_killed_ten_times_at_a_step_nothing_is_lost_or_doubled(
    online, stub, run_jobs, monkeypatch, step
):
    """The worker dies in ten attempts in a row; each next one goes on from what is committed."""
    from screening.tasks import KINDS

    run, job = begin(online, "europepmc")
    deaths = []

    def reach(name, number=0):
        if name == step and len(deaths) < 10:
            deaths.append(number)
            raise Killed

    monkeypatch.setattr("screening.actions.connectors.search_fetch.reach", reach)
    monkeypatch.setattr("screening.actions.imports.import_files.reach", reach)
    from screening.actions.jobs.job_queue import claim

    for _ in range(30):
        held = claim(job.pk)
        if held is None:
            break
        try:
            held.finish(KINDS["fetch"](held))
        except Killed:
            # What a transaction had not committed is gone with it; the row still says running,
            # until it is reaped.
            Job.objects.filter(pk=job.pk).update(state="queued", holder=None, attempts=0)
    # Behind the storing a file is found again, so that this step is passed once.
    assert len(deaths) == (1 if step == "import.stored" else 10)
    run_jobs()
    run.refresh_from_db()
    assert Record.objects.filter(search=run.search).count() == size(stub, "europepmc")
    assert ImportFile.objects.filter(search=run.search).exclude(state="reading").count() == 1


def test_an_update_lands_in_the_inbox_with_new_and_known(online, stub, run_jobs):
    kept = dict(stub.library.articles)
    pmids = list(kept)
    stub.library.articles = {pmid: kept[pmid] for pmid in pmids[:5]}
    run, _ = begin(online, "pubmed")
    run_jobs()
    stub.library.articles = kept
    update, _ = search_runs.begin_update(by=online.lead, search=run.search, everything=True)
    run_jobs()
    update.refresh_from_db()
    assert (update.state, update.new, update.known) == ("ready", len(kept) - 5, 5)
    assert Record.objects.filter(search=run.search).count() == 5, (
        "nothing comes into screening by itself"
    )
    assert list(inbox(online.review)) == [update]
    assert update.file.state == "read"
    search_runs.take_over(by=online.lead, run=update)
    run_jobs()
    assert Record.objects.filter(search=run.search).count() == len(kept)
    assert ImportFile.objects.get(pk=update.file.pk).run_again_on == timezone.localdate()
    assert not inbox(online.review)
    with pytest.raises(ConnectorRefused, match="state"):
        search_runs.take_over(by=online.lead, run=update)
    third, _ = search_runs.begin_update(by=online.lead, search=run.search, everything=True)
    run_jobs()
    third.refresh_from_db()
    assert (third.state, third.new, third.known, third.file) == ("taken", 0, len(kept), None)


def test_what_was_left_out_is_found_again(online, stub, run_jobs):
    run, _ = begin(online, "europepmc")
    run_jobs()
    Record.objects.filter(pk=Record.objects.filter(search=run.search).first().pk).delete()
    ServiceRun.objects.filter(pk=run.pk).update(ids=[])
    update, _ = search_runs.begin_update(by=online.lead, search=run.search, everything=True)
    run_jobs()
    update.refresh_from_db()
    assert update.new == 1
    search_runs.leave_out(by=online.lead, run=update)
    update.refresh_from_db()
    assert (update.state, update.file) == ("left", None)
    again, _ = search_runs.begin_update(by=online.lead, search=run.search, everything=True)
    run_jobs()
    again.refresh_from_db()
    assert again.new == 1


def test_an_update_asks_since_two_weeks_before_the_last_run(online, stub, run_jobs):
    run, _ = begin(online, "pubmed")
    run_jobs()
    update, _ = search_runs.begin_update(by=online.lead, search=run.search)
    assert update.since == timezone.now().date() - timedelta(days=14)
    run_jobs()
    update.refresh_from_db()
    assert "[crdt]" in update.sent


def test_a_search_brought_by_files_can_be_run_again_by_its_name(online, stub, run_jobs):
    from tests.builders import make_record, make_search

    search = make_search(online.review, name="PubMed", strategy="lung", date_run=date(2026, 1, 1))
    make_record(online.review, search=search, pmid=next(iter(stub.library.articles)))
    update, _ = search_runs.begin_update(by=online.lead, search=search, everything=True)
    run_jobs()
    update.refresh_from_db()
    assert (update.new, update.known) == (size(stub, "pubmed") - 1, 1)
    with pytest.raises(ConnectorRefused, match="off"):
        search_runs.begin_update(
            by=online.lead, search=make_search(online.review, name="CNKI 中国知网", strategy="肺")
        )


def test_the_same_search_is_not_run_twice_at_once(online, stub):
    run, _ = begin(online, "pubmed")
    search_runs.begin_update(by=online.lead, search=run.search)
    with pytest.raises(ConnectorRefused, match="busy"):
        search_runs.begin_update(by=online.lead, search=run.search)
