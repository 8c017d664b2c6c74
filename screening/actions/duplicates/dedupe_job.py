"""Looking for duplicates among new records: certain ones are merged,
likely ones become questions to people.

The work is a job. A record that was looked at carries its block keys; one without keys is new.
Every step may be cut off and done again: groups that stand are told to the engine and stay, and
nothing is asked twice.
"""

import gc
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from screening.actions.duplicates.bulk_merge import evidence_of, join_untouched, score_of
from screening.actions.duplicates.merge import MergeRefused, lock_merging, merge
from screening.actions.duplicates.open_questions import ask
from screening.actions.duplicates.primary_choice import in_order
from screening.actions.history.event_log import log
from screening.actions.history.tool_use import note_use
from screening.actions.jobs.crash_points import reach
from screening.actions.jobs.job_run import Running
from screening.dedupe.blocks import LARGEST, keys
from screening.dedupe.decision import Decision, Group, Result
from screening.dedupe.engine import match
from screening.dedupe.features import Prepared
from screening.dedupe.issues import by_source, read_issue
from screening.dedupe.policy import Policy
from screening.dedupe.prepare import prepare
from screening.dedupe.sampling import ApartPairs
from screening.models import BlockingKey, DedupeRun, DuplicatePair, Merge, Record, Review
from screening.queries.duplicates.duplicate_pairs import SEEN, new_records
from screening.records.batches import batches
from screening.records.columns import COLUMNS, from_columns
from screening.records.messages import Message, gettext_noop

BATCH = 400
KEYS_BATCH = 1000


def run(job: Running) -> dict[str, Any]:
    """Compares the records that are new with each other and with those that share a key with them.

    Gives how many records were compared, merged and put to people: `{"compared", "merged",
    "to_check"}`. Whatever was done when a worker died stays done, and the next one goes on from
    there.
    """
    # Everything was written, and the worker died before it could say so.
    if "result" in job.resume:
        return dict(job.resume["result"])
    review = _review(job)
    dedupe_run = _run_of(job, review)
    job.advance(0, 3, Message(gettext_noop("Reading the records")))
    # Those without keys: a run that died has stored the keys of what it was done with.
    fresh = [_prepared(row) for row in _rows(new_records(review).values_list("pk", flat=True))]
    told = None
    while told is None:
        # Once more when somebody has changed the policy meanwhile; merges stay, as after any change
        # of it.
        with suppress(PolicyChanged):
            told = _under_one_policy(job, review, dedupe_run, fresh)
    reach("dedupe.finished")
    job.advance(3, 3)
    return told


class PolicyChanged(Exception):
    """The review's policy is not the one that the comparison was made under."""


def _under_one_policy(
    job: Running, review: Review, dedupe_run: DedupeRun, fresh: Sequence[Prepared]
) -> dict[str, Any]:
    review.refresh_from_db(fields=["dedupe_policy"])
    job.advance(1, 3, Message(gettext_noop("Comparing the records")))
    apart = ApartPairs(SystemRandom())
    result = _compare(review, fresh, apart)
    job.advance(2, 3, Message(gettext_noop("Merging clear duplicates")))
    _merge_groups(job, review, dedupe_run, result)
    with transaction.atomic():
        _hold_policy(review)
        ask(review, dedupe_run, result, [int(str(record.id)) for record in fresh])
        DedupeRun.objects.filter(pk=dedupe_run.pk).update(apart=_remembered(apart))
    reach("dedupe.asking")
    for at, some in enumerate(batches(fresh, KEYS_BATCH)):
        with transaction.atomic():
            _hold_policy(review)
            _store_keys(review, some)
        job.check()
        reach("dedupe.keys", at)
    return _finish(job, review, dedupe_run, len(fresh))


def _hold_policy(review: Review) -> None:
    """No policy is saved until this transaction ends.
    Raises PolicyChanged where one was since it was read.
    """
    lock_merging(review)
    if (
        Review.objects.values_list("dedupe_policy", flat=True).get(pk=review.pk)
        != review.dedupe_policy
    ):
        raise PolicyChanged


@transaction.atomic
def _finish(job: Running, review: Review, dedupe_run: DedupeRun, compared: int) -> dict[str, Any]:
    """Counts what stands in the database, as an earlier worker may have done a part of it."""
    _hold_policy(review)
    sizes = (
        Merge.objects.filter(run=dedupe_run)
        .annotate(size=Count("records"))
        .values_list("size", flat=True)
    )
    merged = sum(size - 1 for size in sizes)
    to_check = DuplicatePair.objects.filter(review=review, run=dedupe_run, answer="open").count()
    DedupeRun.objects.filter(pk=dedupe_run.pk).update(
        finished_at=timezone.now(), merged=merged, to_check=to_check
    )
    told = {
        "compared": max(compared, job.resume.get("compared", 0)),
        "merged": merged,
        "to_check": to_check,
    }
    log(review=review, actor=job.job.by, verb="dedupe", run=dedupe_run.pk, **told)
    note_use(review, "dedupe")
    job.remember(result=told)
    return told


def _review(job: Running) -> Review:
    if job.job.review is None:
        raise ValueError("a deduplication belongs to a review")
    return job.job.review


def _run_of(job: Running, review: Review) -> DedupeRun:
    known = DedupeRun.objects.filter(pk=job.resume.get("run")).first()
    # Kept in the checkpoint, so that a second worker adds to the run of the first.
    if known is None:
        known = DedupeRun.objects.create(review=review)
        job.remember(run=known.pk, compared=new_records(review).count())
    return known


