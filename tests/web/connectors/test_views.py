"""Pages of the services, tried as a lead, against the stub in place of the world."""

import pytest
from django.urls import reverse

from screening.actions.connectors.switches import switch_services
from screening.connectors import CONNECTORS
from screening.models import Proposal, Record, Search, ServiceRun, Strategy
from tests.builders import make_record, make_search
from tests.connectors.replies import SERVICES
from tests.connectors.stub import running

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stub():
    if not SERVICES.exists():
        pytest.skip("the recorded answers of the services are not here")
    with running() as one:
        yield one


@pytest.fixture
def lead(client, cast, stub, settings, monkeypatch):
    settings.CONNECTORS, settings.CONNECTORS_CONTACT = list(CONNECTORS), "team@example.org"
    settings.CONNECTORS_GATEWAY = stub.address
    monkeypatch.setattr("screening.actions.connectors.sessions.wait", lambda seconds: None)
    client.force_login(cast.lead)
    return client


def url(name, cast, *more):
    return reverse(name, args=[cast.review.pk, *more])


def test_a_site_without_services_says_so_and_offers_nothing(client, cast):
    client.force_login(cast.lead)
    page = client.get(url("services", cast)).content.decode()
    assert "This site offers no services" in page
    assert 'name="services"' not in page
    client.post(url("services", cast), {"services": ["pubmed"]})
    assert not cast.review.service_runs.exists()
    assert "Search a service" in client.get(url("searches", cast)).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_search_look_import_again_and_update(lead, cast, run_jobs, language):
    cast.lead.language = language
    cast.lead.save()
    lead.post(url("services", cast), {"services": ["pubmed", "crossref"], "notices_weekly": "1"})
    given = {"service": "pubmed", "query": "asdfgh AND nodule"}
    looked = lead.post(url("service-search", cast), given | {"look": "1"}).content.decode()
    assert "asdfgh" in looked
    assert not Search.objects.exists()
    answer = lead.post(url("service-search", cast), given | {"fetch": "1"})
    run = ServiceRun.objects.get()
    assert answer.url == url("service-run", cast, run.pk)
    assert lead.get(answer.url).status_code == 200
    run_jobs()
    assert Record.objects.filter(search=run.search).count() > 10
    page = lead.get(answer.url).content.decode()
    assert "[All Fields]" in page
    search = lead.get(reverse("search", args=[cast.review.pk, run.search.pk])).content.decode()
    assert url("search-again", cast, run.search.pk) in search
    Record.objects.filter(pk=Record.objects.filter(search=run.search).last().pk).delete()
    ServiceRun.objects.update(ids=[])
    lead.post(url("search-again", cast, run.search.pk), {"everything": "1"})
    run_jobs()
    update = ServiceRun.objects.get(purpose="update")
    assert update.new == 1
    lead.post(url("service-run-take", cast, update.pk))
    run_jobs()
    update.refresh_from_db()
    assert update.state == "taken"
    lead.post(url("search-schedule", cast, run.search.pk), {"days": "30"})
    assert run.search.schedule.every_days == 30
    lead.post(url("search-schedule", cast, run.search.pk), {"days": ""})
    assert not type(run.search).objects.get(pk=run.search.pk).__dict__.get("schedule")


def test_a_failure_is_told_in_words_and_nothing_is_a_server_error(lead, cast, stub):
    switch_services(by=cast.lead, review=cast.review, on=["openalex"])
    stub.always["api.openalex.org"] = "400"
    page = lead.post(
        url("service-search", cast), {"service": "openalex", "query": "x", "look": "1"}
    )
    stub.always.clear()
    assert page.status_code == 200
    assert "OpenAlex refused the request (400): Invalid query" in page.content.decode()
    assert (
        lead.post(url("service-search", cast), {"service": "nonsense", "query": "x"}).status_code
        == 200
    )
    assert (
        lead.post(url("service-search", cast), {"service": "openalex", "query": ""}).status_code
        == 200
    )
    for given in (
        {"proposal": "x"},
        {"proposal": "9" * 40},
        {"all": "nonsense"},
        {"decline": "-1"},
    ):
        assert lead.post(url("complete-accept", cast), given).status_code == 302
    assert lead.get(url("works", cast) + "?text=%00").status_code == 200
    assert lead.get(url("order-list", cast, "exe")).status_code == 404


