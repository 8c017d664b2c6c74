"""Switching services on for a review, and naming the library through which its team reads."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from screening.actions.history.event_log import log
from screening.models import Review, ReviewServices, User
from screening.queries.connectors.services import services

LIBRARY = ("openurl", "libkey", "ezproxy")


@transaction.atomic
def switch_services(
    *, by: User, review: Review, on: Iterable[str], notices_weekly: bool = True
) -> ReviewServices:
    """Has exactly these services on, of those that the site offers; logs what changed."""
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    row, _ = ReviewServices.objects.get_or_create(review=review)
    offered = {one.connector.key for one in services(review) if one.offered}
    chosen = sorted(offered & set(on))
    before = sorted(offered & set(row.services))
    # What the site does not offer now is kept as it was chosen, and is off all the same.
    row.services = sorted({*chosen, *(set(row.services) - offered)})
    weekly_before, row.notices_weekly = row.notices_weekly, notices_weekly
    row.save(update_fields=["services", "notices_weekly"])
    if chosen != before or weekly_before != notices_weekly:
        log(
            review=review,
            actor=by,
            verb="switch_services",
            before=before,
            after=chosen,
            notices_weekly=notices_weekly,
        )
    return row


@transaction.atomic
def set_library(*, by: User, review: Review, **fields: Any) -> ReviewServices:
    """Keeps the link resolver, the number at LibKey and the proxy of the team's library."""
    row, _ = ReviewServices.objects.get_or_create(review=review)
    before = {
        name: getattr(row, name)
        for name in LIBRARY
        if name in fields and getattr(row, name) != fields[name]
    }
    for name in before:
        setattr(row, name, fields[name])
    row.save(update_fields=list(LIBRARY))
    if before:
        log(
            review=review,
            actor=by,
            verb="set_library",
            before=before,
            after={name: fields[name] for name in before},
        )
    return row
