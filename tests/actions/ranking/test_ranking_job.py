"""The learned order in the application: made in jobs, from what a person may know, swapped whole,
failing soft.
"""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from screening.actions.archive.review_deletion import delete_review
from screening.actions.jobs import job_queue
from screening.actions.jobs.job_run import Cancelled, Running
from screening.actions.ranking import ranking_job
from screening.actions.ranking.ranking_schedule import due, look
from screening.actions.screening.adjudication import settle
from screening.actions.screening.voting import cast_vote
from screening.models import (
    FeatureSet,
    Job,
    OrderPart,
    OrderReason,
    PersonalOrder,
    RankedOrder,
    Record,
    StageSetting,
    User,
)
from screening.queries.access.authorization import access_review
from screening.queries.ranking.training_labels import labels_of, protocol_text
from screening.queries.screening.queue import next_ids, offered_orders, open_setting
from screening.tasks import run_job
from tests.builders import Cast, make_record

TA = "title-abstract"
Run = Callable[[], list[Job]]


@pytest.fixture
def review(cast: Cast) -> Cast:
    """Thirty records, each third on exosomes in English or Chinese; the learned order is on."""
    for number in range(30):
        about = ("Exosomes of skeletal muscle and bone", "骨骼肌源性外泌体与骨形成")[number % 2]
        other = ("Dental caries in school children", "学龄儿童龋齿的调查")[number % 2]
        text = about if number % 3 == 0 else other
        make_record(
            cast.review, title=f"{text} {number}", abstract=f"{text}。{text}. " * 3, shuffle=number
        )
    StageSetting.objects.filter(review=cast.review, stage=TA).update(learned_order=True)
    return cast


def ids(cast: Cast, user: User, order: str = "learned", count: int = 40) -> list[int]:
    access = access_review(user, cast.review.pk)
    return next_ids(access, open_setting(access, TA), order, 0, count=count)


def about(pk: int) -> bool:
    title = Record.objects.get(pk=pk).title
    return "Exosomes" in title or "外泌体" in title


def vote(cast: Cast, by: User, pk: int, verdict: str = "") -> None:
    verdict = verdict or ("include" if about(pk) else "exclude")
    cast_vote(by=by, review=cast.review, record_id=pk, stage=TA, verdict=verdict, key=uuid4())


def learn(run_jobs: Run) -> list[Job]:
    """What the worker does within a few seconds."""
    look()
    return run_jobs()


def test_order_begins_as_imported_and_then_learns(review: Cast, run_jobs: Run) -> None:
    imported = ids(review, review.first, "imported")
    assert ids(review, review.first) == imported
    assert [job.kind for job in learn(run_jobs)] == ["features", "rank"]
    for pk in imported[:5]:
        vote(review, review.first, pk)
    learn(run_jobs)
    first = ids(review, review.first)[:7]
    assert sum(about(pk) for pk in first) >= 6
    assert sorted(ids(review, review.first)) == sorted(imported[5:])
    mine = PersonalOrder.objects.get(user=review.first)
    assert (mine.order.kind, mine.order.own, mine.order.settled, mine.order.relevant) == (
        "learned",
        5,
        0,
        2,
    )


def test_cold_start_follows_the_protocol_in_both_languages(review: Cast, run_jobs: Run) -> None:
    review.review.question_en, review.review.question_zh = (
        "Do exosomes of muscle act on bone?",
        "外泌体影响骨形成吗？",
    )
    review.review.save()
    learn(run_jobs)
    first = ids(review, review.second)[:10]
    assert sum(about(pk) for pk in first) >= 8
    assert PersonalOrder.objects.get(user=review.second).order.kind == "protocol"


def test_open_votes_of_the_other_change_nothing_and_settled_ones_do(
    review: Cast, run_jobs: Run
) -> None:
    imported = ids(review, review.first, "imported")
    for pk in imported[:6]:
        vote(review, review.first, pk)
    before = labels_of(review.review, TA, review.first)
    for pk in imported[6:12]:
        vote(review, review.second, pk, "include")
    assert labels_of(review.review, TA, review.first) == before
    vote(review, review.second, imported[1], "include")
    assert labels_of(review.review, TA, review.first) == before
    settle(
        by=review.adjudicator,
        review=review.review,
        record_id=imported[1],
        stage=TA,
        verdict="include",
    )
    after = labels_of(review.review, TA, review.first)
    assert dict(zip(after.records, after.values, strict=True))[imported[1]] == 1
    assert labels_of(review.review, TA, review.adjudicator).records == [imported[1]]


