"""A server on this machine that stands for all services: it hands out a library,
and fails when it is told to.

The program reaches it as its gateway: /<host>/<path>.
"""

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.connectors.library import Library
from tests.connectors.replies import FAILURES, LASTING, Reply


class Stub:
    """The server. `failing` names failures for the next requests of a host, one each;
    `always` for all of them.
    """

    def __init__(self) -> None:
        self.seen: list[tuple[float, str, str, dict[str, str]]] = []
        self.failing: defaultdict[str, list[str]] = defaultdict(list)
        self.always: dict[str, str] = {}
        self.delay: dict[str, float] = {}
        self.routes: dict[str, Callable[[str, dict[str, list[str]], str], Reply]] = {}
        self.busy: Counter[str] = Counter()
        self.most_busy: Counter[str] = Counter()
        self.library = Library()
        self.routes |= self.library.routes()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"stub": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def asked(self, host: str) -> list[str]:
        """The paths asked of a host, in order."""
        return [path for _at, name, path, _headers in self.seen if name == host]

    def times(self, host: str) -> list[float]:
        return [at for at, name, _path, _headers in self.seen if name == host]

    def answer(
        self, host: str, path: str, query: dict[str, list[str]], body: str, headers: dict[str, str]
    ) -> Reply:
        with self._lock:
            full = f"{path}?{json.dumps(query, sort_keys=True)}"
            self.seen.append((time.time(), host, full, headers))
            failure = self.always.get(host) or (
                self.failing[host].pop(0) if self.failing[host] else ""
            )
            self.busy[host] += 1
            self.most_busy[host] = max(self.most_busy[host], self.busy[host])
        try:
            time.sleep(self.delay.get(host, 0))
            route = self.routes.get(host)
            reply = route(path, query, body) if route else Reply(404, b"no such host")
            if failure == "loop":
                return Reply(302, b"", {"Location": f"https://{host}{path}"})
            return ({**FAILURES, **LASTING}[failure](reply)) if failure else reply
        finally:
            with self._lock:
                self.busy[host] -= 1


@contextmanager
def running() -> Iterator[Stub]:
    """A stub that serves until the block ends."""
    stub = Stub()
    thread = threading.Thread(
        target=stub.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield stub
    finally:
        stub.server.shutdown()
        stub.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    stub: Stub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def _serve(self, body: str) -> None:
        parts = urlsplit(self.path)
        host, _, path = parts.path.lstrip("/").partition("/")
        form = "urlencoded" in self.headers.get("Content-Type", "")
        query = parse_qs(body if form else parts.query, keep_blank_values=True)
        reply = self.stub.answer(host, f"/{path}", query, body, dict(self.headers))
        if reply.after == "drop":
            self.close_connection = True
            return
        try:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.after == "cut":
            self.wfile.write(reply.body[: max(len(reply.body) // 2, 1)])
            self.close_connection = True
        elif reply.after == "slow":
            for at in range(0, len(reply.body), 1 + len(reply.body) // 20):
                self.wfile.write(reply.body[at : at + 1 + len(reply.body) // 20])
                self.wfile.flush()
                time.sleep(0.005)
        else:
            self.wfile.write(reply.body)

    def log_message(self, *_: Any) -> None:
        """Silent."""
