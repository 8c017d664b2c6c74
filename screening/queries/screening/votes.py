"""The one door to votes, notes and labels of people; it knows the blinding.

Until a report is decided at a stage, a person sees there only what is theirs. "Decided" means that
as many people voted as the stage wants and agree, or that an adjudicator settled it. The votes on a
conflict are for those whom the lead has chosen. An outcome is fresh until somebody looks
(`actions.first_look`): till then its voters may mend a slip, and it reveals nothing to anybody.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from screening.models import (
    ConflictVotes,
    Event,
    FullTextFile,
    FullTextMark,
    Label,
    Labelling,
    Membership,
    Note,
    Review,
    Settlement,
    StageSetting,
    Standing,
    User,
    Vote,
)
from screening.queries.access.authorization import Access
from screening.stages import STAGES, reading

#: Verbs that tell what somebody says of a record.
SAYING = ("vote", "clear_vote", "withdraw_vote", "note", "labels")
#: How long a settlement can be taken back by whoever made it.
SECOND_THOUGHTS = timedelta(minutes=10)


def decided(stage: str | OuterRef | F) -> QuerySet[Standing]:
    """Standings that are decided, for use in Exists with the record of an outer query."""
    return Standing.objects.filter(stage=stage).exclude(outcome="pending")


def revealed(access: Access, record: str = "record", stage: str = "stage") -> Q:
    """The condition under which this member may see what others did,
    on rows with these paths to record and stage.
    """
    here = {"record": OuterRef(record), "stage": OuterRef(stage)}
    voted = Exists(
        Vote.objects.filter(record=OuterRef("record"), stage=OuterRef("stage"), user=access.user)
    )
    # "Fresh" is asked for below: until somebody has looked, a voter may still mend a slip, so
    # nobody may be shown it.
    agreed = Q(outcome__in=["include", "exclude"])
    settled = Exists(Settlement.objects.filter(**here))
    shown = Exists(
        Standing.objects.filter(agreed | _conflicts_shown(access, voted), fresh=False, **here)
    )
    discussed = Exists(Standing.objects.filter(voted, discussed_at__isnull=False, **here))
    # Where the lead has ended the blinding, on record and told to all, nothing is held back.
    unblinded = StageSetting.objects.filter(
        review=access.review, unblinded_at__isnull=False
    ).values("stage")
    return Q(**{f"{stage}__in": unblinded}) | Q(settled) | Q(discussed) | Q(shown)


def _conflicts_shown(access: Access, voted: Exists) -> Q:
    conflict, chosen = Q(outcome="conflict"), access.review.conflict_votes
    membership = access.membership
    if (
        # Adjudicators need the votes to decide; a lead who reviews would see votes beside which
        # their own are open.
        membership.adjudicates
        or chosen == ConflictVotes.ALL
        or (membership.leads and not membership.reviews)
    ):
        return conflict
    return conflict & Q(voted) if chosen == ConflictVotes.VOTERS else Q(pk__in=[])


def visible_votes(access: Access) -> QuerySet[Vote]:
    """Votes of the review that this member may see: their own,
    and all on reports that are decided at that stage.
    """
    return Vote.objects.filter(review=access.review).filter(Q(user=access.user) | revealed(access))


def fresh_outcomes(review: Review) -> QuerySet[Standing]:
    """Standings decided by votes that can still be changed, as nobody has been shown the outcome."""
    return Standing.objects.filter(review=review, fresh=True)


def open_votes(review: Review) -> QuerySet[Vote]:
    """All votes on reports undecided at that stage: for rules of unblinding, never to be shown."""
    waits = Standing.objects.filter(
        record=OuterRef("record"), stage=OuterRef("stage"), outcome="pending"
    )
    return Vote.objects.filter(Exists(waits), review=review)


def held_back(review: Review, user: User, stage: str = "") -> set[tuple[int, str]]:
    """(record id, stage) of reports that are not decided there and on which others have said
    something, at one or all.

    That is a vote, a note, a label, a mark, and what somebody has said before and taken back; not
    what was said before the report was opened again, which the team has seen. For the rules of
    unblinding, never for showing.
    """
    here = {"record": OuterRef("record"), "stage": OuterRef("stage")}
    decided_there = Standing.objects.filter(**here).exclude(outcome="pending")
    # By the number of the event, not by its time: several fall into one moment.
    again = Event.objects.filter(record=OuterRef("record"), verb="reopen", pk__gt=OuterRef("pk"))
    told = (
        Event.objects.filter(record__review=review, verb__in=SAYING)
        .exclude(stage="")
        .filter(~Exists(again))
    )
    mine = Q(actor=user) & ~Q(verb="withdraw_vote") | Q(verb="withdraw_vote", data__user=user.pk)
    marks = FullTextMark.objects.filter(file__record__review=review).exclude(user=user)
    rows: list[QuerySet[Any]] = [
        Vote.objects.filter(review=review).exclude(user=user),
        Note.objects.filter(record__review=review).exclude(user=user),
        Labelling.objects.filter(record__review=review).exclude(user=user),
        told.exclude(mine),
        marks.annotate(record=F("file__record"), stage=Value(reading().key)),
    ]
    found: set[tuple[int, str]] = set()
    for some in rows:
        found |= set(
            some.filter(~Exists(decided_there)).order_by().values_list("record", "stage").distinct()
        )
    return {(record, at) for record, at in found if stage in {"", at}}


def visible_notes(access: Access) -> QuerySet[Note]:
    """Notes this member may see: their own, and shared ones on reports that are decided at that
    stage.
    """
    notes = Note.objects.filter(record__review=access.review).exclude(text="")
    return notes.filter(Q(user=access.user) | (Q(shared=True) & revealed(access)))


def visible_labellings(access: Access) -> QuerySet[Labelling]:
    """Labels this member may see on records: their own,
    and shared ones where nothing of others is held back.

    A label shows when the stage at which it was put is decided:
    where the report stands can be changed and undone.
    """
    labellings = Labelling.objects.filter(record__review=access.review).select_related(
        "label", "user"
    )
    return labellings.filter(
        Q(user=access.user) | Q(shared=True) & revealed(access) & _nothing_held_back(access)
    )


def _nothing_held_back(access: Access) -> Q:
    """The condition, on rows with a record, that this member may see what others did at the stage
    where it is now.

    A label that was put at titles goes away while the report is read:
    taking it off then would tell as much as it does.
    """
    open_to_me = Standing.objects.filter(revealed(access), record=OuterRef("record"))
    for stage in list(STAGES.values())[1:]:
        waits = [stage.waits, "await_retrieval"] if stage.retrieval else [stage.waits]
        open_to_me = open_to_me.exclude(~Q(stage=stage.key), record__place__in=waits)
    return Q(Exists(open_to_me))


def own_marks(access: Access, file: FullTextFile) -> QuerySet[FullTextMark]:
    """The member's own marks on a full text, by page; those of others are shown to nobody, ever."""
    return FullTextMark.objects.filter(file=file, user=access.user)


def visible_labels(access: Access) -> QuerySet[Label]:
    """The team's labels this member may choose from:
    all but those of others' making that no decided report shows yet.

    A name that somebody has just invented while screening would otherwise tell what they think of a
    report.
    """
    mine = Q(made_by=None) | Q(made_by=access.user)
    shown = Exists(visible_labellings(access).filter(label=OuterRef("pk")))
    # Two people may have thought of one name; of the two the member's own is offered.
    same = Exists(Label.objects.filter(mine, review=access.review, name=OuterRef("name")))
    return Label.objects.filter(mine | (Q(shown) & ~Q(same)), review=access.review)


def visible_settlements(access: Access) -> QuerySet[Settlement]:
    """Settlements are decisions of the team: every member sees them."""
    return Settlement.objects.filter(review=access.review).select_related("settled_by", "reason")


def name_of(membership: Membership, access: Access) -> str:
    """How a colleague is named where votes are shown: by name,
    or by code where the review hides names.
    """
    hidden = not access.review.show_names and membership.user_id != access.user.pk
    return membership.code if hidden else str(membership.user)
