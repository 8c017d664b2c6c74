"""The web server lets nobody fill the disk or hold the others up by being slow."""

import os
import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.signing import TimestampSigner

from reviewapp import web_server
from reviewapp.web_server import ANONYMOUS_MOST, Parser, Room, listen, make_server
from screening.web.access.known_browser import SALT

MB = 1024 * 1024


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with two threads, limits of some megabytes,
    and an application that tells how much came.
    """
    import waitress.server

    before = waitress.server.TcpWSGIServer
    sock = listen("127.0.0.1", 0)
    sock.setblocking(False)

    def application(environ, start_response):
        size = len(environ["wsgi.input"].read())
        status = "429 Too Many Requests" if environ.get("HTTP_X_WANTS") else "200 OK"
        start_response(status, [("Content-Type", "text/plain")])
        return [f"{size} {environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']}".encode()]

    import reviewapp.wsgi

    real, reviewapp.wsgi.application = reviewapp.wsgi.application, application
    try:
        server = make_server(sock, threads=2)
    finally:
        reviewapp.wsgi.application, waitress.server.TcpWSGIServer = real, before
    Parser.upload_limit, Parser.room = 3 * MB, Room(8 * MB)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield sock.getsockname()[1]
    server.pull_trigger()


def known() -> str:
    return f"{settings.KNOWN_BROWSER_COOKIE}={TimestampSigner(salt=SALT).sign('1')}"


def head(size: int | None, *more: str) -> bytes:
    length = [] if size is None else [f"Content-Length: {size}"]
    return "\r\n".join(
        ["POST /anything/ HTTP/1.1", "Host: localhost", *length, *more, "", ""]
    ).encode()


def answer(port: int, head: bytes, body: bytes = b"") -> tuple[str, int]:
    """The first line of the answer and its text,
    and how many bytes of the body were taken before it came.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(head)
        sent = 0
        line.settimeout(0.3)
        try:
            while sent < len(body):
                sent += line.send(body[sent : sent + 65536])
        except OSError:
            pass
        line.settimeout(20)
        got = b""
        try:
            while b"\r\n\r\n" not in got or (
                b"200 OK" in got and not got.endswith((b"http", b"https"))
            ):
                more = line.recv(65536)
                if not more:
                    break
                got += more
        except ConnectionResetError:
            pass
    return got.decode(), sent


def test_a_file_of_a_signed_in_person_comes_through(port):
    said, _ = answer(port, head(2 * MB, f"Cookie: {known()}"), b"x" * 2 * MB)
    assert said.startswith("HTTP/1.1 200")
    assert f"{2 * MB} 127.0.0.1" in said


@pytest.mark.parametrize("cookie", ["", "Cookie: known=1:abc:def", "Cookie: sessionid=abc"])
def test_a_strangers_file_is_refused_before_it_comes(port, cookie):
    started = time.monotonic()
    said, _ = answer(port, head(2_000_000_000, *([cookie] if cookie else [])))
    assert said.startswith("HTTP/1.1 413")
    assert time.monotonic() - started < 5


def test_a_file_over_the_limit_is_refused_before_it_comes(port):
    said, _ = answer(port, head(2_000_000_000, f"Cookie: {known()}"))
    assert said.startswith("HTTP/1.1 413")


def test_a_body_whose_size_nobody_knows_stays_small(port):
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    said, sent = answer(
        port, head(None, f"Cookie: {known()}", "Transfer-Encoding: chunked"), chunk * 100
    )
    assert "413" in said or not said
    assert sent < 100 * len(chunk)


def test_a_refused_body_is_not_asked_for(port):
    said, _ = answer(port, head(2_000_000_000, "Expect: 100-continue"))
    assert said.startswith("HTTP/1.1 413")


def test_many_files_at_once_fill_no_more_than_the_room(port):
    lines = []
    try:
        for _ in range(2):
            lines.append(socket.create_connection(("127.0.0.1", port)))
            lines[-1].sendall(head(3 * MB, f"Cookie: {known()}") + b"x")
        time.sleep(0.5)
        said, _ = answer(port, head(3 * MB, f"Cookie: {known()}"))
        assert said.startswith("HTTP/1.1 503")
    finally:
        for line in lines:
            line.close()
    until = time.monotonic() + 20
    while Parser.room.taken and time.monotonic() < until:
        time.sleep(0.1)
    assert answer(port, head(MB, f"Cookie: {known()}"), b"x" * MB)[0].startswith("HTTP/1.1 200")


def test_half_requests_and_slow_bodies_hold_no_thread(port):
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(40)]
    for number, line in enumerate(lines):
        line.sendall(head(9000) + b"half" if number % 2 else head(9000)[:-20])
    started = time.monotonic()
    said, _ = answer(port, head(5), b"whole")
    assert said.startswith("HTTP/1.1 200")
    assert time.monotonic() - started < 5
    for line in lines:
        line.close()


def test_a_head_that_does_not_come_is_given_up(port, monkeypatch):
    monkeypatch.setattr(web_server, "HEAD_WITHIN", 0)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        assert line.recv(100) == b""


def test_a_client_cannot_name_its_address_or_claim_https(port):
    said, _ = answer(
        port, head(5, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"), b"whole"
    )
    assert "5 127.0.0.1 http" in said
    assert "https" not in said


def received(line: socket.socket) -> bytes:
    """One whole answer, in however many pieces it comes."""
    text = b""
    while True:
        text += line.recv(65536)
        headers, end, body = text.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", headers)
        if end and (length is None or len(body) >= int(length.group(1))):
            return text


def test_a_connection_that_asks_too_much_is_not_listened_to_for_a_moment(port, monkeypatch):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        started = time.monotonic()
        for _ in range(3):
            line.sendall(head(8, "X-Wants: 429") + b"too much")
            assert b"429" in received(line)
        assert time.monotonic() - started > 1.9 * web_server.DEAF
    assert answer(port, head(5), b"whole")[0].startswith("HTTP/1.1 200")


def test_small_forms_of_strangers_are_taken(port):
    body = b"x" * ANONYMOUS_MOST
    assert answer(port, head(len(body)), body)[0].startswith("HTTP/1.1 200")
    assert answer(port, head(len(body) + 1))[0].startswith("HTTP/1.1 413")


def test_temporary_files_have_a_folder_of_their_own():
    import tempfile

    assert tempfile.gettempdir() == str(settings.DATA_DIR / "temporary")
    assert os.stat(tempfile.gettempdir()).st_mode & 0o077 == 0
