"""Changes of the rules under which votes decide: seen before they take effect, applied to all reports at once, or to
none, and taken back.

What is decided stays decided: a report keeps the number of votes that decided it (`Standing.pinned`) when its stage
comes to want more. A lower number decides reports by votes that are still open: that is a way of showing them, so it
takes a reason, everybody is told, and when it is taken back nobody who could see those outcomes may vote there.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.screening.outcomes import Derived, derive, write
from screening.actions.screening.unblinding import bar, team, tell_unblinded
from screening.actions.screening.update_baseline import moved_again
from screening.actions.vote_lock import close_gate
from screening.models import Reason, Record, Review, Search, StageSetting, Standing, User, Vote
from screening.models.imports import lane_of
from screening.queries.protocol.rule_changes import rule_changes, rules_of
from screening.stages import waiting_at

NUMBER = {"votes_needed", "double_share"}
RULES = NUMBER | {"maybe_conflicts", "reason_required", "cutoff", "cutoff_reason"}
"""Settings of a stage from which the outcome of votes follows."""
BATCH = 500


class RuleRefused(Refusal):
    """A change of a rule that may not be. `code`: reason (open votes would decide), changed (the numbers are others by
    now), state (there is nothing to take back). Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of rules: of a `stage`, of the kind of a `search`, or else of where other methods' reports begin.

    `returned` are records that the change which is taken back had decided by their open votes.
    """

    review: Review
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    setting: StageSetting | None = None
    search: Search | None = None
    returned: frozenset[int] = frozenset()
    taken_back: bool = False
    since: datetime | None = None
    """When the change that is taken back was made."""

    @property
    def stage(self) -> str:
        return self.setting.stage if self.setting else ""


@dataclass(slots=True)
class Outlook:
    """What a change does: `moves` from place to place, reports each; `opened`, records decided by open votes, untold
    which way; `returned`, those given back, of which `stuck` can get no vote of anybody here; `kept` stay decided."""

    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    opened: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    stuck: list[int] = field(default_factory=list)
    kept: int = 0

    @property
    def changes(self) -> bool:
        """Whether any report is concerned."""
        return bool(self.moves or self.opened or self.returned or self.kept)

    @property
    def stamp(self) -> str:
        """A mark of these numbers, so that nobody agrees to others."""
        told = [sorted(self.moves.items()), len(self.opened), len(self.returned), len(self.stuck), self.kept]
        return hashlib.blake2b(repr(told).encode(), digest_size=12).hexdigest()


def stage_change(setting: StageSetting, fields: Mapping[str, Any]) -> Change:
    """The change of a stage's settings to these values; without any rule among them it concerns no report."""
    before = {name: getattr(setting, name) for name, value in fields.items() if getattr(setting, name) != value}
    return Change(setting.review, before, {name: fields[name] for name in before}, setting=setting)


def methods_change(review: Review, skips: bool) -> Change:
    """The change of whether records from other methods go straight to full text."""
    before = {} if review.other_skips_screening == skips else {"other_skips_screening": not skips}
    return Change(review, before, {"other_skips_screening": skips} if before else {})


def search_change(search: Search, kind: str) -> Change:
    """The change of a search's kind."""
    before = {} if search.kind == kind else {"kind": search.kind}
    return Change(search.review, before, {"kind": kind} if before else {}, search=search)


def look_ahead(change: Change) -> Outlook:
    """What the change would do; nothing is written."""
    found = Outlook()
    for derived in _derived(change):
        _compare(change, derived, found)
    _add_stuck(change, found)
    found.kept = sum(rows.count() for rows, _number in _to_pin(change))
    return found


def carry_out(change: Change, *, by: User, reason: str = "") -> Outlook:
    """Moves every report that the change concerns, pins what is decided, tells of votes that were open.

    To be called in the transaction that writes the setting itself, before it does; the gate is closed by then. Raises
    RuleRefused("reason").
    """
    pins = [(list(rows.values_list("pk", flat=True)), number) for rows, number in _to_pin(change)]
    found = Outlook(kept=sum(len(pks) for pks, _number in pins))
    for pks, number in pins:
        for start in range(0, len(pks), BATCH):
            Standing.objects.filter(pk__in=pks[start : start + BATCH]).update(pinned=number)
    fresh = set(_returning(change).filter(fresh=True).values_list("record", flat=True))
    for derived in _derived(change):
        opened = _compare(change, derived, found)
        for standing in opened:
            standing.fresh = True
        write(derived, change.review)
    found.stuck = [pk for pk in found.returned if pk not in fresh]
    if found.opened and not reason.strip():
        raise RuleRefused("reason")
    bar(
        review=change.review,
        people=team(change.review, change.since),
        reports=[(pk, change.stage) for pk in found.stuck],
        cause="rules",
    )
    if found.opened:
        tell_unblinded(by=by, review=change.review, reason=reason, stage=change.stage, decided=len(found.opened))
    return found


