"""`manage.py serve` as a person meets it: real processes, killed and told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.servers import free_port, postgresql

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def environment(folder, port):
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "CELERY_BROKER_URL"}
    }
    return inherited | {
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
    }


def command(*options):
    return [sys.executable, "manage.py", "serve", "--no-example", *options]


def refusal(folder, port, *options):
    """What it says when it does not start; it must say it soon, in a sentence."""
    done = subprocess.run(
        command(*options),
        cwd=ROOT,
        env=environment(folder, port),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wait_for(condition, seconds=180.0):
    until = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < until
        time.sleep(0.1)
    return value


def children(process_id):
    """Ids of the processes it has started, and of theirs."""
    found = subprocess.run(
        ["pgrep", "-P", str(process_id)], check=False, capture_output=True, text=True
    )
    direct = [int(line) for line in found.stdout.split()]
    return direct + [below for child in direct for below in children(child)]


def alive(process_ids):
    """Those that still run; a dead one that nobody has asked for does not."""
    found = []
    for process_id in process_ids:
        status = Path(f"/proc/{process_id}/stat")
        if status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z":
            found.append(process_id)
    return found


@pytest.fixture
def served(tmp_path):
    """A running site: its process and port."""
    port = free_port()
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        command(),
        cwd=ROOT,
        env=environment(tmp_path / "data", port),
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        wait_for(lambda: answers(port) or process.poll() is not None)
        yield process, port
    finally:
        left = children(process.pid)
        if process.poll() is None:
            process.kill()
        process.wait()
        for process_id in alive(left):
            os.kill(process_id, signal.SIGKILL)
        log.close()
        print((tmp_path / "log").read_text())


def test_a_busy_port_names_the_remedy(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "PORT=8001 make run" in refusal(tmp_path, taken.getsockname()[1])


def test_a_port_that_is_no_number_is_refused(tmp_path):
    assert "PORT='many'" in refusal(tmp_path, "many")


def test_a_folder_that_cannot_be_written_names_the_remedy(tmp_path):
    (tmp_path / "file").write_text("")
    assert "set DATA_DIR" in refusal(tmp_path / "file" / "data", free_port())


def test_nothing_to_run_is_refused(tmp_path):
    assert "nothing to run" in refusal(tmp_path, free_port(), "--no-web", "--no-worker")


def test_an_empty_site_says_where_the_first_account_is_made(served, tmp_path):
    assert wait_for(lambda: "/first-account/" in (tmp_path / "log").read_text(), 20)


def test_killed_parts_come_back_and_all_end_when_told(served):
    process, port = served
    first = wait_for(lambda: len(both := children(process.pid)) >= 3 and both)
    for process_id in first:
        os.kill(process_id, signal.SIGKILL)
    wait_for(lambda: not alive(first))
    second = wait_for(lambda: answers(port) and len(both := children(process.pid)) >= 3 and both)
    assert not set(first) & set(second)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert alive(second) == []


def test_parts_end_with_a_supervisor_that_was_killed(served):
    process, _ = served
    parts = wait_for(lambda: len(both := children(process.pid)) >= 3 and both)
    process.kill()
    wait_for(lambda: not alive(parts), 20)


def test_a_database_that_never_answers_ends_it_with_one_line(tmp_path):
    port = free_port()
    values = environment(tmp_path, free_port()) | {
        "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{port}/nothing",
        "START_WAIT_SECONDS": "2",
    }
    done = subprocess.run(
        command(), cwd=ROOT, env=values, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stdout.count("Waiting for the database") == 1
    assert "the database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_starts_when_a_database_comes_up_after_it(tmp_path):
    with postgresql() as server:
        server.stop()
        values = environment(tmp_path, free_port()) | {"DATABASE_URL": server.url}
        with (tmp_path / "log").open("w") as log:
            process = subprocess.Popen(
                command("--no-worker"), cwd=ROOT, env=values, stdout=log, stderr=log
            )
        try:
            wait_for(lambda: "Waiting for the database" in (tmp_path / "log").read_text(), 60)
            server.start()
            wait_for(lambda: "Preparing the database" in (tmp_path / "log").read_text())
        finally:
            process.kill()
            process.wait()