def test_proposals_are_seen_side_by_side_and_taken(lead, cast, stub, run_jobs):
    switch_services(by=cast.lead, review=cast.review, on=["pubmed", "europepmc"])
    from screening.formats import parse

    entry = parse(
        b"<PubmedArticleSet>" + stub.library.articles["12091962"] + b"</PubmedArticleSet>",
        name="",
        format_key="pubmed_xml",
    ).records[0]
    record = make_record(cast.review, title=entry.title, pmid="12091962", authors=[])
    lead.post(url("complete", cast))
    run_jobs()
    page = lead.get(url("complete", cast) + "?field=authors").content.decode()
    assert "PubMed" in page
    proposal = Proposal.objects.get(record=record, field="authors")
    lead.post(url("complete-accept", cast), {"proposal": proposal.pk, "field": "authors"})
    record.refresh_from_db()
    assert record.authors == list(entry.authors)
    lead.post(url("service-run-undo", cast, proposal.run_id))
    record.refresh_from_db()
    assert record.authors == []


def test_a_work_is_found_and_added(lead, cast):
    switch_services(by=cast.lead, review=cast.review, on=["crossref"])
    search = make_search(cast.review)
    given = {"text": "10.1016/j.addr.2015.01.008"}
    page = lead.get(url("works", cast), given).content.decode()
    assert "Pharmacokinetics, biodistribution and cell uptake" in page
    lead.post(url("works", cast), given | {"chosen": "0", "search": search.pk})
    assert Record.objects.get().doi == "10.1016/j.addr.2015.01.008"


def test_a_strategy_begins_with_the_protocol_is_written_out_and_checked(lead, cast):
    from screening.models import HighlightList

    HighlightList.objects.create(
        review=cast.review, name_en="Population", terms=["lung nodule*", "肺结节"]
    )
    lead.post(url("strategies", cast))
    row = Strategy.objects.get()
    page = lead.get(url("strategy", cast, row.pk)).content.decode()
    assert "&quot;lung nodule*&quot;[tiab]" in page
    assert "TKA=&#x27;肺结节&#x27;" in page
    text = "# P\nlung nodule*\n肺结节\n\n# I\nrobot*\n机器人\n"
    lead.post(url("strategy", cast, row.pk), {"name": "结节 nodules", "concepts": text})
    row.refresh_from_db()
    assert row.concepts[1] == {"name": "I", "terms": ["robot*", "机器人"]}
    lead.post(
        url("strategy-lines", cast, row.pk), {"syntax": "wos", "text": "TS=(lung OR robot AND x"}
    )
    page = lead.get(url("strategy", cast, row.pk)).content.decode()
    assert "a bracket is opened and not closed" in page
    lead.post(url("strategy-lines", cast, row.pk), {"syntax": "wos", "text": "x", "anew": "1"})
    row.refresh_from_db()
    assert row.lines == {}
    lead.post(url("strategy-delete", cast, row.pk))
    assert not Strategy.objects.exists()


def test_the_diagram_says_when_retractions_were_last_looked_for(lead, cast, run_jobs):
    assert "looked for" not in lead.get(url("flow", cast)).content.decode()
    switch_services(by=cast.lead, review=cast.review, on=["retraction_watch"])
    assert "have not been looked for yet" in lead.get(url("flow", cast)).content.decode()
    report = make_record(cast.review, place="included", doi="10.1155/2022/9172719")
    lead.post(url("service-notices", cast))
    run_jobs()
    report.refresh_from_db()
    assert report.notices[0].startswith("Retraction in: doi: 10.1155/2023/9756480")
    assert "were last looked for on" in lead.get(url("flow", cast)).content.decode()
    assert "Retraction Watch" in lead.get(url("report-notices", cast)).content.decode()


def test_the_library_is_linked_and_the_order_list_has_what_is_to_find(lead, cast):
    record = make_record(
        cast.review,
        title="=肺结节穿刺",
        place="await_retrieval",
        doi="10.1/a",
        language="zh",
        authors=["高亚"],
        journal="中华杂志",
        volume="3",
        pages="12-15",
    )
    assert lead.post(url("services-library", cast), {"openurl": "http://x.org"}).status_code == 400
    lead.post(
        url("services-library", cast),
        {"openurl": "https://lib.example.org/r?sid=1", "libkey": "77"},
    )
    page = lead.get(url("full-texts", cast)).content.decode()
    assert "https://lib.example.org/r?sid=1&amp;url_ver=Z39.88-2004" in page
    assert "https://libkey.io/libraries/77/10.1/a" in page
    assert "kns.cnki.net" in page
    rows = lead.get(url("order-list", cast, "csv")).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("'=肺结节穿刺,高亚")
    assert "TI  - =肺结节穿刺" in lead.get(url("order-list", cast, "ris")).content.decode()
    from screening.models import Retrieval

    lead.post(
        url("full-text-status", cast),
        {"records": [record.pk], "status": "caj_only", "tab": "to_find"},
    )
    assert Retrieval.objects.get().status == "caj_only"
    assert lead.get(url("full-texts", cast) + "?tab=caj_only").status_code == 200
