"""Conflicts: the queue of an adjudicator, and one conflict side by side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from screening.models import Membership, Note, Settlement, Standing, Vote
from screening.queries.access.authorization import Access
from screening.queries.screening.votes import (
    SECOND_THOUGHTS,
    name_of,
    visible_labellings,
    visible_notes,
    visible_votes,
)


@dataclass(slots=True)
class Ballot:
    """One person's side of a conflict: name or code as the review shows it, vote, note and labels."""

    user_id: int
    name: str
    vote: Vote
    note: Note | None = None
    labels: list[str] = field(default_factory=list)


def waiting_conflicts(access: Access, stage: str) -> QuerySet[Standing]:
    """Conflicts of this stage that this person may settle: where the review asks for somebody else,
    not their own.
    """
    found = Standing.objects.filter(
        review=access.review, stage=stage, outcome="conflict", record__primary=None
    )
    if access.review.adjudicator_may_have_voted:
        return found
    return found.exclude(
        Exists(Vote.objects.filter(record=OuterRef("record"), stage=stage, user=access.user))
    )


def last_settled(access: Access, stage: str) -> Settlement | None:
    """The member's own last settlement at this stage that they may still take back as a slip."""
    mine = Settlement.objects.filter(review=access.review, stage=stage, settled_by=access.user)
    recent = mine.filter(settled_at__gte=timezone.now() - SECOND_THOUGHTS)
    return recent.select_related("record").order_by("-settled_at", "-pk").first()


def by_pair(
    access: Access, standings: QuerySet[Standing], pair: Iterable[int]
) -> QuerySet[Standing]:
    """Those on which exactly these people voted, as far as this member may see it."""
    people, votes = list(pair), _votes_on(access)
    for user_id in people:
        standings = standings.filter(Exists(votes.filter(user=user_id)))
    return standings.exclude(Exists(votes.exclude(user__in=people)))


def by_reason(access: Access, standings: QuerySet[Standing], reason_id: int) -> QuerySet[Standing]:
    """Those on which a vote that this member may see names the reason."""
    return standings.filter(Exists(_votes_on(access).filter(reason=reason_id)))


def _votes_on(access: Access) -> QuerySet[Vote]:
    return visible_votes(access).filter(stage=OuterRef("stage"), record=OuterRef("record"))


def pairs(access: Access, stage: str) -> list[tuple[str, str, int]]:
    """Who is in conflict with whom: (key of user ids "3-7", names, number of conflicts),
    most first.
    """
    names = names_of(access)
    grouped: dict[int, list[int]] = defaultdict(list)
    conflicts = waiting_conflicts(access, stage).values("record")
    votes = visible_votes(access).filter(stage=stage, record__in=conflicts).order_by("user")
    for record_id, user_id in votes.values_list("record", "user"):
        grouped[record_id].append(user_id)
    counts: dict[tuple[int, ...], int] = defaultdict(int)
    for people in grouped.values():
        counts[tuple(people)] += 1
    named = [
        ("-".join(map(str, p)), " · ".join(names.get(u, "?") for u in p), n)
        for p, n in counts.items()
    ]
    return sorted(named, key=lambda row: (-row[2], row[1]))


def reasons_named(access: Access, stage: str) -> QuerySet[Vote, dict[str, int]]:
    """Reasons that votes in conflict name: rows with `reason` and `times`."""
    conflicts = waiting_conflicts(access, stage).values("record")
    votes = visible_votes(access).filter(stage=stage, record__in=conflicts, reason__isnull=False)
    return votes.values("reason").annotate(times=Count("pk")).order_by("reason__position")


def names_of(access: Access) -> dict[int, str]:
    """User id → name or code, of everybody who is or was in the review."""
    people = Membership.objects.filter(review=access.review).select_related("user")
    return {member.user_id: name_of(member, access) for member in people}


def ballots(access: Access, stage: str, record_id: int) -> list[Ballot]:
    """The votes on a record that this member may see, with note and labels of each voter,
    in a steady order.
    """
    names = names_of(access)
    votes = visible_votes(access).filter(stage=stage, record=record_id).select_related("reason")
    notes = {
        note.user_id: note for note in visible_notes(access).filter(stage=stage, record=record_id)
    }
    put: dict[int, list[str]] = defaultdict(list)
    for labelling in visible_labellings(access).filter(record=record_id):
        put[labelling.user_id].append(labelling.label.name)
    made = [
        Ballot(v.user_id, names.get(v.user_id, "?"), v, notes.get(v.user_id), put[v.user_id])
        for v in votes
    ]
    return sorted(made, key=lambda ballot: (ballot.name, ballot.user_id))
