"""Who screens what: records dealt to named people, rounds of calibration, and notices of what changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """A record dealt to a person at a stage. A record with assignments is offered to nobody else."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="assignments")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    stage = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "stage", "user"], name="one_assignment_a_person_and_stage")
        ]
        indexes = [models.Index(fields=["review", "stage", "user"], name="assignment_by_person")]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.user_id}"


class CalibrationRound(models.Model):
    """A random sample that everybody votes on before the criteria are settled; while it runs, only it is screened."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="calibration_rounds")
    stage = models.CharField(max_length=20)
    records = models.ManyToManyField("screening.Record", related_name="+")
    voters = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage"], condition=models.Q(closed_at=None), name="one_open_round_a_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} round {self.pk}"


class Notice(models.Model):
    """Something a person is told in the program: a conflict to talk about, a stage reopened, votes unblinded."""

    class Kind(models.TextChoices):
        UNBLINDED = "unblinded", _("Votes are no longer blinded")
        STAGE = "stage", _("A stage was opened or closed")
        DISCUSS = "discuss", _("A record to talk about")
        DEALT = "dealt", _("Records given to you")
        REOPENED = "reopened", _("A report was re-opened")
        ASKED = "asked", _("Somebody asks for a report to be re-opened")
        DELETED = "deleted", _("A review was deleted")
        DECLINED = "declined", _("A report stays as it was decided")
        NO_TEXT = "no_text", _("Votes taken back: the full text is not at hand")

    review = models.ForeignKey("screening.Review", models.CASCADE, null=True, blank=True, related_name="notices")
    """None for what is told of a review that is gone."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    stage = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
