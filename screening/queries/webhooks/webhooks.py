"""Webhooks of a review, and what became of their messages."""

from django.db.models import QuerySet

from screening.models import Delivery, Review, Webhook


def webhooks_of(review: Review) -> QuerySet[Webhook]:
    """Webhooks that have not been ended."""
    return Webhook.objects.filter(review=review, ended_at=None)


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """Its messages, newest first."""
    return Delivery.objects.filter(webhook=webhook).order_by("-pk")
