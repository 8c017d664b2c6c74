"""Europe PMC, by its RESTful web service. Source: https://europepmc.org/RestfulWebService."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from screening.connectors._connector import (
    Connector,
    Copy,
    Counted,
    Found,
    NoticeFound,
    Page,
    Query,
    Searching,
    State,
    Wanted,
)
from screening.connectors._reading import as_list, in_batches, is_wanted, join_lists, records_of
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session
from screening.records.messages import gettext_noop

BASE = "https://www.ebi.ac.uk/europepmc/webservices/rest/"
A_PAGE = 200
_KINDS = (
    "retraction in",
    "partial retraction in",
    "expression of concern in",
    "erratum in",
    "corrected and republished in",
)
_LOOKED_UP = 20


def _search(session: Session, query: str, *, keeps: int = 0, **more: Any) -> dict[str, Any]:
    # Synonyms are always told: the default has changed over time.
    given = {
        "query": query,
        "format": "json",
        "synonym": "false",
        "email": session.site.contact,
    } | more
    if len(query) > 1500:
        return dict(
            session.ask(Ask(BASE + "searchPOST", form=given, check=_whole, keeps=keeps)).json()
        )
    return dict(session.ask(Ask(BASE + "search", given, check=_whole, keeps=keeps)).json())


def _whole(answer: Answer) -> str:
    found = answer.json()
    if not isinstance(found, dict) or not isinstance(found.get("hitCount"), int):
        return "an answer without a count"
    return ""


def _results(found: dict[str, Any]) -> list[dict[str, Any]]:
    listed = (found.get("resultList") or {}).get("result")
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _id(result: dict[str, Any]) -> str:
    """Ids are unique only together with their source."""
    return f"{result.get('source', '')}:{result.get('id', '')}"


def _sent(query: Query) -> str:
    if query.since is None:
        return query.text
    return f"({query.text}) AND (FIRST_IDATE:[{query.since:%Y-%m-%d} TO 3000-12-31])"


def count(session: Session, query: Query) -> Counted:
    """The number, and the query as Europe PMC repeats it."""
    found = _search(session, _sent(query), resultType="idlist", pageSize=1)
    told = found.get("request")
    return Counted(
        found["hitCount"],
        _sent(query),
        str((told if isinstance(told, dict) else {}).get("queryString", "")),
    )


def begin(session: Session, query: Query) -> State:
    """The first cursor."""
    return {"query": _sent(query), "cursor": "*"}


def page(session: Session, state: State, known: Collection[str]) -> Page:
    """A page by cursor. The cursor stands still at the end, or is missing when nothing was found."""
    given = {
        "resultType": "core",
        "pageSize": A_PAGE,
        "cursorMark": state["cursor"],
        "sort": "FIRST_IDATE_D asc",
    }
    found = _search(session, state["query"], **given)
    results = _results(found)
    following = found.get("nextCursorMark") or ""
    on = {"query": state["query"], "cursor": following}
    over = not results or not following or following == state["cursor"]
    fresh = [each for each in results if _id(each) not in known]
    return Page(tuple(map(_id, results)), as_list(fresh) if fresh else None, None if over else on)


def first(session: Session, query: Query, most: int) -> bytes:
    """The first records of a query, to look at."""
    return as_list(_results(_search(session, _sent(query), resultType="core", pageSize=most)))


def _term(each: Wanted) -> str:
    if each.pmid:
        return f"(EXT_ID:{each.pmid} AND SRC:MED)"
    return f'DOI:"{each.doi}"' if each.doi and '"' not in each.doi else ""


def _core(session: Session, batch: Sequence[Wanted], keeps: int) -> list[dict[str, Any]]:
    query = " OR ".join(map(_term, batch))
    return _results(
        _search(session, query, resultType="core", pageSize=4 * len(batch), keeps=keeps)
    )


def look_up(session: Session, wanted: Sequence[Wanted]) -> Iterator[Found]:
    """Records by PMID or DOI."""
    for batch in in_batches(wanted, _LOOKED_UP, _term):
        for record in records_of(as_list(_core(session, batch, CONNECTOR.keeps)), "europepmc_json"):
            for each in batch:
                if by := is_wanted(each, record):
                    yield Found(each.id, record, by)


def notices(session: Session, wanted: Sequence[Wanted]) -> Iterator[NoticeFound]:
    """What commentCorrectionList says of the articles: words, not codes."""
    for batch in in_batches(wanted, _LOOKED_UP, _term):
        for result in _core(session, batch, 0):
            named = (str(result.get("pmid", "")), str(result.get("doi", "")).lower())
            for each in batch:
                if (each.pmid and each.pmid == named[0]) or (
                    each.doi and each.doi.lower() == named[1]
                ):
                    yield from _told(each.id, result)


def _told(wanted: int, result: dict[str, Any]) -> Iterator[NoticeFound]:
    links = (result.get("commentCorrectionList") or {}).get("commentCorrection") or ()
    for link in links:
        kind = str(link.get("type", ""))
        if kind.lower() in _KINDS:
            number = str(link.get("id") or "")
            words = f"{kind}: {link.get('reference', '')}".strip(": ") + (
                f" PMID: {number}" if number else ""
            )
            yield NoticeFound(wanted, words, f"pmid:{number}" if number else words)
    types = (result.get("pubTypeList") or {}).get("pubType") or ()
    if any(str(kind).lower() == "retracted publication" for kind in types):
        yield NoticeFound(wanted, "Retracted Publication", "Retracted Publication")


def copies(session: Session, wanted: Wanted) -> Iterator[Copy]:
    """Free PDFs that Europe PMC itself names, its own first."""
    if not _term(wanted):
        return
    for result in _core(session, [wanted], 86_400):
        listed = (result.get("fullTextUrlList") or {}).get("fullTextUrl") or ()
        free = [
            each
            for each in listed
            if each.get("documentStyle") == "pdf" and each.get("availabilityCode") in ("OA", "F")
        ]
        for each in sorted(free, key=lambda each: each.get("site") != "Europe_PMC"):
            yield Copy(
                str(each.get("url", "")),
                str(result.get("license") or ""),
                "publishedVersion",
                str(each.get("site")),
            )


CONNECTOR = Connector(
    key="europepmc",
    label="Europe PMC",
    kind="database",
    hosts=("www.ebi.ac.uk", "europepmc.org"),
    address="https://europepmc.org/",
    pace=Pace(5, 1),
    at_once=_LOOKED_UP,
    sends=gettext_noop("The search strategy, PMIDs and DOIs, and the site's contact address."),
    terms=gettext_noop(
        "Records are free to use; each full text has a licence of its own, which is kept with it."
    ),
    searching=Searching(
        count,
        begin,
        page,
        join_lists,
        first,
        "europepmc_json",
        "json",
        example='(TITLE_ABS:"pulmonary nodule" OR TITLE_ABS:"lung nodule") AND TITLE_ABS:robot*',
        hint=gettext_noop("Written as in Europe PMC's own search box. Synonyms are not added."),
    ),
    look_up=look_up,
    notices=notices,
    copies=copies,
)
