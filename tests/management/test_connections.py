"""What a host opens fits into what the database server gives."""

import pytest

from screening.management import connections, parts


@pytest.fixture(autouse=True)
def two_cores(monkeypatch, settings):
    settings.EMBEDDED_DATABASE = settings.EMBEDDED_BROKER = False
    monkeypatch.setattr(parts.os, "cpu_count", lambda: 2)


@pytest.mark.parametrize(("most", "web"), [(97, 16), (17, 4), (5, 2), (1000, 16)])
def test_a_web_host_takes_a_quarter_of_them(most, web):
    assert connections.web_connections(most) == web


def test_two_web_and_two_worker_hosts_fit_into_the_usual_hundred():
    web = connections.web_connections(97)
    workers = connections.A_WORKER * (1 + 2)
    assert 2 * web + 2 * workers + 2 < 97


def test_threads_follow_unless_they_are_set(monkeypatch):
    class Listening:
        def fileno(self):
            return 3

    def threads(most):
        command = parts.web_parts(Listening(), most)[0].command
        return command[command.index("--threads") + 1]

    assert (threads(16), threads(4), threads(2)) == ("8", "2", "2")
    monkeypatch.setenv("WEB_THREADS", "30")
    assert threads(4) == "30"


def test_what_does_not_fit_is_said(monkeypatch):
    assert connections.shortage(web=True, worker=True, most=97, taken=40) == ""
    monkeypatch.setenv("WEB_THREADS", "8")
    said = connections.shortage(web=True, worker=True, most=17, taken=5)
    assert "22 connections" in said
    assert "gives 17 and has 5 open" in said
    monkeypatch.setenv("DATABASE_POOLER", "1")
    assert connections.shortage(web=True, worker=True, most=17, taken=5) == ""
