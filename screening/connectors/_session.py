"""Asking a service: politely, through the one gate of all workers,
until there is an answer or a reason why not.

What every client of these services has to obey is here and nowhere else: the pace, Retry-After,
tries that end, answers that say 200 and are none, bodies that break off, redirects, sizes.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import uniform
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2

from screening.connectors._errors import Missing, Parked, Refused, ServiceError, Unavailable
from screening.connectors._keepers import (
    Entry,
    Gate,
    Journal,
    Memory,
    NoGate,
    NoJournal,
    NoMemory,
    Site,
)
from screening.connectors._network import ForbiddenAddress, open_client
from screening.connectors._request import (
    Answer,
    Ask,
    Pace,
    not_what_was_asked,
    pace_told,
    short,
    through,
    words_of,
)
from screening.connectors._waiting import json_of, seconds_asked
from screening.records.messages import Message, gettext_noop

TRIES = 5
#: Seconds a worker waits because a service asks for it; for longer, the work is put off.
PATIENCE = 30.0
#: Seconds after which a request with all its tries is given up.
WHOLE_CALL = 150.0
REDIRECTS = 5
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})

BUSY = gettext_noop(
    "%(service)s asks to be left alone until %(until)s. The work goes on by itself then."
)
DOWN = gettext_noop(
    "%(service)s did not answer properly after %(tries)s tries (%(what)s). Try again later."
)
SAID_NO = gettext_noop("%(service)s refused the request (%(status)s): %(said)s")
UNKNOWN = gettext_noop("%(service)s does not know %(what)s.")
PLAN = gettext_noop("%(service)s gives this only to paying customers: %(said)s")
KEY = gettext_noop(
    "%(service)s does not accept the key of this site (%(status)s). Ask whoever runs the site."
)
AWAY = gettext_noop("%(service)s led to another host, %(host)s, which was not followed.")
LARGE = gettext_noop("%(service)s sent more than %(most)s MB, which was not read.")
PRIVATE = gettext_noop(
    "The address %(host)s is not on the open internet, so nothing was fetched from it."
)


class _Again(Exception):
    """A try that failed in a way that may pass."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.what, self.wait = what, wait


def wait(seconds: float) -> None:
    """Waits before another try."""
    time.sleep(seconds)


