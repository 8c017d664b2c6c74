"""What all tests share: no network, a browser, the cast of people, jobs run at once."""

import gc
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone
from hypothesis import settings

from screening.models import Job
from screening.tasks import run_job
from tests.builders import Cast, make_cast
from tests.migrated import from_template

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# The same cases in every run, so that a failure is the change's and can be made again, and no limit
# on the time of one, which a busy machine would break. `--hypothesis-profile=random` looks for new
# ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("same")


def pytest_collection_finish() -> None:
    """What stands now stays: looking through it for garbage again and again costs a tenth of the
    run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever drives a page is a browser test."""
    for item in items:
        if {"page", "browser", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Only this machine can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "127.0.0.1", "::1"}:
            raise AssertionError(f"a test wants to reach {host}: tests do without the network")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The test database, on SQLite as a copy of one that was migrated before."""
    embedded = connection.vendor == "sqlite"
    start = from_template(connection.creation._get_test_db_name()) if embedded else nullcontext()
    with django_db_blocker.unblock():
        with start:
            made = setup_databases(verbosity=0, interactive=False, keepdb=embedded)
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _files_apart(request: pytest.FixtureRequest) -> None:
    """A test with a database keeps its uploads in its own folder."""
    if {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        settings = request.getfixturevalue("settings")
        folder: Path = request.getfixturevalue("tmp_path") / "files"
        settings.MEDIA_ROOT = folder
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": folder},
            }
        }


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own Chromium, which reaches this machine and nothing else."""
    found = next((path for path in CHROMIUM if Path(path).exists()), None)
    if found is None:
        pytest.fail(
            "the browser tests need Chromium: sudo apt-get install chromium fonts-noto-cjk",
            pytrace=False,
        )
    # Playwright's event loop runs in this thread, where Django then refuses to tear its database
    # down.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return browser_type_launch_args | {"executable_path": found, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture
def cast(db: None) -> Cast:
    """A lead, two reviewers, an adjudicator, an observer and an outsider, and their review."""
    return make_cast()


@pytest.fixture
def run_jobs(db: None) -> Callable[[], list[Any]]:
    """A function that runs all waiting jobs here and now, those they start included,
    and returns them.
    """

    def run() -> list[Job]:
        ran: list[int] = []
        waits = (
            Job.objects.filter(state="queued").exclude(not_before__gt=timezone.now()).order_by("pk")
        )
        while waiting := list(waits.all().values_list("pk", flat=True)):
            for job_id in waiting:
                run_job(job_id)
                ran.append(job_id)
        return list(Job.objects.filter(pk__in=ran).order_by("pk"))

    return run
