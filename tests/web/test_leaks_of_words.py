"""Leaks found by a second attack: notes, labels, marks and votes taken back,
and doors that somebody else goes through.

As in `test_leaks`: the attacker acts, looks and undoes. What somebody else has said of a report may
then be known, or the report may still be voted on, but not both.
"""

import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening import tasks
from screening.actions.access.tokens import add_service_account
from screening.actions.protocol.rule_changes import change_stage
from screening.actions.records.labels import make_label, put_labels
from screening.actions.screening.notes import write_note
from screening.actions.screening.offboarding import remove_member
from screening.actions.screening.outcomes import restate
from screening.actions.screening.stages import unblind
from screening.actions.screening.voting import Refused, cast_vote, clear_vote
from screening.actions.webhooks.messages import gather
from screening.models import (
    Criterion,
    Event,
    Job,
    Label,
    Labelling,
    Membership,
    Merge,
    Reason,
    Record,
    Retrieval,
    StageSetting,
    Standing,
    Unblinded,
    User,
    Webhook,
    WebhookEvent,
)
from screening.queries.access.authorization import access_review
from screening.queries.imports.import_files import dependents
from screening.queries.protocol.rule_changes import rule_changes
from screening.queries.screening.votes import visible_labellings, visible_notes, visible_votes
from tests.api.client import Program
from tests.builders import Cast, join, make_file, make_record, make_user

