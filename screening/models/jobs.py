"""What concerns the whole installation and no review."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Duty(models.Model):
    """A regular task that one process of the whole installation does,
    for as long as its lease runs.
    """

    name = models.CharField(max_length=40, unique=True)
    holder = models.UUIDField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class SiteText(models.Model):
    """What whoever runs the site tells everybody: a banner on every page, the imprint,
    the privacy page.
    """

    class Place(models.TextChoices):
        BANNER = "banner", _("Banner on every page")
        IMPRINT = "imprint", _("Imprint")
        PRIVACY = "privacy", _("Privacy")

    place = models.CharField(max_length=10, choices=Place.choices, unique=True)
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.place
