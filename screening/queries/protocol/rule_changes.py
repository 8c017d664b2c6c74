"""The last change of each rule, which can be taken back."""

from collections.abc import Mapping
from typing import Any

from screening.models import Event, Review

#: Verb to the fields that are rules.
NAMED = {
    "change_stage": (
        "votes_needed",
        "double_share",
        "maybe_conflicts",
        "reason_required",
        "cutoff",
        "cutoff_reason",
    ),
    "change_review": ("other_skips_screening",),
    "change_search": ("kind",),
}


def rule_changes(review: Review) -> dict[int, Event]:
    """The changes that can be taken back, newest first: of each stage, each search and the review
    the last one that was not taken back already.

    By their number among all changes of rules, from 1:
    the event's own number would tell how much others have done.
    """
    events = (
        Event.objects.filter(review=review, verb__in=list(NAMED))
        .select_related("actor")
        .order_by("pk")
    )
    numbered = list(enumerate((event for event in events if rules_of(event)), 1))
    found: dict[int, Event] = {}
    skip: dict[Any, int] = {}
    told: set[Any] = set()
    for number, event in reversed(numbered):
        about = _about(event)
        if about in told:
            continue
        if event.data.get("taken_back"):
            skip[about] = skip.get(about, 0) + 1
        elif skip.get(about):
            skip[about] -= 1
        else:
            told.add(about)
            found[number] = event
    return found


def rules_of(event: Event) -> Mapping[str, Any]:
    """The rules that the event changed, with what they were before."""
    return {
        name: value
        for name, value in event.data.get("before", {}).items()
        if name in NAMED[event.verb]
    }


def _about(event: Event) -> Any:
    return (event.verb, event.stage, event.data.get("search"))
