"""Completing, notices, citations and full texts against recorded answers."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

from screening.actions.connectors import (
    citation_searches,
    completion,
    full_texts,
    notice_checks,
    search_runs,
)
from screening.actions.connectors.runs import ConnectorRefused
from screening.actions.connectors.switches import switch_services
from screening.actions.fulltext.fulltext_files import match_file
from screening.connectors import CONNECTORS
from screening.formats import parse
from screening.models import (
    FullTextFile,
    Notice,
    Proposal,
    Record,
    ReviewServices,
    Search,
    ServiceNotice,
    ServiceRun,
    UnmatchedFile,
)
from screening.queries.connectors.proposals import FIELDS, beside, incomplete, kinds, open_proposals
from screening.queries.connectors.runs import inbox
from screening.queries.records.report_notices import noticed
from screening.queries.records.stored_records import to_row
from tests.builders import make_record, make_search
from tests.connectors.replies import Reply, json_reply

SOURCES = ["pubmed", "europepmc", "crossref", "openalex"]


def whole_library(stub):
    """Every recorded work that PubMed, Europe PMC, Crossref or OpenAlex can be asked for,
    as its service tells it.
    """
    import json

    library = stub.library
    sets = b"<PubmedArticleSet>" + b"".join(library.articles.values()) + b"</PubmedArticleSet>"
    yield from parse(sets, name="", format_key="pubmed_xml").records
    yield from parse(
        json.dumps(library.europepmc).encode(), name="", format_key="europepmc_json"
    ).records
    for works in (library.crossref, library.openalex):
        yield from parse(
            json.dumps(list(works.values())).encode(), name="", format_key="works_json"
        ).records


def test_what_the_recorded_answers_hold_is_proposed_and_nothing_wrong(online, stub, run_jobs):
    """Abstracts, authors, pages … are taken out of every recorded work; the right ones come back,
    a wrong one never.
    """
    review, search = online.review, make_search(online.review)
    truth = {}
    for number, entry in enumerate(whole_library(stub)):
        if not entry.title or not (entry.doi or entry.pmid):
            continue
        values = to_row(entry, review=review, key=str(number))
        values |= {"abstract": "", "authors": [], "pages": "", "language": ""}
        record = Record.objects.create(
            review=review,
            search=search,
            position=number + 1,
            lane="dbr",
            flow_lane="dbr",
            place="await_ta",
            **values,
        )
        truth[record.pk] = entry
    held = {pk for pk, entry in truth.items() if entry.abstract}
    run, _ = completion.begin_completion(by=online.lead, review=review, services=SOURCES)
    run_jobs()
    run.refresh_from_db()
    assert run.state == "ready"
    right, wrong = set(), []
    by_work = {}
    for entry in truth.values():
        for name in filter(None, (entry.doi, entry.pmid and f"pmid:{entry.pmid}")):
            by_work.setdefault(name, set()).add(entry.abstract)
    for each in Proposal.objects.filter(field="abstract").select_related("record"):
        entry = truth[each.record_id]
        allowed = (
            {entry.abstract}
            | by_work.get(entry.doi, set())
            | by_work.get(f"pmid:{entry.pmid}", set())
        )
        (right.add(each.record_id) if each.value in allowed else wrong.append(each))
    print(f"abstracts: {len(held)} held, {len(right & held)} proposed, {len(wrong)} wrong")
    assert wrong == []
    assert len(right & held) >= 0.99 * len(held)
    assert len(held) > 60


def test_a_wrong_identifier_leads_to_no_proposal(online, stub, run_jobs):
    """Every third recorded work with the DOI of another: titles tell that it is not the one."""
    review, entries = (
        online.review,
        [e for e in whole_library(stub) if e.doi and e.title and len(e.title) > 25],
    )
    for number, (entry, other) in enumerate(
        list(zip(entries, [*entries[1:], entries[0]], strict=True))[::3]
    ):
        if other.title not in entry.title and entry.title.split()[-4:] != other.title.split()[-4:]:
            make_record(review, title=entry.title, doi=other.doi, position=9000 + number)
    completion.begin_completion(by=online.lead, review=review, services=SOURCES)
    run_jobs()
    wrong = [
        (p.record.title, p.value)
        for p in Proposal.objects.filter(field="authors").select_related("record")
    ]
    assert wrong == []


def test_proposals_are_accepted_singly_or_all_and_undone_as_a_run(online, stub, run_jobs):
    review, lead = online.review, online.lead
    (pmid, *_), entry = list(stub.library.articles), next(iter(whole_library(stub)))
    record = make_record(review, title=entry.title, pmid=pmid, abstract="", year=entry.year)
    kept = make_record(
        review, title=entry.title, pmid=pmid, abstract="Our own text.", authors=["高亚"]
    )
    run, _ = completion.begin_completion(by=lead, review=review, services=["pubmed"])
    run_jobs()
    assert {kind.field for kind in kinds(review)} >= {"authors", "journal"}
    assert not Proposal.objects.filter(record=kept, field__in=["abstract", "authors"]).exists()
    (journal,) = [each for each in open_proposals(review, "journal") if each.record_id == record.pk]
    assert completion.accept(by=lead, review=review, proposal_ids=[journal.pk]) == 1
    record.refresh_from_db()
    assert record.journal == entry.journal
    assert completion.accept_kind(by=lead, review=review, field="authors") == 1
    record.refresh_from_db()
    assert record.authors == list(entry.authors)
    record.journal = "肿瘤学杂志"
    record.save()
    assert completion.undo_run(by=lead, run=run) == 1
    record.refresh_from_db()
    assert (record.journal, record.authors) == ("肿瘤学杂志", [])
    assert not kinds(review)
    assert all(each.agreed for each in beside(open_proposals(review, "authors")))


def test_only_what_is_missing_is_asked_for(online):
    review = online.review
    full = make_record(
        review,
        abstract="x",
        doi="10.1/a",
        pmid="1",
        authors=["Li"],
        pages="1",
        language="en",
        journal="J",
        volume="1",
        issue="1",
        keywords=["bone"],
    )
    lacking = make_record(review, abstract="", doi="10.1/b")
    assert list(incomplete(review)) == [lacking]
    assert full not in incomplete(review, FIELDS)
    with pytest.raises(ConnectorRefused, match="off"):
        completion.begin_completion(by=online.lead, review=review, services=["clinicaltrials"])


def test_keywords_come_from_authors_and_indexers_not_from_those_that_guess(online, stub, run_jobs):
    review = online.review
    entry = next(
        each for each in whole_library(stub) if each.keywords and each.pmid in stub.library.articles
    )
    whole = {
        name: value
        for name, value in to_row(entry, review=review, key="").items()
        if name in FIELDS
    }
    whole |= {name: "x" for name, value in whole.items() if value == ""}
    record = make_record(review, title=entry.title, **whole | {"keywords": []})
    assert list(incomplete(review)) == [record]
    completion.begin_completion(by=online.lead, review=review, services=SOURCES)
    run_jobs()
    assert stub.asked("eutils.ncbi.nlm.nih.gov")
    assert not stub.asked("api.openalex.org") + stub.asked("api.crossref.org")
    (proposal,) = Proposal.objects.filter(record=record, service="pubmed")
    assert proposal.value == list(entry.keywords)
    assert completion.accept_kind(by=online.lead, review=review, field="keywords") == 1
    record.refresh_from_db()
    assert record.keywords == list(entry.keywords)
    assert list(incomplete(review)) == []


def test_a_work_is_found_by_doi_pmid_or_title(online, stub):
    review = online.review
    by_doi = completion.find_works(
        review=review, text=" https://doi.org/10.1016/j.addr.2015.01.008 "
    )
    assert by_doi[0][1].doi == "10.1016/j.addr.2015.01.008"
    pmid = next(iter(stub.library.articles))
    assert completion.find_works(review=review, text=f"PMID: {pmid}")[0][0] == "pubmed"
    title = by_doi[0][1].title
    ((service, found),) = completion.find_works(review=review, text=title)
    assert (service, found.doi) == ("crossref", by_doi[0][1].doi)
    assert completion.find_works(review=review, text="机器人辅助穿刺治疗肺结节的临床研究") == []
    search = make_search(review)
    assert (
        completion.add_work(by=online.lead, search=search, service=service, entry=found).title
        == title
    )


# Notices
# -------------------------------------------------------------------------------------------------------------


def test_notices_of_all_reports_are_facts_with_their_source(online, stub, run_jobs):
    review = online.review
    report = make_record(
        review,
        title="Ileal-lymphoid-nodular hyperplasia, non-specific colitis",
        place="included",
        doi="10.1016/s0140-6736(97)11096-0",
        pmid="9500320",
    )
    paper = make_record(review, place="await_ta", doi="10.1155/2022/9172719")
    plain = make_record(review, place="included", doi="10.1016/j.addr.2015.01.008")
    notice_checks.begin_check(by=online.lead, review=review)
    run_jobs()
    run = ServiceRun.objects.get(purpose="notices")
    assert run.state == "ready"
    report.refresh_from_db()
    paper.refresh_from_db()
    plain.refresh_from_db()
    assert [words.rpartition(" — ")[2] for words in report.notices].count("PubMed") == 3
    assert [words.rpartition(" — ")[2] for words in report.notices].count("Crossref") == 2
    assert paper.notices[0].endswith("— Retraction Watch")
    assert plain.notices == []
    assert [one.record.pk for one in noticed(review)] == [report.pk]
    assert run.new == len(report.notices) + len(paper.notices)
    assert not Notice.objects.filter(user=online.lead, kind="report_notice").exists(), (
        "nobody is told of the own act"
    )
    notice_checks.begin_check(by=online.first, review=review)
    run_jobs()
    assert ServiceRun.objects.filter(purpose="notices").first().new == 0


def test_what_is_not_told_any_more_goes_and_a_failure_takes_nothing_away(online, stub, run_jobs):
    review = online.review
    report = make_record(
        review,
        title="Ileal-lymphoid-nodular hyperplasia, non-specific colitis",
        place="included",
        doi="10.1016/s0140-6736(97)11096-0",
        notices=["撤稿"],
    )
    notice_checks.begin_check(by=online.lead, review=review)
    run_jobs()
    report.refresh_from_db()
    told = report.notices
    assert len(told) == 3
    stub.always["api.crossref.org"] = "503"
    notice_checks.begin_check(by=online.lead, review=review)
    run_jobs()
    report.refresh_from_db()
    assert report.notices == told
    assert ServiceRun.objects.filter(purpose="notices").first().state in ("failed", "waiting")
    ServiceRun.objects.filter(purpose="notices").update(state="failed")
    from screening.models import Job, ServiceGate

    Job.objects.filter(state="queued").delete()
    ServiceGate.objects.all().delete()
    stub.always.clear()
    work = stub.library.crossref["10.1016/s0140-6736(97)11096-0"]
    kept, work["updated-by"] = work["updated-by"], work["updated-by"][:1]
    notice_checks.begin_check(by=online.lead, review=review)
    run_jobs()
    work["updated-by"] = kept
    report.refresh_from_db()
    assert report.notices == ["撤稿", told[1]]
    assert ServiceNotice.objects.exclude(gone_at=None).count() == 1


def test_notices_are_looked_for_every_week(online, stub, run_jobs):
    from datetime import timedelta

    from django.utils import timezone

    make_record(online.review, doi="10.1/a")
    now = timezone.now()
    (job,) = notice_checks.begin_due(now)
    assert job.by is None
    run_jobs()
    assert notice_checks.begin_due(now + timedelta(days=6)) == []
    assert len(notice_checks.begin_due(now + timedelta(days=8))) == 1


def test_opening_the_diagram_asks_when_nobody_has_for_a_day(online, stub, run_jobs, client):
    make_record(online.review, doi="10.1/a")
    client.force_login(online.observer)
    page = reverse("flow", args=[online.review.pk])
    for _twice in range(2):
        client.get(page)
    assert ServiceRun.objects.filter(purpose="notices", by=None).count() == 1
    run_jobs()
    yesterday = timezone.now() - timedelta(hours=25)
    ReviewServices.objects.update(notices_at=yesterday)
    client.get(page)
    assert ServiceRun.objects.filter(purpose="notices").count() == 1
    ServiceRun.objects.update(at=yesterday)
    client.get(page)
    assert ServiceRun.objects.filter(purpose="notices").count() == 2


def test_opening_the_diagram_asks_nothing_where_services_are_off(online, stub, client, settings):
    client.force_login(online.lead)
    switch_services(by=online.lead, review=online.review, on=list(CONNECTORS), notices_weekly=False)
    client.get(reverse("flow", args=[online.review.pk]))
    settings.CONNECTORS = []
    ReviewServices.objects.update(notices_weekly=True)
    client.get(reverse("flow", args=[online.review.pk]))
    assert not ServiceRun.objects.exists()


# Citations
# -----------------------------------------------------------------------------------------------------------


def test_citations_land_as_a_search_with_seeds_and_overlap(online, stub, run_jobs):
    review = online.review
    doi = "10.1016/j.addr.2015.01.008"
    seed = make_record(
        review, title=stub.library.crossref[doi]["title"][0], doi=doi, place="included"
    )
    seed_work = next(
        k for k, w in stub.library.openalex.items() if (w.get("doi") or "").endswith(doi)
    )
    others = [k for k in stub.library.openalex if k != seed_work][:4]
    stub.library.links = {("cited_by", seed_work): others, ("cites", seed_work): others[2:]}
    known = stub.library.openalex[others[0]]
    make_record(
        review, title=known["title"], doi=(known.get("doi") or "").removeprefix("https://doi.org/")
    )
    try:
        run, _ = citation_searches.begin_chase(
            by=online.lead,
            review=review,
            services=["openalex", "crossref"],
            record_ids=None,
            ways=["backward", "forward"],
            depth=1,
        )
        run_jobs()
    finally:
        stub.library.links = {}
    run.refresh_from_db()
    search = Search.objects.get(kind="citation")
    assert run.search == search
    assert search.strategy.startswith("1 seeds; backward + forward; depth 1; OpenAlex, Crossref")
    assert doi in search.strategy
    assert search.lane == "oth"
    assert list(run.seeds.all()) == [seed]
    assert (run.state, run.known) == ("ready", 1)
    assert run.facts["found"]["openalex"] == 4
    assert sum(run.facts["overlap"].values()) == run.reported
    assert run.facts["unidentified"] >= 0
    assert list(inbox(review)) == [run]
    assert Record.objects.filter(search=search).count() == 0
    search_runs.take_over(by=online.lead, run=run)
    run_jobs()
    assert (
        Record.objects.filter(search=search).count()
        == sum(f.imported for f in search.files.all())
        >= 3
    )


def test_overlap_counts_each_work_under_all_that_found_it():
    marks = {"a": {"1", "2", "3"}, "b": {"2", "3"}, "c": {"3", "4"}}
    assert citation_searches.overlap(marks) == {"a": 1, "a+b": 1, "a+b+c": 1, "c": 1}
    assert citation_searches.overlap({}) == {}


def test_nothing_is_chased_without_seeds(online):
    with pytest.raises(ConnectorRefused, match="none"):
        citation_searches.begin_chase(
            by=online.lead,
            review=online.review,
            services=["openalex"],
            record_ids=None,
            ways=["backward"],
        )


# Full texts
# ----------------------------------------------------------------------------------------------------------


def pdf(title: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, title[:80])
    canvas.drawString(72, 700, title[80:])
    canvas.save()
    return out.getvalue()


TITLE = "Precision oncology for BRAF-mutant cancers with BRAF and MEK inhibitors"


@pytest.fixture
def article(online, stub):
    """A report whose only copy is in PubMed Central."""
    return make_record(
        online.review, title=TITLE, place="await_retrieval", identifiers=[["pmcid", "PMC9984800"]]
    )


def serve(stub, body, kind="application/pdf"):
    s3 = stub.library.s3
    stub.routes["pmc-oa-opendata.s3.amazonaws.com"] = lambda path, query, text: (
        Reply(200, body, {"Content-Type": kind}) if path.endswith(".pdf") else s3(path, query, text)
    )


def test_a_copy_is_fetched_checked_and_waits_with_its_licence(online, stub, run_jobs, article):
    serve(stub, pdf(TITLE))
    full_texts.begin_fetch(by=online.lead, review=online.review)
    run_jobs()
    (waiting,) = UnmatchedFile.objects.all()
    assert (waiting.suggested, waiting.found["how"], waiting.found["licence"]) == (
        article,
        "title",
        "CC BY-NC-ND",
    )
    assert not FullTextFile.objects.exists(), "a person says so first"
    match_file(by=online.lead, review=online.review, unmatched_id=waiting.pk, record_id=article.pk)
    kept = FullTextFile.objects.get()
    assert kept.origin["service"] == "pmc_oa"
    assert kept.origin["version"] == "publishedVersion"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<!DOCTYPE html><html>Checking your browser</html>", "text/html"),
        (b"<html>", "application/pdf"),
        (pdf("Another article about quite another matter, of some length"), "application/pdf"),
        (b"%PDF-1.4 broken", "application/pdf"),
        (b"", "application/pdf"),
    ],
)
def test_what_is_no_pdf_of_that_article_is_not_kept(online, stub, run_jobs, article, body, kind):
    serve(stub, body, kind)
    full_texts.begin_fetch(by=online.lead, review=online.review)
    run_jobs()
    assert not UnmatchedFile.objects.exists()
    run = ServiceRun.objects.get()
    assert (run.state, run.facts["found"]) == ("ready", 0)


def test_an_address_of_a_stranger_may_lead_nowhere_near(online, stub, run_jobs):
    make_record(online.review, title=TITLE, place="await_retrieval", doi="10.1/x")
    for address in (
        "file:///etc/passwd",
        "http://127.0.0.1/x",
        "https://localhost/a.pdf",
        "javascript:x",
        "//x/y",
    ):
        stub.routes["api.unpaywall.org"] = lambda *_, url=address: json_reply(
            {"best_oa_location": {"url_for_pdf": url, "license": "cc-by"}, "oa_locations": []}
        )
        full_texts.begin_fetch(by=online.lead, review=online.review)
        run_jobs()
    assert not UnmatchedFile.objects.exists()