def test_what_a_tool_excluded_is_no_label(review: Cast) -> None:
    record = Record.objects.filter(review=review.review).first()
    assert record is not None
    record.standings.create(
        review=review.review, stage=TA, outcome="exclude", tool="a rule", reached_at=timezone.now()
    )
    assert labels_of(review.review, TA, review.first).records == []


def test_learning_again_waits_for_enough_new_votes(review: Cast, run_jobs: Run) -> None:
    learn(run_jobs)
    setting = StageSetting.objects.get(review=review.review, stage=TA)
    assert due(setting) == []
    assert look() == []
    pks = ids(review, review.first, "imported")
    vote(review, review.first, pks[0])
    assert due(setting) == [review.first]
    learn(run_jobs)
    PersonalOrder.objects.filter(user=review.first).update(known=100)
    for pk in pks[1:5]:
        vote(review, review.first, pk)
    assert due(setting) == []
    vote(review, review.first, pks[5])
    assert due(setting) == [review.first]


def test_swap_is_whole_and_leaves_one_version_of_before(review: Cast, run_jobs: Run) -> None:
    pks = ids(review, review.first, "imported")
    learn(run_jobs)
    for pk in pks[:4]:
        vote(review, review.first, pk)
        learn(run_jobs)
    mine = PersonalOrder.objects.get(user=review.first)
    versions = RankedOrder.objects.filter(user=review.first)
    assert versions.count() == 2
    assert mine.order == versions.last()
    assert OrderPart.objects.filter(order=mine.order).count() == 1
    assert FeatureSet.objects.count() == 1
    assert len(default_storage.listdir(f"features/{review.review.pk}")[1]) == 1


