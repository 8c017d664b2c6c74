"""What a change of rules would do to the reports it concerns; nothing is written here."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from screening.actions.screening.outcomes import Derived, derive
from screening.models import Record, Review, Search, StageSetting, Standing, Vote
from screening.models.imports import lane_of
from screening.stages import waiting_at

NUMBER = {"votes_needed", "double_share"}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Change:
    """A change of rules: of a `stage`, of the kind of a `search`,
    or else of where other methods' reports begin.

    `returned` are records that the change which is taken back had decided by their open votes.
    """

    review: Review
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    setting: StageSetting | None = None
    search: Search | None = None
    returned: frozenset[int] = frozenset()
    taken_back: bool = False
    #: When the change that is taken back was made.
    since: datetime | None = None

    @property
    def stage(self) -> str:
        return self.setting.stage if self.setting else ""


@dataclass(slots=True)
class Outlook:
    """What a change does: `moves` from place to place, reports each; `opened`, records decided by
    open votes, untold which way; `returned`, those given back, of which `stuck` can get no vote of
    anybody here; `kept` stay decided.
    """

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
        told = [
            sorted(self.moves.items()),
            len(self.opened),
            len(self.returned),
            len(self.stuck),
            self.kept,
        ]
        return hashlib.blake2b(repr(told).encode(), digest_size=12).hexdigest()


def stage_change(setting: StageSetting, fields: Mapping[str, Any]) -> Change:
    """The change of a stage's settings to these values;
    without any rule among them it concerns no report.
    """
    before = {
        name: getattr(setting, name)
        for name, value in fields.items()
        if getattr(setting, name) != value
    }
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
    for derived in derived_reports(change):
        compare(change, derived, found)
    _add_stuck(change, found)
    found.kept = sum(rows.count() for rows, _number in to_pin(change))
    return found


def derived_reports(change: Change) -> Iterator[Derived]:
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
    lanes = (
        {change.search.pk: lane_of(change.after["kind"])}
        if change.search and "kind" in change.after
        else None
    )
    for start in range(0, len(ids), BATCH):
        records = Record.objects.filter(pk__in=ids[start : start + BATCH])
        yield derive(
            review,
            records,
            settings=settings,
            pinned_by=old,
            unpinned=change.returned,
            lanes=lanes,
            rules=True,
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
    return records.filter(flow_lane="oth" if change.after else "", primary=None).values_list(
        "pk", flat=True
    )


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


def compare(change: Change, derived: Derived, found: Outlook) -> list[Standing]:
    """Adds to the outlook what these reports do; gives the standings that open votes have decided."""
    opened = []
    for row in derived.rows:
        key = (row.pk, change.stage)
        standing, was = derived.standings.get(key), derived.outcomes.get(key, "pending")
        if (
            standing
            and row.primary_id is None
            and was == "pending" != standing.outcome
            and standing.votes
        ):
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


def returning(change: Change) -> QuerySet[Standing]:
    return Standing.objects.filter(
        review=change.review, stage=change.stage, record__in=change.returned
    )


def _add_stuck(change: Change, found: Outlook) -> None:
    seen = (
        set(returning(change).filter(fresh=False).values_list("record", flat=True))
        if found.returned
        else set()
    )
    found.stuck = [pk for pk in found.returned if pk in seen]


def to_pin(change: Change) -> list[tuple[QuerySet[Any], int]]:
    """Decided standings whose number the change would alter, with the number that has decided them."""
    if change.setting is None or not change.after.keys() & NUMBER:
        return []
    old, new = change.setting, _with(change.setting, change.after)
    edges = sorted({0, 100, min(old.double_share, 100), min(new.double_share, 100)})
    found = []
    for low, high in pairwise(edges):
        was, now = (s.votes_needed if low < s.double_share else 1 for s in (old, new))
        if was != now:
            rows = Standing.objects.filter(
                review=change.review, stage=change.stage, needed=None, pinned=None
            )
            rows = rows.alias(part=F("record__shuffle") % 100).filter(
                part__gte=low, part__lt=high, votes__gte=was
            )
            found.append((rows.exclude(outcome="pending").exclude(record__in=change.returned), was))
    return found