def told(change: Change, found: Outlook, reason: str) -> dict[str, Any]:
    """What the history keeps of it beside the values of before and after."""
    kept: dict[str, Any] = {}
    if found.moves:
        kept["moves"] = [[*move, number] for move, number in sorted(found.moves.items())]
    if found.opened:
        kept["records"] = sorted(found.opened)
    if change.taken_back:
        kept["taken_back"] = True
    return kept | ({"note": reason.strip()} if reason.strip() else {})


@transaction.atomic
def change_stage(*, by: User, setting: StageSetting, reason: str = "", agreed: str = "", **fields: Any) -> StageSetting:
    """Writes the given settings of a stage, and moves the reports that they concern.

    `agreed` is the stamp of the outlook that was shown. Raises RuleRefused: reason, changed.
    """
    close_gate(setting.review)
    return _apply_stage(by, stage_change(setting, fields), reason, agreed)


def _apply_stage(by: User, change: Change, reason: str, agreed: str) -> StageSetting:
    setting = change.setting
    if setting is None or not change.before:
        return setting  # type: ignore[return-value]
    found = Outlook()
    if change.before.keys() & RULES:
        _check_agreed(change, agreed)
        found = carry_out(change, by=by, reason=reason)
    for name, value in change.after.items():
        setattr(setting, name, value)
    setting.save(update_fields=list(change.after))
    log(
        review=setting.review, actor=by, verb="change_stage", stage=setting.stage,
        before={n: plain(value) for n, value in change.before.items()},
        after={n: plain(value) for n, value in change.after.items()},
        **told(change, found, reason),
    )  # fmt: skip
    if change.before.keys() & RULES:
        moved_again(change.review)
    return setting


def _check_agreed(change: Change, agreed: str) -> None:
    if agreed and look_ahead(change).stamp != agreed:
        raise RuleRefused("changed")


def plain(value: Any) -> Any:
    """A field's value as the history keeps it: the id of a row, anything else as it is."""
    return value.pk if isinstance(value, Model) else value


@transaction.atomic
def take_back(*, by: User, review: Review, change_id: int, reason: str = "", agreed: str = "") -> Outlook:
    """Takes the last change of a stage's rules back: what was is again, but that nobody votes on what they have seen.

    Raises RuleRefused: state, reason, changed.
    """
    close_gate(review)
    change = taking_back(review, change_id)
    if change.setting is None:
        raise RuleRefused("state")
    found = look_ahead(change)
    _apply_stage(by, change, reason, agreed)
    return found


def taking_back(review: Review, change_id: int) -> Change:
    """The change that takes that one back. Raises RuleRefused("state"): it is not the last of its kind any more."""
    event = rule_changes(review).get(change_id)
    if event is None:
        raise RuleRefused("state")
    was = dict(rules_of(event))
    if event.verb == "change_review":
        return replace(methods_change(review, was["other_skips_screening"]), taken_back=True)
    if event.verb == "change_search":
        search = Search.objects.filter(review=review, pk=event.data["search"]).first()
        if search is None:
            raise RuleRefused("state")
        return replace(search_change(search, was["kind"]), taken_back=True)
    if was.get("cutoff_reason"):
        was["cutoff_reason"] = Reason.objects.filter(review=review, pk=was["cutoff_reason"]).first()
    setting = StageSetting.objects.select_related("review").get(review=review, stage=event.stage)
    returned = frozenset(event.data.get("records", ()))
    return replace(stage_change(setting, was), returned=returned, taken_back=True, since=event.at)


# What follows ------------------------------------------------------------------------------------------------------


def _derived(change: Change) -> Iterator[Derived]:
    """The reports that may be concerned, as they would be, piece by piece."""
    ids = list(_concerned(change))
    review = change.review
    if "other_skips_screening" in change.after:
        review = copy(review)
        review.other_skips_screening = change.after["other_skips_screening"]
    settings, old = None, None
    if change.setting is not None:
        old = {s.stage: s for s in StageSetting.objects.filter(review=review)}
        settings = old | {change.stage: _with(old[change.stage], change.after)}
    lanes = {change.search.pk: lane_of(change.after["kind"])} if change.search and "kind" in change.after else None
    for start in range(0, len(ids), BATCH):
        records = Record.objects.filter(pk__in=ids[start : start + BATCH])
        yield derive(
            review, records, settings=settings, pinned_by=old, unpinned=change.returned, lanes=lanes, rules=True
        )


