"""Joining duplicates into one report, and taking that back exactly.

A group of duplicates is one report, known by its primary record. Votes stand with the primary;
where it has none at a stage, those of the other record come over (policy P4), and so do notes and
labels. What was before is kept with the merge and comes back on undo.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from screening.actions.duplicates.merged_annotations import bring_words, return_words
from screening.actions.duplicates.merged_decisions import (
    bring_votes,
    return_overtaken,
    return_votes,
)
from screening.actions.duplicates.merged_retrieval import bring_retrieval, return_retrieval
from screening.actions.history.event_log import log
from screening.actions.records.bilingual import retell
from screening.actions.screening.outcome_times import keep_standings, return_standings
from screening.actions.screening.outcomes import restate
from screening.actions.screening.unblinding import bar_after_parting, bar_from_words, bring_bars
from screening.actions.screening.update_baseline import moved_again
from screening.models import (
    DedupeRun,
    DuplicatePair,
    FullTextFile,
    Merge,
    Record,
    Review,
    Standing,
    Study,
    User,
)
from screening.stages import STAGES


class MergeRefused(Exception):
    """A merge or undo that may not be. `code`: records, same_report, kept_apart, answered, undone,
    built_upon.

    With kept_apart, `pairs` are the answers of people that stand against it; with built_upon,
    `merges` the later ones.
    """

    def __init__(self, code: str, merges: Sequence[int] = (), pairs: Sequence[int] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.merges = list(merges)
        self.pairs = list(pairs)


@transaction.atomic
def merge(
    *,
    review: Review,
    record_ids: Sequence[int],
    by: User | None,
    evidence: Sequence[dict[str, Any]] = (),
    score: float | None = None,
    run: DedupeRun | None = None,
) -> Merge:
    """Joins the reports of these records; `by` is None when the program is certain.

    The first one's record stays primary, unless another report is known from an earlier version of
    the review (P16).

    Raises MergeRefused: "records" when no record of this review is named, "same_report" when they
    are one report already, "kept_apart" when a person holds a record of one report to be different
    from one of another.
    """
    primaries = lock_reports(review, record_ids)
    if len(primaries) < 2:
        raise MergeRefused("same_report" if primaries else "records")
    primaries = _oldest_first(primaries)
    first, others = primaries[0], primaries[1:]
    members = list(Record.objects.filter(review=review, primary__in=others))
    # Somebody's answer about any two records of the reports stands against joining the reports.
    if held := answers_between(review, [r.pk for r in primaries], "different"):
        raise MergeRefused("kept_apart", pairs=[pair.pk for pair in held])
    before = _bring_all(review, first, others, members, by)
    done = Merge(review=review, run=run, primary=first, before=before, by=by)
    done.evidence, done.score = list(evidence), score
    done.save()
    done.records.set([first, *others, *members])
    joined = [first.pk, *(r.pk for r in others)]
    log(
        review=review,
        actor=by,
        verb="merge",
        record=first,
        merge=done.pk,
        records=joined,
        evidence=done.evidence,
        by_version=True,
    )
    # Last, when everything is where it belongs: places follow from the whole report.
    restate(review, [first, *others, *members])
    retell(review, joined)
    return done


def _bring_all(
    review: Review,
    first: Record,
    others: Sequence[Record],
    members: Sequence[Record],
    by: User | None,
) -> dict[str, Any]:
    """Makes one report of them; what comes back is what undoing needs."""
    before = _kept(first, others, members)
    bring_words(first, others, before)
    bring_retrieval(first, others, before, by)
    bring_bars(review=review, first=first.pk, others=[r.pk for r in others])
    for stage in STAGES:
        bring_votes(stage, first, others, before)
    _bring_files(first, others, before)
    _bring_studies(first, others, before)
    Record.objects.filter(pk__in=[r.pk for r in (*others, *members)]).update(primary=first)
    return before


def _kept(first: Record, others: Sequence[Record], members: Sequence[Record]) -> dict[str, Any]:
    """What undoing the merge needs to bring everything back; whatever is moved adds itself to it."""
    return {
        "primary": {str(r.pk): r.primary_id for r in (*others, *members)},
        "moved": {},
        "clash": [],
        "overtaken": {},
        "wanted": {},
        "standings": keep_standings([first, *others]),
    }


@transaction.atomic
def undo_merge(*, by: User, review: Review, merge_id: int) -> Merge:
    """Takes a merge back and restores exactly what was.

    Votes cast on the report since stay with its primary record (policy P5). Where its outcome could
    be seen and the votes are open again by that, nobody who could see it may vote on them. Raises
    MergeRefused("undone"), or ("built_upon") with the later merges of the same report that have to
    be undone first.
    """
    lock_merging(review)
    done = Merge.objects.filter(review=review, pk=merge_id).first()
    if done is None or done.undone_at:
        raise MergeRefused("undone")
    locked = Record.objects.select_for_update(of=("self",)).filter(merged_in=done)
    records = [record.pk for record in locked.order_by("pk")]
    if built := built_upon(done):
        raise MergeRefused("built_upon", built)
    # Asked before anything moves: afterwards nobody can tell what the team could see.
    seen, read = _seen_stages(done), _words_read(done)
    _return_all(done)
    done.undone_at, done.undone_by = timezone.now(), by
    done.save(update_fields=["undone_at", "undone_by"])
    log(review=review, actor=by, verb="undo_merge", record=done.primary_id, merge=done.pk)
    restate(review, Record.objects.filter(pk__in=records))
    return_standings(done.primary_id, done.before.get("standings"))
    moved_again(review, records)
    bar_after_parting(review=review, records=records, stages=seen, since=done.at)
    bar_from_words(review=review, words=read, since=done.at)
    retell(review, records)
    return done


def _return_all(done: Merge) -> None:
    """What the merge moved goes home."""
    for pk, primary in done.before["primary"].items():
        Record.objects.filter(pk=int(pk)).update(primary_id=primary)
    for stage, moved in done.before["moved"].items():
        return_votes(done.primary_id, stage, moved)
    return_overtaken(done)
    standings = Standing.objects.filter(record_id=done.primary_id)
    for stage, wanted in done.before.get("wanted", {}).items():
        standings.filter(stage=stage).update(**wanted)
    standings.filter(stage__in=done.before["clash"]).update(clash=False)
    return_retrieval(done)
    _return_files(done)
    return_words(done.primary_id, done.before)
    in_studies = Study.reports.through.objects.filter(record_id=done.primary_id)
    in_studies.filter(study__in=done.before.get("studies", [])).delete()


def _return_files(done: Merge) -> None:
    for kept in done.before.get("files", []):
        file = FullTextFile.objects.filter(pk=kept["full_text"], record=done.primary_id)
        file.update(record=kept["from"])


def _seen_stages(done: Merge) -> list[str]:
    """Stages at which votes came over and the outcome of the joined report was open to the team."""
    moved = Standing.objects.filter(
        record=done.primary_id, stage__in=list(done.before["moved"]), fresh=False
    )
    return list(moved.exclude(outcome="pending").values_list("stage", flat=True))


def _words_read(done: Merge) -> list[tuple[int, str, int]]:
    """Where notes and labels came from, (record, stage, author),
    that the joined report has shown to the team.
    """
    here = Standing.objects.filter(record=done.primary_id, fresh=False).exclude(outcome="pending")
    shown = set(here.values_list("stage", flat=True))
    words = [*done.before.get("notes", ()), *done.before.get("labellings", ())]
    return [
        (row["from"], row["stage"], row["user"])
        for row in words
        if row["shared"] and row.get("stage") in shown
    ]


def built_upon(done: Merge) -> list[int]:
    """The later merges that stand upon this one, directly or upon one another, newest first."""
    found: set[int] = set()
    fresh = {done.pk}
    while fresh:
        upon = Merge.objects.filter(undone_at=None, pk__gt=done.pk, records__merged_in__in=fresh)
        pairs = (
            upon.exclude(pk__in=[*found, *fresh]).values_list("pk", "records__merged_in").distinct()
        )
        fresh = {later for later, earlier in pairs if earlier in fresh and later > earlier}
        found |= fresh
    return sorted(found, reverse=True)


def lock_merging(review: Review) -> None:
    """One merge, undoing or answer at a time in a review; votes and imports need not wait.

    Call it first in the transaction: the records of a report are found by reading,
    so no order of locks is known.
    """
    Review.objects.select_for_update(of=("self",), no_key=True).filter(pk=review.pk).first()


def answers_between(review: Review, primaries: Sequence[int], answer: str) -> list[DuplicatePair]:
    """The pairs with that answer whose records stand in two different ones of these reports."""
    home = {pk: pk for pk in primaries}
    home |= dict(
        Record.objects.filter(review=review, primary__in=primaries).values_list("pk", "primary_id")
    )
    rows = DuplicatePair.objects.filter(
        review=review, answer=answer, first__in=list(home), second__in=list(home)
    )
    return [pair for pair in rows if home[pair.first_id] != home[pair.second_id]]


def lock_reports(review: Review, record_ids: Sequence[int]) -> list[Record]:
    """The primary records of the reports these records belong to, locked, in the order named,
    each once.
    """
    lock_merging(review)
    named = {
        r.pk: r.primary_id or r.pk for r in Record.objects.filter(review=review, pk__in=record_ids)
    }
    order = list(dict.fromkeys(named[pk] for pk in record_ids if pk in named))
    rows = (
        Record.objects.select_for_update(of=("self",))
        .filter(review=review, pk__in=order)
        .order_by("pk")
    )
    found = {r.pk: r for r in rows}
    return [found[pk] for pk in order if pk in found]


def _oldest_first(primaries: Sequence[Record]) -> list[Record]:
    """The reports in the order of the versions that first had a record of them; in that order,
    as named.
    """
    versions = {r.pk: r.version for r in primaries}
    for primary, version in Record.objects.filter(primary__in=primaries).values_list(
        "primary_id", "version"
    ):
        versions[primary] = min(versions[primary], version)
    return sorted(primaries, key=lambda r: versions[r.pk])


def _bring_files(first: Record, others: Sequence[Record], before: dict[str, Any]) -> None:
    """The full texts at hand are those of the report; the same file twice stays where it is."""
    there = set(FullTextFile.objects.filter(record=first).values_list("sha256", flat=True))
    before["files"] = []
    for file in FullTextFile.objects.filter(record__in=others).order_by("pk"):
        if file.sha256 not in there:
            there.add(file.sha256)
            before["files"].append({"from": file.record_id, "full_text": file.pk})
            FullTextFile.objects.filter(pk=file.pk).update(record=first)


def _bring_studies(first: Record, others: Sequence[Record], before: dict[str, Any]) -> None:
    """The report is in all studies of its duplicates."""
    through = Study.reports.through.objects
    own = through.filter(record=first).values("study_id")
    brought = through.filter(record__in=others).exclude(study_id__in=own)
    before["studies"] = sorted(set(brought.values_list("study_id", flat=True)))
    through.bulk_create(
        [Study.reports.through(study_id=pk, record_id=first.pk) for pk in before["studies"]]
    )
