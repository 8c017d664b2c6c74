"""People and the program at one pair at the same moment: one answer stands, the others are told.

Runs against the database of the settings: SQLite alone, PostgreSQL under `make test`.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from screening.actions.duplicates.duplicate_answers import (
    AnsweredAlready,
    answer_pair,
    mark_duplicate,
)
from screening.actions.duplicates.merge import MergeRefused, merge, undo_merge
from screening.actions.screening.voting import cast_vote
from screening.models import DuplicatePair, Event, Merge, Record, Standing, Vote
from tests.builders import make_cast, make_record

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls: list[Callable[[], Any]]) -> list[str]:
    """Runs all at the same moment in threads of their own; gives "done" or why not of each, sorted."""
    gate, said = threading.Barrier(len(calls)), []

    def run(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            call()
            said.append("done")
        except AnsweredAlready as already:
            said.append(f"answered {already.pair.answer}")
        except MergeRefused as refused:
            said.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_two_answers_to_a_pair_at_once_leave_one_and_tell_the_other() -> None:
    cast = make_cast()
    for _ in range(8):
        a, b = make_record(cast.review), make_record(cast.review)
        pair = DuplicatePair.objects.create(review=cast.review, first=a, second=b)
        told = at_once(
            [
                partial(
                    answer_pair, by=cast.first, review=cast.review, pair_id=pair.pk, answer="same"
                ),
                partial(
                    answer_pair,
                    by=cast.second,
                    review=cast.review,
                    pair_id=pair.pk,
                    answer="different",
                ),
            ]
        )
        pair.refresh_from_db()
        assert told == [f"answered {pair.answer}", "done"]
        b.refresh_from_db(), a.refresh_from_db()
        merged = bool(a.primary_id or b.primary_id)
        assert merged == (pair.answer == "same")
        assert Event.objects.filter(verb="answer_pair", record_id=a.pk).count() == 1


def test_program_and_person_at_once_never_leave_a_merge_against_an_answer() -> None:
    cast = make_cast()
    for _ in range(8):
        a, b = make_record(cast.review), make_record(cast.review)
        pair = DuplicatePair.objects.create(review=cast.review, first=a, second=b)
        told = at_once(
            [
                partial(merge, review=cast.review, record_ids=[a.pk, b.pk], by=None),
                partial(
                    answer_pair,
                    by=cast.second,
                    review=cast.review,
                    pair_id=pair.pk,
                    answer="different",
                ),
            ]
        )
        pair.refresh_from_db()
        expected = ["done", "kept_apart"] if pair.answer == "different" else ["done", "same_report"]
        assert told == expected
        assert Merge.objects.filter(records=a).exists() == (pair.answer != "different")


def test_merges_in_a_ring_at_once_leave_every_duplicate_with_a_live_primary() -> None:
    cast = make_cast()
    for _ in range(5):
        rows = [make_record(cast.review) for _ in range(3)]
        ring = [(rows[n].pk, rows[(n + 1) % 3].pk) for n in range(3)]
        told = at_once(
            [
                partial(mark_duplicate, by=cast.first, review=cast.review, record_id=a, of_id=b)
                for a, b in ring
            ]
        )
        assert told == ["done", "done", "same_report"]
        assert not Record.objects.filter(primary__primary__isnull=False).exists()
        assert Record.objects.filter(pk__in=[r.pk for r in rows], primary=None).count() == 1


def test_merge_undone_twice_at_once_is_undone_once() -> None:
    cast = make_cast()
    a, b = make_record(cast.review), make_record(cast.review)
    done = merge(review=cast.review, record_ids=[a.pk, b.pk], by=cast.first)
    told = at_once([lambda: undo_merge(by=cast.first, review=cast.review, merge_id=done.pk)] * 2)
    assert told == ["done", "undone"]


def test_votes_on_a_duplicate_while_its_report_is_merged_on_or_taken_apart_keep_nobody_waiting_in_a_ring() -> (
    None
):
    cast = make_cast()
    for number in range(16):
        kept, twin, third = (make_record(cast.review, title=f"外泌体 {number}") for _ in range(3))
        done = merge(review=cast.review, record_ids=[kept.pk, twin.pk], by=cast.lead)
        votes = [
            partial(
                cast_vote,
                by=by,
                review=cast.review,
                record_id=twin.pk,
                stage="title-abstract",
                verdict="include",
                key=uuid4(),
            )
            for by in (cast.first, cast.second)
        ]
        undoing = partial(undo_merge, by=cast.lead, review=cast.review, merge_id=done.pk)
        merging = partial(merge, review=cast.review, record_ids=[third.pk, kept.pk], by=cast.lead)
        assert at_once([*votes, undoing if number % 2 else merging]) == ["done"] * 3
        cast_on = Vote.objects.filter(record__in=[kept, twin, third])
        assert cast_on.count() == 2
        for standing in Standing.objects.filter(record__in=[kept, twin, third]):
            assert standing.votes == cast_on.filter(record=standing.record_id).count()
        assert not cast_on.exclude(record__primary=None).exists()
