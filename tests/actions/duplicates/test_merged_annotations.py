"""Notes and labels of a report that is merged: they are where its votes are,
and at home again when it is undone.
"""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.duplicates.bulk_merge import join_untouched
from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.records.labels import make_label, put_labels
from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.notes import write_note
from screening.actions.screening.voting import cast_vote
from screening.dedupe.decision import Group
from screening.models import DedupeRun, Label, Labelling, Note, Record, User
from screening.queries.access.authorization import access_review
from screening.queries.screening.conflicts import ballots
from screening.queries.screening.votes import visible_labellings, visible_notes
from tests.builders import Cast, make_cast, make_record

pytestmark = pytest.mark.django_db
TA = "title-abstract"


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    Label.objects.create(review=made.review, name="综述")
    return made


def vote(cast: Cast, by: User, record: Record, verdict: str = "include") -> None:
    cast_vote(
        by=by, review=cast.review, record_id=record.pk, stage=TA, verdict=verdict, key=uuid4()
    )


def write(cast: Cast, by: User, record: Record, text: str = "样本太小") -> None:
    label = Label.objects.get(review=cast.review, name="综述")
    write_note(by=by, review=cast.review, record_id=record.pk, stage=TA, text=text)
    put_labels(by=by, review=cast.review, record_id=record.pk, label_ids=[label.pk], stage=TA)


def homes(cast: Cast) -> set[tuple[str, int]]:
    notes = Note.objects.filter(record__review=cast.review).values_list("text", "record")
    return {
        *notes,
        *Labelling.objects.filter(record__review=cast.review).values_list("label__name", "record"),
    }


def test_note_and_labels_stand_beside_the_vote_that_came_over_and_go_home_with_it(
    cast: Cast,
) -> None:
    kept, twin = make_record(cast.review), make_record(cast.review)
    vote(cast, cast.first, twin, "exclude")
    write(cast, cast.first, twin)
    done = merge(review=cast.review, record_ids=[kept.pk, twin.pk], by=cast.lead)
    vote(cast, cast.second, kept)
    outcomes_seen(cast.review)
    said = {
        b.user_id: b for b in ballots(access_review(cast.adjudicator, cast.review.pk), TA, kept.pk)
    }
    assert (said[cast.first.pk].note.text, said[cast.first.pk].labels) == ("样本太小", ["综述"])
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert homes(cast) == {("样本太小", twin.pk), ("综述", twin.pk)}
    for colleague in (cast.second, cast.adjudicator):
        access = access_review(colleague, cast.review.pk)
        assert not visible_notes(access).exists()
        assert not visible_labellings(access).exists()


def test_note_changed_since_stays_and_the_old_one_is_written_again_at_home(cast: Cast) -> None:
    kept, twin = make_record(cast.review), make_record(cast.review)
    write(cast, cast.first, twin)
    done = merge(review=cast.review, record_ids=[kept.pk, twin.pk], by=cast.lead)
    write(cast, cast.first, kept, "样本够大")
    put_labels(by=cast.first, review=cast.review, record_id=kept.pk, label_ids=[], stage=TA)
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert homes(cast) == {("样本够大", kept.pk), ("样本太小", twin.pk), ("综述", twin.pk)}


def test_what_the_decided_record_would_show_at_once_stays_with_the_undecided_one(
    cast: Cast,
) -> None:
    kept, twin = make_record(cast.review), make_record(cast.review)
    write(cast, cast.first, twin)
    for by in (cast.first, cast.second):
        vote(cast, by, kept)
    merge(review=cast.review, record_ids=[kept.pk, twin.pk], by=cast.lead)
    assert not visible_notes(access_review(cast.observer, cast.review.pk)).exists()
    assert homes(cast) == {("样本太小", twin.pk), ("综述", twin.pk)}


def test_both_records_may_have_a_note_of_the_same_person(cast: Cast) -> None:
    kept, twin = make_record(cast.review), make_record(cast.review)
    write(cast, cast.first, kept, "保留")
    write(cast, cast.first, twin)
    done = merge(review=cast.review, record_ids=[kept.pk, twin.pk], by=cast.lead)
    before = {("保留", kept.pk), ("综述", kept.pk), ("样本太小", twin.pk), ("综述", twin.pk)}
    assert homes(cast) == before
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    assert homes(cast) == before


def test_what_is_written_on_a_card_whose_record_was_merged_meanwhile_goes_where_the_vote_goes(
    cast: Cast, client: Client
) -> None:
    kept, twin = make_record(cast.review), make_record(cast.review)
    known = Label.objects.get(review=cast.review, name="综述")
    other = make_label(by=cast.first, review=cast.review, name="动物实验")
    put_labels(by=cast.first, review=cast.review, record_id=kept.pk, label_ids=[other.pk], stage=TA)
    merge(review=cast.review, record_ids=[kept.pk, twin.pk], by=cast.lead)
    client.force_login(cast.first)
    for name, told in (
        ("note", {"text": "样本太小", "shared": True}),
        ("labels", {"labels": [known.pk], "shared": True}),
    ):
        address = reverse(name, kwargs={"review_id": cast.review.pk, "stage": TA})
        body = json.dumps({"record": twin.pk, "key": str(uuid4())} | told)
        answer = client.post(
            address, body, content_type="application/json", headers={"Accept": "application/json"}
        )
        assert answer.json()["ok"], answer.content
    assert homes(cast) == {("样本太小", kept.pk), ("综述", kept.pk), ("动物实验", kept.pk)}


def test_groups_somebody_has_written_on_are_not_merged_in_bulk(cast: Cast) -> None:
    kept, twin = make_record(cast.review), make_record(cast.review)
    write(cast, cast.first, twin)
    run = DedupeRun.objects.create(review=cast.review)
    group = Group((kept.pk, twin.pk), ())
    assert join_untouched(review=cast.review, groups=[group], run=run, reasons={}).others == [group]
