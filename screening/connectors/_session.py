"""Asking a service: politely, through the one gate of all workers, until there is an answer or a reason why not.

What every client of these services has to obey is here and nowhere else: the pace, Retry-After, tries that end,
answers that say 200 and are none, bodies that break off, redirects, sizes. Who keeps the pace, the answers and the log
is told by protocols, so that this package needs no database.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import uniform
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

import httpx2
from lxml import etree

from screening.connectors._errors import Missing, Parked, Refused, ServiceError, Unavailable
from screening.connectors._network import ForbiddenAddress, open_client
from screening.connectors._waiting import json_of, seconds_asked
from screening.records.messages import Message, gettext_noop

TRIES = 5
PATIENCE = 30.0
"""Seconds a worker waits because a service asks for it; for longer, the work is put off."""
WHOLE_CALL = 150.0
"""Seconds after which a request with all its tries is given up."""
REDIRECTS = 5
MOST_BYTES = 25 << 20
MOST_PDF = 100 << 20
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_SECRET = frozenset({"api_key", "email", "mailto", "tool"})
"""Parameters that are part of no cache key and of no log."""

BUSY = gettext_noop("%(service)s asks to be left alone until %(until)s. The work goes on by itself then.")
DOWN = gettext_noop("%(service)s did not answer properly after %(tries)s tries (%(what)s). Try again later.")
SAID_NO = gettext_noop("%(service)s refused the request (%(status)s): %(said)s")
UNKNOWN = gettext_noop("%(service)s does not know %(what)s.")
PLAN = gettext_noop("%(service)s gives this only to paying customers: %(said)s")
KEY = gettext_noop("%(service)s does not accept the key of this site (%(status)s). Ask whoever runs the site.")
AWAY = gettext_noop("%(service)s led to another host, %(host)s, which was not followed.")
LARGE = gettext_noop("%(service)s sent more than %(most)s MB, which was not read.")
PRIVATE = gettext_noop("The address %(host)s is not on the open internet, so nothing was fetched from it.")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a service may be asked, by all workers of a site together."""

    per_second: float
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""

    def json(self) -> Any:
        """The body read as JSON. Raises ValueError."""
        return json.loads(self.body)

    def xml(self) -> Any:
        """The root of the body read as XML, without entities and network. Raises ValueError."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            return etree.fromstring(self.body, parser)
        except etree.XMLSyntaxError as error:
            raise ValueError(str(error)) from error


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
        """How a request ended: after several failures in a row, the service is left alone for a while."""

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
    """What whoever runs the site has set: contact and name for the User-Agent, keys, and the way out of the house."""

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


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: address, what it should give (json, xml, text, pdf), how long its answer may be kept."""

    url: str
    params: Mapping[str, Any] = field(default_factory=dict)
    expects: str = "json"
    form: Mapping[str, Any] | None = None
    """Sent in the body of a POST, for reads that are too long for an address."""
    payload: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    keeps: int = 0
    most: int = MOST_BYTES
    anywhere: bool = False
    """Whether a stranger's host may be asked: only for copies of full texts."""
    check: Callable[[Answer], str] | None = None
    """What is wrong with an answer that says 200; "" when nothing is. Checked before it counts as an answer."""


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
        self, *, service: str, label: str, hosts: tuple[str, ...], pace: Pace, site: Site, gate: Gate | None = None,
        memory: Memory | None = None, journal: Journal | None = None, what: str = "",
        pause: Callable[[float], None] | None = None, client: httpx2.Client | None = None, hurried: bool = False,
    ) -> None:  # fmt: skip
        """`hurried`: somebody waits for the page, so there are two tries in half a minute."""
        self.service, self.label, self.hosts, self.pace, self.site, self.what = service, label, hosts, pace, site, what
        self._gate, self._memory = gate or NoGate(), memory or NoMemory()
        self._journal, self._pause = journal or NoJournal(), pause or wait
        self._tries, self._whole, self._patience = (2, 25.0, 3.0) if hurried else (TRIES, WHOLE_CALL, PATIENCE)
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
        """The answer, from memory where it may be kept. Raises Missing, Refused, Unavailable, Parked."""
        key = self._memory_key(ask)
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
        """Seconds to wait before the next try. Raises Parked when the service asks for more patience than there is."""
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
        if wrong := _not_what_was_asked(ask, answer):
            raise _Again(wrong)
        return answer

    def _judge_busy(self, answer: Answer) -> None:
        """429 is not one thing: a pace, a daily budget, or a plan that would have to be bought."""
        told = json_of(answer.body)
        said = f"{told.get('error', '')} {told.get('message', '')}".strip()
        if answer.status == 429 and "plan upgrade required" in said.lower():
            raise Refused(Message(PLAN, {"service": self.label, "said": said[:200]}))
        wait = seconds_asked(answer.headers, answer.body)
        raise _Again(f"HTTP {answer.status}", 1.0 if wait is None and answer.status == 429 else wait)

    def _refusal(self, ask: Ask, answer: Answer) -> ServiceError:
        if answer.status in (404, 410):
            return Missing(Message(UNKNOWN, {"service": self.label, "what": _short(urlsplit(ask.url).path)}))
        if answer.status in (401, 403) and self.key:
            return Refused(Message(KEY, {"service": self.label, "status": answer.status}))
        said = _short(_words_of(answer))
        return Refused(Message(SAID_NO, {"service": self.label, "status": answer.status, "said": said}))

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
                if told := _pace_told(answer.headers):
                    self._gate.learn(self.service, told)
                return answer
            except httpx2.HTTPError as error:
                if isinstance(error.__cause__, ForbiddenAddress):
                    host = urlsplit(ask.url).hostname
                    raise Refused(Message(PRIVATE, {"host": host})) from error
                raise _Again(type(error).__name__) from error
            finally:
                seconds = time.monotonic() - began
                self._journal.note(Entry(self.service, self.what, _logged(ask), status, size, seconds))

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
            return Answer(response.status_code, headers, bytes(body), _with(ask.url, ask.params))

    @contextmanager
    def _stream(self, ask: Ask) -> Iterator[httpx2.Response]:
        if self._client is None:
            guarded = not (self.site.gateway or self.site.proxy)
            self._client = open_client(agent=self.site.agent, proxy=self.site.proxy, guarded=guarded)
        url = _through(self.site.gateway, _with(ask.url, ask.params))
        post = ask.form is not None or ask.payload is not None
        given: dict[str, Any] = {"headers": dict(ask.headers)}
        if ask.form is not None:
            given["content"] = urlencode(dict(ask.form), doseq=True).encode()
            given["headers"]["Content-Type"] = "application/x-www-form-urlencoded"
        if ask.payload is not None:
            given["json"] = ask.payload
        with self._client.stream("POST" if post else "GET", url, **given) as response:
            yield response

    def _memory_key(self, ask: Ask) -> str:
        named = [ask.url, sorted((k, str(v)) for k, v in ask.params.items() if k not in _SECRET), ask.payload]
        named.append(sorted((k, str(v)) for k, v in (ask.form or {}).items() if k not in _SECRET))
        return sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()