def test_failed_fit_leaves_the_last_order_and_is_told(
    review: Cast, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pks = ids(review, review.first, "imported")
    for pk in pks[:4]:
        vote(review, review.first, pk)
    learn(run_jobs)
    kept = ids(review, review.first)

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("不收敛")

    monkeypatch.setattr(ranking_job, "learn", broken)
    vote(review, review.first, kept[0])
    [job] = learn(run_jobs)
    assert (job.state, job.result["learned"], job.result["failed"]) == ("done", 0, 1)
    mine = PersonalOrder.objects.get(user=review.first)
    assert "不收敛" in str(mine.failure)
    assert ids(review, review.first) == kept[1:]
    assert look() == []
    monkeypatch.undo()
    vote(review, review.first, kept[1])
    learn(run_jobs)
    assert PersonalOrder.objects.get(user=review.first).failure is None


def test_without_file_screening_goes_on(review: Cast, run_jobs: Run, client: Client) -> None:
    learn(run_jobs)
    kept = ids(review, review.first)
    default_storage.delete(FeatureSet.objects.get().stored)
    vote(review, review.first, kept[0])
    [job] = learn(run_jobs)
    assert job.state == "failed"
    assert ids(review, review.first) == kept[1:]
    client.force_login(review.first, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/reviews/{review.review.pk}/screen/{TA}/?order=learned").status_code == 200
    assert [job.kind for job in look()] == ["features"]
    run_jobs()
    assert default_storage.exists(FeatureSet.objects.get().stored)


def test_review_without_records_is_read_once(cast: Cast, run_jobs: Run) -> None:
    StageSetting.objects.filter(review=cast.review, stage=TA).update(learned_order=True)
    assert [job.result["records"] for job in learn(run_jobs) if job.kind == "features"] == [0]
    assert look() == []


def test_records_the_order_does_not_know_come_last(review: Cast, run_jobs: Run) -> None:
    learn(run_jobs)
    late = make_record(review.review, title="Exosomes again 外泌体")
    assert ids(review, review.first)[-1] == late.pk


def test_order_is_offered_only_where_it_is_on(review: Cast) -> None:
    on, off = (StageSetting.objects.get(review=review.review, stage=s) for s in (TA, "full-text"))
    assert offered_orders(on)[0] == "learned"
    assert "learned" not in offered_orders(off)


def test_reasons_are_told_after_the_vote_only_and_where_allowed(
    review: Cast, run_jobs: Run, client: Client
) -> None:
    for pk in ids(review, review.first, "imported")[:5]:
        vote(review, review.first, pk)
    learn(run_jobs)
    pk = ids(review, review.first)[0]
    reason = OrderReason.objects.get(user=review.first, record=pk)
    assert reason.position == 1
    client.force_login(review.first, backend="django.contrib.auth.backends.ModelBackend")
    path = f"/reviews/{review.review.pk}/screen/{TA}/records/{pk}/"
    told = "Why was this ranked here?"
    StageSetting.objects.update(shows_terms=True)
    assert told not in client.get(path).content.decode()
    vote(review, review.first, pk)
    assert told in client.get(path).content.decode()
    StageSetting.objects.update(shows_terms=False)
    assert told not in client.get(path).content.decode()


def test_job_run_twice_does_no_harm(review: Cast, run_jobs: Run) -> None:
    jobs = learn(run_jobs)
    for job in jobs:
        run_job(job.pk)
    assert PersonalOrder.objects.count() == 2


def test_deleted_review_leaves_no_order_behind(review: Cast, run_jobs: Run) -> None:
    learn(run_jobs)
    stored = FeatureSet.objects.get().stored
    delete_review(by=review.lead, review=review.review)
    assert not default_storage.exists(stored)
    assert [model.objects.count() for model in (RankedOrder, OrderReason, PersonalOrder)] == [
        0,
        0,
        0,
    ]


@pytest.mark.parametrize("votes", [0, 9])
def test_command_and_application_give_the_same_order(
    review: Cast, run_jobs: Run, monkeypatch, tmp_path, votes
) -> None:
    """From the same labels and the same protocol,
    but for the records that the application draws at random.
    """
    monkeypatch.setattr(ranking_job, "mix", lambda order, seed: (list(order), set()))
    review.review.question_en = (
        "Do exosomes of muscle\nact on bone in children?\r\nCaries does not count."
    )
    review.review.question_zh = "外泌体影响\n骨形成吗？"
    review.review.save()
    for number, record in enumerate(Record.objects.filter(review=review.review)):
        record.keywords = [
            ["Exosomes/*metabolism", "bone; muscle"],
            [],
            ["骨骼肌|骨", "Dental Caries"],
        ][number % 3]
        record.title_translated = record.title if number % 5 else "外泌体 in children"
        record.abstract_translated = ("", "Children act on muscle", "Bone in muscle act")[
            number % 4 % 3
        ]
        record.save()
    learn(run_jobs)
    voted = ids(review, review.first, "imported")[3 : 3 + votes]
    for pk in voted:
        vote(review, review.first, pk)
    learn(run_jobs)
    kind = RankedOrder.Kind.LEARNED if votes else RankedOrder.Kind.PROTOCOL
    assert PersonalOrder.objects.get(user=review.first).order.kind == kind
    protocol = tmp_path / "protocol.txt"
    protocol.write_text("\n".join(protocol_text(review.review)), encoding="utf-8")
    of_file = order_of_command(review, voted, protocol, tmp_path)
    assert of_file == ids(review, review.first)
    assert len(of_file) == 30 - len(voted)


def order_of_command(cast: Cast, voted: list[int], protocol: Path, folder: Path) -> list[int]:
    """What `rank_file` makes of the records as they are told."""
    records, out = folder / "records.csv", folder / "order.csv"
    names = [
        "id",
        "title",
        "title_translated",
        "abstract",
        "abstract_translated",
        "keywords",
        "relevant",
        "seen",
    ]
    with records.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for record in Record.objects.filter(review=cast.review).order_by("pk"):
            seen = voted.index(record.pk) + 1 if record.pk in voted else ""
            texts = [getattr(record, name) for name in names[1:5]]
            writer.writerow(
                [record.pk, *texts, ";".join(record.keywords), int(about(record.pk)), seen]
            )
    given = [
        "--labels",
        "relevant",
        "--seen",
        "seen",
        "--protocol",
        str(protocol),
        "--seed",
        str(cast.review.seed),
    ]
    call_command("rank_file", str(records), *given, "--out", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        return [int(row["id"]) for row in csv.DictReader(file) if row["prior"] == "0"]


def test_features_tell_how_far_they_are_and_can_be_cancelled(review, monkeypatch):
    monkeypatch.setattr(ranking_job, "TOLD_EVERY", 10)
    told = []

    class Watched(Running):
        def advance(self, done, total=None, message=None):
            told.append(done)
            if done >= 30:
                self._cancelled = True
            super().advance(done, total, message)

    job = job_queue.enqueue(kind="features", review=review.review, by=review.lead)
    claimed = job_queue.claim(job.pk)
    with pytest.raises(Cancelled):
        ranking_job.build_features(Watched(claimed.job))
    assert told == [0, 10, 20, 30]
    assert not FeatureSet.objects.exists()
