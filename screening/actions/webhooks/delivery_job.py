"""Delivering messages as work in the background:
a receiver that is down or slow holds up nobody but itself.
"""

import random
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db.models import F
from django.utils import timezone

from screening.actions.jobs.job_queue import enqueue_once
from screening.actions.jobs.job_run import Running
from screening.actions.webhooks.secrets import headers
from screening.actions.webhooks.sending import Outcome, post
from screening.models import Delivery, Job, Review, Webhook

#: Seconds after each failed try: more than a day in all.
PAUSES = (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 10 * 3600)
#: Seconds that one job delivers before it makes room for others.
AT_ONCE = 40.0
#: The receiver says that it will never want anything again.
GONE = 410


def due(now: datetime | None = None) -> list[Job]:
    """The jobs that deliver what is due, one a review; those that are new are to be sent."""
    waiting = Delivery.objects.filter(
        state=Delivery.State.WAITING, next_at__lte=now or timezone.now()
    )
    reviews = Review.objects.filter(pk__in=waiting.values("webhook__review"), deleting_at=None)
    made = [enqueue_once(kind="webhooks", review=review, by=None) for review in reviews]
    return [job for job, new in made if new]


def deliver(running: Running) -> dict[str, Any]:
    """The job "webhooks". Result: messages delivered, and tries that failed."""
    until, sent, failed, skipped = monotonic() + AT_ONCE, 0, 0, set[int]()
    while monotonic() < until and (one := _next(running, skipped)) is not None:
        running.check()
        if _deliver(one):
            sent += 1
        else:
            failed += 1
            skipped.add(one.webhook_id)
    return {"delivered": sent, "failed": failed}


def _next(running: Running, skipped: set[int]) -> Delivery | None:
    rows = Delivery.objects.filter(
        webhook__review=running.job.review_id,
        webhook__ended_at=None,
        webhook__off_at=None,
        state=Delivery.State.WAITING,
        next_at__lte=timezone.now(),
    )
    return (
        rows.exclude(webhook__in=skipped)
        .select_related("webhook")
        .order_by("next_at", "pk")
        .first()
    )


def _deliver(one: Delivery) -> bool:
    """One try. The row says before it that there was one,
    so that a worker that dies does not try on and on.
    """
    now, body = timezone.now(), one.body.encode()
    pause = timedelta(seconds=PAUSES[min(one.attempts, len(PAUSES) - 1)])
    Delivery.objects.filter(pk=one.pk).update(
        attempts=F("attempts") + 1, tried_at=now, next_at=now + pause
    )
    came = post(one.webhook.url, body, headers(one.webhook, f"msg_{one.message.hex}", now, body))
    good = 200 <= came.status < 300
    if came.status == GONE:
        Webhook.objects.filter(pk=one.webhook_id).update(off_at=now)
    state = Delivery.State.DELIVERED if good else _after(one, came)
    waits = state == Delivery.State.WAITING
    Delivery.objects.filter(pk=one.pk).update(
        state=state,
        status=came.status or None,
        error=came.error[:200],
        next_at=timezone.now() + max(_jittered(pause), timedelta(seconds=came.wait))
        if waits
        else None,
    )
    return good


def _after(one: Delivery, came: Outcome) -> Delivery.State:
    over = came.status == GONE or one.attempts + 1 > len(PAUSES)
    return Delivery.State.GIVEN_UP if over else Delivery.State.WAITING


def _jittered(pause: timedelta) -> timedelta:
    """So that receivers that come back are not met by everything at once."""
    return pause * random.uniform(0.9, 1.2)  # noqa: S311 (no secret)
