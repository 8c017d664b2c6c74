"""How often the program is wrong about duplicates: a sample of what it was sure of,
answered as ordinary questions.

Nobody who answers can tell a pair of the sample from a question: they are written anew together, in
an order of chance, scores and reasons are hidden while it runs, and what it says is acted upon when
it is evaluated.
"""

import random
from collections import defaultdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from screening.actions.duplicates.duplicate_answers import split, take_out
from screening.actions.duplicates.merge import built_upon, lock_merging
from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.dedupe.sampling import APART, MERGED, exact_interval
from screening.models import DuplicatePair, DuplicateSample, Merge, Review, User
from screening.queries.duplicates.duplicate_samples import (
    Group,
    Ids,
    drawable,
    is_answered,
    open_sample,
)

DIFFERENT, SAME = "different", "same"


class SampleRefused(Refusal):
    """A sample that may not be. `code`: sample_runs, sample_none (none runs), sample_empty (there
    is nothing to draw), sample_waiting (not all of it is answered), sample_reason. Nothing was
    changed.
    """


@transaction.atomic
def begin_sample(*, by: User, review: Review, size: int) -> DuplicateSample:
    """Draws up to `size` pairs of each kind and each two languages and mixes them into the
    questions.

    Raises SampleRefused: sample_runs, sample_empty.
    """
    lock_merging(review)
    groups = drawable(review)
    if not groups:
        raise SampleRefused("sample_empty")
    try:
        with transaction.atomic():
            sample = DuplicateSample.objects.create(
                review=review,
                size=size,
                opened_at=timezone.now(),
                opened_by=by,
                result=[_frame(group, len(pairs)) for group, pairs in sorted(groups.items())],
            )
    except IntegrityError:
        raise SampleRefused("sample_runs") from None
    _mix_in(sample, groups)
    # Not how many of what: the history is read by those who are to answer.
    log(
        review=review,
        actor=by,
        verb="begin_duplicate_sample",
        duplicate_sample=sample.pk,
        size=size,
    )
    return sample


def _frame(group: Group, count: int) -> dict[str, Any]:
    kind, languages = group
    return {"kind": kind, "languages": languages, "of": count}


def _mix_in(sample: DuplicateSample, groups: dict[Group, list[Ids]]) -> None:
    """Questions that nobody has touched are written again with the pairs drawn,
    so that numbers tell nothing.
    """
    chance = random.SystemRandom()
    waiting = DuplicatePair.objects.filter(review=sample.review_id, answer="open", answered_by=None)
    mixed = list(waiting)
    waiting.delete()
    for (kind, languages), pairs in groups.items():
        told = {
            "review_id": sample.review_id,
            "sample": sample,
            "drawn": kind,
            "languages": languages,
        }
        drawn = chance.sample(pairs, min(sample.size, len(pairs)))
        mixed.extend(
            DuplicatePair(first_id=first, second_id=second, **told) for first, second in drawn
        )
    chance.shuffle(mixed)
    for pair in mixed:
        pair.pk = None
    DuplicatePair.objects.bulk_create(mixed, batch_size=500)


@transaction.atomic
def evaluate_sample(*, by: User, review: Review) -> DuplicateSample:
    """The errors with their exact intervals; merges that were found wrong are undone.

    A pair that cannot be answered any more, as a record is gone or a run has joined the two, does
    not count. Raises SampleRefused: sample_none, sample_waiting.
    """
    sample = _running(review)
    if not is_answered(sample):
        raise SampleRefused("sample_waiting")
    counted: dict[Group, list[bool]] = defaultdict(list)
    for pair in sample.pairs.exclude(answer__in=["open", "later"], found=""):
        counted[pair.drawn, pair.languages].append(is_wrong(pair))
    sample.result = [_result(row, counted[row["kind"], row["languages"]]) for row in sample.result]
    sample.closed_at = timezone.now()
    sample.save(update_fields=["result", "closed_at"])
    wrong = sum(row["wrong"] for row in sample.result)
    drawn = sum(row["drawn"] for row in sample.result)
    log(
        review=review,
        actor=by,
        verb="evaluate_duplicate_sample",
        duplicate_sample=sample.pk,
        drawn=drawn,
        wrong=wrong,
    )
    _undo_wrong(by, review, sample)
    return sample


def is_wrong(pair: DuplicatePair) -> bool:
    """Whether a person found otherwise than the program had said."""
    return (pair.drawn, pair.found or pair.answer) in {(MERGED, DIFFERENT), (APART, SAME)}


def _result(frame: dict[str, Any], judged: list[bool]) -> dict[str, Any]:
    told = frame | {"drawn": len(judged), "wrong": sum(judged)}
    if not judged:
        return told | {"low": 0.0, "high": 1.0}
    low, high = exact_interval(sum(judged), len(judged))
    return told | {"low": low, "high": high}


@transaction.atomic
def give_up_sample(*, by: User, review: Review, reason: str) -> DuplicateSample:
    """Ends the sample without a result. Answers stay and are acted upon as in `evaluate_sample`;
    what nobody has answered is asked no more. Raises SampleRefused: sample_none, sample_reason.
    """
    if not reason.strip():
        raise SampleRefused("sample_reason")
    sample = _running(review)
    sample.pairs.filter(found="", answer__in=["open", "later"]).delete()
    sample.given_up, sample.closed_at = reason.strip(), timezone.now()
    sample.save(update_fields=["given_up", "closed_at"])
    log(
        review=review,
        actor=by,
        verb="give_up_duplicate_sample",
        duplicate_sample=sample.pk,
        note=sample.given_up,
    )
    _undo_wrong(by, review, sample)
    return sample


def _running(review: Review) -> DuplicateSample:
    lock_merging(review)
    sample = open_sample(review)
    if sample is None:
        raise SampleRefused("sample_none")
    return sample


def _undo_wrong(by: User, review: Review, sample: DuplicateSample) -> None:
    """Takes the merged records that a person found different out of their merges."""
    for pair in sample.pairs.filter(drawn=MERGED, found=DIFFERENT, answer="open").order_by("pk"):
        both = Merge.objects.filter(review=review, undone_at=None, records=pair.first_id).filter(
            records=pair.second_id
        )
        if merge := both.order_by("pk").first():
            _part(by, review, pair, merge)
        said = {
            "answer": DIFFERENT,
            "answered_by": pair.answered_by,
            "answered_at": pair.answered_at,
        }
        DuplicatePair.objects.filter(pk=pair.pk).update(**said)


def _part(by: User, review: Review, pair: DuplicatePair, merge: Merge) -> None:
    """One of several records is taken out; else, or where later merges build upon it,
    the merge is undone.
    """
    put_behind = {int(pk) for pk, primary in merge.before["primary"].items() if primary is None}
    one = next((pk for pk in (pair.second_id, pair.first_id) if pk in put_behind), None)
    if one is None or len(put_behind) < 2 or built_upon(merge):
        split(by=by, review=review, merge_id=merge.pk, later=True)
    else:
        take_out(by=by, review=review, merge_id=merge.pk, record_id=one)
