"""What the methods section tells: how the stages were run, what was judged, what changed,
what people wrote for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from screening.flow.boxes import READ_OUT
from screening.models import (
    CalibrationRound,
    Criterion,
    Event,
    Membership,
    Merge,
    Record,
    Search,
    Settlement,
    StageSetting,
    Standing,
    Stopping,
    ToolUse,
    Vote,
)
from screening.queries.access.authorization import Access
from screening.queries.connectors.services import uses
from screening.queries.duplicates.duplicate_samples import evaluated
from screening.queries.flow.manual_counts import standing_numbers
from screening.queries.ranking.stopping_signals import audits, standing_stop
from screening.queries.screening.votes import name_of
from screening.records.snapshot import (
    STOPPING_TOOL,
    Amendment,
    AuditFacts,
    CalibrationFacts,
    ErrorFacts,
    Methods,
    StageFacts,
    StopFacts,
    ToolFacts,
)
from screening.stages import STAGES, on_reports

#: Judgements from the lowest to the highest.
RANK = ("not_met", "unclear", "met")


def methods(access: Access) -> Methods:
    """The facts of the methods section beside searches, criteria and numbers."""
    review = access.review
    program, people = _merged(access)
    return Methods(
        stages=_stages(access),
        notes=dict(review.methods),
        judgements=_judgements(access),
        merged_by_program=program,
        merged_by_people=people,
        duplicate_errors=tuple(_duplicate_errors(access)),
        criteria_version=review.criteria_version,
        amendments=_amendments(access),
        by_hand=tuple(
            f"{row.source + ': ' if row.source else ''}{row.get_box_display()} {row.number} ({row.why}; {row.by})"
            for row in standing_numbers(review)
        ),
        peer_review=tuple(
            Search.objects.filter(review=review)
            .exclude(peer_review="")
            .values_list("name", "peer_review")
        ),
        tools=tuple(_tools(access)),
    )


def _duplicate_errors(access: Access) -> Iterator[ErrorFacts]:
    sample = evaluated(access.review)
    for row in sample.result if sample else ():
        yield ErrorFacts(
            row["kind"] == "merged",
            row["languages"],
            row["drawn"],
            row["wrong"],
            row["low"],
            row["high"],
        )


def _tools(access: Access) -> Iterator[ToolFacts]:
    """The automated steps of this program, services that were asked,
    and other programs that excluded something.
    """
    for use in ToolUse.objects.filter(review=access.review):
        yield ToolFacts(use.step, use.program, use.first_at.date(), use.last_at.date(), use.stage)
    for asked in uses(access.review):
        days = asked.first.date(), asked.last.date()
        yield ToolFacts(f"ask_{asked.what}", asked.label, *days, requests=asked.requests)
    rows = Record.objects.filter(review=access.review, removed="automation")
    marked = set(rows.values_list("removed_note", flat=True))
    standings = Standing.objects.filter(review=access.review).exclude(tool__in=["", STOPPING_TOOL])
    for name in sorted(marked | set(standings.values_list("tool", flat=True))):
        yield ToolFacts("tools", name)


def _stages(access: Access) -> tuple[StageFacts, ...]:
    members = Membership.objects.filter(review=access.review).select_related("user")
    names = {m.user_id: name_of(m, access) for m in members}
    settings = {s.stage: s for s in StageSetting.objects.filter(review=access.review)}
    return tuple(_stage(access, settings[key], names) for key in STAGES if key in settings)


def _stage(access: Access, setting: StageSetting, names: dict[int, str]) -> StageFacts:
    here = {"review": access.review, "stage": setting.stage}
    voters = (
        Vote.objects.filter(**here).values_list("user").annotate(n=Count("pk")).order_by("user")
    )
    settled = Settlement.objects.filter(**here).values_list("settled_by")
    settlers = settled.annotate(n=Count("pk")).order_by("settled_by")
    tools = (
        Standing.objects.filter(**here).exclude(tool="").values_list("tool", flat=True).distinct()
    )
    return StageFacts(
        stage=setting.stage,
        needed=setting.votes_needed,
        people=tuple(names[user] for user, _n in voters if user in names),
        settlers=tuple(names[user] for user, _n in settlers if user in names),
        settled=sum(n for _user, n in settlers),
        double_share=setting.double_share,
        unblinded=setting.unblinded_at is not None,
        tool_excluded=tuple(sorted(tools)),
        learned=setting.learned_order,
        audits=tuple(_audits(access, setting.stage)),
        stop=_stop(standing_stop(access.review, setting.stage)),
        cutoff=setting.cutoff,
        calibrations=tuple(_calibrations(setting)),
        **(_hidden() if _blinded(access, setting) else _talks(setting)),
    )


def _blinded(access: Access, setting: StageSetting) -> bool:
    """Whether a number that moves with the person's own next vote would tell them what somebody
    else has said.
    """
    return setting.is_open and setting.unblinded_at is None and access.membership.reviews


def _hidden() -> dict[str, int | None]:
    return {"cutoff_excluded": None, "open_conflicts": None}


def _below_cutoff(setting: StageSetting) -> int:
    """Reports that everybody included and the lowest grade turned down."""
    if setting.cutoff is None:
        return 0
    votes = Vote.objects.filter(record=OuterRef("record"), stage=setting.stage)
    standings = _unsettled(setting).filter(outcome="exclude", clash=False, tool="", votes__gt=0)
    return standings.filter(~Exists(votes.filter(verdict="exclude")), Exists(votes)).count()


def _unsettled(setting: StageSetting) -> QuerySet[Standing]:
    """Standings of reports at the stage that no adjudicator has settled."""
    settled = Settlement.objects.filter(record=OuterRef("record"), stage=setting.stage)
    here = Standing.objects.filter(
        review=setting.review_id, stage=setting.stage, record__primary=None
    )
    return here.filter(~Exists(settled))


def _calibrations(setting: StageSetting) -> Iterator[CalibrationFacts]:
    rounds = CalibrationRound.objects.filter(
        review=setting.review_id, stage=setting.stage
    ).order_by("pk")
    for one in rounds.annotate(drawn=Count("records")):
        yield CalibrationFacts(one.opened_at.date(), one.drawn, one.voters)


def _talks(setting: StageSetting) -> dict[str, int | None]:
    """How many the cut-off excluded, how many conflicts were talked about, how many ended so,
    and how many wait.
    """
    asked = Event.objects.filter(review=setting.review_id, verb="discuss", stage=setting.stage)
    records = set(asked.values_list("record_id", flat=True))
    ended = _unsettled(setting).filter(
        record__in=records, outcome__in=["include", "exclude"], clash=False, votes__gt=0
    )
    return {
        "cutoff_excluded": _below_cutoff(setting),
        "discussed": len(records),
        "talked_out": ended.count(),
        "open_conflicts": _unsettled(setting).filter(outcome="conflict").count(),
    }


def _audits(access: Access, stage: str) -> Iterator[AuditFacts]:
    """Those that have ended; of one that runs nothing can be told yet."""
    for told in audits(access, stage):
        audit = told.audit
        facts = AuditFacts(audit.opened_at.date(), audit.size, audit.unscreened, told.confidence)
        if audit.given_up:
            yield replace(facts, given_up=audit.given_up)
        elif told.claim:
            yield replace(
                facts,
                relevant=told.claim.relevant,
                bound=told.claim.bound,
                recall=told.claim.recall,
            )


def _stop(stopping: Stopping | None) -> StopFacts | None:
    if stopping is None:
        return None
    votes = Vote.objects.filter(review=stopping.review_id, stage=stopping.stage)
    earlier = votes.filter(cast_at__lt=stopping.rule_set_at).exists()
    return StopFacts(
        stopping.at.date(),
        stopping.rule,
        stopping.rule_set_at.date(),
        not earlier,
        stopping.excluded,
    )


def _judgements(access: Access) -> dict[str, dict[str, int]]:
    """Kind of criterion to how many reports were judged how at full text,
    the lowest judgement of a report counting.
    """
    here = {"review": access.review, "stage__in": [stage.key for stage in on_reports()]}
    kinds = {str(c.pk): c.kind for c in Criterion.objects.filter(**here)}
    lowest: dict[str, dict[int, int]] = defaultdict(dict)
    votes = Vote.objects.filter(**here).exclude(judgements={})
    # Votes parked on a duplicate, and those on reports that are not counted at full text, say
    # nothing of the flow.
    assessed = Record.objects.filter(
        review=access.review, primary=None, place__in=[*READ_OUT, "included"]
    )
    votes = votes.filter(record__in=assessed.values("pk"))
    for record, judgements in votes.values_list("record", "judgements").iterator(chunk_size=2000):
        for criterion, answer in judgements.items():
            if criterion in kinds and answer in RANK:
                of_kind = lowest[kinds[criterion]]
                of_kind[record] = min(of_kind.get(record, len(RANK)), RANK.index(answer))
    order = [kind for kind in Criterion.Kind.values if kind in lowest]
    return {kind: dict(Counter(RANK[rank] for rank in lowest[kind].values())) for kind in order}


def _merged(access: Access) -> tuple[int, int]:
    """Records of this version that the program and that people merged away."""
    here = Record.objects.filter(review=access.review, version=access.review.version)
    total = here.filter(place__in=["duplicate", "previous"]).count()
    certain = Merge.objects.filter(review=access.review, undone_at=None, by=None)
    merged = Merge.records.through.objects.filter(
        merge__in=certain, record__version=access.review.version
    )
    # The primary record of a merge was not merged away.
    records = merged.exclude(record=F("merge__primary")).values("record").distinct().count()
    program = min(records, total)
    return program, total - program


def _amendments(access: Access) -> tuple[Amendment, ...]:
    """Changes of the criteria since the first vote: every version of them but the first."""
    events = Event.objects.filter(
        review=access.review, verb__in=["save_criterion", "retire_criterion"]
    ).order_by("pk")
    days = {event.data.get("criterion"): event.at.date() for event in events}
    came: dict[int, list[Criterion]] = defaultdict(list)
    went: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(review=access.review):
        if criterion.since_version > 1:
            came[criterion.since_version].append(criterion)
        if criterion.until_version is not None:
            went[criterion.until_version + 1].append(criterion)
    found = []
    for version in sorted(came.keys() | went.keys()):
        touched = [*came[version], *went[version]]
        on = max(days.get(criterion.pk, access.review.created_at.date()) for criterion in touched)
        texts = (tuple(c.text for c in group[version]) for group in (came, went))
        found.append(Amendment(version, on, *texts))
    return tuple(found)
