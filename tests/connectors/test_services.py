"""Each service's whole conversation against replayed answers, and each failure in the midst of it."""

import json
from datetime import date

import pytest

from screening.connectors import (
    CONNECTORS,
    Missing,
    Query,
    Refused,
    ServiceError,
    Unavailable,
    Wanted,
)
from screening.connectors._reading import is_wanted
from screening.formats import parse
from screening.records.record import Record
from tests.connectors.replies import FAILURES, LASTING, Reply, json_reply, recorded, recorded_reply

SEARCHED = [key for key, connector in CONNECTORS.items() if connector.searching]
HOST = {
    "pubmed": "eutils.ncbi.nlm.nih.gov",
    "europepmc": "www.ebi.ac.uk",
    "openalex": "api.openalex.org",
    "crossref": "api.crossref.org",
    "clinicaltrials": "clinicaltrials.gov",
    "unpaywall": "api.unpaywall.org",
    "semantic_scholar": "api.semanticscholar.org",
    "pmc_oa": "pmc-oa-opendata.s3.amazonaws.com",
    "retraction_watch": "gitlab.com",
}


def held(stub, key):
    """How many records of the service the recorded answers hold."""
    library = stub.library
    return {
        "pubmed": library.articles,
        "europepmc": library.europepmc,
        "openalex": library.openalex,
        "crossref": library.crossref,
        "clinicaltrials": library.studies,
    }[key]


def fetched(session, key, query=None, known=()):
    """All ids and the joined file of a search."""
    searching = CONNECTORS[key].searching
    state, ids, bodies = searching.begin(session, query or Query("cancer")), [], []
    for _ in range(500):
        state = json.loads(json.dumps(state))  # any worker may go on from it
        page = searching.page(session, state, known)
        ids += page.ids
        bodies += [page.body] if page.body else []
        state = page.following
        if state is None:
            return ids, b"".join(searching.join(bodies))
    raise AssertionError("the search never ended")


@pytest.mark.parametrize("key", SEARCHED)
def test_a_search_fetches_each_record_once(stub, session, key):
    ids, file = fetched(session(key), key)
    assert len(ids) == len(set(ids)) == len(held(stub, key))
    read = parse(file, name="answer", format_key=CONNECTORS[key].searching.format)
    assert (read.error, read.found, len(read.records)) == (None, len(ids), len(ids))
    assert parse(file, name="answer").format == CONNECTORS[key].searching.format


@pytest.mark.parametrize("key", SEARCHED)
def test_the_count_and_the_first_records_are_seen_before(stub, session, key):
    searching = CONNECTORS[key].searching
    assert searching.count(session(key), Query("cancer")).reported == len(held(stub, key))
    first = searching.first(session(key), Query("cancer"), 2)
    assert len(parse(first, name="answer", format_key=searching.format).records) == 2


@pytest.mark.parametrize("key", SEARCHED)
def test_known_ids_are_listed_but_not_brought_again(stub, session, key):
    ids, _ = fetched(session(key), key)
    again, file = fetched(session(key), key, known=set(ids[1:]))
    assert again == ids
    assert len(parse(file, name="answer", format_key=CONNECTORS[key].searching.format).records) == 1


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("key", SEARCHED)
def test_a_failure_on_any_page_changes_nothing(stub, session, key, failure):
    whole = fetched(session(key), key)
    stub.failing[HOST[key]] = ["", failure, "", failure, failure]
    assert fetched(session(key), key) == whole


@pytest.mark.parametrize("failure", [*LASTING, "503", "cut body", "html 200", "short body"])
@pytest.mark.parametrize("key", SEARCHED)
def test_a_failure_that_stays_ends_the_search_with_a_sentence(stub, session, key, failure):
    stub.always[HOST[key]] = failure
    with pytest.raises(ServiceError) as error:
        fetched(session(key), key)
    assert CONNECTORS[key].label in str(error.value)


