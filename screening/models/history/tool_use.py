"""Which of its automated steps the program has run in a review, in which version and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ToolUse(models.Model):
    """One automated step in one version of the program: methods sections have to tell both,
    with the dates.

    A row is made by the first run and moved on by each further one;
    a new version of the program begins a new row.
    """

    class Step(models.TextChoices):
        DEDUPE = "dedupe", _("Looking for duplicates")
        ORDER = "order", _("Ordering by likely relevance")
        AUDIT = "audit", _("Drawing a random sample before stopping")
        STOP = "stop", _("Stopping")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="tool_uses")
    step = models.CharField(max_length=8, choices=Step.choices)
    stage = models.CharField(max_length=20, blank=True)
    #: Name and version; the name alone where a run was older than this table.
    program = models.CharField(max_length=60)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    runs = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "step", "stage", "program"], name="one_use_a_step_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.program}"