def _rows(ids: Iterable[int]) -> Iterator[Mapping[str, Any]]:
    for some in batches(ids, 2000):
        yield from (
            Record.objects.filter(pk__in=some)
            .order_by("pk")
            .values("pk", "primary_id", "search_id", *COLUMNS)
        )


def _prepared(row: Mapping[str, Any]) -> Prepared:
    return prepare(from_columns(row), row["pk"], str(row["search_id"]))


def _issues(review: Review) -> dict[str, list[str]]:
    """All issues of each import, by which the engine tells the row numbers of a reference manager
    from issues.
    """
    stored = (
        Record.objects.filter(review=review).exclude(issue="").values_list("search_id", "issue")
    )
    return by_source(
        (str(search), read_issue(issue)) for search, issue in stored.iterator(chunk_size=5000)
    )


def _remembered(apart: ApartPairs) -> dict[str, Any]:
    return {
        languages: {"seen": count, "records": [list(pair) for pair in apart.pairs[languages]]}
        for languages, count in apart.seen.items()
    }


def _compare(review: Review, fresh: Sequence[Prepared], apart: ApartPairs) -> Result:
    new = {record.id for record in fresh}
    known, groups = _known(review, fresh, new)
    answered = DuplicatePair.objects.filter(review=review, answer__in=["same", "different"])
    answers = {
        (first, second): answer
        for first, second, answer in answered.values_list("first", "second", "answer")
    }
    reach("dedupe.candidates")
    with at_rest():
        result = match(
            fresh,
            known,
            policy=Policy(review.dedupe_policy),
            answers=answers,
            groups=groups,
            issues=_issues(review),
            apart=apart,
        )
    reach("dedupe.clustering")
    return result


@contextmanager
def at_rest() -> Iterator[None]:
    """Without garbage collection: a comparison makes millions of objects that stay,
    and no circles among them.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _known(
    review: Review, fresh: Sequence[Prepared], new: set[Any]
) -> tuple[list[Prepared], list[list[int]]]:
    """Stored records that share a key with a new one, with the other members of their groups."""
    wanted = {key for record in fresh for key in keys(record)}
    near: set[int] = set()
    for some in batches(wanted, 500):
        stored = BlockingKey.objects.filter(review_id=review.pk, key__in=some)
        # Such a key says nothing (a journal's standing title), and its records would all have to
        # be read.
        crowded = [
            row["key"]
            for row in stored.values("key").annotate(n=Count("pk")).filter(n__gt=LARGEST * 8)
        ]
        near.update(stored.exclude(key__in=crowded).values_list("record_id", flat=True))
    # Whole groups: whether two may be joined depends on all their members.
    roots: set[int] = set()
    for some in batches([*near, *new], 2000):
        roots.update(
            primary or pk
            for pk, primary in Record.objects.filter(pk__in=some).values_list("pk", "primary_id")
        )
    groups: dict[int, list[int]] = {}
    for some in batches(roots, 2000):
        for pk, primary in (
            Record.objects.filter(primary__in=some).order_by("pk").values_list("pk", "primary_id")
        ):
            groups.setdefault(primary, [primary]).append(pk)
    members = {pk for group in groups.values() for pk in group}
    rows = _rows(sorted((near | roots | members) - new))
    return [_prepared(row) for row in rows], list(groups.values())


def _merge_groups(job: Running, review: Review, dedupe_run: DedupeRun, result: Result) -> None:
    """Merges what the engine is certain of, in short transactions."""
    for at, some in enumerate(batches(result.groups, BATCH)):
        with transaction.atomic():
            _hold_policy(review)
            left = join_untouched(
                review=review, groups=some, run=dedupe_run, reasons=result.reasons
            )
            for group in left.others:
                _merge_one(review, dedupe_run, group, result.reasons)
            reach("dedupe.applying", at)
        job.advance(
            at * BATCH, len(result.groups), Message(gettext_noop("Merging clear duplicates"))
        )


def _merge_one(
    review: Review, dedupe_run: DedupeRun, group: Group, reasons: Mapping[Hashable, Decision]
) -> None:
    """A group with votes or with members that were merged before.
    Groups that stand already change nothing.
    """
    ids = in_order([int(str(pk)) for pk in group.members])
    grouped = dict(Record.objects.filter(pk__in=ids).values_list("pk", "primary_id"))
    late = [pk for pk in ids if not grouped[pk]]
    evidence = evidence_of(late[1:] if len(late) > 1 else late, reasons)
    told = {"by": None, "evidence": evidence, "score": score_of(group.decisions), "run": dedupe_run}
    try:
        merge(review=review, record_ids=ids, **told)
    except MergeRefused as refused:
        # Somebody has just kept two of them apart: the others still belong to the first.
        for pk in ids[1:] if refused.code == "kept_apart" and len(ids) > 2 else ():
            with suppress(MergeRefused):
                merge(review=review, record_ids=[ids[0], pk], **told)


@transaction.atomic
def _store_keys(review: Review, records: Sequence[Prepared]) -> None:
    ids = [record.id for record in records]
    BlockingKey.objects.filter(record__in=ids).delete()
    BlockingKey.objects.bulk_create(
        [
            BlockingKey(record_id=record.id, review_id=review.pk, key=key)
            for record in records
            for key in (*keys(record), SEEN)
        ],
        batch_size=5000,
    )