def _pace_told(headers: Mapping[str, str]) -> Pace | None:
    """The pace that an answer of Crossref names ("x-rate-limit-limit: 5", "x-rate-limit-interval: 1s")."""
    try:
        seconds = float(headers.get("x-rate-limit-interval", "").rstrip("s"))
        pace = Pace(float(headers["x-rate-limit-limit"]) / seconds, int(headers.get("x-concurrency-limit", 1)))
    except (KeyError, ValueError, ZeroDivisionError):
        return None
    return pace if 0 < pace.per_second < float("inf") and pace.at_once > 0 else None


def _with(url: str, params: Mapping[str, Any]) -> str:
    return f"{url}?{urlencode(dict(params), doseq=True)}" if params else url


def _through(gateway: str, url: str) -> str:
    """The address behind the gateway, whose path begins with the host that is meant."""
    if not gateway:
        return url
    parts = urlsplit(url)
    return urlunsplit(("", "", f"{gateway.rstrip('/')}/{parts.netloc}{parts.path}", parts.query, ""))


def _logged(ask: Ask) -> str:
    """The address without keys and contact."""
    return _with(ask.url, {name: value for name, value in ask.params.items() if name not in _SECRET})[:2000]


def _not_what_was_asked(ask: Ask, answer: Answer) -> str:
    """Why a 200 is no success; "" when it is one."""
    kind, head = answer.headers.get("content-type", ""), answer.body[:1024].lstrip().lower()
    html = head.startswith((b"<!doctype html", b"<html"))
    if ask.expects == "pdf":
        # Looked at by whoever fetches it: what is no PDF here may be one at the next address.
        return ""
    if html or ("html" in kind and ask.expects != "text"):
        return "an HTML page instead of data"
    try:
        if ask.expects == "json" and not isinstance(answer.json(), dict | list):
            return "no data"
        elif ask.expects == "xml":
            answer.xml()
    except ValueError:
        return f"no complete {ask.expects.upper()}"
    return ask.check(answer) if ask.check else ""


def _words_of(answer: Answer) -> str:
    """What a refusal says, without markup; never the whole body, which may name who asked."""
    told = json_of(answer.body)
    said: Any = told.get("message") or told.get("error") or told.get("detail")
    if isinstance(said, list):
        said = "; ".join(str(each.get("message", each)) if isinstance(each, dict) else str(each) for each in said)
    if not said and not answer.body.lstrip().startswith((b"<", b"{")):
        said = answer.body[:300].decode("utf-8", "replace")
    return str(said or f"HTTP {answer.status}")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 300 else f"{text[:299]}…"
