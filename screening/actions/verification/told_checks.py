"""Checks of what people said and a table keeps by itself: numbers by hand,
and the rules by which votes decide.

Neither follows from votes, so nothing else would notice that somebody has changed them behind the
program's back.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from screening.actions.verification.table_checks import SAID
from screening.models import Audit, Event, ManualNumber, Merge, Review, StageSetting, Standing
from screening.queries.protocol.merged_reasons import reasons_now
from screening.queries.protocol.rule_changes import NAMED
from screening.records.messages import Message
from screening.stages import STAGES

#: Rules of a stage that are values; which reason a cut-off gives is the number of a row, another
#: after loading.
RULES = [name for name in NAMED["change_stage"] if name != "cutoff_reason"]

#: What the history tells of a number by hand, and the column that has it.
COLUMNS = {"name": "source", "kind": "kind", "box": "box", "number": "number", "note": "why"}


def told(review: Review) -> Iterator[Message]:
    """Every number by hand and every rule that is not as it was said last."""
    yield from _numbers(review)
    yield from _rules(review)
    yield from _methods(review)
    yield from _own_numbers(review)


def _numbers(review: Review) -> Iterator[Message]:
    events = Event.objects.filter(review=review)
    entered = {e.data["manual"]: e for e in events.filter(verb="enter_number")}
    withdrawn = dict(events.filter(verb="withdraw_number").values_list("data__manual", "actor_id"))
    steps = events.filter(verb__in=["begin_update", "take_back_update"]).order_by("pk")
    versions = list(steps.values_list("pk", "data__after"))
    now = reasons_now(review)
    for row in ManualNumber.objects.filter(review=review):
        if (event := entered.pop(row.pk, None)) is None:
            yield _differs(f"number {row.pk}", row.number, None)
            continue
        right = {field: event.data[name] for name, field in COLUMNS.items() if name in event.data}
        reason = event.data.get("reason")
        right |= {"reason_id": now.get(reason, reason), "by_id": event.actor_id}
        right["version"] = next((of for pk, of in versions[::-1] if pk < event.pk), 1)
        right["withdrawn_by_id"] = withdrawn.get(row.pk)
        found = {field: getattr(row, field) for field in right}
        found["withdrawn"], right["withdrawn"] = row.withdrawn_at is not None, row.pk in withdrawn
        yield from _compared(f"number {row.pk}", found, right)
    for pk, event in entered.items():
        yield _differs(f"number {pk}", None, event.data["number"])


def _rules(review: Review) -> Iterator[Message]:
    """Settings of stages: as they were changed last, or as a review begins."""
    events = Event.objects.filter(review=review)
    begun = events.filter(verb="create_review").exists()
    said: dict[str, dict[str, Any]] = {key: _usual(key) if begun else {} for key in STAGES}
    for stage, data in (
        events.filter(verb="change_stage").order_by("pk").values_list("stage", "data")
    ):
        said.setdefault(stage, {}).update({n: v for n, v in data["after"].items() if n in RULES})
    for setting in StageSetting.objects.filter(review=review):
        found = {name: getattr(setting, name) for name in RULES}
        yield from _compared(setting.stage, found, said.get(setting.stage, {}))


def _usual(stage: str) -> dict[str, Any]:
    """The rules of a stage in a new review."""
    usual = {name: StageSetting._meta.get_field(name).get_default() for name in RULES}  # type: ignore[union-attr]
    own = {
        "votes_needed": STAGES[stage].votes_needed,
        "reason_required": STAGES[stage].reason_required,
    }
    return usual | own


def _methods(review: Review) -> Iterator[Message]:
    said: dict[str, Any] = {}
    changes = Event.objects.filter(review=review, verb="change_review").order_by("pk")
    for data in changes.values_list("data", flat=True):
        said.update(
            {name: value for name, value in data["after"].items() if name in NAMED["change_review"]}
        )
    yield from _compared("review", {name: getattr(review, name) for name in said}, said)


def _own_numbers(review: Review) -> Iterator[Message]:
    """Votes wanted on single reports: where something asked for them, and as many as were ever
    wanted at the stage. Reports that were merged bring what was wanted of another.
    """
    ever: dict[str, set[int]] = defaultdict(set)
    asked: set[int] = set()
    for setting in StageSetting.objects.filter(review=review):
        ever[setting.stage] = {setting.votes_needed, *([1] if setting.double_share < 100 else [])}
    events = Event.objects.filter(review=review)
    for stage, data in events.filter(verb="change_stage").values_list("stage", "data"):
        for said in (data["before"], data["after"]):
            ever[stage] |= {said[name] for name in ("votes_needed",) if name in said}
            ever[stage] |= {1} if said.get("double_share", 100) < 100 else set()
    named = events.filter(verb__in=["calibrate", "lower_votes"]).values_list("data", flat=True)
    asked.update(*(data.get("records", ()) for data in named))
    asked.update(
        Audit.records.through.objects.filter(audit__review=review).values_list("record", flat=True)
    )
    asked.update(
        Merge.records.through.objects.filter(merge__review=review).values_list("record", flat=True)
    )
    own = Standing.objects.filter(Q(needed__isnull=False) | Q(pinned__isnull=False), review=review)
    rows = own.values_list("record_id", "stage", "outcome", "needed", "pinned")
    for record, stage, outcome, needed, pinned in rows.iterator(chunk_size=5000):
        if record in asked:
            continue
        if needed is not None:
            yield _differs(f"record {record} {stage}: needed", needed, None)
        if pinned is not None and (outcome == "pending" or pinned not in ever[stage]):
            yield _differs(f"record {record} {stage}: pinned", pinned, None)


def _compared(what: str, found: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[Message]:
    for name, value in right.items():
        if found[name] != value:
            yield _differs(f"{what}: {name}", found[name], value)


def _differs(what: str, found: Any, right: Any) -> Message:
    return Message(SAID, {"what": what, "found": found, "right": right})
