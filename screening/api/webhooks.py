"""Webhooks: where other programs are told of what happens in the review, and what became of each message."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from screening.actions.webhooks import webhooks as actions
from screening.actions.webhooks.messages import message
from screening.api.fields import Id, Moment, PageQuery, choice, paged
from screening.api.operation import Call, one_of, operation
from screening.api.pages import page_of
from screening.models import Delivery, Scope, Webhook, WebhookEvent
from screening.queries.webhooks.webhooks import deliveries_of, webhooks_of

BASE = "reviews/<int:review_id>/webhooks/"
ONE = BASE + "<int:webhook_id>/"
LEAD: dict[str, Any] = {"needs": "lead", "scope": Scope.LEAD}


class WebhookAnswer(serializers.Serializer):
    """A webhook. Messages follow Standard Webhooks 1.0: verify them with one of its libraries and the secret."""

    id = Id()
    url = serializers.CharField()
    events = serializers.ListField(child=choice(WebhookEvent.choices))
    off = serializers.SerializerMethodField(
        help_text="Switched off by somebody, or by the receiver's 410."
    )
    created_at = Moment()

    def get_off(self, one: Webhook) -> bool:
        """Whether nothing is sent."""
        return one.off_at is not None


class NewWebhookAnswer(WebhookAnswer):
    """A webhook with its secret, in this one answer."""

    secret = serializers.CharField(source="shown", allow_null=True)


class WebhookInput(serializers.Serializer):
    """Where to, and what."""

    url = serializers.CharField(max_length=500)
    events = serializers.ListField(
        child=choice(WebhookEvent.choices), allow_empty=False, max_length=20
    )


class WebhookChange(serializers.Serializer):
    """What is to be another."""

    url = serializers.CharField(max_length=500, required=False)
    events = serializers.ListField(
        child=choice(WebhookEvent.choices), allow_empty=False, max_length=20, required=False
    )
    off = serializers.BooleanField(required=False)


class DeliveryAnswer(serializers.Serializer):
    """A message: its id is the same however often it is sent."""

    id = Id()
    message = serializers.SerializerMethodField()
    event = serializers.CharField()
    body = serializers.CharField()
    state = choice(Delivery.State.choices)
    attempts = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(allow_blank=True)
    created_at = Moment()
    tried_at = Moment(allow_null=True)
    next_at = Moment(allow_null=True)

    def get_message(self, one: Delivery) -> str:
        """What stands in the head `webhook-id`."""
        return f"msg_{one.message.hex}"


class DeliveryQuery(PageQuery):
    """Which messages."""

    state = choice(Delivery.State.choices, required=False)


@operation("GET", BASE, answers=WebhookAnswer, many=True, **LEAD)
def list_webhooks(call: Call) -> QuerySet[Webhook]:
    """The webhooks of the review."""
    return webhooks_of(call.review)


@operation(
    "POST",
    BASE,
    takes=WebhookInput,
    answers=NewWebhookAnswer,
    shown_once="secret",
    slow=True,
    **LEAD,
)
def add_webhook(call: Call) -> Webhook:
    """A new webhook, and its secret.

    The address has to be https, and may not lead into the network that the server stands in.
    """
    made, secret = actions.add_webhook(by=call.user, review=call.review, **call.data)
    made.shown = secret  # type: ignore[attr-defined]
    return made


@operation("GET", ONE, answers=WebhookAnswer, **LEAD)
def get_webhook(call: Call) -> Webhook:
    """A webhook."""
    found: Webhook = one_of(
        webhooks_of(call.review).select_related("review"), pk=call.parts["webhook_id"]
    )
    return found


@operation("PATCH", ONE, match=True, takes=WebhookChange, answers=WebhookAnswer, **LEAD)
def change_webhook(call: Call) -> Webhook:
    """Another address, other events, switched off or on again."""
    one = get_webhook(call)
    told = {"url": one.url, "events": one.events, "off": one.off_at is not None} | call.data
    return actions.change_webhook(by=call.user, webhook=one, **told)


@operation("DELETE", ONE, conflicts=False, **LEAD)
def end_webhook(call: Call) -> None:
    """Ends a webhook; nothing is sent there any more."""
    actions.end_webhook(by=call.user, webhook=get_webhook(call))


@operation(
    "POST", ONE + "secret/", answers=NewWebhookAnswer, shown_once="secret", conflicts=False, **LEAD
)
def change_webhook_secret(call: Call) -> Webhook:
    """A new secret; for a day messages are signed with the one before as well."""
    one = get_webhook(call)
    one.shown = actions.change_secret(by=call.user, webhook=one)  # type: ignore[attr-defined]
    return one


@operation("POST", ONE + "test/", answers=DeliveryAnswer, status=202, **LEAD)
def test_webhook(call: Call) -> Delivery:
    """Sends a message that tells of nothing."""
    one = get_webhook(call)
    return actions.send_test(
        by=call.user, webhook=one, body=message(one, "webhook.test", {}, timezone.now())
    )


@operation(
    "GET",
    ONE + "deliveries/",
    query=(DeliveryQuery,),
    answers=paged("Delivery", DeliveryAnswer),
    **LEAD,
)
def list_deliveries(call: Call) -> dict[str, Any]:
    """The messages of a webhook in the last thirty days, newest first."""
    rows = deliveries_of(get_webhook(call))
    if call.query.get("state"):
        rows = rows.filter(state=call.query["state"])
    return page_of(call, rows, order="-pk")


@operation(
    "POST", ONE + "deliveries/<int:delivery_id>/send/", answers=DeliveryAnswer, status=202, **LEAD
)
def send_delivery_again(call: Call) -> Delivery:
    """Sends a message again, under the same id."""
    one = one_of(
        deliveries_of(get_webhook(call)).select_related("webhook"), pk=call.parts["delivery_id"]
    )
    return actions.send_again(by=call.user, delivery=one)
