"""Acting twins through the interface: what a program does, and undoes, tells it nothing of an open vote it may meet.

As `tests/web/test_acting_twins`: in each world the viewer's program does one thing about the record (every operation
that writes, as the role table has it, or about the record where `ABOUT` says how), reads everything that could tell,
undoes it where there is a way back, reads again, and then votes. Worlds in which that vote is taken must have read the
same.
"""

import os
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.screening.voting import cast_vote
from screening.api.operation import OPERATIONS, Operation
from screening.models import Job, Label, Membership, Merge, Record, Reopening, Standing, User
from screening.tasks import run_job
from tests.api.client import Program, content, parts, path_of
from tests.api.roles_table import LINES, PEOPLE
from tests.api.test_blinding import RANDOM, ROLE, TELLS_PROGRESS
from tests.api.test_roles import expected
from tests.builders import make_record
from tests.web.test_blinding import FT, TA, VIEWERS, WORLDS, at_full_text, target, world
from tests.web.test_leaks_switched_off import DECIDED_BY_THE_RULE_OF_NOW, nothing
from tests.world import World

__all__ = ["at_full_text", "target", "world"]

WHY = {"reason": "试点结束 Why not"}
#: What differs by itself: the end of a job is told by the clock of the database.
VARYING = re.compile(RANDOM.pattern + rb"|\"finished_at\":\"[^\"]*\"")
RULES = {"votes_needed": 2, "double_percent": 100}
#: Operations that take what has no vote, or tell of how many records: compared where there is a
#: vote.
PRESENCE = {
    "deal",
    "end_calibration",
    "publish",
    "remove_from_team",
    "screen_again",
    "start_calibration",
    "undo_import",
}
#: Operation, body, and parts of the path that are not the world's.
Sent = tuple[str, Any, dict[str, Any]]
Doing = Callable[[World, Record], Any]
Shown = dict[tuple[str, str], tuple[int, bytes]]


def _other(made: World) -> Record:
    return Record.objects.get(review=made.cast.review, title="外泌体 3")


def _label(made: World) -> int:
    return Label.objects.get(review=made.cast.review, name="综述").pk


#: What is sent about the record, where the role table sends something else.
ABOUT: dict[str, Doing] = {
    "change_stage": lambda w, r: {"votes_needed": 1},
    "mark_duplicate": lambda w, r: {"of": _other(w).pk},
    "label_records": lambda w, r: {"records": [r.pk], "label": _label(w)},
    "put_labels_on": lambda w, r: {"labels": [_label(w)]},
    "set_full_text_status": lambda w, r: {"records": [r.pk], "status": "not_retrieved"},
    "remove_records": lambda w, r: {"records": [r.pk], "kind": "other", "note": "无关"},
    "cast_vote": lambda w, r: {"record": r.pk, "verdict": "include"},
    "change_search": lambda w, r: {"kind": "website"},
    "make_archive": lambda w, r: WHY,
    "close_stage": lambda w, r: WHY,
}
#: The way back of an operation.
BACK: dict[str, Callable[[World, Record], Sent]] = {
    "change_stage": lambda w, r: ("change_stage", RULES, {}),
    "mark_duplicate": lambda w, r: ("undo_merge", {}, {"merge_id": Merge.objects.latest("pk").pk}),
    "label_records": lambda w, r: (
        "label_records",
        {"records": [r.pk], "label": _label(w), "put": False},
        {},
    ),
    "put_labels_on": lambda w, r: ("put_labels_on", {"labels": []}, {}),
    "set_full_text_status": lambda w, r: (
        "set_full_text_status",
        {"records": [r.pk], "status": "retrieved"},
        {},
    ),
    "remove_records": lambda w, r: (
        "remove_records",
        {"records": [r.pk], "kind": "", "note": ""},
        {},
    ),
    "cast_vote": lambda w, r: ("clear_vote", None, {}),
    "write_note": lambda w, r: ("write_note", {"text": ""}, {}),
    "change_search": lambda w, r: ("change_search", {"kind": "database"}, {}),
    "close_stage": lambda w, r: ("open_stage", WHY, {}),
    "put_review_away": lambda w, r: ("bring_review_back", None, {}),
    "deal": lambda w, r: ("take_assignments_back", None, {}),
    "start_calibration": lambda w, r: ("end_calibration", None, {}),
    "change_roles": lambda w, r: ("change_roles", {"adjudicates": False}, {}),
    "add_to_study": lambda w, r: ("take_from_study", {"records": [r.pk]}, {}),
    "answer_pair": lambda w, r: ("reopen_pair", None, {}),
    "reopen_report": lambda w, r: (
        "undo_reopening",
        None,
        {"reopening_id": Reopening.objects.latest("pk").pk},
    ),
    "enter_number": lambda w, r: ("withdraw_number", None, {}),
}
ALL = os.environ.get("ACTING_TWINS") == "all"
LOOKS = ["get_record", "get_card", "list_visible_votes", "get_flow"]
if ALL:
    LOOKS += ["list_records", "list_history", "get_queue", "list_labels", "list_conflicts"]
    LOOKS += ["get_agreement", "get_list_export", "count_full_texts", "list_full_texts"]
    LOOKS += ["list_dependents", "list_merges", "list_studies", "list_jobs", "get_progress"]
    LOOKS += ["list_reasons"]


