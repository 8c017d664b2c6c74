"""PubMed, by NCBI's E-utilities.

Sources: NBK25497 and NBK25499 (E-utilities help), NLM's note on 10,000 results of PubMed (2022),
DTD pubmed_250101.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from screening.connectors._connector import (
    Chasing,
    Cited,
    Connector,
    Counted,
    Found,
    NoticeFound,
    Page,
    Query,
    Searching,
    State,
    Wanted,
)
from screening.connectors._errors import Refused
from screening.connectors._reading import in_batches, is_wanted, records_of
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session
from screening.records import notices as notice_words
from screening.records.messages import Message, gettext_noop

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
#: PubMed gives no more ids of one query, however they are asked for; longer lists are cut by date.
MOST_IDS = 9_999
AT_ONCE = 200
FIRST_DAY = date(1800, 1, 1)
#: Ids or letters from which a request is sent in its body.
_FORM_FROM = 300
TOO_MANY = gettext_noop(
    "PubMed has %(count)s records that came in on %(day)s alone, more than it hands out. Narrow the query."
)
WRONG_QUERY = gettext_noop("PubMed could not run this query: %(said)s")


def _common(session: Session) -> dict[str, str]:
    found = {"db": "pubmed", "tool": "reviewapp", "email": session.site.contact}
    return found | ({"api_key": session.key} if session.key else {})


def _ask(
    session: Session, tool: str, *, expects: str, keeps: int = 0, check: Any = None, **params: Any
) -> Answer:
    given = _common(session) | params
    if sum(len(str(value)) for value in given.values()) > _FORM_FROM:
        return session.ask(Ask(BASE + tool, expects=expects, form=given, keeps=keeps, check=check))
    return session.ask(Ask(BASE + tool, given, expects=expects, keeps=keeps, check=check))


def _search(session: Session, term: str, **more: Any) -> dict[str, Any]:
    """What esearch found. Raises Refused when PubMed cannot run the query."""
    given = {"term": term, "retmode": "json"} | more
    found = _ask(session, "esearch.fcgi", expects="json", check=_whole_search, **given).json()[
        "esearchresult"
    ]
    if said := found.get("ERROR"):
        raise Refused(Message(WRONG_QUERY, {"said": str(said)[:300]}))
    return dict(found)


def _whole_search(answer: Answer) -> str:
    found = answer.json()
    result = found.get("esearchresult") if isinstance(found, dict) else None
    if not isinstance(result, dict):
        return "an answer without a result"
    return (
        "a failing search machine"
        if "Search Backend failed" in str(result.get("ERROR", ""))
        else ""
    )


def _whole_set(answer: Answer) -> str:
    return (
        ""
        if answer.xml().tag == "PubmedArticleSet"
        else f"<{answer.xml().tag}> instead of articles"
    )


def _fetch(session: Session, ids: Sequence[str], *, keeps: int = 0) -> bytes:
    given = {"id": ",".join(ids), "retmode": "xml"}
    return _ask(session, "efetch.fcgi", expects="xml", check=_whole_set, keeps=keeps, **given).body


def _sent(query: Query) -> str:
    if query.since is None:
        return query.text
    return f'({query.text}) AND ("{query.since:%Y/%m/%d}"[crdt] : "3000"[crdt])'


def count(session: Session, query: Query) -> Counted:
    """The number, the query as PubMed translated it, and the phrases it did not know."""
    sent = _sent(query)
    found = _search(session, sent, retmax=0)
    said: list[str] = []
    for part in ("errorlist", "warninglist"):
        for name, values in (found.get(part) or {}).items():
            said += [f"{name}: {value}" for value in values]
    return Counted(
        int(found.get("count", 0)), sent, str(found.get("querytranslation", "")), tuple(said)
    )


def begin(session: Session, query: Query) -> State:
    """The whole of the query as one window of time."""
    return {"term": _sent(query), "windows": [None], "ids": []}


def page(session: Session, state: State, known: Collection[str]) -> Page:
    """Records of ids that are listed already, or else the ids of the next window of time, which is
    halved while it holds more than PubMed lists.
    """
    ids: list[str] = list(state["ids"])
    windows: list[Any] = list(state["windows"])
    if ids:
        body = _fetch(session, ids[:AT_ONCE])
        return Page((), body, _on(state, windows, ids[AT_ONCE:]))
    window = windows.pop(0)
    span = (
        {} if window is None else {"datetype": "crdt", "mindate": window[0], "maxdate": window[1]}
    )
    found = _search(session, state["term"], retmax=MOST_IDS, **span)
    if int(found.get("count", 0)) >= MOST_IDS:
        return Page((), None, _on(state, [*_halves(window, int(found["count"])), *windows], []))
    listed = tuple(map(str, found.get("idlist", [])))
    return Page(listed, None, _on(state, windows, [each for each in listed if each not in known]))


def _on(state: State, windows: list[Any], ids: list[str]) -> State | None:
    return {"term": state["term"], "windows": windows, "ids": ids} if windows or ids else None


def _halves(window: list[str] | None, count: int) -> list[list[str]]:
    first, last = FIRST_DAY, datetime.now(UTC).date() + timedelta(days=2)
    if window is not None:
        first, last = (
            datetime.strptime(day, "%Y/%m/%d").replace(tzinfo=UTC).date() for day in window
        )
    if first >= last:
        raise Refused(Message(TOO_MANY, {"count": count, "day": f"{first}"}))
    middle = first + (last - first) // 2
    following = middle + timedelta(days=1)
    return [
        [f"{first:%Y/%m/%d}", f"{middle:%Y/%m/%d}"],
        [f"{following:%Y/%m/%d}", f"{last:%Y/%m/%d}"],
    ]


_INSIDE = re.compile(rb"<PubmedArticleSet[^>]*>(.*)</PubmedArticleSet>", re.DOTALL)


def join(bodies: Iterable[bytes]) -> Iterator[bytes]:
    """One set of all articles, each as it came."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n'
    for body in bodies:
        if inside := _INSIDE.search(body):
            yield inside[1].strip() + b"\n"
    yield b"</PubmedArticleSet>\n"


