"""What a service is to the rest of the program; one file of this package holds one `CONNECTOR`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from screening.connectors._request import Pace
from screening.connectors._session import Session
from screening.records.record import Record

#: Where a search stands between two pages: plain JSON, so that any worker can go on from it.
State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """A search as a person wrote it in the service's own syntax;
    `since` asks for what came into it since that day.
    """

    text: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a service says of a query before anything is fetched.

    `translation` is the query as the service understood it, `warnings` its own complaints, such as
    phrases it does not know. `sent` is the query as it was sent.
    """

    reported: int
    sent: str
    translation: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One step of a search: ids in the service's order, the raw answer with their records,
    and where to go on.

    `body` is None when the step fetched ids alone; `following` is None after the last page.
    """

    ids: tuple[str, ...]
    body: bytes | None
    following: State | None


@dataclass(frozen=True, slots=True)
class Searching:
    """How a database or register is searched.

    `count(session, query)` asks for the number alone. `begin(session, query)` gives the state of
    the first page, `page(session, state, known)` one page; ids in `known` need not be fetched
    again. `join(bodies)` makes one file of the raw answers that the reader `format` reads. `most`
    is how many records are fetched at most.
    """

    count: Callable[[Session, Query], Counted]
    begin: Callable[[Session, Query], State]
    page: Callable[[Session, State, Collection[str]], Page]
    join: Callable[[Iterable[bytes]], Iterator[bytes]]
    first: Callable[[Session, Query, int], bytes]
    format: str
    extension: str
    most: int = 100_000
    #: A query in the service's syntax, shown where one is to be written.
    example: str = ""
    #: What a person has to know before searching here.
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report as the review knows it, to be looked up: nothing else of it leaves the house."""

    id: int
    doi: str = ""
    pmid: str = ""
    title: str = ""
    year: int | None = None
    authors: tuple[str, ...] = ()
    pmcid: str = ""
    #: Other titles of the same report, such as the one in the other language.
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a service says of a wanted report; `by` is doi, pmid or title: how it was recognised."""

    id: int
    record: Record
    by: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Works that cite the seeds, or are cited by them: the raw answers with their records,
    and edges (seed, work id).

    `unidentified` counts references that the service could not tie to a work.
    """

    bodies: tuple[bytes, ...]
    edges: tuple[tuple[int, str], ...]
    unidentified: int = 0


@dataclass(frozen=True, slots=True)
class Chasing:
    """How citations are followed: `backward` gives what the seeds cite, `forward` what cites them;
    None: it cannot.
    """

    backward: Callable[[Session, Sequence[Wanted]], Cited] | None
    forward: Callable[[Session, Sequence[Wanted]], Cited] | None
    format: str
    extension: str


@dataclass(frozen=True, slots=True)
class NoticeFound:
    """A retraction, correction or expression of concern that a service ties to a wanted report.

    `words` stand as the notice of the record;
    `key` tells two notices of one report apart (the notice's DOI or PMID).
    """

    id: int
    words: str
    key: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a full text that may be fetched: its address,
    licence ("" if none is told) and version.
    """

    url: str
    licence: str = ""
    version: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class Connector:
    """One service: what it can do, what it needs, and its etiquette.

    `hosts` are the only ones it may be redirected to. `pace` is where its rate begins; answers may
    lower it. `needs` names what the site must have set: "contact", or "key". `keeps` is for how
    many seconds look-ups are kept.
    """

    key: str
    label: str
    hosts: tuple[str, ...]
    pace: Pace
    address: str
    sends: str
    terms: str
    #: database or register, for what can be searched.
    kind: str = ""
    needs: tuple[str, ...] = ("contact",)
    keeps: int = 7 * 86_400
    searching: Searching | None = None
    look_up: Callable[[Session, Sequence[Wanted]], Iterator[Found]] | None = None
    chasing: Chasing | None = None
    notices: Callable[[Session, Sequence[Wanted]], Iterator[NoticeFound]] | None = None
    copies: Callable[[Session, Wanted], Iterator[Copy]] | None = None
    #: The pace of a site that has a key.
    keyed: Pace | None = None
    #: Reports that one look-up asks for together.
    at_once: int = 1
    abilities: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = {
            "search": self.searching,
            "complete": self.look_up,
            "citations": self.chasing,
            "notices": self.notices,
            "full_texts": self.copies,
        }
        object.__setattr__(
            self, "abilities", tuple(name for name, thing in named.items() if thing is not None)
        )
