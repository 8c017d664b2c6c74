"""Full texts: whether a report was found, its files, and the studies that reports belong to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Retrieval(models.Model):
    """Whether a report's full text is at hand, and who found that out when."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        RETRIEVED = "retrieved", _("Retrieved")
        NOT_RETRIEVED = "not_retrieved", _("Not retrieved")
        CAJ_ONLY = "caj_only", _("CAJ only")

    record = models.OneToOneField("screening.Record", models.CASCADE, related_name="retrieval")
    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="retrievals")
    status = models.CharField(_("full text"), max_length=14, choices=Status.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.record_id} {self.status}"


class FullTextFile(models.Model):
    """A file of a report: a PDF, or one that can only be kept and downloaded."""

    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="full_texts")
    name = models.CharField(_("file"), max_length=255)
    stored = models.FileField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=80)
    #: For a copy that was fetched: service, address, licence, version; empty for one that a person
    #: brought.
    origin = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class UnmatchedFile(models.Model):
    """A file uploaded among many, waiting for somebody to say which report it is.
    `found` is what its text tells.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="unmatched_files")
    name = models.CharField(_("file"), max_length=255)
    stored = models.FileField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=80)
    found = models.JSONField(default=dict, blank=True)
    suggested = models.ForeignKey(
        "screening.Record", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class FullTextMark(models.Model):
    """A person's own highlight or note on a page of a full text."""

    file = models.ForeignKey(FullTextFile, models.CASCADE, related_name="marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    page = models.PositiveIntegerField(_("page"))
    quote = models.TextField(_("marked text"), blank=True)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["page", "pk"]

    def __str__(self) -> str:
        return f"{self.file_id} p. {self.page}"


class Study(models.Model):
    """An investigation that one or more reports tell of."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="studies")
    name = models.CharField(_("study"), max_length=300)
    reports = models.ManyToManyField("screening.Record", related_name="studies")

    def __str__(self) -> str:
        return self.name
