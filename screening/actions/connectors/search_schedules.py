"""Searches that run again by themselves every so many days."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from screening.actions.connectors.runs import ConnectorRefused
from screening.actions.connectors.search_runs import begin_update
from screening.actions.history.event_log import log
from screening.models import Job, SearchSchedule, User
from screening.models import Search as SearchRow
from screening.queries.connectors.runs import service_of
from screening.queries.connectors.services import is_on


@transaction.atomic
def set_schedule(*, by: User, search: SearchRow, every_days: int | None) -> SearchSchedule | None:
    """Has a search run again by itself every so many days; None ends that. Raises ConnectorRefused:
    off, empty.
    """
    if every_days is None:
        ended, _ = SearchSchedule.objects.filter(search=search).delete()
        if ended:
            log(
                review=search.review,
                actor=by,
                verb="end_schedule",
                search=search.pk,
                name=search.name,
            )
        return None
    service = service_of(search)
    if not is_on(search.review, service):
        raise ConnectorRefused("off")
    if not search.strategy.strip():
        raise ConnectorRefused("empty")
    values = {"service": service, "query": search.strategy, "every_days": every_days, "by": by}
    values["next_on"] = timezone.localdate() + timedelta(days=every_days)
    row, _ = SearchSchedule.objects.update_or_create(search=search, defaults=values)
    log(
        review=search.review,
        actor=by,
        verb="set_schedule",
        search=search.pk,
        name=search.name,
        days=every_days,
    )
    return row


def begin_due(now: datetime) -> list[Job]:
    """Runs searches again whose day has come, of reviews that are worked on; the jobs,
    to be delivered.
    """
    begun = []
    today: date = timezone.localdate(now)
    due = SearchSchedule.objects.filter(
        next_on__lte=today, search__review__put_away_at=None, search__review__deleting_at=None
    )
    for row in due.select_related("search__review"):
        following = today + timedelta(days=row.every_days)
        # Of two workers that look at once, one moves the day.
        if not SearchSchedule.objects.filter(pk=row.pk, next_on=row.next_on).update(
            next_on=following
        ):
            continue
        try:
            begun.append(
                begin_update(by=None, search=row.search, service=row.service, query=row.query)[1]
            )
        except ConnectorRefused:
            continue
    return begun
