"""Reasons for exclusion that were merged into another."""

from typing import Any

from screening.models import Event, Review


def reasons_now(review: Review) -> dict[Any, int]:
    """Reasons that were merged into another, and what each is called now."""
    now: dict[Any, int] = {}
    events = Event.objects.filter(review=review, verb="merge_reasons").order_by("pk")
    for data in events.values_list("data", flat=True):
        into = data["into_reason"]
        renamed = {old: into if new == data["reason"] else new for old, new in now.items()}
        now = renamed | {data["reason"]: into}
    return now
