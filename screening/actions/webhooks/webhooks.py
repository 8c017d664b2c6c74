"""Webhooks: made, changed, ended, their secrets changed, messages sent again."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from screening.actions.history.event_log import log
from screening.actions.refusal import Refusal
from screening.actions.webhooks.secrets import new_secret, sealed
from screening.actions.webhooks.sending import AddressRefused, checked
from screening.models import Delivery, Review, User, Webhook, WebhookEvent

#: Webhooks of one review.
MOST = 20
#: How long the secret before a change signs as well.
BOTH_SECRETS = timedelta(days=1)


class WebhookRefused(Refusal):
    """A webhook that may not be. `code`: scheme, host, private, unknown (of the address), events,
    many, off.
    """


def _check(url: str, events: Collection[str]) -> None:
    if not events or set(events) - set(WebhookEvent.values):
        raise WebhookRefused("events")
    try:
        checked(url)
    except AddressRefused as refused:
        raise WebhookRefused(refused.code) from None
    except OSError:
        raise WebhookRefused("unknown") from None


def add_webhook(
    *, by: User, review: Review, url: str, events: Collection[str]
) -> tuple[Webhook, str]:
    """A new webhook and its secret, which is shown once. Raises WebhookRefused."""
    _check(url, events)
    secret = new_secret()
    with transaction.atomic():
        if Webhook.objects.filter(review=review, ended_at=None).count() >= MOST:
            raise WebhookRefused("many")
        made = Webhook.objects.create(
            review=review, url=url, events=sorted(set(events)), secret=sealed(secret), made_by=by
        )
        log(review=review, actor=by, verb="add_webhook", webhook=made.pk, events=made.events)
    return made, secret


def change_webhook(
    *, by: User, webhook: Webhook, url: str, events: Collection[str], off: bool
) -> Webhook:
    """Another address, other events, switched off or on again. Raises WebhookRefused.

    It is theirs from then on: what it may be told goes by who has chosen the address.
    """
    _check(url, events)
    with transaction.atomic():
        webhook.url, webhook.events, webhook.made_by = url, sorted(set(events)), by
        webhook.off_at = (webhook.off_at or timezone.now()) if off else None
        webhook.save(update_fields=["url", "events", "off_at", "made_by"])
        log(
            review=webhook.review,
            actor=by,
            verb="change_webhook",
            webhook=webhook.pk,
            events=webhook.events,
        )
    return webhook


@transaction.atomic
def change_secret(*, by: User, webhook: Webhook) -> str:
    """A new secret, shown once; messages are signed with both for a day."""
    secret = new_secret()
    webhook.secret_before, webhook.secret_before_until = (
        webhook.secret,
        timezone.now() + BOTH_SECRETS,
    )
    webhook.secret = sealed(secret)
    webhook.save(update_fields=["secret", "secret_before", "secret_before_until"])
    log(review=webhook.review, actor=by, verb="change_webhook_secret", webhook=webhook.pk)
    return secret


@transaction.atomic
def end_webhook(*, by: User, webhook: Webhook) -> None:
    """Nothing is sent there any more."""
    Webhook.objects.filter(pk=webhook.pk).update(
        ended_at=timezone.now(), secret="", secret_before=""
    )
    Delivery.objects.filter(webhook=webhook, state=Delivery.State.WAITING).update(
        state=Delivery.State.GIVEN_UP, next_at=None
    )
    log(review=webhook.review, actor=by, verb="end_webhook", webhook=webhook.pk)


def send_again(*, by: User, delivery: Delivery) -> Delivery:
    """Sends a message again, under its id, from the first pause on. Raises WebhookRefused("off")."""
    if delivery.webhook.ended_at is not None or delivery.webhook.off_at is not None:
        raise WebhookRefused("off")
    delivery.state, delivery.attempts, delivery.next_at = Delivery.State.WAITING, 0, timezone.now()
    delivery.save(update_fields=["state", "attempts", "next_at"])
    return delivery


def send_test(*, by: User, webhook: Webhook, body: Any) -> Delivery:
    """A message that tells of nothing, to try the receiver with. Raises WebhookRefused("off")."""
    if webhook.off_at is not None:
        raise WebhookRefused("off")
    return Delivery.objects.create(
        webhook=webhook,
        about=f"test:{uuid4().hex}",
        event="webhook.test",
        body=body,
        next_at=timezone.now(),
    )
