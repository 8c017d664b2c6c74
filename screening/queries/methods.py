"""What the methods section tells: how the stages were run, what was judged, what changed, what people wrote for it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Count

from screening.models import (
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
    Vote,
)
from screening.queries.access import Access
from screening.queries.manual import standing_numbers
from screening.queries.stopping import audits, standing_stop
from screening.queries.votes import name_of
from screening.records.snapshot import Amendment, AuditFacts, Methods, StageFacts, StopFacts
from screening.stages import STAGES

RANK = ("not_met", "unclear", "met")
"""Judgements from the lowest to the highest."""


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
        criteria_version=review.criteria_version,
        amendments=_amendments(access),
        by_hand=tuple(
            f"{row.source + ': ' if row.source else ''}{row.get_box_display()} {row.number} ({row.why}; {row.by})"
            for row in standing_numbers(review)
        ),
        peer_review=tuple(
            Search.objects.filter(review=review).exclude(peer_review="").values_list("name", "peer_review")
        ),
    )


def _stages(access: Access) -> tuple[StageFacts, ...]:
    members = Membership.objects.filter(review=access.review).select_related("user")
    names = {m.user_id: name_of(m, access) for m in members}
    settings = {s.stage: s for s in StageSetting.objects.filter(review=access.review)}
    return tuple(_stage(access, settings[key], names) for key in STAGES if key in settings)


def _stage(access: Access, setting: StageSetting, names: dict[int, str]) -> StageFacts:
    here = {"review": access.review, "stage": setting.stage}
    voters = Vote.objects.filter(**here).values_list("user").annotate(n=Count("pk")).order_by("user")
    settled = Settlement.objects.filter(**here).values_list("settled_by")
    settlers = settled.annotate(n=Count("pk")).order_by("settled_by")
    tools = Standing.objects.filter(**here).exclude(tool="").values_list("tool", flat=True).distinct()
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
    )


def _audits(access: Access, stage: str) -> Iterator[AuditFacts]:
    """Those that have ended; of one that runs nothing can be told yet."""
    for told in audits(access, stage):
        audit = told.audit
        facts = AuditFacts(audit.opened_at.date(), audit.size, audit.unscreened, told.confidence)
        if audit.given_up:
            yield replace(facts, given_up=audit.given_up)
        elif told.claim:
            yield replace(facts, relevant=told.claim.relevant, bound=told.claim.bound, recall=told.claim.recall)


def _stop(stopping: Stopping | None) -> StopFacts | None:
    if stopping is None:
        return None
    votes = Vote.objects.filter(review=stopping.review_id, stage=stopping.stage)
    earlier = votes.filter(cast_at__lt=stopping.rule_set_at).exists()
    return StopFacts(stopping.at.date(), stopping.rule, stopping.rule_set_at.date(), not earlier, stopping.excluded)


def _judgements(access: Access) -> dict[str, dict[str, int]]:
    """Kind of criterion to how many reports were judged how at full text, the lowest judgement of a report counting."""
    kinds = {str(c.pk): c.kind for c in Criterion.objects.filter(review=access.review, stage="full-text")}
    lowest: dict[str, dict[int, int]] = defaultdict(dict)
    votes = Vote.objects.filter(review=access.review, stage="full-text").exclude(judgements={})
    decided = Standing.objects.filter(review=access.review, stage="full-text").exclude(outcome="pending")
    votes = votes.filter(record__in=decided.values("record"))
    for record, judgements in votes.values_list("record", "judgements").iterator(chunk_size=2000):
        for criterion, answer in judgements.items():
            if criterion in kinds and answer in RANK:
                of_kind = lowest[kinds[criterion]]
                of_kind[record] = min(of_kind.get(record, len(RANK)), RANK.index(answer))
    order = [kind for kind in Criterion.Kind.values if kind in lowest]
    return {kind: dict(Counter(RANK[rank] for rank in lowest[kind].values())) for kind in order}


def _merged(access: Access) -> tuple[int, int]:
    """Records that the program and that people merged away."""
    total = Record.objects.filter(review=access.review, place__in=["duplicate", "previous"]).count()
    certain = Merge.objects.filter(review=access.review, undone_at=None, by=None)
    records = Merge.records.through.objects.filter(merge__in=certain).count()
    program = min(records - certain.count(), total)
    return program, total - program


def _amendments(access: Access) -> tuple[Amendment, ...]:
    """Changes of the criteria since the first vote: every version of them but the first."""
    events = Event.objects.filter(review=access.review, verb__in=["save_criterion", "retire_criterion"]).order_by("pk")
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
