"""What a service may answer: recorded answers, made-up ones, and every known way to fail."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.shared import SHARED

SERVICES = SHARED / "data" / "services"


@dataclass
class Reply:
    """What the server sends; `after` is a way to break it off."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    after: str = ""


def json_reply(value: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"} | headers)


#: Failures that pass: after them, the right answer comes.
FAILURES: dict[str, Callable[[Reply], Reply]] = {
    "429 seconds": lambda r: Reply(
        429, b'{"error":"API rate limit exceeded"}', {"Retry-After": "1"}
    ),
    "429 decimal": lambda r: Reply(429, b"Too many", {"Retry-After": "0.666"}),
    "429 date": lambda r: Reply(429, b"", {"Retry-After": "Mon, 01 Jan 2001 00:00:00 GMT"}),
    "429 bare": lambda r: Reply(429, b"<html>slow down</html>", {"Content-Type": "text/html"}),
    "500": lambda r: Reply(500, b"java.lang.NullPointerException"),
    "502": lambda r: Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
    "503": lambda r: Reply(503, b"", {"Retry-After": "1"}),
    "504 html": lambda r: Reply(
        504, b"<html><body>504</body></html>", {"Content-Type": "text/html"}
    ),
    "cut body": lambda r: Reply(r.status, r.body, r.headers, "cut"),
    "short body": lambda r: Reply(r.status, r.body[: len(r.body) // 2], r.headers),
    "html 200": lambda r: Reply(
        200, b"<!DOCTYPE html><html><body>Please wait</body></html>", {"Content-Type": "text/html"}
    ),
    "html as json": lambda r: Reply(
        200, b"<html>maintenance</html>", {"Content-Type": "application/json"}
    ),
    "empty 200": lambda r: Reply(200, b"", {"Content-Type": "application/json"}),
    "null 200": lambda r: Reply(200, b"null", {"Content-Type": "application/json"}),
    "drop": lambda r: Reply(after="drop"),
    "slow bytes": lambda r: Reply(r.status, r.body, r.headers, "slow"),
}

#: Failures that stay, however often one asks.
LASTING: dict[str, Callable[[Reply], Reply]] = {
    "400": lambda r: Reply(400, b'{"message":[{"type":"parse-error","message":"Invalid query"}]}'),
    "401": lambda r: Reply(401, b'{"error":"Invalid API key"}'),
    "403": lambda r: Reply(403, b'{"message":"Forbidden"}'),
    "404 text": lambda r: Reply(404, b"Resource not found."),
    "plan": lambda r: Reply(
        429, b'{"error":"Plan upgrade required","message":"from_created_date needs a paid plan"}'
    ),
    "away": lambda r: Reply(302, b"", {"Location": "https://evil.example.net/steal"}),
    "loop": lambda r: Reply(302, b"", {"Location": ""}, "loop"),
    "file": lambda r: Reply(302, b"", {"Location": "file:///etc/passwd"}),
}


def recorded(service: str, name: str) -> bytes:
    """The body of a recorded answer."""
    return next((SERVICES / service / name).glob("body.*")).read_bytes()


def recorded_reply(service: str, name: str) -> Reply:
    """A recorded answer with its status and headers."""
    meta = json.loads((SERVICES / service / name / "meta.json").read_text())
    left_out = {"content-encoding", "content-length", "transfer-encoding", "connection"}
    headers = {
        key: value
        for key, value in meta["response"]["headers"].items()
        if key.lower() not in left_out
    }
    return Reply(meta["response"]["status"], recorded(service, name), headers)
