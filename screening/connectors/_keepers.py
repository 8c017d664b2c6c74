"""What a session is given to work with: who keeps the pace, the answers and the log,
and what the site has set.

They are protocols, so that asking a service needs no database; the classes that do nothing serve
the command line and the tests of one service.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from screening.connectors._request import Answer, Pace


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, for the log: no keys, no addresses of people."""

    service: str
    what: str
    address: str
    status: int
    size: int
    seconds: float


class Gate(Protocol):
    """Keeps the pace of a service for all workers."""

    def enter(self, service: str, pace: Pace) -> AbstractContextManager[None]:
        """Waits for one's turn. Raises Parked when that is too far off."""

    def hold(self, service: str, seconds: float) -> None:
        """Nobody asks the service for so long."""

    def tell(self, service: str, worked: bool) -> None:
        """How a request ended: after several failures in a row,
        the service is left alone for a while.
        """

    def learn(self, service: str, pace: Pace) -> None:
        """What the service itself says of its pace: everybody keeps it from now on."""


class Memory(Protocol):
    """Keeps answers as long as the service allows."""

    def get(self, service: str, key: str) -> Answer | None:
        """The answer kept, if it is not too old."""

    def put(self, service: str, key: str, answer: Answer, seconds: int) -> None:
        """Keeps an answer for so many seconds."""


class Journal(Protocol):
    """Notes each request."""

    def note(self, entry: Entry) -> None:
        """One more request was made."""


@dataclass(frozen=True, slots=True)
class Site:
    """What whoever runs the site has set: contact and name for the User-Agent, keys,
    and the way out of the house.
    """

    contact: str = ""
    agent: str = "reviewapp"
    keys: Mapping[str, str] = field(default_factory=dict)
    proxy: str = ""
    gateway: str = ""


class NoMemory:
    """Keeps nothing."""

    def get(self, service: str, key: str) -> Answer | None:
        """Nothing."""
        return None

    def put(self, service: str, key: str, answer: Answer, seconds: int) -> None:
        """Nothing."""


class NoGate:
    """Lets everybody pass; for the command line and tests of one service."""

    def enter(self, service: str, pace: Pace) -> AbstractContextManager[None]:
        """At once."""
        return nullcontext()

    def hold(self, service: str, seconds: float) -> None:
        """Nothing."""

    def tell(self, service: str, worked: bool) -> None:
        """Nothing."""

    def learn(self, service: str, pace: Pace) -> None:
        """Nothing."""


class NoJournal:
    """Notes nothing."""

    def note(self, entry: Entry) -> None:
        """Nothing."""
