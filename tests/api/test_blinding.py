"""Twin worlds, seen and acted in by programs: whatever the other did with an open report,
the answers are the same bytes.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from screening.api.operation import OPERATIONS, Operation
from screening.api.views import OperationsView  # noqa: F401 (the operations are declared by then)
from screening.models import User
from tests.api.client import Program, content
from tests.api.roles_table import LINES, PEOPLE
from tests.api.test_roles import expected, parts
from tests.web.twin_worlds import (
    FT,
    TA,
    VIEWERS,
    WORLDS,
    at_full_text,
    counting,
    in_world,
    target,
    world,
)
from tests.world import World

__all__ = ["at_full_text", "target", "world"]

#: What may tell how many votes have been cast in all: compared between worlds in which the other
#: has voted.
TELLS_PROGRESS = {"get_progress", "get_methods"}
RANDOM = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\"[0-9a-f]{32}\"|cursor=[^\"&]*|\"at\":\"[^\"]*\""
)
ROLE = {"first": "reviewer"}
QUERIES = {
    "list_records": [
        "",
        "my_vote=include",
        "abstracts=true&q=外泌体",
        "place=await_ta",
        "box=await_ta",
        "votes__verdict=include",
    ],
    "list_history": ["", "order=oldest", "verb=vote"],
    "list_my_votes": ["", "verdict=exclude", "state=fixed"],
    "get_queue": ["", "order=random&seed=7"],
    "list_visible_votes": ["", f"stage={TA}"],
}


def looks(made: World, record: int) -> Iterator[tuple[Operation, dict[str, Any], str]]:
    """Every operation that reads, about the target and about the rest, at both stages,
    with questions.
    """
    for op in OPERATIONS.values():
        if op.writes:
            continue
        named = parts(op)
        for stage in (TA, FT) if "stage" in named else ("",):
            for about in (record, made.value("record_id")) if "record_id" in named else (0,):
                given = {part: made.value(part) for part in named} | (
                    {"stage": stage} if stage else {}
                )
                given |= {"record_id": about} if about else {}
                for query in QUERIES.get(op.name, [""]):
                    yield op, given, query


def crawl(made: World, viewer: User, record: int) -> dict[Any, Any]:
    program = Program(viewer)
    seen = {}
    for op, given, query in looks(made, record):
        with counting() as queries:
            answer = program.ask(op.name, query=query, **given)
        etag = {"ETag"} & set(answer.headers)
        body = RANDOM.sub(b"-", content(answer))
        told = len(queries) if op.name not in {"get_methods"} else 0
        seen[op.name, str(given), query] = (answer.status_code, body, told, bool(etag))
    return seen


@pytest.fixture
def whole(world: World) -> World:
    """The world with all that operations name."""
    for op in OPERATIONS.values():
        for part in parts(op):
            world.value(part)
    return world


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_answer_is_the_same_whatever_the_other_did(whole: World, target, viewer: str):
    user = whole.person(viewer)
    found = [
        in_world(whole, target, TA, happen, lambda: crawl(whole, user, target.pk))
        for happen in WORLDS
    ]
    assert sum(status == 200 for status, *_rest in found[0].values()) > 30
    for other in found[1:]:
        start = {True: found[1], False: found[0]}
        wrong = [key for key in other if other[key] != start[key[0] in TELLS_PROGRESS][key]]
        assert wrong == [], [(found[0][key], other[key]) for key in wrong[:1]]


def acts(viewer: str) -> Iterator[Operation]:
    """What the viewer may do, and has a body for."""
    number = PEOPLE.index(ROLE.get(viewer, viewer))
    for op in OPERATIONS.values():
        if (
            op.writes
            and expected(op, number) < 400
            and not op.upload
            and op.path.startswith("reviews/<")
        ):
            yield op


#: What shows open votes to everybody and bars them, or takes records without a vote: its own tests
#: hold it.
SHOWN_BY_ITSELF = {
    "unblind_stage",
    "screen_again",
    "publish",
    "start_calibration",
    "end_calibration",
    "remove_records",
}


@pytest.mark.parametrize("viewer", ["first", "lead"])
def test_what_a_write_answers_tells_nothing(whole: World, target, viewer: str, monkeypatch):
    monkeypatch.setattr("screening.api.screening.uuid4", lambda: UUID(int=7))
    user = whole.person(viewer)
    whole.made["record_id"] = target.pk
    wrong = []
    for op in acts(viewer):
        if op.name in SHOWN_BY_ITSELF:
            continue
        answers = [
            in_world(whole, target, TA, happen, lambda op=op: answered(whole, user, op))
            for happen in WORLDS
        ]
        if len(set(answers)) > 1:
            wrong.append((op.name, answers))
    assert wrong == []


def answered(made: World, user: User, op: Operation) -> tuple[int, bytes]:
    line = LINES[op.name]
    body = line.body(made) if line.body else None
    given = {part: made.value(part) for part in parts(op)}
    answer = Program(user).ask(
        op.name, body, headers={"If-Match": "*"} if op.match else {}, **given
    )
    # Numbers of new rows are taken back with each world, but not by every database.
    return answer.status_code, re.sub(
        rb'"(id|at|key|link|secret|message|\w+_at)":[^,}]*', b"", content(answer)
    )
