"""What concerns the whole installation and no review."""

from django.db import models


class Duty(models.Model):
    """A regular task that one process of the whole installation does, for as long as its lease runs."""

    name = models.CharField(max_length=40, unique=True)
    holder = models.UUIDField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