class Session:
    """The way to one service, for one piece of work. Use it as a context manager."""

    def __init__(
        self,
        *,
        service: str,
        label: str,
        hosts: tuple[str, ...],
        pace: Pace,
        site: Site,
        gate: Gate | None = None,
        memory: Memory | None = None,
        journal: Journal | None = None,
        what: str = "",
        pause: Callable[[float], None] | None = None,
        client: httpx2.Client | None = None,
        hurried: bool = False,
    ) -> None:
        """`hurried`: somebody waits for the page, so there are two tries in half a minute."""
        self.service, self.label, self.hosts, self.pace, self.site, self.what = (
            service,
            label,
            hosts,
            pace,
            site,
            what,
        )
        self._gate, self._memory = gate or NoGate(), memory or NoMemory()
        self._journal, self._pause = journal or NoJournal(), pause or wait
        self._tries, self._whole, self._patience = (
            (2, 25.0, 3.0) if hurried else (TRIES, WHOLE_CALL, PATIENCE)
        )
        self._client = client

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()

    @property
    def key(self) -> str:
        """The site's key for this service, "" for none."""
        return self.site.keys.get(self.service, "")

    def get(self, url: str, params: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """The answer to a GET, checked to be what was expected. Raises ServiceError."""
        return self.ask(Ask(url, params or {}, **more))

    def ask(self, ask: Ask) -> Answer:
        """The answer, from memory where it may be kept. Raises Missing, Refused, Unavailable,
        Parked.
        """
        key = ask.key
        if ask.keeps and (kept := self._memory.get(self.service, key)):
            return kept
        answer = self._tried(ask)
        if ask.keeps:
            self._memory.put(self.service, key, answer, ask.keeps)
        return answer

    def _tried(self, ask: Ask) -> Answer:
        began, what = time.monotonic(), ""
        for number in range(1, self._tries + 1):
            try:
                answer = self._once(ask)
            except _Again as failure:
                what = failure.what
                if failure.wait is None:
                    self._gate.tell(self.service, worked=False)
                wait = self._wait_for(failure, number)
                if number == self._tries or time.monotonic() - began + wait > self._whole:
                    break
                self._pause(wait)
            else:
                self._gate.tell(self.service, worked=True)
                return answer
        raise Unavailable(Message(DOWN, {"service": self.label, "tries": number, "what": what}))

    def _wait_for(self, failure: _Again, number: int) -> float:
        """Seconds to wait before the next try. Raises Parked when the service asks for more
        patience than there is.
        """
        if failure.wait is None:
            return min(2.0 ** (number - 1), 16.0) * uniform(0.5, 1.0)  # noqa: S311
        # The whole batch pauses, not one call of it.
        self._gate.hold(self.service, failure.wait)
        if failure.wait > self._patience:
            until = datetime.now(UTC) + timedelta(seconds=failure.wait)
            said = until.strftime("%Y-%m-%d %H:%M UTC")
            raise Parked(Message(BUSY, {"service": self.label, "until": said}), until)
        return failure.wait

    def _once(self, ask: Ask) -> Answer:
        answer = self._followed(ask)
        if answer.status in _AGAIN:
            self._judge_busy(answer)
        if answer.status >= 400:
            raise self._refusal(ask, answer)
        if wrong := not_what_was_asked(ask, answer):
            raise _Again(wrong)
        return answer

    def _judge_busy(self, answer: Answer) -> None:
        """429 is not one thing: a pace, a daily budget, or a plan that would have to be bought."""
        told = json_of(answer.body)
        said = f"{told.get('error', '')} {told.get('message', '')}".strip()
        if answer.status == 429 and "plan upgrade required" in said.lower():
            raise Refused(Message(PLAN, {"service": self.label, "said": said[:200]}))
        wait = seconds_asked(answer.headers, answer.body)
        raise _Again(
            f"HTTP {answer.status}", 1.0 if wait is None and answer.status == 429 else wait
        )

    def _refusal(self, ask: Ask, answer: Answer) -> ServiceError:
        if answer.status in (404, 410):
            return Missing(
                Message(UNKNOWN, {"service": self.label, "what": short(urlsplit(ask.url).path)})
            )
        if answer.status in (401, 403) and self.key:
            return Refused(Message(KEY, {"service": self.label, "status": answer.status}))
        said = short(words_of(answer))
        return Refused(
            Message(SAID_NO, {"service": self.label, "status": answer.status, "said": said})
        )

    def _followed(self, ask: Ask) -> Answer:
        """The answer behind redirects: at most five, only by https, only to hosts of the service."""
        url = ask.url
        for _ in range(REDIRECTS + 1):
            answer = self._sent(replace(ask, url=url, params=ask.params if url == ask.url else {}))
            where = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not where:
                return answer
            url = urljoin(answer.url, where)
            if url.startswith("http://"):
                url = f"https://{url.removeprefix('http://')}"
            self._check_host(url, anywhere=ask.anywhere)
        raise _Again("too many redirects")

    def _check_host(self, url: str, *, anywhere: bool) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https" or parts.username or (parts.port or 443) != 443:
            raise Refused(Message(AWAY, {"service": self.label, "host": host}))
        if not anywhere and host not in self.hosts:
            raise Refused(Message(AWAY, {"service": self.label, "host": host}))

    def _sent(self, ask: Ask) -> Answer:
        self._check_host(ask.url, anywhere=ask.anywhere)
        began = time.monotonic()
        status = size = 0
        with self._gate.enter(self.service, self.pace):
            try:
                answer = self._exchanged(ask)
                status, size = answer.status, len(answer.body)
                if told := pace_told(answer.headers):
                    self._gate.learn(self.service, told)
                return answer
            except httpx2.HTTPError as error:
                if isinstance(error.__cause__, ForbiddenAddress):
                    host = urlsplit(ask.url).hostname
                    raise Refused(Message(PRIVATE, {"host": host})) from error
                raise _Again(type(error).__name__) from error
            finally:
                seconds = time.monotonic() - began
                self._journal.note(
                    Entry(self.service, self.what, ask.logged, status, size, seconds)
                )

    def _exchanged(self, ask: Ask) -> Answer:
        with self._stream(ask) as response:
            body, began = bytearray(), time.monotonic()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > ask.most:
                    raise Refused(Message(LARGE, {"service": self.label, "most": ask.most >> 20}))
                if time.monotonic() - began > 2 * PATIENCE:
                    raise httpx2.ReadTimeout("the answer came too slowly")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, bytes(body), ask.address)

    @contextmanager
    def _stream(self, ask: Ask) -> Iterator[httpx2.Response]:
        if self._client is None:
            guarded = not (self.site.gateway or self.site.proxy)
            self._client = open_client(
                agent=self.site.agent, proxy=self.site.proxy, guarded=guarded
            )
        url = through(self.site.gateway, ask.address)
        post = ask.form is not None or ask.payload is not None
        given: dict[str, Any] = {"headers": dict(ask.headers)}
        if ask.form is not None:
            given["content"] = urlencode(dict(ask.form), doseq=True).encode()
            given["headers"]["Content-Type"] = "application/x-www-form-urlencoded"
        if ask.payload is not None:
            given["json"] = ask.payload
        with self._client.stream("POST" if post else "GET", url, **given) as response:
            yield response
