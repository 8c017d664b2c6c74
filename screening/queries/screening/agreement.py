"""How far reviewers agree, per stage, pair and language, on records that are decided."""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from screening.decisions.agreement import (
    Comparison,
    ac1_of_many,
    alpha,
    compare,
    cross,
    fleiss,
    tally,
)
from screening.models import CalibrationRound, Membership, StageSetting, Standing, Vote
from screening.queries.access.authorization import Access
from screening.queries.screening.votes import name_of, visible_votes
from screening.stages import STAGES

#: The first vote that counted: what somebody says after a discussion is no independent judgement.
_SAID = Case(When(first_verdict="", then=F("verdict")), default=F("first_verdict"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers: the table of their verdicts (rows the first,
    columns the second) and its figures.
    """

    first: str
    second: str
    verdicts: tuple[str, ...]
    table: list[list[int]]
    figures: Comparison
    languages: dict[str, Comparison]
    people: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Together:
    """Everybody who voted at a stage, on the `n` decided records with two votes or more.

    None for a coefficient that is not defined; Fleiss' kappa needs as many votes on each record.
    """

    people: int
    n: int
    alpha: float | None
    ac1: float | None
    fleiss: float | None


def may_see(access: Access, setting: StageSetting) -> bool:
    """Figures of an open stage are hidden from everybody who votes at it,
    a lead who votes among them.

    Only its calibration rounds are there for them: `shown_rounds`.
    """
    return not (setting.is_open and access.blinded)


def ended_rounds(access: Access, stage: str) -> list[CalibrationRound]:
    """The calibration rounds of a stage that have ended, the oldest first."""
    rounds = CalibrationRound.objects.filter(
        review=access.review, stage=stage, closed_at__isnull=False
    )
    return list(rounds.order_by("pk"))


def shown_rounds(access: Access, stage: str) -> list[CalibrationRound]:
    """The ended rounds of which this member may see every vote.

    Without its conflicts a round would flatter,
    and with them its table would tell what others said of one.
    """
    seen = visible_votes(access).filter(stage=stage)
    votes = Vote.objects.filter(review=access.review, stage=stage)
    return [
        one
        for one in ended_rounds(access, stage)
        if not votes.filter(record__in=one.records.all()).exclude(pk__in=seen.values("pk")).exists()
    ]


def pairs(access: Access, stage: str) -> list[Pair]:
    """Every two people who voted on the same decided records, the most records first."""
    votes: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for record, user, verdict, language in _decided(access, stage).values_list(
        "record", "user", "said", "record__language"
    ):
        votes[user][record] = (verdict, language)
    members = {
        m.user_id: m for m in Membership.objects.filter(review=access.review).select_related("user")
    }
    names = {user: name_of(members[user], access) for user in votes if user in members}
    verdicts = STAGES[stage].verdicts
    found = [
        replace(_pair(names[a], names[b], votes[a], votes[b], verdicts), people=(a, b))
        for a, b in combinations(sorted(names), 2)
    ]
    return sorted((p for p in found if p.figures.n), key=lambda p: -p.figures.n)


def together(access: Access, stage: str) -> Together | None:
    """How far all agree where more than two voted; None with fewer people."""
    said: dict[int, list[str]] = defaultdict(list)
    people = set()
    for record, user, verdict in _decided(access, stage).values_list("record", "user", "said"):
        said[record].append(verdict)
        people.add(user)
    if len(people) < 3:
        return None
    units = [unit for unit in tally(said.values(), STAGES[stage].verdicts) if sum(unit) > 1]
    even = len({sum(unit) for unit in units}) == 1
    return Together(
        people=len(people),
        n=len(units),
        alpha=alpha(units),
        ac1=ac1_of_many(units, len(STAGES[stage].verdicts)),
        fleiss=fleiss(units) if even else None,
    )


def _decided(access: Access, stage: str) -> QuerySet[Vote]:
    decided = Standing.objects.filter(record=OuterRef("record"), stage=stage).exclude(
        outcome="pending"
    )
    votes = Vote.objects.filter(Exists(decided), review=access.review, stage=stage)
    return votes.filter(_counted(access, stage, "record")).annotate(said=_SAID)


def _counted(access: Access, stage: str, record: str) -> Q:
    """The condition under which a record counts for this member, on rows with this path to it."""
    setting = StageSetting.objects.filter(review=access.review, stage=stage).first()
    if setting is None:
        return Q(pk__in=[])
    if may_see(access, setting):
        return Q()
    shown = CalibrationRound.records.through.objects.filter(
        calibrationround__in=shown_rounds(access, stage)
    )
    return Q(**{f"{record}__in": shown.values("record")})


def _pair(
    first: str,
    second: str,
    a: dict[int, tuple[str, str]],
    b: dict[int, tuple[str, str]],
    verdicts: tuple[str, ...],
) -> Pair:
    common = a.keys() & b.keys()
    table = cross(((a[r][0], b[r][0]) for r in common), verdicts)
    languages = {}
    for language in ("zh", "en"):
        of_it = [r for r in common if a[r][1] == language]
        if of_it:
            languages[language] = compare(cross(((a[r][0], b[r][0]) for r in of_it), verdicts))
    return Pair(first, second, verdicts, table, compare(table), languages)


def cell(stage: str, people: tuple[int, int], verdicts: tuple[str, str]) -> str:
    """The name of a cell of the table, for an address."""
    return ".".join((stage, str(people[0]), verdicts[0], str(people[1]), verdicts[1]))


def cell_records(access: Access, name: str) -> Q:
    """The records in a cell, by its name: decided ones whose two votes this member may see;
    none for another name.
    """
    stage, first, one, second, other = (name.split(".") + [""] * 5)[:5]
    if not (first.isdecimal() and second.isdecimal()):
        return Q(pk__in=[])
    seen = visible_votes(access).filter(stage=stage, record=OuterRef("pk")).annotate(said=_SAID)
    decided = Standing.objects.filter(record=OuterRef("pk"), stage=stage).exclude(outcome="pending")
    said = (
        Exists(seen.filter(user=int(who), said=what))
        for who, what in ((first[:18], one), (second[:18], other))
    )
    return _counted(access, stage, "pk") & Q(Exists(decided)) & Q(next(said)) & Q(next(said))