def first(session: Session, query: Query, most: int) -> bytes:
    """The first records of a query, to look at."""
    ids = [str(each) for each in _search(session, _sent(query), retmax=most).get("idlist", [])]
    return _fetch(session, ids) if ids else b"<PubmedArticleSet></PubmedArticleSet>"


def look_up(session: Session, wanted: Sequence[Wanted]) -> Iterator[Found]:
    """Records by PMID, then by DOI; PubMed looks elsewhere when a DOI is not known,
    so the record's own is compared.
    """
    numbered = list(wanted)
    for each in wanted:
        if not each.pmid and each.doi:
            found = _search(session, f'"{each.doi}"[doi]', retmax=3).get("idlist", [])
            numbered += [replace(each, pmid=str(pmid)) for pmid in found if len(found) == 1]
    for batch in in_batches(numbered, AT_ONCE, lambda each: each.pmid):
        by_pmid = _by_pmid(batch)
        body = _fetch(session, list(by_pmid), keeps=CONNECTOR.keeps)
        for record in records_of(body, "pubmed_xml"):
            for asked in by_pmid.get(record.pmid, ()):
                if by := is_wanted(asked, record):
                    yield Found(asked.id, record, by)


def notices(session: Session, wanted: Sequence[Wanted]) -> Iterator[NoticeFound]:
    """What CommentsCorrections and the publication types of the records say: retracted, corrected,
    doubted.
    """
    for batch in in_batches(wanted, AT_ONCE, lambda each: each.pmid):
        by_pmid = _by_pmid(batch)
        for record in records_of(_fetch(session, list(by_pmid)), "pubmed_xml"):
            told = [
                w
                for w in record.notices
                if notice_words.kind(w) and not any(notice_words.speaks_of(w))
            ]
            for article in by_pmid.get(record.pmid, ()):
                yield from (NoticeFound(article.id, words, _key(words)) for words in told)


def _by_pmid(batch: Sequence[Wanted]) -> dict[str, list[Wanted]]:
    """The reports by their PMID: two that nobody has found to be duplicates may have the same."""
    found: dict[str, list[Wanted]] = {}
    for each in batch:
        found.setdefault(each.pmid, []).append(each)
    return found


def _key(words: str) -> str:
    pmid = re.search(r"PMID: (\d+)", words)
    return f"pmid:{pmid[1]}" if pmid else words


def _linked(session: Session, wanted: Sequence[Wanted], link: str) -> Cited:
    edges: list[tuple[int, str]] = []
    for batch in in_batches(wanted, 50, lambda each: each.pmid):
        given = {
            "dbfrom": "pubmed",
            "linkname": link,
            "cmd": "neighbor",
            "id": [each.pmid for each in batch],
        }
        # One "id" for each: a list by commas would lose which of them the links are of.
        root = session.ask(
            Ask(BASE + "elink.fcgi", expects="xml", form=_common(session) | given)
        ).xml()
        by_pmid = _by_pmid(batch)
        for group in root.iterfind("LinkSet"):
            seeds = by_pmid.get(group.findtext("IdList/Id") or "", ())
            for links in group.iterfind("LinkSetDb"):
                if links.findtext("LinkName") == link:
                    edges += [
                        (seed.id, found.text or "")
                        for found in links.iterfind("Link/Id")
                        for seed in seeds
                    ]
    ids = list(dict.fromkeys(pmid for _seed, pmid in edges if pmid))
    bodies = [_fetch(session, ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE)]
    return Cited(tuple(bodies), tuple(edges))


def backward(session: Session, wanted: Sequence[Wanted]) -> Cited:
    """What the seeds cite, as far as PubMed knows their references."""
    return _linked(session, wanted, "pubmed_pubmed_refs")


def forward(session: Session, wanted: Sequence[Wanted]) -> Cited:
    """Articles in PubMed Central that cite the seeds."""
    return _linked(session, wanted, "pubmed_pubmed_citedin")


CONNECTOR = Connector(
    key="pubmed",
    label="PubMed",
    kind="database",
    hosts=("eutils.ncbi.nlm.nih.gov",),
    address="https://pubmed.ncbi.nlm.nih.gov/",
    pace=Pace(3, 1),
    keyed=Pace(10, 2),
    at_once=AT_ONCE,
    sends=gettext_noop("The search strategy, PMIDs and DOIs, and the site's contact address."),
    terms=gettext_noop(
        "NLM claims no rights in the records; abstracts may be the publishers' and are for the team."
    ),
    searching=Searching(
        count,
        begin,
        page,
        join,
        first,
        "pubmed_xml",
        "xml",
        most=10_000_000,
        example='("pulmonary nodule"[tiab] OR "Solitary Pulmonary Nodule"[mh]) AND robot*[tiab]',
        hint=gettext_noop("Written as in PubMed's own search box, with its field tags."),
    ),
    look_up=look_up,
    chasing=Chasing(backward, forward, "pubmed_xml", "xml"),
    notices=notices,
)
