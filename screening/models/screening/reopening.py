"""One report opened again at a stage after it was decided, and what people ask for about that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reopening(models.Model):
    """A report that was decided at a stage and is open there again.
    `before` restores exactly what was when undone.
    """

    class Votes(models.TextChoices):
        KEEP = "keep", _("Votes are kept; only the resolution is withdrawn")
        AGAIN = "again", _("Everybody votes again")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="reopenings")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="reopenings")
    stage = models.CharField(max_length=20)
    votes = models.CharField(max_length=5, choices=Votes.choices)
    reason = models.TextField(_("reason"))
    #: Votes, settlements and moments that went, see `actions.reopening`.
    before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.votes}"


class ReopeningRequest(models.Model):
    """Somebody who voted asks the adjudicator to open a report again; answered by opening it,
    or with a word.
    """

    class Answer(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        REOPENED = "reopened", _("Re-opened")
        DECLINED = "declined", _("Declined")

    review = models.ForeignKey(
        "screening.Review", models.CASCADE, related_name="reopening_requests"
    )
    record = models.ForeignKey(
        "screening.Record", models.CASCADE, related_name="reopening_requests"
    )
    stage = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("why"))
    at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "stage", "by"],
                condition=models.Q(answer="open"),
                name="one_open_request_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.answer}"