def _with(setting: StageSetting, fields: Mapping[str, Any]) -> StageSetting:
    other = copy(setting)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _concerned(change: Change) -> QuerySet[Any, int]:
    if change.setting is not None:
        return _concerned_at(change).order_by("record").values_list("record", flat=True)
    records = Record.objects.filter(review=change.review).exclude(place="loading").order_by("pk")
    if change.search is not None:
        moved = bool(change.after) and lane_of(change.after["kind"]) != change.search.lane
        return records.filter(search=change.search if moved else None).values_list("pk", flat=True)
    return records.filter(flow_lane="oth" if change.after else "", primary=None).values_list("pk", flat=True)


def _concerned_at(change: Change) -> QuerySet[Standing]:
    """Standings that another rule could move: far fewer than all, for a large review."""
    here = Standing.objects.filter(review=change.review, stage=change.stage, record__primary=None)
    votes = Vote.objects.filter(record=OuterRef("record"), stage=change.stage)
    changed, which = change.after.keys(), Q(pk__in=[])
    if changed & NUMBER:
        which |= Q(outcome="pending", votes__gt=0) | Q(record__in=change.returned)
    if "maybe_conflicts" in changed:
        which |= Q(Exists(votes.filter(verdict="maybe")), outcome__in=["include", "conflict"])
    if "reason_required" in changed:
        which |= Q(Exists(votes.filter(verdict="exclude")), outcome__in=["exclude", "conflict"])
    if changed & {"cutoff", "cutoff_reason"}:
        which |= Q(Exists(votes.filter(grade__isnull=False)), outcome__in=["include", "exclude"])
    return here.filter(which)


def _compare(change: Change, derived: Derived, found: Outlook) -> list[Standing]:
    """Adds to the outlook what these reports do; gives the standings that open votes have decided."""
    opened = []
    for row in derived.rows:
        key = (row.pk, change.stage)
        standing, was = derived.standings.get(key), derived.outcomes.get(key, "pending")
        if standing and row.primary_id is None and was == "pending" != standing.outcome and standing.votes:
            opened.append(standing)
            found.opened.append(row.pk)
        elif row.pk in change.returned and standing and was != "pending" == standing.outcome:
            found.returned.append(row.pk)
        elif row.primary_id is None and (move := _move(row, derived)):
            found.moves[move] += 1
    return opened


def _move(row: Record, derived: Derived) -> tuple[str, str] | None:
    """From where to where the report goes; a conflict is a place of its own."""
    before, now = derived.before[row.pk], row.place
    if derived.outcomes.get((row.pk, waiting_at(before))) == "conflict":
        before += "/conflict"
    standing = derived.standings.get((row.pk, waiting_at(now)))
    if standing and standing.outcome == "conflict":
        now += "/conflict"
    return (before, now) if before != now else None


def _returning(change: Change) -> QuerySet[Standing]:
    return Standing.objects.filter(review=change.review, stage=change.stage, record__in=change.returned)


def _add_stuck(change: Change, found: Outlook) -> None:
    seen = set(_returning(change).filter(fresh=False).values_list("record", flat=True)) if found.returned else set()
    found.stuck = [pk for pk in found.returned if pk in seen]


def _to_pin(change: Change) -> list[tuple[QuerySet[Standing], int]]:
    """Decided standings whose number the change would alter, with the number that has decided them."""
    if change.setting is None or not change.after.keys() & NUMBER:
        return []
    old, new = change.setting, _with(change.setting, change.after)
    edges = sorted({0, 100, min(old.double_share, 100), min(new.double_share, 100)})
    found = []
    for low, high in pairwise(edges):
        was, now = (s.votes_needed if low < s.double_share else 1 for s in (old, new))
        if was != now:
            rows = Standing.objects.filter(review=change.review, stage=change.stage, needed=None, pinned=None)
            rows = rows.alias(part=F("record__shuffle") % 100).filter(part__gte=low, part__lt=high, votes__gte=was)
            found.append((rows.exclude(outcome="pending").exclude(record__in=change.returned), was))
    return found
