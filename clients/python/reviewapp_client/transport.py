"""How a request travels: with the token, in one language, tried again where that is safe,
errors as exceptions.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import httpx2 as httpx

#: A file to bring: its path, its name and content, or an open file.
Upload = Path | tuple[str, bytes] | BinaryIO
USER_AGENT = "reviewapp-client/0.2.0"
TRIES = 5
AGAIN = {429, 502, 503, 504}


class Problem(Exception):
    """What the server said instead of doing it: `code` for programs, the text for people,
    `errors` by field.
    """

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        self.status, self.told = status, told
        self.code: str = told.get("code", "")
        self.errors: list[dict[str, str]] = told.get("errors", [])
        inner = "; ".join(f"{one['field']}: {one['message']}" for one in self.errors)
        super().__init__(
            f"{told.get('title', status)} [{self.code}]" + (f" {inner}" if inner else "")
        )


class Transport:
    """A connection to one site with one token. It can be used in `with`."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "en",
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        heads = {
            "Authorization": f"Bearer {token}",
            "Accept-Language": language,
            "User-Agent": USER_AGENT,
        }
        self.line = httpx.Client(
            base_url=url.rstrip("/"), headers=heads, timeout=timeout, transport=transport
        )
        self.sleep = sleep

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection."""
        self.line.close()

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Any = None,
        body: Any = None,
        match: str = "",
        files: bool = False,
        media: str = "",
    ) -> Any:
        answer = self._sent(method, path, query=query, body=body, match=match, files=files)
        if media == "application/json" and answer.status_code != 204:
            return answer.json()
        return answer.content if media else None

    def _sent(
        self, method: str, path: str, *, query: Any, body: Any, match: str, files: bool
    ) -> httpx.Response:
        heads = {"If-Match": match} if match else {}
        if method == "POST":
            # The same key in every try: what was done is not done again, however often an answer is
            # lost.
            heads["Idempotency-Key"] = str(uuid4())
        for left in reversed(range(TRIES)):
            sent = _files(body) if files else {"json": body} if body is not None else {}
            try:
                answer = self.line.request(
                    method, path, params=_plain(query), headers=heads, **sent
                )
            except httpx.TransportError:
                if not left:
                    raise
                self.sleep(1.0)
                continue
            if answer.status_code not in AGAIN or not left:
                return _checked(answer)
            self.sleep(min(float(answer.headers.get("Retry-After", 1)), 60.0))
        raise RuntimeError("not reached")

    def _each(self, path: str, query: Any) -> Iterator[Any]:
        asked: Any = {"limit": 200} | (query or {})
        while True:
            page = self._ask("GET", path, query=asked, media="application/json")
            yield from page["results"]
            if not page["next"]:
                return
            path, asked = page["next"], None

    def stream(self, path: str, query: Any = None) -> Iterator[bytes]:
        """A file piece by piece, in memory that does not grow with it."""
        with self.line.stream("GET", path, params=_plain(query)) as answer:
            if answer.status_code >= 400:
                answer.read()
                _checked(answer)
            yield from answer.iter_bytes()


def _plain(query: Any) -> Any:
    if query is None:
        return None
    words = {True: "true", False: "false"}
    return {
        k: words.get(v, v) if isinstance(v, bool) else v for k, v in query.items() if v is not None
    }


def _files(body: dict[str, Any]) -> dict[str, Any]:
    given = body["file"]
    if isinstance(given, Path):
        given = (given.name, given.read_bytes())
    others = {name: value for name, value in body.items() if name != "file" and value is not None}
    return {"files": {"file": given}, "data": others}


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code >= 400:
        try:
            told = answer.json()
        except ValueError:
            told = {"title": answer.text[:200]}
        raise Problem(answer.status_code, told)
    return answer
