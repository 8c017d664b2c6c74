import signal
import sys
import time

import pytest

from reviewapp.web_server import listen
from screening.management import parts
from screening.management.parts import Part, web_parts, worker_parts


@pytest.fixture
def part():
    made = Part("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
    made.start()
    yield made
    made.tell(signal.SIGKILL)
    made.process.wait()


def end(part):
    part.tell(signal.SIGKILL)
    part.process.wait()


def test_part_comes_back_after_a_pause_that_grows(part, monkeypatch):
    now = [time.monotonic()]
    monkeypatch.setattr(parts.time, "monotonic", lambda: now[0])
    part.started = now[0]
    for pause in (0.5, 1.0, 1.5):
        end(part)
        assert part.ended() is not None
        assert not part.come_back()
        now[0] += pause - 0.1
        assert not part.come_back()
        now[0] += 0.2
        assert part.come_back()
        assert part.ended() is None


def test_part_that_ran_for_long_comes_back_at_once(part):
    part.started -= 60
    end(part)
    assert not part.hopeless()
    assert part.come_back()


def test_part_that_always_ends_at_once_is_hopeless(part):
    end(part)
    part.early_ends = 4
    assert part.hopeless()


def test_web_part_is_one_process_on_sqlite_and_several_else(settings, monkeypatch):
    monkeypatch.setenv("WEB_PROCESSES", "3")
    with listen("::1", 0) as sock:
        settings.EMBEDDED_DATABASE = True
        assert len(web_parts(sock)) == 1
        settings.EMBEDDED_DATABASE = False
        assert [part.descriptors for part in web_parts(sock)] == [(sock.fileno(),)] * 3


def test_worker_part_gives_way_to_the_web_server(monkeypatch):
    monkeypatch.setenv("WORKER_PROCESSES", "4")
    [made] = worker_parts(niceness=10)
    assert made.niceness == 10
    assert "--concurrency 4 " in " ".join(made.command)


def test_with_a_broker_of_its_own_short_jobs_and_mail_have_processes_of_their_own(
    settings, monkeypatch
):
    settings.EMBEDDED_DATABASE = settings.EMBEDDED_BROKER = False
    monkeypatch.setenv("WORKER_PROCESSES", "3")
    long, short = worker_parts(niceness=0)
    assert long.command[long.command.index("--queues") + 1] == "reviewapp"
    assert short.command[short.command.index("--queues") + 1] == "reviewapp.short,reviewapp.mail"
    assert "3" in long.command
