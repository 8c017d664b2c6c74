"""Where a review tells other programs of what happened, and what became of each message."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WebhookEvent(models.TextChoices):
    """What can be told. Never a vote, and of a report only what every member may see."""

    IMPORT_FINISHED = "import.finished", _("An import has finished")
    STAGE_OPENED = "stage.opened", _("A stage was opened")
    STAGE_CLOSED = "stage.closed", _("A stage was closed")
    CONFLICTS = "conflicts.waiting", _("Conflicts are waiting to be settled")
    INCLUDED = "report.included", _("Reports were included")
    EXCLUDED = "report.excluded", _("Reports were excluded")
    PUBLISHED = "version.published", _("A version was published")
    JOB_FAILED = "job.failed", _("Work in the background has failed")


class Webhook(models.Model):
    """An address of another program, and the events it is told."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    #: Encrypted, see `actions.webhooks.secrets`.
    secret = models.TextField()
    secret_before = models.TextField(blank=True)
    #: The secret before the last change signs as well until then.
    secret_before_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    #: Since when nothing is sent: somebody has switched it off, or the receiver said that it is
    #: gone (410).
    off_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message to one receiver. Its id is the same however often it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        GIVEN_UP = "given_up", _("Given up")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    #: What it tells of; of one thing one message.
    about = models.CharField(max_length=80)
    message = models.UUIDField(default=uuid4, unique=True)
    event = models.CharField(max_length=20)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "about"], name="one_message_a_thing")
        ]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(state="waiting"), name="delivery_due"
            ),
            models.Index(fields=["created_at"], name="delivery_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.pk} {self.state}"


class ToldOutcome(models.Model):
    """The outcome of a report at a stage that a receiver was told last."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="+")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="+")
    stage = models.CharField(max_length=20)
    outcome = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "record", "stage"], name="one_told_outcome_a_report_and_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.stage} {self.outcome}"