TA, FT = "title-abstract", "full-text"
SECRET = "排除 geheim"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The lead votes as well."""
    Membership.objects.filter(user=cast.lead).update(reviews=True)
    return cast


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(cast: Cast, user: User, name: str, data: Any = None, **parts: Any) -> Any:
    return signed_in(user).post(
        reverse(name, kwargs={"review_id": cast.review.pk} | parts), data or {}
    )


def page(cast: Cast, user: User, name: str, **parts: Any) -> str:
    path = reverse(name, kwargs={"review_id": cast.review.pk} | parts)
    return signed_in(user).get(path, follow=True).content.decode()


def votes(
    cast: Cast, user: User, record: Record, stage: str = TA, verdict: str = "include", **more: Any
) -> None:
    cast_vote(
        by=user,
        review=cast.review,
        record_id=record.pk,
        stage=stage,
        verdict=verdict,
        key=uuid4(),
        **more,
    )


def may_vote(cast: Cast, user: User, record: Record, stage: str = TA) -> bool:
    try:
        votes(cast, user, record, stage)
    except Refused:
        return False
    return True


def labels(cast: Cast, record: Record, stage: str, name: str = SECRET) -> Label:
    """The second reviewer puts a label of their making on the record."""
    by = {"by": cast.second, "review": cast.review}
    made = make_label(**by, name=name)
    put_labels(**by, record_id=record.pk, label_ids=[made.pk], stage=stage, key=uuid4())
    return made


def at_full_text(cast: Cast, **votes_as: Any) -> Record:
    """A report that both have included for all to see, with its text at hand."""
    record = make_record(cast.review)
    for user in (cast.first, cast.second):
        votes(cast, user, record, **votes_as)
    Standing.objects.update(fresh=False)
    Retrieval.objects.create(review=cast.review, record=record, status="retrieved", by=cast.lead)
    restate(cast.review, [record])
    record.refresh_from_db()
    assert record.place == "await_ft"
    return record


def knows_label(cast: Cast, user: User, label: Label) -> bool:
    return visible_labellings(access_review(user, cast.review.pk)).filter(label=label).exists()


def test_label_while_the_full_text_is_said_not_to_be_had(cast: Cast) -> None:
    record = at_full_text(cast)
    labels(cast, record, FT)
    for status in ("not_retrieved", "retrieved"):
        post(cast, cast.first, "full-text-status", {"status": status, "records": [record.pk]})
        assert SECRET not in page(cast, cast.first, "record", record_id=record.pk)


def test_label_on_a_record_that_is_joined_to_a_decided_report(cast: Cast) -> None:
    record, other = at_full_text(cast), at_full_text(cast)
    label = labels(cast, record, FT)
    for user in (cast.first, cast.second):
        votes(cast, user, other, FT)
    Standing.objects.update(fresh=False)
    post(cast, cast.first, "record-duplicate", {"of": other.pk}, record_id=record.pk)
    assert Merge.objects.filter(undone_at=None).exists()
    assert not knows_label(cast, cast.first, label)


@pytest.mark.parametrize("by", ["maybe", "cut-off"])
def test_label_of_full_text_while_a_rule_takes_the_report_back(cast: Cast, by: str) -> None:
    criterion = Criterion.objects.create(
        review=cast.review, stage=TA, text_en="Adults", inclusion=True
    )
    reason = Reason.objects.create(
        review=cast.review, stage=TA, label_en="Wrong population", position=1
    )
    StageSetting.objects.filter(stage=TA).update(maybe_conflicts=False)
    cast.review.conflict_votes = "all"
    cast.review.save()
    record = at_full_text(cast, judgements={str(criterion.pk): "unclear"})
    cast.review.votes.filter(user=cast.first).update(verdict="maybe")
    label = labels(cast, record, FT)
    setting = StageSetting.objects.get(review=cast.review, stage=TA)
    changed = (
        {"maybe_conflicts": True} if by == "maybe" else {"cutoff": 90, "cutoff_reason": reason}
    )
    change_stage(by=cast.lead, setting=setting, **changed)
    record.refresh_from_db()
    assert record.place != "await_ft"
    assert not knows_label(cast, cast.lead, label)


def test_label_shows_once_its_stage_is_decided(cast: Cast) -> None:
    """Nothing above may pass because labels are never shown."""
    record = at_full_text(cast)
    label = labels(cast, record, FT)
    assert Labelling.objects.get().stage == FT
    for user in (cast.first, cast.second):
        votes(cast, user, record, FT)
    Standing.objects.update(fresh=False)
    assert knows_label(cast, cast.first, label)


def test_label_of_somebody_put_on_by_its_number(cast: Cast) -> None:
    record, mine = make_record(cast.review), make_record(cast.review)
    label = labels(cast, record, TA)
    sent = {"labels": [label.pk], "record": mine.pk, "key": str(uuid4())}
    post(cast, cast.first, "labels", sent, stage=TA)
    post(
        cast, cast.first, "records-many", {"what": "label", "label": label.pk, "records": [mine.pk]}
    )
    given = {"review_id": cast.review.pk, "stage": TA, "record_id": mine.pk}
    assert Program(cast.first).do("put_labels_on", {"labels": [label.pk]}, **given) == {
        "labels": []
    }
    assert not Labelling.objects.filter(user=cast.first).exists()
    assert SECRET not in page(cast, cast.first, "records")


def test_note_read_on_a_report_that_one_vote_decides(cast: Cast) -> None:
    """It had come over with a join; undone, it was the note on a report that waits for the reader's
    vote.
    """
    StageSetting.objects.filter(stage=TA).update(double_share=50)
    record, single = make_record(cast.review, shuffle=10), make_record(cast.review, shuffle=60)
    write_note(by=cast.second, review=cast.review, record_id=record.pk, stage=TA, text=SECRET)
    label = labels(cast, record, TA)
    post(cast, cast.first, "record-duplicate", {"of": single.pk}, record_id=record.pk)
    votes(cast, cast.first, single, verdict="exclude")
    notes = visible_notes(access_review(cast.first, cast.review.pk))
    assert notes.filter(text=SECRET).exists()
    assert knows_label(cast, cast.first, label)
    post(cast, cast.first, "merge-undo", merge_id=Merge.objects.get().pk)
    assert not notes.filter(text=SECRET).exists()
    assert not may_vote(cast, cast.first, record)
    assert may_vote(cast, cast.second, record), "who wrote it"


def said_things(cast: Cast) -> list[Record]:
    """Records on which the second reviewer has written a note, put a label, and taken a vote back."""
    noted, labelled, cleared = (make_record(cast.review) for _ in range(3))
    write_note(by=cast.second, review=cast.review, record_id=noted.pk, stage=TA, text=SECRET)
    labels(cast, labelled, TA)
    votes(cast, cast.second, cleared, verdict="exclude")
    clear_vote(by=cast.second, review=cast.review, record_id=cleared.pk, stage=TA, key=uuid4())
    return [noted, labelled, cleared]


def test_archive_shows_more_than_open_votes(cast: Cast) -> None:
    said, untouched = said_things(cast), make_record(cast.review)
    for stage in (TA, FT):
        post(cast, cast.lead, "stage-close", {"reason": "试"}, stage=stage)
    post(cast, cast.lead, "archive", {"reason": "备份"})
    tasks.run_job(Job.objects.get(kind="archive").pk)
    path = reverse("archive-download", args=[cast.review.pk])
    content = b"".join(signed_in(cast.lead).get(path).streaming_content)  # type: ignore[attr-defined]
    shown = zipfile.ZipFile(io.BytesIO(content))
    assert SECRET in shown.read("tables/Note.jsonl").decode()
    post(cast, cast.lead, "stage-open", {"reason": "试"}, stage=TA)
    assert [may_vote(cast, cast.lead, record) for record in said] == [False] * 3
    assert may_vote(cast, cast.lead, untouched)
    assert all(may_vote(cast, cast.first, record) for record in said)


def test_ending_the_blinding_shows_more_than_open_votes_and_what_comes_later(cast: Cast) -> None:
    said, later, untouched = said_things(cast), make_record(cast.review), make_record(cast.review)
    post(cast, cast.lead, "stage-unblind", {"reason": "试"}, stage=TA)
    votes(cast, cast.second, later, verdict="exclude")
    assert visible_votes(access_review(cast.lead, cast.review.pk)).filter(record=later).exists()
    assert [may_vote(cast, cast.lead, record) for record in (*said, later)] == [False] * 4
    assert may_vote(cast, cast.lead, untouched)


def test_service_account_ends_the_blinding_for_whoever_has_its_token(cast: Cast) -> None:
    service = add_service_account(by=cast.lead, review=cast.review, name="夜间", leads=True)
    record = make_record(cast.review)
    votes(cast, cast.second, record, verdict="exclude")
    unblind(by=service, review=cast.review, stage=TA, reason="试")
    assert visible_votes(access_review(cast.lead, cast.review.pk)).filter(record=record).exists()
    assert not may_vote(cast, cast.lead, record)


def test_review_put_away_hides_as_much_as_before(cast: Cast) -> None:
    post(cast, cast.lead, "review-away")
    assert access_review(cast.lead, cast.review.pk).blinded


def test_role_given_up_for_a_look_names_no_records(cast: Cast) -> None:
    file = make_file(cast.review)
    record, label = make_record(cast.review, file=file), None
    votes(cast, cast.second, record)
    label = labels(cast, record, TA)
    Membership.objects.filter(user=cast.lead).update(reviews=False)
    found = dependents(file, access_review(cast.lead, cast.review.pk))
    assert {one.kind: one.records for one in found} == {"votes": [], "labels": []}, label


def test_my_data_tells_not_whose_votes_were_taken_back(cast: Cast) -> None:
    record = make_record(cast.review)
    votes(cast, cast.second, record)
    remove_member(
        by=cast.lead, member=cast.review.memberships.get(user=cast.second), open_votes="withdraw"
    )
    told = signed_in(cast.lead).get(reverse("account-data")).json()["history"]
    assert "remove_member" in {event["verb"] for event in told}
    assert "withdraw_vote" not in {event["verb"] for event in told}


def test_whoever_left_between_the_look_and_the_way_back_is_barred(cast: Cast) -> None:
    lead = make_user("Col")
    member = join(cast.review, lead, "lead", "reviewer")
    record = make_record(cast.review)
    votes(cast, cast.second, record, verdict="exclude")
    setting = StageSetting.objects.get(review=cast.review, stage=TA)
    change_stage(by=lead, setting=setting, votes_needed=1, reason="试")
    assert SECRET not in page(cast, lead, "record", record_id=record.pk)
    post(cast, lead, "team-leave")
    change = max(rule_changes(cast.review))
    path = reverse("rule-take-back", args=[cast.review.pk, change])
    client = signed_in(cast.lead)
    client.post(path, {"reason": "试"})
    if not Unblinded.objects.exists():
        from tests.web.test_leaks import AGREED

        client.post(
            path, {"reason": "试", "agreed": AGREED.search(client.get(path).content.decode())[1]}
        )  # type: ignore[index]
    assert Standing.objects.get(record=record).outcome == "pending"
    Membership.objects.filter(pk=member.pk).update(ended_at=None)
    assert not may_vote(cast, lead, record)


def test_webhook_of_somebody_who_left_sends_nothing(cast: Cast) -> None:
    made = Webhook.objects.create(
        review=cast.review,
        url="https://example.org/",
        events=[WebhookEvent.INCLUDED],
        secret="",
        made_by=cast.lead,
    )
    Webhook.objects.update(created_at=made.created_at - timedelta(hours=1))
    join(cast.review, make_user("Col"), "lead")
    record = make_record(cast.review)
    for user in (cast.first, cast.second):
        votes(cast, user, record)
    Standing.objects.update(fresh=False)
    post(cast, cast.lead, "team-leave")
    assert gather() == 0
    Membership.objects.filter(user=cast.lead).update(ended_at=None)
    assert gather() == 1


def test_what_is_sealed_cannot_be_guessed(cast: Cast) -> None:
    """A seal is made of the one before and of one event:
    a judgement without a random key has few possible contents.
    """
    record = make_record(cast.review)
    votes(cast, cast.second, record)
    label = make_label(by=cast.first, review=cast.review, name="综述")
    put_labels(by=cast.first, review=cast.review, record_id=record.pk, label_ids=[label.pk])
    remove_member(
        by=cast.lead, member=cast.review.memberships.get(user=cast.second), open_votes="withdraw"
    )
    told = Event.objects.filter(verb__in=["withdraw_vote", "labels", "label_made"])
    assert told.count() == 3
    assert not told.filter(key=None).exists()
