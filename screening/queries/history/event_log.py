"""The history as a member may see it."""

from django.db.models import Q, QuerySet

from screening.models import Event, Record
from screening.queries.access.authorization import Access
from screening.queries.screening.votes import revealed

#: Verbs that tell how a person judges a record: hidden from others until they may see the votes on
#: it.
#:
#: A settlement stands for all to see; where all vote again it must not lead them.
PRIVATE = (
    "vote",
    "clear_vote",
    "withdraw_vote",
    "note",
    "labels",
    "label_made",
    "settle",
    "ask_reopening",
    "decline_reopening",
)
#: Verbs that only the person sees, as nobody else sees what they tell of.
OWN = ("mark_page", "unmark_page")


def visible_events(access: Access) -> QuerySet[Event]:
    """Events of the review, newest first: one's own, those that tell no judgement,
    and those on decided records.

    What somebody keeps to themselves, such as a note that is not shared, is never among those of
    others. Who took back the vote of a person who left did not see it by that: the event tells what
    it said.
    """
    kept = Q(verb__in=OWN) | Q(verb__in=["note", "labels"], data__shared=False)
    mine = Q(actor=access.user) & ~Q(verb="withdraw_vote")
    told = mine | (~kept & (~Q(verb__in=PRIVATE) | revealed(access)))
    return (
        Event.objects.filter(told, review=access.review)
        .select_related("actor", "record")
        .order_by("-pk")
    )


def events_of(access: Access, record: Record) -> QuerySet[Event]:
    """What happened to one record, oldest first, as the member may see it."""
    return visible_events(access).filter(record=record).order_by("pk")
