"""How many requests a token, or without one an address, may send a minute; told with each answer.

Each process of the web server counts for itself, as nothing here is worth a write to the database.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from screening.actions.access.sign_in import place_of

SECONDS = 60
#: Requests a minute without a valid token.
ANONYMOUS = 60
MOST_KEPT = 10_000


@dataclass(slots=True)
class Window:
    """A minute of one token: when it began, and how many requests came."""

    began: float
    count: int = 0


class Windows:
    """The minutes of all tokens, in this process."""

    def __init__(self) -> None:
        self.kept, self.lock = OrderedDict[str, Window](), Lock()

    def count(self, who: str) -> Window:
        """One more request; the minute it falls into."""
        now = time.monotonic()
        with self.lock:
            window = self.kept.pop(who, None)
            if window is None or now - window.began >= SECONDS:
                window = Window(now)
            window.count += 1
            self.kept[who] = window
            while len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
            return Window(window.began, window.count)


WINDOWS = Windows()


def check_rate(request: Request) -> None:
    """Counts the request. Raises Throttled when there were too many."""
    token = request.auth
    who = f"token {token.pk}" if token else place_of(request.META["REMOTE_ADDR"])
    most = (
        settings.API_REQUESTS_A_MINUTE if token else min(ANONYMOUS, settings.API_REQUESTS_A_MINUTE)
    )
    window = WINDOWS.count(who)
    request.rate = (most, max(0, most - window.count), _left(window))
    if window.count > most:
        raise Throttled(wait=_left(window))


def tell_rate(request: Request, answer: Any) -> None:
    """Writes what is left into the head of the answer (draft-ietf-httpapi-ratelimit-headers)."""
    rate = getattr(request, "rate", None)
    if rate is not None:
        most, left, seconds = rate
        answer["RateLimit-Policy"] = f'"minute";q={most};w={SECONDS}'
        answer["RateLimit"] = f'"minute";r={left};t={seconds}'


def _left(window: Window) -> int:
    return max(1, round(SECONDS - (time.monotonic() - window.began)))
