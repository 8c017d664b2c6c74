"""Worlds that differ in what the second reviewer did with one record, and how a page of them is seen."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.records.labels import put_labels
from screening.actions.screening.notes import write_note
from screening.actions.screening.voting import cast_vote, clear_vote
from screening.models import (
    HighlightList,
    Label,
    Membership,
    Reason,
    Record,
    User,
)
from screening.queries.screening.queue import ORDERS
from tests.builders import make_record, make_search
from tests.web.roles_table import ROWS
from tests.world import World, build_world, parts

TA, FT = "title-abstract", "full-text"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TELLS_PROGRESS = {
    "overview",
    "stages",
    "team",
    "methods",
    "methods-docx",
    "stopping",
    "learned-order",
}
SECRETS = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[A-Za-z0-9]{64}\b|nonce-[^']+"
)
#: When a workbook was made: the clock of the machine, which no test stops.
WRITTEN = re.compile(rb"<dcterms:(?:created|modified)[^>]*>[^<]*")
#: Addresses for people who are not signed in, with a token in them: fetching them would begin
#: another session.
OF_NO_REVIEW = {
    "invitation",
    "join",
    "sign-in",
    *(row.name for row in ROWS if row.name.startswith(("account_", "mfa_", "social", "openid"))),
}
VIEWERS = ["first", "lead", "adjudicator", "observer"]
PROBES = [
    "votes__user=3",
    "votes__verdict=include",
    "my_vote=include",
    "standings__outcome=pending",
    "decision=include",
    "order=-votes",
    "order_by=votes__cast_at",
    "q=外泌体",
    "place=await_ta",
    "fields=votes",
    "expand=votes",
    "verb=vote",
    "actor=3",
    "state=fixed",
    "take=50",
    "verdict=exclude",
    "box=await_ta",
]


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer, without what is random in it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    # The middleware, and what it has called at each sign-in, is loaded with the first request of a
    # process.
    Client().get(reverse("health-live"))
    made = build_world()
    made.value("publication_id")  # only while nothing waits can a version be published
    review = made.cast.review
    Membership.objects.filter(user__in=[made.cast.lead, made.cast.adjudicator]).update(reviews=True)
    for stage in (TA, FT):
        for name in ("Wrong population", "Wrong design", "Wrong outcome"):
            Reason.objects.create(review=review, stage=stage, label_en=name, label_zh="理由")
    HighlightList.objects.create(review=review, name_en="Terms", terms=["外泌体"])
    Label.objects.create(review=review, name="综述")
    for number in range(12):
        make_record(
            review, title=f"外泌体 {number}", shuffle=number * 7919, title_sort=str(number % 5)
        )
    for row in ROWS:
        for part in parts(row.name):
            made.value(part)
    for user in (made.cast.first, made.cast.second):
        decided = Record.objects.get(review=review, title="外泌体 0")
        cast_vote(
            by=user, review=review, record_id=decided.pk, stage=TA, verdict="exclude", key=uuid4()
        )
    return made


@pytest.fixture
def target(world: World) -> Record:
    """The record that the second reviewer may have decided, and the viewer has not."""
    return make_record(world.cast.review, title="骨骼肌外泌体", place="await_ta", shuffle=5)


@pytest.fixture
def at_full_text(world: World) -> Record:
    """The same at full text."""
    search = make_search(world.cast.review, kind="citation", name="参考文献")
    record = make_record(
        world.cast.review, search=search, title="全文记录", place="await_retrieval", shuffle=6
    )
    set_retrieval(
        by=world.cast.lead, review=world.cast.review, record_ids=[record.pk], status="retrieved"
    )
    return record


def nothing(world: World, record: Record, stage: str) -> None:
    """World 0."""


def included(world: World, record: Record, stage: str) -> None:
    """World 1."""
    cast_vote(
        by=world.cast.second,
        review=world.cast.review,
        record_id=record.pk,
        stage=stage,
        verdict="include",
        key=uuid4(),
    )


def excluded(world: World, record: Record, stage: str) -> None:
    """World 2."""
    by, review = world.cast.second, world.cast.review
    reason = Reason.objects.filter(review=review, stage=stage).last()
    assert reason is not None
    cast_vote(
        by=by,
        review=review,
        record_id=record.pk,
        stage=stage,
        verdict="exclude",
        key=uuid4(),
        reason_id=reason.pk,
    )
    write_note(
        by=by, review=review, record_id=record.pk, stage=stage, text="geheime Notiz 秘密备注"
    )
    label = Label.objects.get(review=review, name="综述")
    put_labels(by=by, review=review, record_id=record.pk, label_ids=[label.pk], stage=stage)


WORLDS = [nothing, included, excluded]


def took_back(world: World, record: Record, stage: str) -> None:
    """World 3: voted, and took the vote back; note and label stay."""
    excluded(world, record, stage)
    clear_vote(
        by=world.cast.second,
        review=world.cast.review,
        record_id=record.pk,
        stage=stage,
        key=uuid4(),
    )


def changed(world: World, record: Record, stage: str) -> None:
    """World 4: thought better of it, so that the history has two votes of one person."""
    included(world, record, stage)
    excluded(world, record, stage)


def pages(world: World, record: Record, probes: list[str]) -> Iterator[tuple[str, str]]:
    """(name, path) of everything that may be fetched in the review,
    and of list pages with these questions.
    """
    for row in ROWS:
        # Signing in is of no review either: allauth asks the database for what it has not cached.
        if row.GET and row.name not in OF_NO_REVIEW:
            yield row.name, world.path(row.name)
            if "record_id" in parts(row.name):
                yield row.name, world.path(row.name, record_id=record.pk)
            if "stage" in parts(row.name):
                yield row.name, world.path(row.name, stage=FT)
    for name in ("records", "history", "my-decisions"):
        for probe in probes:
            yield name, f"{world.path(name)}?{probe}"
    for order in ORDERS:
        for stage in (TA, FT):
            path = world.path("screen-cards", stage=stage)
            yield "screen-cards", f"{path}?order={order}&seed=7"
            yield "screen-list", world.path("screen-list", stage=stage) + f"?order={order}"
            yield (
                "screen-list",
                world.path("screen-list", stage=stage) + f"?order={order}&q=外泌体&language=zh",
            )
            yield "screen-words", world.path("screen-words", stage=stage) + "?q=外泌体"
        yield "screen-cards", f"{world.path('screen-cards')}?ids={record.pk}"


@contextmanager
def counting() -> Iterator[list[str]]:
    """A list that grows by every statement sent meanwhile.

    Django's own way asks SQLite for the text of each, by another statement.
    """
    sent: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield sent


def look(client: Client, path: str) -> Seen:
    with counting() as queries:
        answer = client.get(path)
    return seen(answer, len(queries))


def seen(answer: HttpResponse, queries: int = 0) -> Seen:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = SECRETS.sub(b"-", _unpacked(body))
    headers = tuple(
        sorted((k, SECRETS.sub(b"-", v.encode()).decode("latin-1")) for k, v in answer.items())
    )
    return Seen(answer.status_code, headers, body, queries)


def _unpacked(body: bytes) -> bytes:
    """The files inside a zip archive, whose own dates are of no account; anything else as it is."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with ZipFile(BytesIO(body)) as archive:
        whole = b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    return WRITTEN.sub(b"-", whole)


