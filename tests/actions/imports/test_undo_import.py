from uuid import uuid4

import pytest

from screening.actions.duplicates.merge import merge
from screening.actions.imports import import_job, undo_import
from screening.actions.imports.import_files import FileRefused
from screening.actions.records.labels import make_label, put_labels
from screening.actions.screening.notes import write_note
from screening.actions.screening.voting import cast_vote
from screening.models import (
    BlockingKey,
    Event,
    Job,
    Membership,
    Merge,
    Record,
    RecordWords,
    SourceText,
    Vote,
)
from screening.queries.access.authorization import access_review
from screening.queries.duplicates.duplicate_pairs import new_records
from screening.queries.imports.import_files import dependents
from tests.actions.imports.test_import_job import ris, run, search, upload  # noqa: F401
from tests.builders import make_record, make_user
from tests.reading_process import SHARED_READER

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(monkeypatch):
    works = {"import": import_job.import_file, "undo_import": undo_import.undo_import}
    monkeypatch.setattr("screening.tasks.KINDS", works)
    monkeypatch.setattr(import_job, "Reader", lambda **_: SHARED_READER)


@pytest.fixture
def file(search, kinds):  # noqa: F811
    one = upload(search, ris(400))
    run(import_job.begin_import(by=search.review.created_by, file=one))
    one.refresh_from_db()
    return one


def vote(file, record):
    Membership.objects.filter(review=file.review).update(reviews=True)
    cast_vote(
        by=file.uploaded_by,
        review=file.review,
        record_id=record.pk,
        stage="title-abstract",
        verdict="include",
        key=uuid4(),
    )


def test_undo_takes_everything_away_and_keeps_file_and_history(file):
    other = make_record(file.review)
    assert run(undo_import.begin_undo(by=file.uploaded_by, file=file)).state == "done"
    file.refresh_from_db()
    assert (file.state, file.imported) == ("undone", 0)
    assert list(Record.objects.all()) == [other]
    assert SourceText.objects.count() == RecordWords.objects.count() == 0
    assert file.stored.storage.exists(file.stored.name)
    assert Event.objects.get(verb="undo_import").data["imported"] == 400


def test_undo_is_refused_with_the_list_while_a_vote_rests_on_it(file):
    record = Record.objects.filter(file=file)[7]
    vote(file, record)
    (found,) = dependents(file)
    assert (found.kind, found.count, found.records) == ("votes", 1, [])
    (found,) = dependents(file, access_review(file.uploaded_by, file.review_id))
    assert found.records == [record], "one's own"
    Vote.objects.update(user=make_user())
    (found,) = dependents(file, access_review(file.uploaded_by, file.review_id))
    assert (found.count, found.records) == (1, []), "an open vote of somebody else"
    with pytest.raises(FileRefused, match="in_use"):
        undo_import.begin_undo(by=file.uploaded_by, file=file)
    file.refresh_from_db()
    assert (file.state, Record.objects.filter(place="await_ta").count()) == ("imported", 400)


def test_undo_stops_when_somebody_votes_before_it_begins(file):
    job = undo_import.begin_undo(by=file.uploaded_by, file=file)
    vote(file, Record.objects.filter(file=file)[0])
    assert run(job).state == "failed"
    file.refresh_from_db()
    assert (file.state, Record.objects.exclude(place="loading").count()) == ("imported", 400)


def test_undo_takes_the_programs_merges_apart_but_not_those_of_people(file):
    mine = Record.objects.filter(file=file).order_by("pk")[0]
    first, second = make_record(file.review), make_record(file.review)
    one = merge(review=file.review, record_ids=[first.pk, mine.pk], by=None)
    two = merge(review=file.review, record_ids=[second.pk, first.pk], by=None)
    assert dependents(file) == []
    run(undo_import.begin_undo(by=file.uploaded_by, file=file))
    assert {m.pk: bool(m.undone_at) for m in Merge.objects.filter(pk__in=[one.pk, two.pk])} == {
        one.pk: True,
        two.pk: True,
    }
    assert set(Record.objects.values_list("pk", "primary")) == {(first.pk, None), (second.pk, None)}


def test_undo_is_refused_while_a_merge_of_a_person_rests_on_it(file):
    mine = Record.objects.filter(file=file)[0]
    merge(
        review=file.review, record_ids=[make_record(file.review).pk, mine.pk], by=file.uploaded_by
    )
    assert [each.kind for each in dependents(file)] == ["merges"]


def test_undo_is_refused_while_a_merge_has_brought_a_vote_note_or_label_from_it_to_another_record(
    file,
):
    review, by = file.review, file.uploaded_by
    mine = Record.objects.filter(file=file)[3]
    vote(file, mine)
    label = make_label(by=by, review=review, name="综述")
    write_note(by=by, review=review, record_id=mine.pk, stage="title-abstract", text="样本太小")
    put_labels(
        by=by, review=review, record_id=mine.pk, label_ids=[label.pk], stage="title-abstract"
    )
    merge(review=review, record_ids=[make_record(review).pk, mine.pk], by=None)
    assert [(each.kind, each.count) for each in dependents(file)] == [
        ("votes", 1),
        ("labels", 1),
        ("notes", 1),
    ]
    with pytest.raises(FileRefused, match="in_use"):
        undo_import.begin_undo(by=by, file=file)
    assert Vote.objects.count() == 1


def test_interrupted_undo_is_completed(file, monkeypatch):
    job = undo_import.begin_undo(by=file.uploaded_by, file=file)
    calls = []

    def dying(step, number=0):
        calls.append(step)
        if step == "undo.batch":
            raise KeyboardInterrupt

    monkeypatch.setattr(undo_import, "reach", dying)
    with pytest.raises(KeyboardInterrupt):
        run(job)
    assert 0 < Record.objects.filter(place="loading").count() < 400
    monkeypatch.setattr(undo_import, "reach", lambda *a: None)
    type(job).objects.filter(pk=job.pk).update(state="queued")
    assert run(job).state == "done"
    assert not Record.objects.exists()


def test_records_of_other_files_that_came_apart_are_compared_again(file):
    first, second = (make_record(file.review, title="同一篇文献") for _ in range(2))
    joined = merge(
        review=file.review,
        record_ids=[first.pk, second.pk, Record.objects.filter(file=file)[0].pk],
        by=None,
    )
    for record in (first, second):
        BlockingKey.objects.create(record=record, review_id=file.review_id, key="seen")
    job = run(undo_import.begin_undo(by=file.uploaded_by, file=file))
    joined.refresh_from_db()
    assert joined.undone_at
    assert set(new_records(file.review)) == {first, second}
    assert [Job.objects.get(pk=pk).kind for pk in job.result["then"]] == ["dedupe"]