def send(program: Program, made: World, record: Record, stage: str, sent: Sent) -> int:
    """The status of one operation; where it first tells what would move, that is agreed to."""
    name, body, more = sent
    named = {"record_id": record.pk, "search_id": record.search_id, "stage": stage} | more
    op = OPERATIONS[name]
    given = {part: named.get(part) or made.value(part) for part in parts(op)}
    headers = {"If-Match": "*"} if op.match else {}
    answer = program.ask(name, body, headers=headers, **given)
    if answer.status_code == 409 and answer.json().get("code") == "rules.preview":
        agreed = {"agreed": answer.json()["outlook"]["stamp"]} | WHY
        answer = program.ask(name, (body or {}) | agreed, headers=headers, **given)
    return int(answer.status_code)


def looked(program: Program, made: World, record: Record) -> Shown:
    """Everything read that could tell of the record."""
    found: Shown = {}
    for name in LOOKS:
        op = OPERATIONS[name]
        for stage in (TA, FT) if "stage" in parts(op) else ("",):
            given = {part: made.value(part) for part in parts(op)}
            given |= {"stage": stage} if stage else {}
            given |= {"record_id": record.pk} if "record_id" in parts(op) else {}
            answer = program.client.get(path_of(op, **given), headers=program.headers)
            found[name, stage] = (answer.status_code, VARYING.sub(b"-", content(answer)))
    return found


def played(
    made: World, record: Record, stage: str, viewer: User | None, op: Operation
) -> tuple[list[Shown], bool]:
    """What was read after the act and after its way back, and whether a vote is taken then."""
    program, line = Program(viewer), LINES[op.name]
    waiting = set(Job.objects.values_list("pk", flat=True))
    body = ABOUT.get(op.name, lambda w, r: line.body(w) if line.body else None)(made, record)
    done = send(program, made, record, stage, (op.name, body, {}))
    for job in Job.objects.filter(kind__in=["export", "archive"]).exclude(pk__in=waiting):
        run_job(job.pk)
    shown: list[Shown] = [{(op.name, "answer"): (done, b"")}]
    if done < 400:
        shown.append(looked(program, made, record))
    if done < 400 and op.name in BACK:
        send(program, made, record, stage, BACK[op.name](made, record))
        shown.append(looked(program, made, record))
    Membership.objects.filter(review=made.cast.review, user=viewer).update(reviews=True)
    vote = {"record": record.pk, "verdict": "include"}
    return shown, send(program, made, record, stage, ("cast_vote", vote, {})) == 200


