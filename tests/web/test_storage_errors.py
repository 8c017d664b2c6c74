"""A database or disk that cannot be used: 503, nothing stored,
and the same request goes through when it is back.
"""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.urls import reverse
from psycopg.errors import AdminShutdown

from screening.models import Event, Vote
from screening.web.storage_errors import is_storage_fault
from tests.builders import Cast, make_cast, make_record


@pytest.fixture
def pragma(transactional_db: None) -> Iterator[Callable[[str], int]]:
    """Runs a PRAGMA on the connection of this thread and gives its value;
    a new connection afterwards.
    """

    def run(text: str) -> int:
        with connection.cursor() as cursor:
            row = cursor.execute(f"PRAGMA {text}").fetchone()
        return row[0] if row else 0

    yield run
    connection.close()


def fill(pragma: Callable[[str], int]) -> None:
    """Takes every free page of the database, and lets it grow no further."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling (of BLOB)")
        pragma(f"max_page_count = {pragma('page_count')}")
        with suppress(OperationalError):  # "database or disk is full"
            while True:
                cursor.execute("INSERT INTO filling VALUES (zeroblob(4000))")


def send(client: Client, cast: Cast, record: int, key: str) -> int:
    path = reverse("vote", kwargs={"review_id": cast.review.pk, "stage": "title-abstract"})
    data = {"record": record, "verdict": "include", "key": key, "seen": "none"}
    answer = client.post(path, data, headers={"accept": "application/json"})
    assert answer.status_code == 200 or answer.headers["Retry-After"] == "5"
    return answer.status_code


@pytest.fixture
def people(transactional_db: None) -> tuple[Cast, Client]:
    cast, client = make_cast(), Client(raise_request_exception=False)
    client.force_login(cast.first, backend="django.contrib.auth.backends.ModelBackend")
    return cast, client


def test_vote_on_a_read_only_database(
    people: tuple[Cast, Client], pragma: Callable[[str], int]
) -> None:
    (cast, client), key = people, str(uuid4())
    record = make_record(cast.review).pk
    pragma("query_only = ON")
    assert send(client, cast, record, key) == 503
    pragma("query_only = OFF")
    assert not Vote.objects.exists()
    assert send(client, cast, record, key) == 200
    assert Vote.objects.count() == Event.objects.filter(verb="vote").count() == 1


def test_votes_while_the_disk_is_full(
    people: tuple[Cast, Client], pragma: Callable[[str], int]
) -> None:
    cast, client = people
    keys = {make_record(cast.review).pk: str(uuid4()) for _ in range(40)}
    fill(pragma)
    first = {record: send(client, cast, record, key) for record, key in keys.items()}
    assert set(first.values()) == {200, 503}
    stored = set(Vote.objects.values_list("record", flat=True))
    assert stored == {record for record, status in first.items() if status == 200}
    pragma("max_page_count = 1073741823")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE filling")
    assert {send(client, cast, record, key) for record, key in keys.items()} == {200}
    assert Vote.objects.count() == Event.objects.filter(verb="vote").count() == len(keys)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_page_of_a_fault_says_what_happened(
    settings, people: tuple[Cast, Client], monkeypatch, language: str
) -> None:
    cast, client = people

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("screening.web.screening.vote_views.cast_vote", fail)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    cast.first.language = language
    cast.first.save()
    path = reverse("vote", kwargs={"review_id": cast.review.pk, "stage": "title-abstract"})
    answer = client.post(
        path, {"record": make_record(cast.review).pk, "verdict": "include", "key": str(uuid4())}
    )
    assert answer.status_code == 503
    assert (
        "目前无法保存" if language == "zh-hans" else "Data cannot be stored at the moment"
    ) in answer.content.decode()


def of_sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("made up")
    cause.sqlite_errorcode = code
    error = OperationalError("made up")
    error.__cause__ = cause
    return error


def of_postgresql(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), True),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), True),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), True),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), True),
        (of_sqlite(sqlite3.SQLITE_ERROR), False),
        (of_postgresql(AdminShutdown("terminating connection due to administrator command")), True),
        (InterfaceError("connection already closed"), True),
        (ProgrammingError('relation "screening_vote" does not exist'), False),
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.ENOENT, "No such file or directory"), False),
        (ValueError("title"), False),
        (None, False),
    ],
)
def test_faults_of_storage_are_told_from_mistakes(
    error: BaseException | None, expected: bool
) -> None:
    assert is_storage_fault(error) is expected
