"""From what happened in a review to messages: gathered beside all other work,
so that nothing that happens waits.

One message for one thing, whoever gathers and however often. Reports are told of once nobody can
change what decided them any more (their outcome is not fresh), which is when every member may see
it. That conflicts wait is told an hour at a time, without saying which, and only to webhooks of
people who vote on nothing.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone

from screening.models import Delivery, Event, Job, Standing, ToldOutcome, Webhook, WebhookEvent
from screening.queries.access.authorization import access_review

#: How far back things are told of that a pause of the workers has left untold.
BACK = timedelta(days=1)
#: Reports in one message.
TOGETHER = 100
#: Reports of one webhook that one round takes.
MOST = 2000
HOUR = timedelta(hours=1)
#: How long the log of deliveries goes back.
KEPT = timedelta(days=30)
#: Verb of the history → what is told.
OF_EVENTS = {
    "import": WebhookEvent.IMPORT_FINISHED,
    "open_stage": WebhookEvent.STAGE_OPENED,
    "reopen_stage": WebhookEvent.STAGE_OPENED,
    "close_stage": WebhookEvent.STAGE_CLOSED,
    "publish": WebhookEvent.PUBLISHED,
}
#: Facts of an event that go into the message.
TOLD_OF_EVENTS = (
    "imported",
    "rejected",
    "found",
    "file",
    "file_id",
    "search",
    "version",
    "publication",
)
OUTCOMES = {"include": WebhookEvent.INCLUDED, "exclude": WebhookEvent.EXCLUDED}


def gather(now: datetime | None = None) -> int:
    """Writes the messages of everything that is to be told; how many."""
    now = now or timezone.now()
    found = Webhook.objects.filter(
        ended_at=None, off_at=None, review__deleting_at=None
    ).select_related("review")
    return sum(
        _gather(webhook, now)
        for webhook in found.select_related("review", "made_by")
        if _leads(webhook)
    )


def _gather(webhook: Webhook, now: datetime) -> int:
    made = 0
    for event, about, data in (
        *_events(webhook, now),
        *_jobs(webhook, now),
        *_conflicts(webhook, now),
    ):
        made += _write(webhook, event, about, data, now)
    return made + _outcomes(webhook, now)


def _write(webhook: Webhook, event: str, about: str, data: dict[str, Any], now: datetime) -> bool:
    body = message(webhook, event, data, now)
    row = {"event": event, "body": body, "next_at": now}
    return Delivery.objects.get_or_create(webhook=webhook, about=about, defaults=row)[1]


def message(webhook: Webhook, event: str, data: dict[str, Any], now: datetime) -> str:
    """The body of a message: what, when, of which review."""
    told = {
        "type": event,
        "timestamp": now.isoformat().replace("+00:00", "Z"),
        "data": {"review": webhook.review_id},
    }
    told["data"] |= data  # type: ignore[operator]
    return json.dumps(told, ensure_ascii=False)


def _events(webhook: Webhook, now: datetime) -> Iterator[tuple[str, str, dict[str, Any]]]:
    verbs = [verb for verb, event in OF_EVENTS.items() if event in webhook.events]
    since = max(now - BACK, webhook.created_at)
    rows = Event.objects.filter(review=webhook.review_id, verb__in=verbs, at__gte=since).order_by(
        "pk"
    )
    for row in rows if verbs else ():
        facts = {name: row.data[name] for name in TOLD_OF_EVENTS if name in row.data}
        stage = {"stage": row.stage} if row.stage else {}
        yield OF_EVENTS[row.verb], f"event:{row.pk}", stage | facts


def _jobs(webhook: Webhook, now: datetime) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if WebhookEvent.JOB_FAILED not in webhook.events:
        return
    since = max(now - BACK, webhook.created_at)
    failed = Job.objects.filter(
        review=webhook.review_id, state=Job.State.FAILED, finished_at__gte=since
    )
    for job in failed.exclude(kind__in=["webhooks", "news"]).order_by("pk"):
        yield WebhookEvent.JOB_FAILED, f"job:{job.pk}", {"job": job.pk, "kind": job.kind}


def _conflicts(webhook: Webhook, now: datetime) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if WebhookEvent.CONFLICTS not in webhook.events or not _may_hear(webhook):
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    waits = Standing.objects.filter(
        review=webhook.review_id,
        outcome="conflict",
        fresh=False,
        reached_at__lt=hour,
        reached_at__gte=max(hour - HOUR, webhook.created_at),
    )
    for stage in waits.order_by("stage").values_list("stage", flat=True).distinct():
        yield WebhookEvent.CONFLICTS, f"conflicts:{stage}:{hour:%Y%m%d%H}", {"stage": stage}


def _leads(webhook: Webhook) -> bool:
    """Whether its maker still leads the review: who has left is told nothing more."""
    try:
        return access_review(webhook.made_by, webhook.review_id).membership.leads
    except (Http404, PermissionDenied):
        return False


def _may_hear(webhook: Webhook) -> bool:
    """Whether its maker votes on nothing: a conflict would tell a voter the other's vote."""
    try:
        return not access_review(webhook.made_by, webhook.review_id).blinded
    except (Http404, PermissionDenied):
        return False


def _outcomes(webhook: Webhook, now: datetime) -> int:
    """Messages of reports that were decided since they were told of last, TOGETHER in one."""
    wanted = [outcome for outcome, event in OUTCOMES.items() if event in webhook.events]
    same = ToldOutcome.objects.filter(
        webhook=webhook,
        record=OuterRef("record"),
        stage=OuterRef("stage"),
        outcome=OuterRef("outcome"),
    )
    rows = Standing.objects.filter(
        ~Exists(same),
        review=webhook.review_id,
        outcome__in=wanted,
        fresh=False,
        record__primary=None,
        reached_at__gte=webhook.created_at,
    )
    groups: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for row in rows.order_by("pk")[:MOST] if wanted else ():
        groups[row.stage, row.outcome].append(row)
    made = 0
    for (stage, outcome), found in groups.items():
        for start in range(0, len(found), TOGETHER):
            made += _tell_outcomes(webhook, stage, outcome, found[start : start + TOGETHER], now)
    return made


@transaction.atomic
def _tell_outcomes(
    webhook: Webhook, stage: str, outcome: str, rows: Sequence[Standing], now: datetime
) -> bool:
    records = [row.record_id for row in rows]
    told = [
        ToldOutcome(webhook=webhook, record_id=pk, stage=stage, outcome=outcome) for pk in records
    ]
    ToldOutcome.objects.bulk_create(
        told,
        update_conflicts=True,
        update_fields=["outcome"],
        unique_fields=["webhook", "record", "stage"],
    )
    about = f"outcomes:{stage}:{outcome}:{records[0]}:{now.timestamp():.0f}"
    return _write(webhook, OUTCOMES[outcome], about, {"stage": stage, "records": records}, now)


def forget_deliveries(now: datetime | None = None) -> int:
    """Deletes what the log keeps no longer; how many rows."""
    old = Delivery.objects.filter(created_at__lt=(now or timezone.now()) - KEPT)
    return old.exclude(state=Delivery.State.WAITING).delete()[0]
