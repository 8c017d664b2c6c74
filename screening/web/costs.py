"""What one person may have the pages of one review cost: so much processor time at once,
and so many at a time.

Not requests are counted but what they take, so that no list of costly pages has to be kept, and a
page that becomes costly is held to the same. Each person has some seconds for each review; they
fill up again slowly. Votes are never refused: they are cheap, and whoever screens must not wait for
whoever looks.
"""

import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import FileResponse
from django.template.loader import render_to_string

from screening.actions.access.sign_in import place_of

#: Names of addresses at which one votes, and keeps what one says about a record.
OWN_WORK = frozenset(
    (
        "vote",
        "votes",
        "votes-undo",
        "clear-vote",
        "note",
        "labels",
        "api-cast-votes",
        "api-clear-vote",
        "api-write-note",
        "api-put-labels-on",
    )
)
#: Names of addresses that are always answered.
FREE = {
    *OWN_WORK,
    "health-live",
    "health-ready",
    "sign-out",
    "account_logout",
}
#: Pages ask these by themselves, several at a time where several jobs run; they are charged alike.
ASKING = {"archive-state", "file-state", "history-state", "review-waits"}
#: Seconds of processor time that come back each second.
SHARE = 0.15
#: Pages of one person and review that are made at the same time.
AT_ONCE = 2
MOST_KEPT = 5000
REVIEW = re.compile(r"/reviews/(\d+)/")
Key = tuple[str, int]


class Purse:
    """What is left for one person in one review."""

    __slots__ = ("left", "seen", "working")

    def __init__(self, left: float, now: float) -> None:
        self.left, self.seen, self.working = left, now, 0


class Purses:
    """The purses of all people, in this process."""

    def __init__(self, size: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.size, self.clock = size, clock
        self.kept: OrderedDict[Key, Purse] = OrderedDict()
        self.lock = Lock()

    def open(self, key: Key, *, asking: bool = False) -> float:
        """0 when a page may be made, which `close` must end;
        else the seconds after which to ask again. `asking`: however many are made meanwhile.
        """
        with self.lock:
            purse = self._of(key)
            if purse.working >= AT_ONCE and not asking:
                return 1.0
            if purse.left <= 0:
                return -purse.left / SHARE + 1.0
            purse.working += 1
            return 0.0

    def close(self, key: Key, cost: float) -> None:
        """The page is made and took so many seconds."""
        with self.lock:
            purse = self._of(key)
            purse.working = max(0, purse.working - 1)
            purse.left -= cost

    def _of(self, key: Key) -> Purse:
        now = self.clock()
        purse = self.kept.pop(key, None) or Purse(self.size, now)
        purse.left, purse.seen = min(self.size, purse.left + (now - purse.seen) * SHARE), now
        self.kept[key] = purse
        while len(self.kept) > MOST_KEPT:
            self.kept.popitem(last=False)
        return purse


class Refused:
    """Browsers that were just told when to come back, by cookie and review:
    told again without asking the database.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.until = clock, OrderedDict[tuple[str, str], float]()

    def note(self, request: HttpRequest, wait: float) -> None:
        """This browser may come back after so many seconds."""
        self.until[_browser(request)] = self.clock() + wait
        while len(self.until) > MOST_KEPT:
            self.until.popitem(last=False)

    def left(self, request: HttpRequest) -> float:
        """Seconds until it may come back; 0 or less when it may."""
        return self.until.get(_browser(request), 0.0) - self.clock()


REFUSED = Refused()
#: Addresses of FREE within a review, as they are before they are resolved.
VOTES = re.compile(r"/screen/[^/]+/(?:vote|votes|clear|note|labels)/$")


class RefusedAgainMiddleware:
    """Stands before sessions and accounts: whoever goes on asking costs next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PAGE_SECONDS and REFUSED.until and not VOTES.search(request.path_info):
            left = REFUSED.left(request)
            if left > 0:
                return too_costly(request, left)
        return self.get_response(request)


class CostsMiddleware:
    """Makes a page if there is something left for it, and takes off what it cost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.purses = Purses(settings.PAGE_SECONDS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_SECONDS:
            return self.get_response(request)
        begun = _spent()
        request.costs_key = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        key: Key | None = request.costs_key  # type: ignore[attr-defined]
        if key is None:
            return response
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = self._metered(
                response.streaming_content, key, _spent() - begun
            )
        else:
            self.purses.close(key, _spent() - begun)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuses the page to whoever has nothing left; the browser asks again by itself."""
        match = request.resolver_match
        if not settings.PAGE_SECONDS or match is None or match.url_name in FREE:
            return None
        who = (
            f"person {request.user.pk}"
            if request.user.is_authenticated
            else place_of(request.META["REMOTE_ADDR"])
        )
        key = (who, int(match.kwargs.get("review_id", 0)))
        # Asked after the address is resolved: who pays, and whether at all, depends on the view.
        if wait := self.purses.open(key, asking=match.url_name in ASKING):
            REFUSED.note(request, wait)
            return too_costly(request, wait)
        request.costs_key = key  # type: ignore[attr-defined]
        return None

    def _metered(self, pieces: Iterable[bytes], key: Key, cost: float) -> Iterator[bytes]:
        """The pieces; each is charged, and the page counts as being made until the last."""
        source = iter(pieces)
        try:
            while True:
                begun = _spent()
                piece = next(source, None)
                cost += _spent() - begun
                if piece is None:
                    return
                yield piece
        finally:
            close = getattr(source, "close", None)
            if close:
                close()
            self.purses.close(key, cost)


def too_costly(request: HttpRequest, wait: float) -> HttpResponse:
    """429: says when to come back; a page that was only read is asked for again by the browser
    itself.
    """
    # Without frame and account: whoever hammers must not have refusals cost what pages do.
    if request.path_info.startswith("/api/"):
        answer: HttpResponse = JsonResponse(
            {
                "type": "about:blank",
                "title": "Too Many Requests",
                "status": 429,
                "code": "request.costs",
            },
            status=429,
            content_type="application/problem+json",
        )
    else:
        answer = HttpResponse(
            render_to_string("screening/errors/429.html", {"bare": True}), status=429
        )
    # Its length keeps the connection open, which the web server does not listen to for a moment
    # after a 429.
    answer.headers["Content-Length"] = str(len(answer.content))
    answer.headers["Retry-After"] = seconds = str(min(120, math.ceil(wait)))
    if request.method == "GET" and not getattr(request, "htmx", None):
        answer.headers["Refresh"] = seconds
    return answer


def _browser(request: HttpRequest) -> tuple[str, str]:
    """Whose token or cookie and which review; without one, whose address."""
    who = request.headers.get("Authorization") or request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    who = who or place_of(request.META["REMOTE_ADDR"])
    found = REVIEW.match(request.path_info)
    return who, found[1] if found else ""


def _spent() -> float:
    """Where the database is in this process its work is in the thread's processor time;
    else waiting for it counts.
    """
    return time.thread_time() if settings.EMBEDDED_DATABASE else time.monotonic()
