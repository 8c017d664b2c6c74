"""A sound review passes; each of many random edits, deletions, swaps and truncations is found."""

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.db.models import F

from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.flow.diagram_settings import enter_number
from screening.actions.fulltext.fulltext_files import store_full_text
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.fulltext.studies import group_reports
from screening.actions.history import history_hashing
from screening.actions.history.history_hashing import seal_review
from screening.actions.imports.import_files import Upload, store
from screening.actions.imports.searches import add_search
from screening.actions.records.record_edits import add_record
from screening.actions.screening.adjudication import settle
from screening.actions.screening.prescreening_removal import set_removed
from screening.actions.screening.reopening import reopen, undo_reopening
from screening.actions.screening.stages import screen_again
from screening.actions.screening.voting import cast_vote, clear_vote
from screening.actions.verification.verification import verify
from screening.models import (
    Event,
    Reason,
    Record,
    Retrieval,
    Review,
    Seal,
    Search,
    Settlement,
    Standing,
    Study,
    Vote,
)
from screening.queries import translation
from screening.queries.history.history_hashes import check_chain, head, unpack
from screening.records.record import Record as Entry
from tests.builders import Cast, make_cast, make_record, make_search

pytestmark = pytest.mark.django_db
TA, FT = "title-abstract", "full-text"


def say(
    cast: Cast, record: Record, stage: str, *verdicts: str, reason: Reason | None = None
) -> None:
    for who, verdict in zip((cast.first, cast.second), verdicts, strict=False):
        cast_vote(
            by=who,
            review=cast.review,
            record_id=record.pk,
            stage=stage,
            verdict=verdict,
            key=uuid4(),
            reason_id=reason.pk if reason and verdict == "exclude" else None,
        )


def lived_review() -> Cast:
    """A small review in which everything has happened, by actions only."""
    cast = make_cast(other_skips_screening=False)
    review = cast.review
    searches = [
        make_search(review, name=n, kind=k)
        for n, k in (("中国知网", "database"), ("Websites", "website"))
    ]
    reason = Reason.objects.create(review=review, stage=FT, label_zh="研究设计不符")
    rows = [
        add_record(
            by=cast.lead,
            search=searches[n % 5 == 4],
            entry=Entry(title=f"题名 {n} title", year=2000 + n),
        )
        for n in range(14)
    ]
    merge(review=review, record_ids=[rows[0].pk, rows[1].pk], by=cast.lead)
    merge(review=review, record_ids=[rows[4].pk, rows[2].pk], by=None)
    undone = merge(review=review, record_ids=[rows[5].pk, rows[6].pk], by=cast.first)
    undo_merge(by=cast.first, review=review, merge_id=undone.pk)
    set_removed(by=cast.lead, review=review, record_ids=[rows[7].pk], kind="other", note="撤稿")
    for record in (rows[0], rows[3], rows[4], rows[5]):
        say(cast, record, TA, "include", "maybe")
    say(cast, rows[6], TA, "exclude", "exclude")
    say(cast, rows[8], TA, "include", "exclude")
    settle(
        by=cast.adjudicator,
        review=review,
        record_id=rows[8].pk,
        stage=TA,
        verdict="include",
        rationale="符合",
    )
    say(cast, rows[9], TA, "include")
    clear_vote(by=cast.first, review=review, record_id=rows[9].pk, stage=TA, key=uuid4())
    say(cast, rows[10], TA, "maybe", "maybe")
    screen_again(
        by=cast.lead, review=review, stage=TA, record_ids=[rows[10].pk], reason="标准已修订"
    )
    say(cast, rows[11], TA, "maybe")
    set_retrieval(by=cast.lead, review=review, record_ids=[rows[3].pk], status="not_retrieved")
    set_retrieval(
        by=cast.lead, review=review, record_ids=[rows[0].pk, rows[4].pk], status="retrieved"
    )
    say(cast, rows[0], FT, "include", "include")
    say(cast, rows[4], FT, "exclude", "exclude", reason=reason)
    group_reports(by=cast.lead, review=review, record_ids=[rows[0].pk], name="高亚 2024")
    again = {"by": cast.lead, "review": review, "stage": TA, "reason": "再看"}
    reopen(**again, record_id=rows[6].pk, votes="again")
    undo_reopening(
        by=cast.lead,
        review=review,
        reopening_id=reopen(**again, record_id=rows[8].pk, votes="keep").pk,
    )
    cast.review.refresh_from_db()
    return cast


