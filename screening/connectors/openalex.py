"""OpenAlex. Sources: https://help.openalex.org, https://docs.openalex.org (August 2026)."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from screening.connectors._connector import (
    Chasing,
    Cited,
    Connector,
    Copy,
    Counted,
    Found,
    Page,
    Query,
    Searching,
    State,
    Wanted,
)
from screening.connectors._errors import Missing, Refused
from screening.connectors._reading import as_list, is_wanted, join_lists, records_of
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session
from screening.records.messages import Message, gettext_noop

BASE = "https://api.openalex.org/works"
A_PAGE = 100
#: Bytes of a request line, at most.
LONGEST = 8_000
_NAMED = re.compile(r"^[a-z_.]+(?:\.search)?:\S")
TOO_LONG = gettext_noop(
    "OpenAlex takes queries of up to %(most)s bytes; this one has %(size)s. Split it in two searches."
)


def _ask(
    session: Session, url: str = BASE, *, keeps: int = 0, check: Any = None, **params: Any
) -> Answer:
    # The key goes into a header: addresses are logged by whatever stands between.
    headers = {"Authorization": f"Bearer {session.key}"} if session.key else {}
    return session.ask(Ask(url, params, headers=headers, keeps=keeps, check=check))


def _listed(session: Session, filter_: str, **params: Any) -> dict[str, Any]:
    size = len(quote(filter_))
    if size > LONGEST:
        raise Refused(Message(TOO_LONG, {"most": LONGEST, "size": size}))
    return dict(_ask(session, check=_whole, filter=filter_, **params).json())


def _whole(answer: Answer) -> str:
    found = answer.json()
    return (
        ""
        if isinstance(found, dict) and isinstance(found.get("results"), list)
        else "an answer without results"
    )


def _filter(query: Query) -> str:
    """A filter as it is written, or a Boolean search of titles and abstracts.
    A comma would begin another filter.
    """
    text = query.text.strip()
    if not _NAMED.match(text):
        text = f"title_and_abstract.search:{' '.join(text.replace(',', ' ').split())}"
    if query.since is not None:
        # The day something came in is told to paying customers only; publications are asked for
        # with a year's overlap, and what is known already is left out.
        text += f",from_publication_date:{query.since.year - 1}-01-01"
    return text


def count(session: Session, query: Query) -> Counted:
    """The number."""
    found = _listed(session, _filter(query), per_page=1, select="id")
    return Counted(int((found.get("meta") or {}).get("count", 0)), _filter(query))


def begin(session: Session, query: Query) -> State:
    """The first cursor."""
    return {"filter": _filter(query), "cursor": "*"}


def _id(work: dict[str, Any]) -> str:
    return str(work.get("id", "")).rpartition("/")[2]


def page(session: Session, state: State, known: Collection[str]) -> Page:
    """A page by cursor, until there is none or a page is empty: the last full page still names one."""
    found = _listed(session, state["filter"], per_page=A_PAGE, cursor=state["cursor"])
    works = [each for each in found["results"] if isinstance(each, dict)]
    following = (found.get("meta") or {}).get("next_cursor") or ""
    over = not works or not following or following == state["cursor"]
    fresh = [each for each in works if _id(each) not in known]
    on = {"filter": state["filter"], "cursor": following}
    return Page(tuple(map(_id, works)), as_list(fresh) if fresh else None, None if over else on)


def first(session: Session, query: Query, most: int) -> bytes:
    """The first records of a query, to look at."""
    return as_list(_listed(session, _filter(query), per_page=most)["results"])


def _single(session: Session, wanted: Wanted, keeps: int) -> dict[str, Any] | None:
    """The work of a DOI or PMID; asking for one alone costs nothing of the daily budget."""
    name = f"doi:{wanted.doi}" if wanted.doi else f"pmid:{wanted.pmid}" if wanted.pmid else ""
    if not name:
        return None
    try:
        found = _ask(session, f"{BASE}/{quote(name, safe=':')}", keeps=keeps).json()
    except Missing:
        return None
    return found if isinstance(found, dict) else None


def look_up(session: Session, wanted: Sequence[Wanted]) -> Iterator[Found]:
    """Records by DOI or PMID, one by one."""
    for each in wanted:
        work = _single(session, each, CONNECTOR.keeps)
        for record in records_of(as_list([work]), "works_json") if work else ():
            if by := is_wanted(each, record):
                yield Found(each.id, record, by)


def _seeds(session: Session, wanted: Sequence[Wanted]) -> dict[str, int]:
    found = {}
    for each in wanted:
        if work := _single(session, each, CONNECTOR.keeps):
            found[_id(work)] = each.id
    return found


def _chased(session: Session, name: str, seeds: dict[str, int]) -> Cited:
    works: dict[str, dict[str, Any]] = {}
    edges: list[tuple[int, str]] = []
    for seed, number in seeds.items():
        cursor = "*"
        while cursor:
            found = _listed(session, f"{name}:{seed}", per_page=A_PAGE, cursor=cursor)
            results = [each for each in found["results"] if isinstance(each, dict)]
            works |= {_id(each): each for each in results}
            edges += [(number, _id(each)) for each in results]
            following = (found.get("meta") or {}).get("next_cursor") or ""
            cursor = following if results and following != cursor else ""
    return Cited((as_list(works.values()),) if works else (), tuple(dict.fromkeys(edges)))


def backward(session: Session, wanted: Sequence[Wanted]) -> Cited:
    """What the seeds cite."""
    return _chased(session, "cited_by", _seeds(session, wanted))


def forward(session: Session, wanted: Sequence[Wanted]) -> Cited:
    """What cites the seeds."""
    return _chased(session, "cites", _seeds(session, wanted))


def copies(session: Session, wanted: Wanted) -> Iterator[Copy]:
    """Open copies, the best one first; one without a licence may be read and not passed on."""
    work = _single(session, wanted, 86_400) or {}
    best = work.get("best_oa_location")
    places = [best, *(work.get("locations") or ())] if best else work.get("locations") or ()
    for place in places:
        if isinstance(place, dict) and place.get("is_oa") and place.get("pdf_url"):
            host = str((place.get("source") or {}).get("display_name") or "")
            yield Copy(
                place["pdf_url"],
                str(place.get("license") or ""),
                str(place.get("version") or ""),
                host,
            )


CONNECTOR = Connector(
    key="openalex",
    label="OpenAlex",
    kind="database",
    hosts=("api.openalex.org",),
    address="https://openalex.org/",
    pace=Pace(5, 1),
    keyed=Pace(10, 2),
    sends=gettext_noop("The search strategy, DOIs and PMIDs."),
    terms=gettext_noop("The data are in the public domain (CC0)."),
    searching=Searching(
        count,
        begin,
        page,
        join_lists,
        first,
        "works_json",
        "json",
        example='("pulmonary nodule" OR "lung nodule") AND robot',
        hint=gettext_noop(
            "A Boolean search of titles and abstracts with AND, OR and NOT in capitals, or a filter of OpenAlex. Words"
            " are stemmed. Without a key a site has a small daily budget of searches."
        ),
    ),
    look_up=look_up,
    chasing=Chasing(backward, forward, "works_json", "json"),
    copies=copies,
)
