"""The web server, `python -m reviewapp.web_server`: waitress,
which takes a request in before a thread sees it.

One process has one loop that talks to all connections and a few threads that answer. Whoever sends
half a request, or a large file slowly, occupies a connection and no thread. Bodies wait in the
folder of temporary files, and what they may fill is settled when the head of a request has come:
see `most_bytes`.
"""

import argparse
import copy
import signal
import socket
import sys
import time
import weakref
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from types import FrameType
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, create_server
from waitress.task import WSGITask
from waitress.utilities import Error

#: Bytes in the body of a request of a browser in which nobody has signed in: a form with an address
#: and a password.
ANONYMOUS_MOST = 64 * 1024
#: Bytes that the other fields of a form may take beside its file.
FORM_PARTS = 2 * 1024 * 1024
#: Seconds within which the head of a request has to come.
HEAD_WITHIN = 20
CONNECTIONS = 2000
#: Seconds for which a connection is not listened to after a 429.
DEAF = 1.0


class NoRoom(Error):
    """As much is being received as the disk may hold; asking again later is right."""

    code, reason = 503, "Service Unavailable"


class Room:
    """Bytes promised to bodies that are being received, counted for the whole process."""

    def __init__(self, most: int) -> None:
        self.most, self.taken, self.lock = most, 0, Lock()

    def take(self, holder: object, size: int) -> bool:
        """Promises the bytes until the holder is gone; False when there are not so many left."""
        with self.lock:
            if self.taken + size > self.most:
                return False
            self.taken += size
        weakref.finalize(holder, self._give_back, size)
        return True

    def _give_back(self, size: int) -> None:
        with self.lock:
            self.taken -= size


class Parser(HTTPRequestParser):
    """Reads one request, and decides by its head how much may follow."""

    room: Room
    upload_limit: int

    def parse_header(self, header_plus: bytes) -> None:
        """As waitress does it, with the limit of this request. A body in chunks, of unknown size,
        stays small.
        """
        super().parse_header(header_plus)
        most = ANONYMOUS_MOST if self.chunked else self.most_bytes()
        self.adj = copy.copy(self.adj)
        self.adj.max_request_body_size = most + 1
        if ANONYMOUS_MOST < self.content_length <= most and not self.room.take(
            self, self.content_length
        ):
            self.error, self.completed = (
                NoRoom("Too many files are arriving. Please try again soon."),
                True,
            )

    def most_bytes(self) -> int:
        """How large the body of this request may be: files come only from browsers in which
        somebody has signed in, and from programs with a token of this site.
        """
        from screening.queries.access.tokens import is_ours
        from screening.web.access.known_browser import is_known

        if self.content_length <= ANONYMOUS_MOST:
            return ANONYMOUS_MOST
        kind, _blank, token = self.headers.get("AUTHORIZATION", "").partition(" ")
        if kind.lower() == "bearer" and is_ours(token.strip()):
            return self.upload_limit + FORM_PARTS
        try:
            cookies = SimpleCookie(self.headers.get("COOKIE", ""))
        except CookieError:
            return ANONYMOUS_MOST
        known = is_known({name: morsel.value for name, morsel in cookies.items()})
        return self.upload_limit + FORM_PARTS if known else ANONYMOUS_MOST

    def received(self, data: bytes) -> int:
        """As waitress does it; a request that is refused is not told to go on."""
        consumed = int(super().received(data))
        if self.error is not None:
            self.completed, self.expect_continue = True, False
        return consumed


class Task(WSGITask):
    """One answer; whoever was told that it was too much is listened to again a little later."""

    def service(self) -> None:
        """As waitress does it."""
        super().service()
        if self.status.startswith("429"):
            self.channel.deaf_until = time.time() + DEAF


class Channel(HTTPChannel):
    """One connection."""

    parser_class = Parser
    task_class = Task
    deaf_until = 0.0

    def readable(self) -> bool:
        """As waitress has it, but not just after too many requests:
        so they cost neither a thread nor time.
        """
        return bool(super().readable()) and time.time() >= self.deaf_until

    def dawdles(self, now: float) -> bool:
        """Whether the head of its first request should long have come."""
        request = self.request
        waits = not self.requests and not self.total_outbufs_len
        return (
            waits
            and request is not None
            and not request.headers_finished
            and now > self.begun + HEAD_WITHIN
        )

    begun = 0.0

    def received(self, data: bytes) -> bool:
        """Notes when a request began."""
        if self.request is None:
            self.begun = time.time()
        return bool(super().received(data))


class Server(TcpWSGIServer):
    """The loop; closes connections whose request does not come."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        """Every few seconds."""
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.dawdles(now):
                channel.will_close = True


def listen(host: str, port: int) -> socket.socket:
    """A socket on which connections wait. Raises OSError or OverflowError when there is none to be
    had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen(CONNECTIONS)
    return sock


def make_server(sock: socket.socket, *, threads: int) -> Any:
    """The server on that socket, with Django loaded."""
    import waitress.server
    from django.conf import settings

    from reviewapp.wsgi import application

    Parser.upload_limit = settings.UPLOAD_LIMIT
    Parser.room = Room(settings.UPLOAD_ROOM)
    waitress.server.TcpWSGIServer = Server
    told = {"x-forwarded-for", "x-forwarded-proto"}
    proxy = {"trusted_proxy": "*", "trusted_proxy_count": 1, "trusted_proxy_headers": told}
    return create_server(
        application,
        sockets=[sock],
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=True,
        connection_limit=CONNECTIONS,
        backlog=CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=75,
        cleanup_interval=5,
        max_request_header_size=32 * 1024,
        inbuf_overflow=ANONYMOUS_MOST * 4,
        **(proxy if settings.BEHIND_PROXY else {}),
    )


def main() -> None:
    """Serves until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--descriptor", type=int, help="a listening socket from the parent, instead of both"
    )
    parser.add_argument("--threads", type=int, default=8)
    asked = parser.parse_args()
    sock = (
        socket.socket(fileno=asked.descriptor)
        if asked.descriptor
        else listen(asked.host, asked.port)
    )
    sock.setblocking(False)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    # A thread at a long page gives way to one at a vote five times as often as Python would have
    # it.
    sys.setswitchinterval(0.001)
    make_server(sock, threads=asked.threads).run()


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