def test_sound_review_has_no_problem(capsys):
    cast = lived_review()
    assert verify(cast.review) == []
    assert (
        seal_review(cast.review, timedelta(0)) == Event.objects.filter(review=cast.review).count()
    )
    assert verify(cast.review) == []
    call_command("verify", str(cast.review.pk))
    assert "all right" in capsys.readouterr().out


def test_command_names_what_is_wrong_and_fails(capsys):
    cast = lived_review()
    record = Record.objects.filter(review=cast.review, place="included").get()
    Record.objects.filter(pk=record.pk).update(place="ft_exclude")
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1
    assert (
        f"Record {record.pk}: place is ft_exclude, but should be included"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (
            lambda c: Settlement.objects.filter(review=c.review).update(settled_by=c.first),
            "Resolution",
        ),
        (
            lambda c: Settlement.objects.filter(review=c.review).update(rationale="不符合"),
            "Resolution",
        ),
        (
            lambda c: Vote.objects.filter(pk=Vote.objects.earliest("pk").pk).update(grade=0.5),
            "Vote",
        ),
        (
            lambda c: Vote.objects.filter(pk=Vote.objects.earliest("pk").pk).update(
                judgements={"1": "yes"}
            ),
            "Vote",
        ),
        (lambda c: Review.objects.filter(pk=c.review.pk).update(version=2), "version is 2"),
        (
            lambda c: Search.objects.filter(name="ClinicalTrials.gov").update(kind="database"),
            "kind is database",
        ),
        (
            lambda c: Record.objects.filter(pk=Record.objects.earliest("pk").pk).update(
                search=Search.objects.get(name="ClinicalTrials.gov")
            ),
            "Number ClinicalTrials.gov is 1",
        ),
    ],
)
def test_edit_of_what_was_said_is_named(edit, named):
    cast = lived_review()
    add_search(by=cast.lead, review=cast.review, name="ClinicalTrials.gov", kind="register")
    assert verify(cast.review) == []
    assert edit(cast) == 1
    assert any(
        named in translation.say(problem)
        for problem in verify(Review.objects.get(pk=cast.review.pk))
    )


def test_numbers_by_hand_hide_no_edit():
    cast = lived_review()
    enter_number(
        by=cast.lead,
        review=cast.review,
        box="duplicate",
        number=3,
        source="中国知网",
        kind="database",
        why="旧",
    )
    assert verify(cast.review) == []
    make_record(cast.review)
    assert any(
        "Number database_results" in translation.say(problem) for problem in verify(cast.review)
    )


@pytest.mark.parametrize("full_text", [True, False])
def test_lost_and_altered_files_are_named(full_text):
    cast = lived_review()
    if full_text:
        record, content = Record.objects.get(place="included"), ContentFile(b"%PDF-1.4 made up")
        given = {"record_id": record.pk, "name": "高亚 2024.pdf", "content": content, "limit": 1000}
        file = store_full_text(by=cast.first, review=cast.review, **given)
    else:
        upload = Upload("高亚 2024.ris", ContentFile(b"TY  - JOUR\nTI  - A\nER  - \n"))
        file = store(by=cast.lead, search=cast.review.searches.earliest("pk"), upload=upload)
    assert verify(cast.review) == []
    file.stored.storage.delete(file.stored.name)
    assert [translation.say(problem) for problem in verify(cast.review)] == [
        f"File {file.name} is not in the storage."
    ]
    file.stored.storage.save(file.stored.name, ContentFile(b"something else"))
    assert [translation.say(problem) for problem in verify(cast.review)] == [
        f"File {file.name} differs from what was uploaded."
    ]


def test_heads_noted_elsewhere_show_a_history_cut_at_its_end(tmp_path):
    cast = lived_review()
    file = tmp_path / "heads.json"
    call_command("verify", "--seal", "--write-heads", str(file))
    call_command("verify", "--heads", str(file))
    last = Seal.objects.get(review=cast.review)
    Event.objects.filter(pk=unpack(bytes(last.entries))[-1][0]).delete()
    last.delete()
    seal_review(cast.review, timedelta(0))
    with pytest.raises(SystemExit):
        call_command("verify", "--heads", str(file))