def told_apart(
    made: World, record: Record, stage: str, viewer: User | None, op: Operation
) -> dict[str, Any]:
    """What was read differently in worlds in which the viewer may still vote on the record."""
    found = []
    for happen in WORLDS:
        with transaction.atomic():
            happen(made, record, stage)
            found.append(played(made, record, stage, viewer, op))
            transaction.set_rollback(True)
    apart: dict[str, Any] = {}
    for counted in (False, True):
        start = 1 if counted or op.name in PRESENCE else 0
        voting = [shown for shown, votes in found[start:] if votes]
        for other in voting[1:]:
            for one, two in zip(voting[0], other, strict=False):
                apart |= {
                    f"{op.name}: {key}": difference(one[key], two[key])
                    for key in one
                    if (key[0] in TELLS_PROGRESS) is counted and one[key] != two[key]
                }
    return apart


def difference(one: tuple[int, bytes], two: tuple[int, bytes]) -> str:
    (status, body), (status_2, body_2) = one, two
    place = next(
        (n for n, (a, b) in enumerate(zip(body, body_2, strict=False)) if a != b), len(body)
    )
    near = slice(max(0, place - 80), place + 60)
    return f"{status} {body[near]!r} against {status_2} {body_2[near]!r}"


def acts(viewer: str) -> Iterator[str]:
    """Every operation that this person may do with success and that writes in a review.

    All but the observer review as well in this world.
    """
    roles = {ROLE.get(viewer, viewer)} | ({"reviewer"} if viewer != "observer" else set())
    for op in OPERATIONS.values():
        inside = op.writes and not op.upload and op.path.startswith("reviews/<")
        given = {expected(op, PEOPLE.index(role)) for role in roles}
        if inside and given - {403, 404}:
            yield op.name


#: What is tried in every run: what has told most.
HURT = {("lead", TA): ["change_stage", "mark_duplicate"], ("first", FT): ["set_full_text_status"]}
EVERYTHING = {(viewer, stage): [*acts(viewer)] for viewer in VIEWERS for stage in (TA, FT)}


@pytest.fixture
def whole(world: World) -> World:
    """The world with all that operations name."""
    for op in OPERATIONS.values():
        for part in parts(op):
            world.value(part)
    return world


@pytest.fixture
def passed_titles(world: World) -> Record:
    """A report at full text that two have included at titles, for all to see."""
    review = world.cast.review
    record = make_record(review, title="入选全文", shuffle=7)
    about = {"review": review, "record_id": record.pk, "stage": TA, "verdict": "include"}
    for user in (world.cast.first, world.cast.second):
        cast_vote(by=user, key=uuid4(), **about)
    Standing.objects.filter(record=record).update(fresh=False)
    set_retrieval(by=world.cast.lead, review=review, record_ids=[record.pk], status="retrieved")
    return record


def test_no_operation_and_no_way_back_tells_of_an_open_vote(
    whole: World,
    target: Record,
    at_full_text: Record,
    passed_titles: Record,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    """One world for all, as it takes longer to make than to look at.

    The check can fail: without the bars of a rule taken back, the worlds are told apart.
    """
    records = {TA: [target], FT: [passed_titles, at_full_text] if ALL else [passed_titles]}
    for (viewer, stage), names in (EVERYTHING if ALL else HURT).items():
        for name, record in product(names, records[stage]):
            with subtests.test(viewer=viewer, operation=name, record=record.title):
                person, op = whole.person(viewer), OPERATIONS[name]
                assert told_apart(whole, record, stage, person, op) == {}
    monkeypatch.setattr("screening.actions.protocol.rule_changes.bar", nothing)
    for where, what in DECIDED_BY_THE_RULE_OF_NOW.items():
        monkeypatch.setattr(where, what)
    change = OPERATIONS["change_stage"]
    assert told_apart(whole, target, TA, whole.cast.lead, change) != {}


def test_every_way_back_is_of_an_operation() -> None:
    named = (name for names in HURT.values() for name in names)
    assert {*ABOUT, *BACK, *LOOKS, *PRESENCE, *named} <= set(OPERATIONS)
