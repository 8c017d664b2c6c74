"""What happened, for ever; and what is being worked on now."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing somebody did. Rows are only ever added.
    `data` holds what is needed to see it and to undo it.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, null=True, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=30)
    record = models.ForeignKey(
        "screening.Record", models.DO_NOTHING, null=True, db_constraint=False, related_name="events"
    )
    stage = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    #: Made by the browser for one key press: what arrives twice is done once, however late it
    #: comes.
    key = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["review", "verb", "id"], name="event_by_verb")]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class Job(models.Model):
    """Long work. This row is the truth; a message on the broker only says "run job N"."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=20)
    review = models.ForeignKey(
        "screening.Review", models.CASCADE, null=True, blank=True, related_name="jobs"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    #: Units of `done` a second, of late; empty before it is known.
    rate = models.FloatField(null=True, blank=True)
    message = models.JSONField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Higher comes first; set by whoever runs the site.
    priority = models.SmallIntegerField(default=0, db_default=0)
    #: Who runs it now; a run whose holder is no longer named here has lost the job and must stop.
    holder = models.UUIDField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: Until when it is put off, because a service outside asked to be left alone.
    not_before = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"