def test_only_what_was_sealed_since_a_noted_head_is_looked_at_where_that_is_asked(monkeypatch):
    review = lived_review().review
    monkeypatch.setattr(history_hashing, "BATCH", 5)
    seal_review(review, timedelta(0))
    seals = list(Seal.objects.filter(review=review).order_by("first"))
    assert len(seals) > 2
    noted = (seals[1].last, seals[1].head)

    def forge(seal):
        Event.objects.filter(pk=unpack(bytes(seal.entries))[0][0]).update(stage="forged")

    forge(seals[0])
    assert check_chain(review, noted)
    assert check_chain(review, noted, only_new=True) == []
    assert check_chain(review, (noted[0], "0" * 64), only_new=True)
    forge(seals[2])
    assert check_chain(review, noted, only_new=True)


def test_young_events_wait_and_batches_continue_the_chain(monkeypatch):
    cast = lived_review()
    assert seal_review(cast.review) == 0
    monkeypatch.setattr(history_hashing, "BATCH", 7)
    total = seal_review(cast.review, timedelta(0))
    assert total == head(cast.review).sequence
    assert Seal.objects.filter(review=cast.review).count() == -(-total // 7)
    assert verify(cast.review) == []


#: Changes one thing behind the program's back; False when there was nothing to change.
Mutation = Callable[[random.Random, Review], bool]


def _pick(dice: random.Random, rows):
    found = list(rows.order_by("pk"))
    return dice.choice(found) if found else None


def edit_event(dice: random.Random, review: Review) -> bool:
    event = _pick(dice, Event.objects.filter(review=review))
    field, value = dice.choice(
        [
            ("verb", "note"),
            ("stage", "other"),
            ("actor", review.created_by if event.actor_id is None else None),
            ("at", event.at + timedelta(seconds=1)),
            ("data", {**event.data, "verdict": "改"}),
            ("record_id", 10**9),
            ("review", None),
            ("key", uuid4()),
        ]
    )
    setattr(event, field, value)
    event.save()
    return True


def delete_events(dice: random.Random, review: Review) -> bool:
    ids = list(Event.objects.filter(review=review).order_by("pk").values_list("pk", flat=True))
    start = dice.randrange(len(ids))
    Event.objects.filter(pk__in=ids[start : start + dice.randint(1, 5)]).delete()
    return True


def truncate_events(dice: random.Random, review: Review) -> bool:
    ids = list(Event.objects.filter(review=review).order_by("-pk").values_list("pk", flat=True))
    Event.objects.filter(pk__in=ids[: dice.randint(1, len(ids))]).delete()
    return True


def swap_events(dice: random.Random, review: Review) -> bool:
    one, two = dice.sample(list(Event.objects.filter(review=review)), 2)
    one.pk, two.pk = two.pk, one.pk
    Event.objects.filter(pk__in=[one.pk, two.pk]).delete()
    Event.objects.bulk_create([one, two])
    return True


def forge_event(dice: random.Random, review: Review) -> bool:
    gone = _pick(dice, Event.objects.filter(review=review))
    key = gone.pk
    gone.delete()
    Event.objects.create(pk=key, review=review, at=gone.at, verb="note", data={"text": "伪造"})
    return True


def edit_seal(dice: random.Random, review: Review) -> bool:
    seal = _pick(dice, Seal.objects.filter(review=review))
    packed = bytearray(seal.entries)
    change = dice.randrange(4)
    if change == 0:
        packed[dice.randrange(len(packed))] ^= 1 << dice.randrange(8)
        seal.entries = bytes(packed)
    elif change == 1:
        seal.entries = bytes(packed[: -dice.randint(1, len(packed) - 1)])
    elif change == 2:
        seal.head = seal.head[::-1]
    else:
        seal.last += 1
    seal.save()
    return True


def edit_record(dice: random.Random, review: Review) -> bool:
    record = _pick(dice, Record.objects.filter(review=review))
    other = _pick(
        dice,
        Record.objects.filter(review=review, primary=None).exclude(
            pk=record.primary_id or record.pk
        ),
    )
    places = [
        "await_ta",
        "included",
        "ta_exclude",
        "ft_exclude",
        "duplicate",
        "auto",
        "nowhere",
        "loading",
    ]
    field, value = dice.choice(
        [
            ("place", dice.choice([p for p in places if p != record.place])),
            ("primary", other),
            ("flow_lane", "oth" if record.flow_lane == "dbr" else "dbr"),
            ("lane", "oth" if record.lane == "dbr" else "dbr"),
            ("removed", "" if record.removed else "automation"),
            ("version", 2),
        ]
    )
    setattr(record, field, value)
    record.save()
    return True


def edit_standing(dice: random.Random, review: Review) -> bool:
    standing = _pick(dice, Standing.objects.filter(review=review))
    if dice.random() < 0.5:
        standing.votes += 1
    else:
        standing.outcome = dice.choice(
            [o for o in ("pending", "conflict", "include", "exclude") if o != standing.outcome]
        )
    standing.save()
    return True


def edit_derived(dice: random.Random, review: Review) -> bool:
    """Columns that follow from others, and the state of a full text."""
    model, field, value = dice.choice(
        [
            (Record, "reason", _pick(dice, Reason.objects.filter(review=review))),
            (Record, "title_sort", "anders 别的"),
            (Standing, "reason", _pick(dice, Reason.objects.filter(review=review))),
            (Standing, "clash", True),
            (Retrieval, "status", "not_retrieved"),
            (Study, "reports", None),
        ]
    )
    if model is Study:
        study = _pick(dice, Study.objects.filter(review=review))
        study.reports.remove(study.reports.first())
        return True
    rows = model.objects.filter(review=review).exclude(**{field: value})
    if field == "clash":
        # On a record that was merged into another it says nothing.
        rows = rows.filter(record__primary=None)
    row = _pick(dice, rows.filter(title__gt="") if model is Record else rows)
    return bool(row and model.objects.filter(pk=row.pk).update(**{field: value}))


def edit_vote(dice: random.Random, review: Review) -> bool:
    vote = _pick(dice, Vote.objects.filter(review=review))
    if dice.random() < 0.4:
        vote.delete()
        return True
    vote.verdict = dice.choice([v for v in ("include", "maybe", "exclude") if v != vote.verdict])
    vote.save()
    return True


def edit_settlement(dice: random.Random, review: Review) -> bool:
    if dice.random() < 0.5:
        Settlement.objects.filter(review=review).delete()
    else:
        Settlement.objects.filter(review=review).update(verdict="exclude")
    return True


def delete_record(dice: random.Random, review: Review) -> bool:
    record = _pick(
        dice, Record.objects.filter(review=review, primary=None, duplicates=None, merges=None)
    )
    record.delete()
    return True


def move_vote(dice: random.Random, review: Review) -> bool:
    vote = _pick(dice, Vote.objects.filter(review=review))
    there = (
        Record.objects.filter(review=review, primary=None)
        .exclude(votes__user=vote.user)
        .exclude(pk=vote.record_id)
    )
    return bool(Vote.objects.filter(pk=vote.pk).update(record=_pick(dice, there)))


MUTATIONS: list[Mutation] = [
    edit_event,
    edit_event,
    delete_events,
    truncate_events,
    swap_events,
    forge_event,
    edit_seal,
    edit_record,
    edit_record,
    edit_standing,
    edit_vote,
    edit_settlement,
    delete_record,
    move_vote,
    edit_derived,
    edit_derived,
]


def missed(count: int, seed: int = 6) -> list[str]:
    """Which of so many random changes `verify` does not find, each made on the same sound review."""
    review = lived_review().review
    seal_review(review, timedelta(0))
    dice, found = random.Random(seed), []
    for number in range(count):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        with transaction.atomic():
            if mutation(dice, review) and not verify(Review.objects.get(pk=review.pk)):
                found.append(f"{number} {mutation.__name__}")
            transaction.set_rollback(True)
    return found


def test_random_changes_are_all_found():
    assert missed(210) == []


def test_nothing_changed_by_looking():
    cast = lived_review()
    before = (
        list(Record.objects.order_by("pk").values_list()),
        list(Standing.objects.order_by("pk").values_list()),
    )
    verify(cast.review)
    assert before == (
        list(Record.objects.order_by("pk").values_list()),
        list(Standing.objects.order_by("pk").values_list()),
    )
    assert Standing.objects.filter(votes__gt=F("votes") + 1).count() == 0
