"""Ends the freshness of outcomes when a page is asked for that could tell of them;
what that means is an action.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from screening.actions.screening.first_look import seen_by
from screening.stages import STAGES
from screening.web.address_numbers import LARGEST
from screening.web.costs import OWN_WORK

#: Addresses whose answers depend on no fresh outcome of their stage: screening, and what pages ask
#: for by themselves.
#:
#: An address that is not named here counts as a look. `tests/web/screening/test_first_look.py`
#: holds them to it.
BLIND = frozenset(
    {
        "screen",
        "screen-list",
        "screen-words",
        "screen-cards",
        "screen-record",
        "my-decisions",
        *OWN_WORK,
        "reopening-ask",
        "review-waits",
        "notices",
        "notices-read",
        "archive-state",
        "file-state",
        "export-files",
        "api-get-queue",
        "api-get-card",
        "api-list-my-votes",
        "api-get-me",
        "api-get-job",
        "api-cancel-job",
        "api-get-prepared",
    }
)


class FirstLookMiddleware:
    """Before an answer, so that it tells one thing throughout; and after it,
    for what was decided meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        match = request.resolver_match
        if match is None or match.url_name in BLIND:
            return answer
        if isinstance(answer, StreamingHttpResponse) and not answer.is_async:
            answer.streaming_content = _looked_through(
                answer.streaming_content, request, match.kwargs
            )
        else:
            _look(request, match.url_name or "", match.kwargs)
        return answer

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        match = request.resolver_match
        _look(request, match.url_name or "" if match else "", kwargs)


def _look(request: HttpRequest, name: str, parts: dict[str, Any]) -> None:
    review, user = parts.get("review_id"), request.user
    if review is None or review > LARGEST or not user.is_authenticated:
        return
    if name not in BLIND:
        seen_by(user, review)
    elif earlier := _before(parts.get("stage", "")):
        # What waits at a later stage tells what an earlier one has let through.
        seen_by(user, review, earlier)


def _before(stage: str) -> list[str]:
    found: list[str] = []
    while stage in STAGES and (stage := STAGES[stage].after):
        found.append(stage)
    return found


def _looked_through(pieces: Any, request: HttpRequest, parts: dict[str, Any]) -> Iterator[bytes]:
    """A file that is read piece by piece may be read slowly: each piece is a look of its own."""
    for piece in pieces:
        _look(request, "", parts)
        yield piece
