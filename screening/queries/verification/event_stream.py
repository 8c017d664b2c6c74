"""The events of a review as the history engine replays them,
so that its state can be had without the tables.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from screening.decisions.outcome import Rule
from screening.models import (
    Event,
    Merge,
    Record,
    Review,
    Search,
    StageSetting,
    Standing,
)
from screening.queries.verification.event_translation import (
    SHORT,
    TRANSLATED,
    Files,
    Told,
    translate_added,
    translate_import,
)
from screening.replay import events as ev
from screening.replay.state import Policy
from screening.stages import STAGES

LONG = {short: key for key, short in SHORT.items()}


def tell(review: Review, among: Collection[int] | None = None) -> Told:
    """The history as events of the engine. Records that were imported are read from the table,
    by file.

    `among`: only what happened to these records,
    which have to be whole reports (see `told_together`).
    """
    told = Told()
    sources = Search.objects.filter(review=review)
    told.events += [ev.Source(f"source {s.pk}", str(s.pk), s.kind, s.name) for s in sources]
    files = Files(review) if among is None else None
    rows = Event.objects.filter(review=review).order_by("pk")
    verbs = dict(TRANSLATED)
    if among is not None:
        told.events += _came(review, among)
        verbs = {
            verb: one
            for verb, one in TRANSLATED.items()
            if one not in (translate_import, translate_added)
        }
        whole = Q(record=None, verb__in=verbs) | Q(
            verb__in=["publish", "begin_update", "take_back_update"]
        )
        rows = rows.filter(Q(record__in=list(among)) | whole)
    for row in rows.values("pk", "verb", "actor_id", "record_id", "stage", "data").iterator(
        chunk_size=2000
    ):
        translate = verbs.get(row["verb"])
        if translate:
            told.events += [*translate(row, told, files)]
    return told


def _came(review: Review, among: Collection[int]) -> list[ev.Event]:
    """The records as they came, without the events of their imports."""
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = Record.objects.filter(review=review, pk__in=among).order_by("pk")
    for pk, search, version in rows.values_list("pk", "search_id", "version"):
        groups[search, version].append(str(pk))
    return [
        ev.Import(f"came {search} {version}", str(search), tuple(records), version, known=True)
        for (search, version), records in groups.items()
    ]


def told_together(review: Review, records: Iterable[int]) -> set[int]:
    """These records and all that were ever merged with one of them, directly or not."""
    through = Merge.records.through.objects.filter(merge__review=review)
    found: set[int] = set()
    fresh = set(records)
    while fresh:
        found |= fresh
        merges = through.filter(record__in=fresh).values("merge")
        fresh = set(through.filter(merge__in=merges).values_list("record_id", flat=True)) - found
    return found


def policy(review: Review) -> Policy:
    """The review's rules as they are now, those of single records among them."""
    settings = {s.stage: s for s in StageSetting.objects.filter(review=review)}
    shuffles = dict(Record.objects.filter(review=review).values_list("pk", "shuffle"))
    own = Standing.objects.filter(Q(needed__gt=0) | Q(pinned__gt=0), review=review)
    numbers = own.values_list("record_id", "stage", "needed", "pinned")
    needed = {(record, stage): pinned or number for record, stage, number, pinned in numbers}

    def rule(short: str, record: str) -> Rule:
        setting, stage, pk = settings[LONG[short]], STAGES[LONG[short]], int(record)
        by_share = setting.votes_needed if shuffles.get(pk, 0) % 100 < setting.double_share else 1
        return Rule(
            needed=needed.get((pk, stage.key)) or by_share,
            lenient=stage.lenient,
            maybe_conflicts=setting.maybe_conflicts,
            reasons_must_agree=stage.reason_required or setting.reason_required,
            cutoff=None if setting.cutoff is None else setting.cutoff / 100,
            cutoff_reason=str(setting.cutoff_reason_id or ""),
        )

    return Policy(other_skip_ta=review.other_skips_screening, own_rule=rule)
