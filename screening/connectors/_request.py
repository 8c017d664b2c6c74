"""A request to a service outside and what came back: the values that travel,
and what can be read off them.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from lxml import etree

from screening.connectors._waiting import json_of

MOST_BYTES = 25 << 20
MOST_PDF = 100 << 20
#: Parameters that are part of no cache key and of no log.
_SECRET = frozenset({"api_key", "email", "mailto", "tool"})


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
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
        )
        try:
            return etree.fromstring(self.body, parser)
        except etree.XMLSyntaxError as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: address, what it should give (json, xml, text, pdf),
    how long its answer may be kept.
    """

    url: str
    params: Mapping[str, Any] = field(default_factory=dict)
    expects: str = "json"
    #: Sent in the body of a POST, for reads that are too long for an address.
    form: Mapping[str, Any] | None = None
    payload: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    keeps: int = 0
    most: int = MOST_BYTES
    #: Whether a stranger's host may be asked: only for copies of full texts.
    anywhere: bool = False
    #: What is wrong with an answer that says 200; "" when nothing is. Checked before it counts as
    #: an answer.
    check: Callable[[Answer], str] | None = None

    @property
    def address(self) -> str:
        """The address with its parameters."""
        return _with(self.url, self.params)

    @property
    def logged(self) -> str:
        """The address without keys and contact."""
        return _with(self.url, self._shown(self.params))[:2000]

    @property
    def key(self) -> str:
        """By what an answer is found again: all that was asked, but for keys and contact."""
        named = [
            self.url,
            _sorted(self._shown(self.params)),
            self.payload,
            _sorted(self._shown(self.form or {})),
        ]
        return sha256(json.dumps(named, ensure_ascii=False).encode()).hexdigest()

    @staticmethod
    def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in params.items() if name not in _SECRET}


def not_what_was_asked(ask: Ask, answer: Answer) -> str:
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


def pace_told(headers: Mapping[str, str]) -> Pace | None:
    """The pace that an answer of Crossref names ("x-rate-limit-limit: 5", "x-rate-limit-interval:
    1s").
    """
    try:
        seconds = float(headers.get("x-rate-limit-interval", "").rstrip("s"))
        pace = Pace(
            float(headers["x-rate-limit-limit"]) / seconds,
            int(headers.get("x-concurrency-limit", 1)),
        )
    except (KeyError, ValueError, ZeroDivisionError):
        return None
    return pace if 0 < pace.per_second < float("inf") and pace.at_once > 0 else None


def _with(url: str, params: Mapping[str, Any]) -> str:
    return f"{url}?{urlencode(dict(params), doseq=True)}" if params else url


def through(gateway: str, url: str) -> str:
    """The address behind the gateway, whose path begins with the host that is meant."""
    if not gateway:
        return url
    parts = urlsplit(url)
    return urlunsplit(
        ("", "", f"{gateway.rstrip('/')}/{parts.netloc}{parts.path}", parts.query, "")
    )


def _sorted(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in params.items())


def words_of(answer: Answer) -> str:
    """What a refusal says, without markup; never the whole body, which may name who asked."""
    told = json_of(answer.body)
    said: Any = told.get("message") or told.get("error") or told.get("detail")
    if isinstance(said, list):
        said = "; ".join(
            str(each.get("message", each)) if isinstance(each, dict) else str(each) for each in said
        )
    if not said and not answer.body.lstrip().startswith((b"<", b"{")):
        said = answer.body[:300].decode("utf-8", "replace")
    return str(said or f"HTTP {answer.status}")


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 300 else f"{text[:299]}…"