def crawl(
    world: World, viewer: User, record: Record, probes: list[str], progress: bool | None = None
) -> dict[str, Seen]:
    """What each address shows; with `progress`, only those that tell of it, or only the others."""
    client = Client(raise_request_exception=False)
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("reviews"))
    return {
        path: look(client, path)
        for name, path in pages(world, record, probes)
        if progress is None or progress == (name in TELLS_PROGRESS)
    }


def in_world(
    world: World,
    record: Record,
    stage: str,
    happen: Callable[[World, Record, str], None],
    look_round: Callable[[], Any],
) -> Any:
    """What one sees in that world, which is gone afterwards."""
    with transaction.atomic():
        happen(world, record, stage)
        found = look_round()
        transaction.set_rollback(True)
    return found


def progress_pages(world: World) -> set[str]:
    """Addresses that may tell how many votes have been cast in all."""
    staged = {world.path(name, stage=FT) for name in TELLS_PROGRESS if "stage" in parts(name)}
    return staged | {world.path(name) for name in TELLS_PROGRESS}


def difference(one: Seen, other: Seen) -> str:
    if one.body != other.body:
        place = next(
            (n for n, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b),
            len(one.body),
        )
        return f"{one.body[max(0, place - 80) : place + 60]!r} against {other.body[max(0, place - 20) : place + 60]!r}"
    return f"{one.status} {one.queries} {one.headers} against {other.status} {other.queries} {other.headers}"
