"""Decisions that come over to the joined report in a merge, and go home when it is undone.

Votes, settlements and a tool's exclusion go together: where the primary record has none at a stage,
those of the other record come over (policy P4). What is moved is noted in `Merge.before`.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from screening.actions.screening.outcomes import votes_needed
from screening.actions.screening.stored_votes import (
    keep_settlements,
    keep_votes,
    write_settlement,
    write_vote,
)
from screening.models import (
    Event,
    Merge,
    Record,
    Reopening,
    Settlement,
    StageSetting,
    Standing,
    Vote,
)
from screening.stages import STAGES

FINAL = {"include", "exclude"}


def bring_votes(
    stage: str, first: Record, others: Sequence[Record], before: dict[str, Any]
) -> None:
    """What was decided of the others at a stage, brought to the first; conflicting outcomes clash."""
    found = Standing.objects.filter(record__in=[first, *others], stage=stage)
    standings = {s.record_id: s for s in found}
    finals = {s.outcome for s in standings.values() if s.outcome in FINAL}
    # Votes are never mixed: the primary's own come first, and of the others the first that has
    # any.
    if not _has_decisions(first, stage):
        source = next((r for r in others if _has_decisions(r, stage)), None)
        if source is not None:
            _move(stage, source, first, before)
            theirs, mine = standings.get(source.pk), standings.get(first.pk)
            _want_as_before(stage, theirs, source, first, mine, before)
    if finals == FINAL:
        _clash(stage, first, before)


def _clash(stage: str, first: Record, before: dict[str, Any]) -> None:
    """Puts the joined report in conflict: one part was included, another excluded."""
    standing, _ = Standing.objects.get_or_create(
        record=first, stage=stage, defaults={"review": first.review}
    )
    if not standing.clash:
        Standing.objects.filter(pk=standing.pk).update(clash=True)
        before["clash"].append(stage)
    # What was settled before they met does not settle their conflict; it comes back with the
    # undoing.
    overtaken = Settlement.objects.filter(record=first, stage=stage)
    if stage not in before["moved"]:
        before["overtaken"][stage] = keep_settlements(overtaken)
    overtaken.delete()


def return_overtaken(done: Merge) -> None:
    """Unless it was settled anew since, or opened again."""
    for stage, kept in done.before.get("overtaken", {}).items():
        anew = Settlement.objects.filter(record_id=done.primary_id, stage=stage).exists()
        if not anew and not _reopened_since(done, stage):
            for settlement in kept:
                write_settlement(Record.objects.get(pk=done.primary_id), stage, settlement)


def _reopened_since(done: Merge, stage: str) -> bool:
    undone = set(
        Reopening.objects.exclude(undone_at=None)
        .filter(record=done.primary_id)
        .values_list("pk", flat=True)
    )
    up = [stage]
    while above := STAGES[up[-1]].after:
        up.append(above)
    later = Event.objects.filter(record=done.primary_id, at__gt=done.at)
    later = later.filter(
        Q(verb="withdraw_settlement", stage=stage) | Q(verb="reopen", stage__in=up)
    )
    return any(data.get("reopening") not in undone for data in later.values_list("data", flat=True))


def _want_as_before(
    stage: str,
    theirs: Standing | None,
    source: Record,
    first: Record,
    mine: Standing | None,
    before: dict[str, Any],
) -> None:
    """Votes that come over decide nothing by that,
    and what they have decided stays decided (blinding, channel L21).

    With open votes the report wants as many as the part that wanted most; with an outcome,
    as many as have made it.
    """
    setting = StageSetting.objects.filter(review=first.review_id, stage=stage).first()
    if setting is None or theirs is None or not theirs.votes:
        return
    own, brought = votes_needed(setting, first, mine), votes_needed(setting, source, theirs)
    field = "needed" if theirs.outcome == "pending" else "pinned"
    # Fewer votes would decide the report by the merge alone, which a merge must not do.
    if own == brought or (field == "needed" and brought < own):
        return
    standing, _ = Standing.objects.get_or_create(
        record=first, stage=stage, defaults={"review": first.review}
    )
    before["wanted"][stage] = {field: getattr(standing, field)}
    Standing.objects.filter(pk=standing.pk).update(**{field: brought})


def _has_decisions(record: Record, stage: str) -> bool:
    return (
        Vote.objects.filter(record=record, stage=stage).exists()
        or Settlement.objects.filter(record=record, stage=stage).exists()
        or Standing.objects.filter(record=record, stage=stage).exclude(tool="").exists()
    )


def _move(stage: str, source: Record, target: Record, before: dict[str, Any]) -> None:
    votes = Vote.objects.filter(record=source, stage=stage)
    settled = Settlement.objects.filter(record=source, stage=stage)
    moved = {"from": source.pk, "votes": keep_votes(votes), "settled": keep_settlements(settled)}
    votes.update(record=target)
    settled.update(record=target)
    before["moved"][stage] = moved
    if tool := _tool_of(source, stage):
        Standing.objects.update_or_create(
            record=target,
            stage=stage,
            defaults={"tool": tool},
            create_defaults={"review": target.review, "tool": tool},
        )
        before["moved"][stage]["tool"] = tool


def _tool_of(record: Record, stage: str) -> str:
    """The tool whose exclusion stands on the record; it stays noted there for the undoing."""
    return (
        Standing.objects.filter(record=record, stage=stage).values_list("tool", flat=True).first()
        or ""
    )


def return_votes(primary: int, stage: str, moved: dict[str, Any]) -> None:
    """What was decided goes home as it was; of what changed meanwhile the new form stays,
    the old is written again.
    """
    source = Record.objects.only("review_id").get(pk=moved["from"])
    for kept in moved["votes"]:
        if not Vote.objects.filter(record_id=primary, stage=stage, key=kept["key"]).update(
            record=source
        ):
            write_vote(source, stage, kept)
    for kept in moved.get("settled", []):
        same = Settlement.objects.filter(
            record_id=primary, stage=stage, settled_at=kept["settled_at"]
        )
        if not same.update(record=source):
            write_settlement(source, stage, kept)
    # A merge of before has their ids alone.
    Settlement.objects.filter(pk__in=moved.get("settlements", []), record_id=primary).update(
        record=source
    )
    if tool := moved.get("tool"):
        Standing.objects.filter(record_id=primary, stage=stage, tool=tool).update(tool="")
