"""What an operation of the interface is: declared as data beside the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from screening.models import AccessToken, Review, Scope, User
from screening.queries.access.authorization import Access


@dataclass(slots=True)
class Call:
    """One request that has passed every check: who asks, in which review, for what."""

    request: Request
    user: User
    token: AccessToken
    parts: dict[str, Any]
    data: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    opened: Access | None = None

    @property
    def access(self) -> Access:
        """The open door. Raises ValueError for an operation outside of reviews."""
        if self.opened is None:
            raise ValueError("this operation is of no review")
        return self.opened

    @property
    def review(self) -> Review:
        """The review of the path."""
        return self.access.review

    @property
    def stage(self) -> str:
        """The stage of the path."""
        return str(self.parts["stage"])


Handler = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address. `needs` is what the door is asked for, "" outside of reviews."""

    method: str
    path: str
    name: str
    room: str
    handler: Handler
    needs: str = "see"
    scope: str = Scope.READ
    #: A serializer of the body; `upload` says that it comes as a form with files.
    takes: Any = None
    #: A serializer of the answer; a text is the media type of a file; None is 204.
    answers: Any = None
    status: int = 200
    #: Serializers and parameters of the address.
    query: tuple[Any, ...] = ()
    many: bool = False
    upload: bool = False
    #: Whether If-Match has to say which version was seen, as several people may write at once.
    match: bool = False
    #: Whether the state that a write meets can refuse it (409).
    conflicts: bool = True
    #: The part of the answer that is shown once and never again, also not when the request is
    #: repeated.
    shown_once: str = ""
    #: Whether it works longer than a transaction should last.
    slow: bool = False

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"

    @property
    def help(self) -> tuple[str, str]:
        """The first line of what the function says of itself, and the rest."""
        first, _line, rest = (self.handler.__doc__ or "").strip().partition("\n")
        return first, "\n".join(line.strip() for line in rest.strip().split("\n"))


#: Every operation by its name.
OPERATIONS: dict[str, Operation] = {}


def operation(method: str, path: str, **about: Any) -> Callable[[Handler], Handler]:
    """Declares the function as an operation. Its name is that of the function, its room that of the file.

    Raises ValueError when the name is taken.
    """

    def declare(handler: Handler) -> Handler:
        name, room = handler.__name__, handler.__module__.rpartition(".")[2]
        if name in OPERATIONS:
            raise ValueError(f"two operations are named {name}")
        status = about.pop("status", _usual_status(method, about))
        OPERATIONS[name] = Operation(method, path, name, room, handler, status=status, **about)
        return handler

    return declare


def _usual_status(method: str, about: dict[str, Any]) -> int:
    if about.get("answers") is None:
        return 204
    return 201 if method == "POST" else 200


def one_of(rows: QuerySet[Any], **which: Any) -> Any:
    """The row of this review. Raises Http404 for none."""
    return get_object_or_404(rows, **which)
