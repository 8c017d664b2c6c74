"""Who screens what: records dealt to named people, rounds of calibration,
and notices of what changed.
"""

from django.conf import settings
from django.db import models


class Assignment(models.Model):
    """A record dealt to a person at a stage. A record with assignments is offered to nobody else."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="assignments")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    stage = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "stage", "user"], name="one_assignment_a_person_and_stage"
            )
        ]
        indexes = [models.Index(fields=["review", "stage", "user"], name="assignment_by_person")]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.user_id}"


class CalibrationRound(models.Model):
    """A random sample that everybody votes on before the criteria are settled; while it runs,
    only it is screened.
    """

    review = models.ForeignKey(
        "screening.Review", models.CASCADE, related_name="calibration_rounds"
    )
    stage = models.CharField(max_length=20)
    records = models.ManyToManyField("screening.Record", related_name="+")
    voters = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage"],
                condition=models.Q(closed_at=None),
                name="one_open_round_a_stage",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} round {self.pk}"


class Notice(models.Model):
    """Something a person is told, of a kind of `NEWS`: always in the program,
    by e-mail as the person has chosen.
    """

    #: None for what is told of a review that is gone.
    review = models.ForeignKey(
        "screening.Review", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    #: When it is due to be mailed; None for never, or no more.
    mail_at = models.DateTimeField(null=True, blank=True)
    #: The e-mail that takes it along, written before that is sent: what may have left is never sent
    #: again.
    letter = models.UUIDField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notice_unread"),
            models.Index(
                fields=["mail_at"], name="notice_to_mail", condition=models.Q(mail_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
