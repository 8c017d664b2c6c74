"""Semantic Scholar, its Graph API. Source: https://api.semanticscholar.org/api-docs/graph."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from screening.connectors._connector import Chasing, Cited, Connector, Wanted
from screening.connectors._errors import Missing
from screening.connectors._reading import as_list
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session
from screening.records.messages import gettext_noop

BASE = "https://api.semanticscholar.org/graph/v1/paper/"
A_PAGE = 500
#: Offset and limit together end before 10,000.
LAST = 9_500
FIELDS = "paperId,externalIds,title,year,publicationDate,venue,journal,authors,publicationTypes,url"


def _name(wanted: Wanted) -> str:
    return f"DOI:{wanted.doi}" if wanted.doi else f"PMID:{wanted.pmid}" if wanted.pmid else ""


def _page(session: Session, paper: str, way: str, offset: int, inner: str) -> dict[str, Any]:
    given = {"fields": FIELDS, "offset": offset, "limit": A_PAGE}
    url = f"{BASE}{quote(paper, safe=':')}/{way}"
    headers = {"x-api-key": session.key} if session.key else {}
    return dict(session.ask(Ask(url, given, headers=headers, check=_whole)).json())


def _whole(answer: Answer) -> str:
    found = answer.json()
    return "" if isinstance(found, dict) and "data" in found else "an answer without data"


def _papers(session: Session, paper: str, way: str, inner: str) -> Iterator[dict[str, Any] | None]:
    """The papers on the other side of each citation; None for one that has no number,
    or was withheld.
    """
    offset = 0
    while offset <= LAST:
        found = _page(session, paper, way, offset, inner)
        # "data": null where a publisher withholds the list.
        for each in found.get("data") or ():
            work = each.get(inner) if isinstance(each, dict) else None
            yield work if isinstance(work, dict) and work.get("paperId") else None
        following = found.get("next")
        if not isinstance(following, int) or following <= offset:
            return
        offset = following


def _chased(session: Session, wanted: Sequence[Wanted], way: str, inner: str) -> Cited:
    works: dict[str, dict[str, Any]] = {}
    edges: list[tuple[int, str]] = []
    unidentified = 0
    for each in wanted:
        if not (name := _name(each)):
            continue
        try:
            for work in _papers(session, name, way, inner):
                if work is None:
                    unidentified += 1
                    continue
                works[work["paperId"]] = work
                edges.append((each.id, work["paperId"]))
        except Missing:
            continue
    return Cited(
        (as_list(works.values()),) if works else (), tuple(dict.fromkeys(edges)), unidentified
    )


def backward(session: Session, wanted: Sequence[Wanted]) -> Cited:
    """What the seeds cite."""
    return _chased(session, wanted, "references", "citedPaper")


def forward(session: Session, wanted: Sequence[Wanted]) -> Cited:
    """What cites the seeds."""
    return _chased(session, wanted, "citations", "citingPaper")


CONNECTOR = Connector(
    key="semantic_scholar",
    label="Semantic Scholar",
    hosts=("api.semanticscholar.org",),
    address="https://www.semanticscholar.org/",
    pace=Pace(1, 1),
    needs=("contact", "key"),
    sends=gettext_noop(
        "DOIs and PMIDs of the reports whose citations are followed, and the site's key."
    ),
    terms=gettext_noop("For following citations only; ids and titles are kept, with a link back."),
    chasing=Chasing(backward, forward, "works_json", "json"),
)
