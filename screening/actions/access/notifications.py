"""Telling people what changed for them: in the program always, by e-mail as each has chosen."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from screening.models import NEWS, Mailing, Notice, Review, User

#: News that are mailed at once wait so long for others, to go in one e-mail.
TOGETHER = timedelta(minutes=2)
#: The hour, in the time zone of the site, at which daily summaries are sent.
DAILY_AT = 7


def tell(
    review: Review | None,
    people: Iterable[User],
    kind: str,
    stage: str = "",
    data: dict[str, Any] | None = None,
    *,
    but: User | None = None,
) -> int:
    """Writes one notice of a kind of `NEWS` to each of these people, except to `but`, who did it.
    Gives how many.

    Who is told must be chosen so that nobody who may still vote on a report learns anything of it.
    Raises KeyError for a kind that is not declared.
    """
    declared, now = NEWS[kind], timezone.now()
    told = [
        Notice(
            review=review,
            user=user,
            kind=kind,
            stage=stage,
            data=data or {},
            mail_at=mail_time(Mailing(user.news.get(kind, declared.mail)), now)
            if settings.NEWS_BY_MAIL
            else None,
        )
        for user in people
        if but is None or user.pk != but.pk
    ]
    return len(Notice.objects.bulk_create(told))


def tell_team(
    review: Review,
    kind: str,
    stage: str = "",
    data: dict[str, Any] | None = None,
    *,
    but: User | None = None,
) -> int:
    """Writes one notice to every member whose membership has not ended, except to `but`."""
    team = User.objects.filter(memberships__review=review, memberships__ended_at=None)
    return tell(review, team, kind, stage, data, but=but)


def tell_leads(
    review: Review, kind: str, data: dict[str, Any] | None = None, *, but: User | None = None
) -> int:
    """Writes one notice to everybody who leads the review, except to `but`."""
    ours = {
        "memberships__review": review,
        "memberships__ended_at": None,
        "memberships__leads": True,
    }
    return tell(review, User.objects.filter(**ours), kind, data=data, but=but)


def mark_read(*, by: User, review: Review | None) -> int:
    """Marks the person's notices of this review as read, or those of reviews that are gone.
    Gives how many were new.
    """
    return Notice.objects.filter(review=review, user=by, read_at=None).update(
        read_at=timezone.now()
    )


def mail_time(mailing: Mailing, now: datetime) -> datetime | None:
    """When news of this moment are due by e-mail; None for never."""
    if mailing == Mailing.OFF:
        return None
    if mailing == Mailing.NOW:
        return now + TOGETHER
    here = timezone.localtime(now, timezone.get_default_timezone())
    morning = here.replace(hour=DAILY_AT, minute=0, second=0, microsecond=0)
    return morning if morning > here else morning + timedelta(days=1)
