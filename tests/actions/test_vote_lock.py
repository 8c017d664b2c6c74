"""Closing a stage, or removing a member, while a vote is on its way: the vote comes before,
or is refused.

Runs against the database of the settings: SQLite alone, PostgreSQL under `make test`.
"""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from screening.actions.imports import undo_import
from screening.actions.imports.undo_import import begin_undo
from screening.actions.screening import voting
from screening.actions.screening.offboarding import remove_member
from screening.actions.screening.stages import close_stage, start_calibration
from screening.actions.screening.voting import Refused, cast_vote
from screening.models import Event, ImportFile, Record, Vote
from screening.queries.imports.import_files import dependents
from screening.tasks import run_job
from tests.builders import Cast, make_cast, make_file, make_record

pytestmark = pytest.mark.django_db(transaction=True)
TA = "title-abstract"


def close(cast: Cast) -> Any:
    return close_stage(by=cast.lead, review=cast.review, stage=TA)


def remove(cast: Cast) -> Any:
    return remove_member(by=cast.lead, member=cast.review.memberships.get(user=cast.first))


def calibrate(cast: Cast) -> Any:
    return start_calibration(by=cast.lead, review=cast.review, stage=TA, size=1)


@pytest.mark.parametrize(
    ("change", "verb"),
    [(close, "close_stage"), (remove, "remove_member"), (calibrate, "calibrate")],
)
def test_rules_do_not_change_between_the_look_at_them_and_the_vote(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Cast], Any], verb: str
) -> None:
    cast = make_cast()
    record, _other = make_record(cast.review), make_record(cast.review)
    looked, changed = threading.Event(), threading.Event()
    check = voting._check_open

    def slowly(*args: Any) -> None:
        check(*args)
        looked.set()
        changed.wait(1.0)

    monkeypatch.setattr(voting, "_check_open", slowly)

    def vote() -> None:
        try:
            cast_vote(
                by=cast.first,
                review=cast.review,
                record_id=record.pk,
                stage=TA,
                verdict="include",
                key=uuid4(),
            )
        finally:
            connections.close_all()

    voter = threading.Thread(target=vote)
    voter.start()
    assert looked.wait(10)
    change(cast)
    changed.set()
    voter.join()
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["vote", verb]
    assert Vote.objects.count() == 1


def test_vote_that_waits_at_the_gate_sees_the_closed_stage() -> None:
    cast = make_cast()
    record = make_record(cast.review)
    gate, answers = threading.Barrier(9), []

    def run(work: Callable[[], Any]) -> None:
        gate.wait()
        try:
            work()
            answers.append("done")
        except Refused as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    def vote() -> None:
        cast_vote(
            by=cast.first,
            review=cast.review,
            record_id=record.pk,
            stage=TA,
            verdict="include",
            key=uuid4(),
        )

    works = [lambda: close(cast), *[vote] * 8]
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert len(answers) == 9
    assert set(answers) <= {"done", "closed"}
    assert verbs[-1] == "close_stage"
    assert verbs.count("vote") == answers.count("done") - 1


def test_vote_does_not_slip_in_while_an_import_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at what rests on the records and their going: the vote would be stored,
    and gone with them.
    """
    cast = make_cast()
    file = make_file(cast.review)
    record = make_record(cast.review, file=file)
    looked, voted, answers = threading.Event(), threading.Event(), list[str]()
    job = begin_undo(by=cast.lead, file=file)

    def slowly(file: ImportFile) -> Any:
        found = dependents(file)
        looked.set()
        voted.wait(1.0)
        return found

    monkeypatch.setattr(undo_import, "dependents", slowly)

    def undo() -> None:
        try:
            run_job(job.pk)
        finally:
            connections.close_all()

    worker = threading.Thread(target=undo)
    worker.start()
    assert looked.wait(10)
    try:
        cast_vote(
            by=cast.first,
            review=cast.review,
            record_id=record.pk,
            stage=TA,
            verdict="include",
            key=uuid4(),
        )
        answers.append("voted")
    except Refused as refused:
        answers.append(refused.code)
    voted.set()
    worker.join()
    assert answers == ["record"]
    assert not Record.objects.filter(pk=record.pk).exists()
    assert not Event.objects.filter(verb="vote").exists()