ASKED = {
    "europepmc": lambda s: list(CONNECTORS["europepmc"].look_up(s, [Wanted(1, pmid="39709209")])),
    "pubmed": lambda s: list(CONNECTORS["pubmed"].notices(s, [Wanted(1, pmid="9500320")])),
    "crossref": lambda s: list(
        CONNECTORS["crossref"].notices(s, [Wanted(1, doi="10.1016/s0140-6736(97)11096-0")])
    ),
    "openalex": lambda s: CONNECTORS["openalex"].chasing.backward(
        s, [Wanted(1, doi="10.1038/s41586-020-2649-2")]
    ),
    "semantic_scholar": lambda s: CONNECTORS["semantic_scholar"].chasing.backward(
        s, [Wanted(1, doi="10.1/x")]
    ),
    "unpaywall": lambda s: list(
        CONNECTORS["unpaywall"].copies(s, Wanted(1, doi="10.1073/pnas.1414271111"))
    ),
    "pmc_oa": lambda s: list(CONNECTORS["pmc_oa"].copies(s, Wanted(1, pmcid="PMC9984800"))),
    "retraction_watch": lambda s: list(
        CONNECTORS["retraction_watch"].notices(s, [Wanted(1, doi="10.1155/2022/9172719")])
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("key", ASKED)
def test_a_failure_in_a_look_up_changes_nothing(stub, session, key, failure):
    whole = ASKED[key](session(key))
    assert whole
    stub.failing[HOST[key]] = [failure, failure]
    if failure == "short body" and key == "retraction_watch":
        pytest.skip("half a table without a length is a table; its length is always sent")
    assert ASKED[key](session(key)) == whole


# PubMed
# --------------------------------------------------------------------------------------------------------------


def test_pubmed_cuts_what_is_too_long_into_windows_of_time(stub, session, monkeypatch):
    monkeypatch.setattr("screening.connectors.pubmed.MOST_IDS", 6)
    pmids = list(stub.library.articles)
    stub.library.day = {
        pmid: f"{1990 + number}/03/0{1 + number % 9}" for number, pmid in enumerate(pmids)
    }
    try:
        ids, file = fetched(session("pubmed"), "pubmed")
    finally:
        stub.library.day = {}
    assert sorted(ids) == sorted(pmids)
    assert len(parse(file, name="x", format_key="pubmed_xml").records) == len(pmids)
    assert sum("mindate" in path for path in stub.asked(HOST["pubmed"])) > 4


def test_pubmed_that_cannot_cut_a_day_says_so(stub, session, monkeypatch):
    monkeypatch.setattr("screening.connectors.pubmed.MOST_IDS", 6)
    with pytest.raises(Refused, match="came in on 2020-01-01 alone"):
        fetched(session("pubmed"), "pubmed")


def test_pubmed_tells_how_it_understood_the_query(stub, session):
    counted = CONNECTORS["pubmed"].searching.count(
        session("pubmed"), Query("asdfgh AND cancer", since=date(2026, 3, 1))
    )
    assert counted.sent == '(asdfgh AND cancer) AND ("2026/03/01"[crdt] : "3000"[crdt])'
    assert "[All Fields]" in counted.translation
    assert counted.warnings == ("phrasesnotfound: asdfgh",)


def test_recorded_answers_of_pubmed_are_read(stub, session):
    for name in ("esearch_json_field_terms", "esearch_json_not_retracted"):
        stub.routes[HOST["pubmed"]] = lambda *_, name=name: recorded_reply("ncbi", name)
        told = json.loads(recorded("ncbi", name))["esearchresult"]
        assert CONNECTORS["pubmed"].searching.count(session("pubmed"), Query("x")).reported == int(
            told["count"]
        )
    stub.routes[HOST["pubmed"]] = lambda *_: recorded_reply(
        "ncbi", "efetch_html_200_without_retmode"
    )
    with pytest.raises(Unavailable):
        session("pubmed").get(
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi", expects="xml"
        )
    stub.routes |= stub.library.routes()


def test_pubmed_keeps_which_seed_a_link_is_of(stub, session):
    a, b, c = list(stub.library.articles)[:3]
    stub.library.links = {("pubmed_pubmed_citedin", a): [c], ("pubmed_pubmed_citedin", b): [c, a]}
    found = CONNECTORS["pubmed"].chasing.forward(
        session("pubmed"), [Wanted(1, pmid=a), Wanted(2, pmid=b)]
    )
    stub.library.links = {}
    assert found.edges == ((1, c), (2, c), (2, a))
    assert len(parse(found.bodies[0], name="x", format_key="pubmed_xml").records) == 2


def test_entities_of_an_answer_are_never_resolved(stub, session):
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><PubmedArticleSet>&x;</PubmedArticleSet>'
    stub.routes[HOST["pubmed"]] = lambda *_: Reply(200, bomb, {"Content-Type": "text/xml"})
    answer = session("pubmed").get(
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi", expects="xml"
    )
    assert "root:" not in "".join(answer.xml().itertext())
    stub.routes |= stub.library.routes()


# The others
# ----------------------------------------------------------------------------------------------------------


def test_cursor_ends_of_recorded_answers(stub, session):
    stub.routes[HOST["europepmc"]] = lambda *_: recorded_reply("europepmc", "search_none_json")
    assert fetched(session("europepmc"), "europepmc")[0] == []
    stub.routes[HOST["openalex"]] = lambda *_: recorded_reply("openalex", "cursor_last_page_empty")
    assert fetched(session("openalex"), "openalex")[0] == []
    stub.routes[HOST["crossref"]] = lambda *_: recorded_reply("crossref", "cursor_page3")
    assert len(fetched(session("crossref"), "crossref")[0]) == len(
        json.loads(recorded("crossref", "cursor_page3"))["message"]["items"]
    )
    stub.routes[HOST["crossref"]] = lambda *_: recorded_reply("crossref", "cursor_invalid_404")
    with pytest.raises(Missing):
        fetched(session("crossref"), "crossref")
    stub.routes |= stub.library.routes()


def test_clinicaltrials_pages_recorded_one_after_the_other(stub, session):
    stub.routes[HOST["clinicaltrials"]] = lambda path, query, body: recorded_reply(
        "clinicaltrials", "search_page2" if "pageToken" in query else "search_page1"
    )
    state = CONNECTORS["clinicaltrials"].searching.begin(
        session("clinicaltrials"), Query("Phelan-McDermid")
    )
    first = CONNECTORS["clinicaltrials"].searching.page(session("clinicaltrials"), state, ())
    second = CONNECTORS["clinicaltrials"].searching.page(
        session("clinicaltrials"), first.following, ()
    )
    stub.routes |= stub.library.routes()
    assert len(first.ids) == 5
    assert first.following["token"].startswith("ZVt07cGHkvI2w")
    assert not set(first.ids) & set(second.ids)


def test_names_of_contact_persons_are_not_asked_for(stub, session):
    CONNECTORS["clinicaltrials"].searching.count(session("clinicaltrials"), Query("x"))
    assert "CentralContact" not in stub.asked(HOST["clinicaltrials"])[0]


def test_openalex_takes_a_filter_or_words(stub, session):
    count = CONNECTORS["openalex"].searching.count
    assert (
        count(session("openalex"), Query("a, b OR c")).sent == "title_and_abstract.search:a b OR c"
    )
    assert (
        count(session("openalex"), Query("title.search:a,type:article")).sent
        == "title.search:a,type:article"
    )
    since = count(session("openalex"), Query("x", since=date(2026, 3, 1))).sent
    assert since == "title_and_abstract.search:x,from_publication_date:2025-01-01"
    with pytest.raises(Refused, match="Split it"):
        count(session("openalex"), Query("肺结节 OR " * 900))


def test_keys_travel_in_headers_where_a_service_allows_it(stub, session):
    CONNECTORS["openalex"].searching.count(
        session("openalex", keys={"openalex": "SECRET"}), Query("x")
    )
    assert stub.seen[-1][3]["Authorization"] == "Bearer SECRET"
    assert "SECRET" not in stub.asked(HOST["openalex"])[-1]


def test_openalex_citations_of_recorded_works(stub, session):
    seed = next(
        w
        for w in stub.library.openalex.values()
        if w.get("doi")
        and {u.rpartition("/")[2] for u in w.get("referenced_works") or ()}
        & set(stub.library.openalex)
    )
    cited = {u.rpartition("/")[2] for u in seed["referenced_works"]} & set(stub.library.openalex)
    wanted = Wanted(7, doi=seed["doi"].removeprefix("https://doi.org/"))
    found = CONNECTORS["openalex"].chasing.backward(session("openalex"), [wanted])
    assert {work for _seed, work in found.edges} == cited
    assert len(parse(found.bodies[0], name="x", format_key="works_json").records) == len(cited)


def test_semantic_scholar_leaves_out_papers_without_a_number(stub, session):
    told = json.loads(recorded("semantic_scholar", "references_with_null_paper"))["data"]
    none = sum(not (each.get("citedPaper") or {}).get("paperId") for each in told)
    found = CONNECTORS["semantic_scholar"].chasing.backward(
        session("semantic_scholar"), [Wanted(1, pmid="20516115")]
    )
    assert (len(found.edges), found.unidentified) == (len(told) - none, none)
    assert none
    stub.routes[HOST["semantic_scholar"]] = lambda *_: json_reply({"offset": 0, "data": None})
    assert (
        CONNECTORS["semantic_scholar"]
        .chasing.forward(session("semantic_scholar"), [Wanted(1, pmid="1")])
        .edges
        == ()
    )
    stub.routes |= stub.library.routes()


def test_crossref_backward_counts_references_without_a_doi(stub, session):
    doi = "10.1016/j.addr.2015.01.008"
    references = stub.library.crossref[doi]["reference"]
    found = CONNECTORS["crossref"].chasing.backward(session("crossref"), [Wanted(1, doi=doi)])
    assert len(found.edges) == len({r["DOI"].lower() for r in references if "DOI" in r})
    assert found.unidentified == sum("DOI" not in r for r in references)


# Notices
# -------------------------------------------------------------------------------------------------------------


def test_the_retracted_paper_is_told_by_three_services(stub, session):
    wanted = [Wanted(1, doi="10.1016/s0140-6736(97)11096-0", pmid="9500320")]
    pubmed = list(CONNECTORS["pubmed"].notices(session("pubmed"), wanted))
    assert [n.words.partition(":")[0] for n in pubmed] == [
        "Retraction in",
        "Expression of concern in",
        "Retracted Publication",
    ]
    crossref = list(CONNECTORS["crossref"].notices(session("crossref"), wanted))
    assert [(n.words, n.date) for n in crossref] == [
        ("Correction in: doi: 10.1016/s0140-6736(04)15715-2 (2004-03-06)", "2004-03-06"),
        ("Retraction in: doi: 10.1016/s0140-6736(10)60175-4 (2010-02-06)", "2010-02-06"),
    ]


def test_a_notice_does_not_mark_itself_and_a_version_is_none(stub, session):
    notice = Wanted(1, doi="10.1016/s0140-6736(10)60175-4")
    assert list(CONNECTORS["crossref"].notices(session("crossref"), [notice])) == []
    themselves = [
        key
        for key, work in stub.library.crossref.items()
        if any(u.get("DOI", "").lower() == key for u in work.get("update-to", ()))
    ]
    assert themselves, "the recorded answers hold works that update themselves"
    wanted = [Wanted(number, doi=doi) for number, doi in enumerate(themselves)]
    assert list(CONNECTORS["crossref"].notices(session("crossref"), wanted)) == []


def test_the_table_of_retraction_watch_is_looked_up_in_the_house(stub, session):
    wanted = [
        Wanted(1, doi="10.1155/2022/9172719"),
        Wanted(2, pmid="35281543"),
        Wanted(3, doi="10.1/none"),
        Wanted(4),
    ]
    found = list(CONNECTORS["retraction_watch"].notices(session("retraction_watch"), wanted))
    assert [(n.id, n.words.partition(" [")[0], n.date) for n in found] == [
        (1, "Retraction in: doi: 10.1155/2023/9756480 PMID: 37476288 (2023-07-12)", "2023-07-12"),
        (2, "Retraction in: doi: 10.1155/2023/9812053 PMID: 37476804 (2023-07-12)", "2023-07-12"),
    ]
    assert stub.asked("gitlab.com") == [
        "/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv?{}"
    ]


def test_an_empty_table_is_never_believed(stub, session):
    for body in (
        b"",
        recorded("retraction_watch", "csv_sample").split(b"\n")[0] + b"\n",
        b"<html></html>",
    ):
        stub.routes["gitlab.com"] = lambda *_, body=body: Reply(
            200, body, {"Content-Type": "text/plain"}
        )
        with pytest.raises(Unavailable):
            list(
                CONNECTORS["retraction_watch"].notices(
                    session("retraction_watch"), [Wanted(1, doi="10.1/a")]
                )
            )
    stub.routes |= stub.library.routes()


# Copies
# --------------------------------------------------------------------------------------------------------------


def test_copies_come_with_licence_and_version(stub, session):
    pnas = Wanted(1, doi="10.1073/pnas.1414271111")
    found = list(CONNECTORS["unpaywall"].copies(session("unpaywall"), pnas))
    assert found
    assert all(copy.url.startswith("http") and copy.version for copy in found)
    assert (
        list(
            CONNECTORS["unpaywall"].copies(
                session("unpaywall"), Wanted(1, doi="10.1007/s40278-023-41815-2")
            )
        )
        == []
    )
    assert (
        list(CONNECTORS["unpaywall"].copies(session("unpaywall"), Wanted(1, doi="10.9999/unknown")))
        == []
    )
    (pmc,) = CONNECTORS["pmc_oa"].copies(session("pmc_oa"), Wanted(1, pmcid="PMC9984800"))
    assert pmc.licence == "CC BY-NC-ND"
    assert pmc.url == "https://pmc-oa-opendata.s3.amazonaws.com/PMC9984800.1/PMC9984800.1.pdf"
    open_ones = list(CONNECTORS["openalex"].copies(session("openalex"), pnas))
    assert all(copy.url for copy in open_ones)


# The right work
# ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "record", "by"),
    [
        (Wanted(1, doi="10.1/A"), Record(title="Anything", doi="10.1/a"), "doi"),
        (
            Wanted(1, doi="10.1/a", title="Robots in surgery"),
            Record(title="The marsupial heart", doi="10.1/a"),
            "",
        ),
        (
            Wanted(1, pmid="12", title="机器人辅助穿刺治疗肺结节"),
            Record(title="Robot-assisted puncture", pmid="12"),
            "pmid",
        ),
        (
            Wanted(1, pmid="12", title="机器人辅助穿刺治疗肺结节"),
            Record(title="骨骼肌外泌体与肌少症", pmid="12"),
            "",
        ),
        (Wanted(1, doi="10.1/a"), Record(title="Same", doi="10.1/b"), ""),
        (
            Wanted(1, title="Beta-blocker interruption", year=2020),
            Record(title="Beta-Blocker Interruption.", year=2021),
            "title",
        ),
        (
            Wanted(1, title="Beta-blocker interruption", year=2020),
            Record(title="Beta-Blocker Interruption.", year=2023),
            "",
        ),
        (
            Wanted(1, title="Editorial", authors=("Li, Wei",)),
            Record(title="Editorial", authors=("Smith, Jane",)),
            "",
        ),
        (
            Wanted(1, title="Editorial", authors=("Li, Wei",)),
            Record(title="Editorial", authors=("Wei Li",)),
            "title",
        ),
        (
            Wanted(1, title="编者按", authors=("高亚",)),
            Record(title="编者按", authors=("高亚", "李伟")),
            "title",
        ),
        (Wanted(1), Record(title=""), ""),
        (Wanted(1, title="…"), Record(title="—"), ""),
    ],
)
def test_a_record_is_the_wanted_one_only_if_it_shows(wanted, record, by):
    assert is_wanted(wanted, record) == by


def test_the_best_hit_of_a_title_is_taken_only_when_it_is_the_work(stub, session):
    stub.routes[HOST["crossref"]] = lambda *_: recorded_reply(
        "crossref", "query_title_wrong_best_hit"
    )
    title = "Beta-Blocker Interruption or Continuation after Myocardial Infarction"
    look_up = CONNECTORS["crossref"].look_up
    right = Wanted(1, title=title, authors=("Silvain, Johanne",))
    assert [found.by for found in look_up(session("crossref"), [right])] == ["title"]
    for other in (
        Wanted(1, title=title, authors=("高亚",)),
        Wanted(
            1,
            title="Beta-Blocker Interruption or Continuation in Heart Failure",
            authors=("Silvain, Johanne",),
        ),
        Wanted(1, title="心肌梗死后β受体阻滞剂的停用或继续", authors=("Silvain, Johanne",)),
    ):
        assert list(look_up(session("crossref"), [other])) == []
    stub.routes |= stub.library.routes()


def test_every_service_says_what_it_is_told_and_keeps_its_pace():
    for connector in CONNECTORS.values():
        assert connector.sends.endswith(".")
        assert connector.terms.endswith(".")
        assert 0 < connector.pace.per_second <= 10
        assert connector.address.startswith("https://")
