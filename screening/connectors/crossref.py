"""Crossref. Sources: https://github.com/CrossRef/rest-api-doc,
https://www.crossref.org/documentation/retrieve-metadata.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import quote

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
from screening.connectors._errors import Missing
from screening.connectors._reading import as_list, is_wanted, join_lists, records_of
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session
from screening.records.messages import gettext_noop

BASE = "https://api.crossref.org/works"
A_PAGE = 100
#: Crossref ranks millions of works by likeness to the words; past this, they have nothing in common
#: any more.
MOST = 10_000
#: Types of updates that are notices; new versions and clarifications are none.
PLAIN = {
    "retraction": "Retraction",
    "partial_retraction": "Partial retraction",
    "withdrawal": "Withdrawal",
    "removal": "Withdrawal",
    "expression_of_concern": "Expression of concern",
    "erratum": "Erratum",
    "corrigendum": "Corrigendum",
    "correction": "Correction",
    "addendum": "Addendum",
}


def _ask(
    session: Session, url: str = BASE, *, keeps: int = 0, check: Any = None, **params: Any
) -> Answer:
    headers = {"Crossref-Plus-API-Token": f"Bearer {session.key}"} if session.key else {}
    given = params | ({"mailto": session.site.contact} if session.site.contact else {})
    return session.ask(Ask(url, given, headers=headers, keeps=keeps, check=check))


def _message(answer: Answer) -> str:
    found = answer.json()
    return (
        ""
        if isinstance(found, dict) and isinstance(found.get("message"), dict)
        else "an answer without a message"
    )


def _listed(session: Session, **params: Any) -> dict[str, Any]:
    return dict(_ask(session, check=_message, **params).json()["message"])


def _given(query: Query) -> dict[str, Any]:
    since = {"filter": f"from-index-date:{query.since:%Y-%m-%d}"} if query.since else {}
    return {"query.bibliographic": query.text} | since


def count(session: Session, query: Query) -> Counted:
    """The number of works that have any of the words."""
    return Counted(
        int(_listed(session, rows=0, **_given(query)).get("total-results", 0)), query.text
    )


def begin(session: Session, query: Query) -> State:
    """The first cursor."""
    return {"given": _given(query), "cursor": "*"}


def _items(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in message.get("items") or () if isinstance(each, dict)]


def _id(work: dict[str, Any]) -> str:
    return str(work.get("DOI", "")).lower()


def page(session: Session, state: State, known: Collection[str]) -> Page:
    """A page by cursor; there is always a next one, so a page that is not full is the last."""
    message = _listed(session, rows=A_PAGE, cursor=state["cursor"], **state["given"])
    works = _items(message)
    following = str(message.get("next-cursor") or "")
    on = {"given": state["given"], "cursor": following}
    fresh = [each for each in works if _id(each) not in known]
    # Cursors of Crossref may repeat themselves and still lead on.
    over = len(works) < A_PAGE or not following
    return Page(tuple(map(_id, works)), as_list(fresh) if fresh else None, None if over else on)


def first(session: Session, query: Query, most: int) -> bytes:
    """The first records of a query, to look at."""
    return as_list(_items(_listed(session, rows=most, **_given(query))))


def _work(session: Session, doi: str, keeps: int) -> dict[str, Any] | None:
    try:
        answer = _ask(session, f"{BASE}/{quote(doi, safe='')}", keeps=keeps, check=_message)
    except Missing:
        return None
    return dict(answer.json()["message"])


def look_up(session: Session, wanted: Sequence[Wanted]) -> Iterator[Found]:
    """Records by DOI; without one, by title, year and an author:
    the best hit is often another work.
    """
    for each in wanted:
        if each.doi:
            works = list(filter(None, [_work(session, each.doi, CONNECTOR.keeps)]))
        elif each.title:
            # Without "select", which would drop the notices of a retracted work.
            given: dict[str, Any] = {
                "query.bibliographic": each.title,
                "rows": 3,
                "keeps": CONNECTOR.keeps,
            }
            works = _items(_listed(session, **given))
        else:
            continue
        for record in records_of(as_list(works), "works_json") if works else ():
            if by := is_wanted(each, record):
                yield Found(each.id, record, by)
                break


def notices(session: Session, wanted: Sequence[Wanted]) -> Iterator[NoticeFound]:
    """What "updated-by" of the article says. "update-to" stands on notices and would mark the wrong
    work.
    """
    for each in wanted:
        work = _work(session, each.doi, 0) if each.doi else None
        updates = work.get("updated-by") if work else None
        for update in updates if isinstance(updates, list) else ():
            kind, doi = str(update.get("type", "")), str(update.get("DOI", "")).lower()
            # PLOS deposits versions that update themselves.
            if kind in PLAIN and doi != each.doi.lower():
                day = _day(update.get("updated"))
                words = f"{PLAIN[kind]} in: doi: {doi}" + (f" ({day})" if day else "")
                yield NoticeFound(each.id, words, f"{kind}:{doi}", day)


def _day(value: Any) -> str:
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first_ = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return "-".join(str(part).zfill(2) for part in first_ if isinstance(part, int))


def backward(session: Session, wanted: Sequence[Wanted]) -> Cited:
    """What the seeds cite, as far as publishers have tied their references to DOIs."""
    edges: list[tuple[int, str]] = []
    unidentified = 0
    for each in wanted:
        work = _work(session, each.doi, CONNECTOR.keeps) if each.doi else None
        for reference in (work or {}).get("reference") or ():
            doi = str(reference.get("DOI", "")).lower()
            edges += [(each.id, doi)] if doi else []
            unidentified += not doi
    works = []
    dois = list(dict.fromkeys(doi for _seed, doi in edges if "," not in doi))
    for at in range(0, len(dois), 20):
        batch = dois[at : at + 20]
        works += _items(
            _listed(session, filter=",".join(f"doi:{doi}" for doi in batch), rows=len(batch))
        )
    return Cited((as_list(works),) if works else (), tuple(dict.fromkeys(edges)), unidentified)


CONNECTOR = Connector(
    key="crossref",
    label="Crossref",
    kind="database",
    hosts=("api.crossref.org",),
    address="https://search.crossref.org/",
    pace=Pace(2, 1),
    sends=gettext_noop(
        "DOIs, titles of records without a DOI, words of a search, and the site's contact address."
    ),
    terms=gettext_noop(
        "Metadata are free to use; the rights in abstracts stay with the publishers."
    ),
    searching=Searching(
        count,
        begin,
        page,
        join_lists,
        first,
        "works_json",
        "json",
        most=MOST,
        example="robot-assisted puncture pulmonary nodule",
        hint=gettext_noop(
            "Crossref finds works that have any of the words, the likest first. It knows no AND, OR and NOT, so it"
            " cannot replace the search of a database: use it to look things up."
        ),
    ),
    look_up=look_up,
    chasing=Chasing(backward, None, "works_json", "json"),
    notices=notices,
)
