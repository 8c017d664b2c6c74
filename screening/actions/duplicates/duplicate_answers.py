"""What people say about duplicates: the same report, different ones, later; and taking it back."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from django.db import transaction
from django.utils import timezone

from screening.actions.duplicates.blocking_keys import make_keys
from screening.actions.duplicates.merge import (
    MergeRefused,
    answers_between,
    built_upon,
    lock_merging,
    lock_reports,
    merge,
    undo_merge,
)
from screening.actions.duplicates.primary_choice import in_order
from screening.actions.history.event_log import log
from screening.dedupe.evidence import PERSON, Evidence
from screening.models import BlockingKey, DedupeRun, DuplicatePair, Merge, Record, Review, User

ANSWERS = {
    "same": DuplicatePair.Answer.SAME,
    "different": DuplicatePair.Answer.DIFFERENT,
    "later": DuplicatePair.Answer.LATER,
}
UNANSWERED = ("open", "later", "linked")
SAID = Evidence(PERSON).to_json()


class AnsweredAlready(Exception):
    """Somebody else has answered this pair meanwhile. `pair` is how it stands."""

    def __init__(self, pair: DuplicatePair) -> None:
        super().__init__(pair.answer)
        self.pair = pair


@transaction.atomic
def answer_pair(
    *, by: User, review: Review, pair_id: int, answer: str, primary_id: int | None = None
) -> DuplicatePair:
    """A person says that two records are the same report, different ones, or that it has to wait.

    With `primary_id` that record's report stays primary. Of two people who answer at once, one
    answer stands and the other gets AnsweredAlready. Raises MergeRefused: "kept_apart" when another
    answer stands against "same", "same_report" when the two are one report by now and the answer is
    not "same".
    """
    lock_merging(review)
    pair = DuplicatePair.objects.get(review=review, pk=pair_id)
    if pair.answer not in UNANSWERED or pair.found:
        raise AnsweredAlready(pair)
    ids = [pair.first_id, pair.second_id]
    one_report = len(lock_reports(review, ids)) < 2
    sampled = pair.sample_id is not None
    if one_report and answer != "same" and not sampled:
        raise MergeRefused("same_report")
    pair.found = answer if sampled and answer != "later" else ""
    held_back = (
        one_report and answer == "different"
    )  # undone when the sample is evaluated, not to tell it is one
    pair.answer, pair.answered_by, pair.answered_at = ANSWERS[answer], by, timezone.now()
    if held_back:
        pair.answer = DuplicatePair.Answer.OPEN
    pair.save(update_fields=["answer", "answered_by", "answered_at", "found"])
    log(
        review=review,
        actor=by,
        verb="answer_pair",
        record=pair.first_id,
        answer=answer,
        records=ids,
    )
    if answer == "same" and not one_report:
        order = sorted(ids, key=lambda pk: pk != primary_id) if primary_id in ids else in_order(ids)
        merge(
            review=review,
            record_ids=order,
            by=by,
            evidence=pair.evidence or [SAID],
            score=pair.score,
        )
    return pair


@transaction.atomic
def reopen_pair(*, by: User, review: Review, pair_id: int) -> DuplicatePair:
    """Takes an answer "different" or "later" back, so that the pair is to be checked again."""
    lock_merging(review)
    pair = DuplicatePair.objects.get(review=review, pk=pair_id)
    if "different" in {pair.answer, pair.found} or pair.answer == "later":
        _reopen(by, review, pair)
    return pair


def _reopen(by: User, review: Review, pair: DuplicatePair) -> None:
    log(
        review=review,
        actor=by,
        verb="reopen_pair",
        record=pair.first_id,
        records=[pair.first_id, pair.second_id],
    )
    pair.answer, pair.answered_by, pair.answered_at = DuplicatePair.Answer.OPEN, None, None
    pair.found = ""
    if pair.sample and pair.sample.closed_at:
        pair.sample, pair.drawn = (
            None,
            "",
        )  # what it said is counted; from now on it is a question like any other
    pair.save(update_fields=["answer", "answered_by", "answered_at", "found", "sample", "drawn"])


@transaction.atomic
def split(*, by: User, review: Review, merge_id: int, later: bool = False) -> Merge:
    """A person undoes a merge: what was comes back.

    Where people had said "same", that answer is taken back and the question is open again; where
    the program had merged, the records are held to be different and no later run joins them. With
    `later`, merges made upon it are undone before it, and their records are put to people again.
    Raises MergeRefused("undone"), or ("built_upon") when there are such merges and `later` is not
    given.
    """
    lock_merging(review)
    done = Merge.objects.filter(review=review, pk=merge_id, undone_at=None).first()
    for upon in built_upon(done) if done and later else []:
        ask_again(by=by, review=review, undone=undo_merge(by=by, review=review, merge_id=upon))
    done = undo_merge(by=by, review=review, merge_id=merge_id)
    if done.by is not None and (said := answers_between(review, reports_of(done), "same")):
        _take_back(by, review, said)
    else:
        keep_apart(by=by, review=review, pairs=combinations(reports_of(done), 2))
    return done


def _take_back(by: User, review: Review, said: Sequence[DuplicatePair]) -> None:
    """Opens the questions again that these answers settled; one that nobody asked is none."""
    for pair in said:
        _reopen(by, review, pair)
        if pair.score is None and not pair.evidence:
            pair.delete()


@transaction.atomic
def take_out(*, by: User, review: Review, merge_id: int, record_id: int) -> Merge | None:
    """A person says that one of several merged reports is none of them; the others stay merged.

    Gives the merge of the others, None where only one is left. Raises MergeRefused as `split`, and
    ("records") when the record is not one of the reports that this merge put behind its primary
    record.
    """
    done = undo_merge(by=by, review=review, merge_id=merge_id)
    rest = [pk for pk in reports_of(done) if pk != record_id]
    if record_id == done.primary_id or len(rest) == len(reports_of(done)):
        raise MergeRefused("records")
    keep_apart(by=by, review=review, pairs=[(record_id, pk) for pk in rest])
    if len(rest) < 2:
        return None
    told = [one for one in done.evidence if record_id not in one.get("of", ())]
    return merge(
        review=review, record_ids=rest, by=done.by, evidence=told, score=done.score, run=done.run
    )


def reports_of(done: Merge) -> list[int]:
    """The primary records of the reports that a merge joined, its own first."""
    return [
        done.primary_id,
        *(int(pk) for pk, primary in done.before["primary"].items() if primary is None),
    ]


def keep_apart(*, by: User, review: Review, pairs: Iterable[tuple[int, int]]) -> None:
    """Writes of each two reports that a person holds them to be different,
    also where "same" was said before.
    """
    said = {"answer": "different", "answered_by": by, "answered_at": timezone.now()}
    for one, other in pairs:
        first, second = sorted((one, other))
        DuplicatePair.objects.update_or_create(
            first_id=first, second_id=second, defaults=said | {"review": review}
        )
        for pair in answers_between(review, [first, second], "same"):
            DuplicatePair.objects.filter(pk=pair.pk).update(**said)


def ask_again(*, by: User, review: Review, undone: Merge) -> None:
    """Puts the reports of an undone merge to people again, and takes back the answers it came from."""
    reports = reports_of(undone)
    for pair in answers_between(review, reports, "same"):
        _reopen(by, review, pair)
    for other in reports[1:]:
        first, second = sorted((undone.primary_id, other))
        values = {"review": review, "score": undone.score, "evidence": undone.evidence}
        DuplicatePair.objects.get_or_create(first_id=first, second_id=second, defaults=values)


@transaction.atomic
def mark_duplicate(*, by: User, review: Review, record_id: int, of_id: int) -> Merge:
    """A person says that a record is a duplicate of another one, whose report stays primary.
    Raises MergeRefused.
    """
    done = merge(review=review, record_ids=[of_id, record_id], by=by, evidence=[SAID])
    first, second = sorted((record_id, of_id))
    said = {"review": review, "answer": "same", "answered_by": by, "answered_at": timezone.now()}
    DuplicatePair.objects.update_or_create(first_id=first, second_id=second, defaults=said)
    return done


@transaction.atomic
def undo_run(*, by: User, review: Review, run_id: int) -> tuple[int, int]:
    """Undoes the merges of one run that still stand, the latest first: (how many were undone,
    how many had to stay).

    What people built upon, or have confirmed by an answer, stays. The records are not held to be
    different: the next run compares them again.
    """
    lock_merging(review)
    undone, stayed = list[int](), 0
    standing = Merge.objects.filter(review=review, run=run_id, undone_at=None).order_by("-pk")
    for pk in list(standing.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                done = undo_merge(by=by, review=review, merge_id=pk)
                if answers_between(review, reports_of(done), "same"):
                    raise MergeRefused("answered")
        except MergeRefused:
            stayed += 1
            continue
        BlockingKey.objects.filter(record__merged_in=pk).delete()
        undone.append(pk)
    now = None if stayed else timezone.now()
    run = DedupeRun.objects.get(review=review, pk=run_id)
    DedupeRun.objects.filter(pk=run_id).update(undone_at=now, undone=[*run.undone, *undone])
    return len(undone), stayed


@transaction.atomic
def redo_run(*, by: User, review: Review, run_id: int) -> tuple[int, int]:
    """Takes the undoing of a run back: (how many merges were made again, how many could not be).

    One cannot be where people have kept its records apart since, or one of them is gone. What a
    later run has joined again meanwhile counts as made.
    """
    lock_merging(review)
    run = DedupeRun.objects.get(review=review, pk=run_id)
    again, refused = 0, 0
    for done in Merge.objects.filter(review=review, pk__in=run.undone).order_by("pk"):
        wanted = reports_of(done)
        try:
            merge(
                review=review,
                record_ids=wanted,
                by=done.by,
                evidence=done.evidence,
                score=done.score,
                run=run,
            )
        except MergeRefused as why:
            made = why.code == "same_report" and Record.objects.filter(
                pk__in=wanted
            ).count() == len(wanted)
            again, refused = again + made, refused + (not made)
            continue
        again += 1
        compared = BlockingKey.objects.filter(record__in=wanted).values("record")
        make_keys(
            review,
            list(
                Record.objects.filter(pk__in=wanted)
                .exclude(pk__in=compared)
                .values_list("pk", flat=True)
            ),
        )
    DedupeRun.objects.filter(pk=run_id).update(undone_at=None, undone=[])
    log(review=review, actor=by, verb="redo_run", run=run_id, merged=again)
    return again, refused
