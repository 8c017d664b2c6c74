"""Where records come from: searches, and the files brought from them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Search(models.Model):
    """One search of a database, register or other source, with what PRISMA-S asks to report."""

    class Kind(models.TextChoices):
        DATABASE = "database", _("Database")
        REGISTER = "register", _("Register")
        WEBSITE = "website", _("Website")
        ORGANISATION = "organisation", _("Organisation")
        CITATION = "citation", _("Citation searching")
        OTHER = "other", _("Other method")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="searches")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.DATABASE)
    name = models.CharField(_("database or source"), max_length=200)
    platform = models.CharField(_("platform"), max_length=200, blank=True)
    date_run = models.DateField(_("date run"), null=True, blank=True)
    coverage = models.CharField(_("coverage"), max_length=200, blank=True)
    strategy = models.TextField(_("search strategy, line by line"), blank=True)
    limits = models.TextField(_("limits and restrictions"), blank=True)
    filters = models.TextField(_("search filters used"), blank=True)
    peer_review = models.TextField(_("peer review of the strategy"), blank=True)
    hits = models.PositiveIntegerField(_("hits reported"), null=True, blank=True)
    ran_by = models.CharField(_("run by"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version of the review"), default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def lane(self) -> str:
        """ "dbr" for databases and registers, "oth" for other methods: the two columns of the diagram."""
        return lane_of(self.kind)


def lane_of(kind: str) -> str:
    """The column of the diagram in which records of such a search are counted."""
    return "dbr" if kind in {"database", "register"} else "oth"


class ImportFile(models.Model):
    """A file brought to a search. The original is kept; found = imported + rejected."""

    class State(models.TextChoices):
        READING = "reading", _("Reading")
        READ = "read", _("Ready to import")
        IMPORTING = "importing", _("Importing")
        IMPORTED = "imported", _("Imported")
        FAILED = "failed", _("Cannot be read")
        UNDOING = "undoing", _("Undoing")
        UNDONE = "undone", _("Undone")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="files")
    search = models.ForeignKey(Search, models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=255)
    stored = models.FileField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    format = models.CharField(_("format"), max_length=40, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    found = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    preview = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    error = models.JSONField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    #: For a file brought to a search of an earlier version: when the search was run again.
    run_again_on = models.DateField(_("search run again on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def readable(self) -> int:
        """Entries that are, or can become, records."""
        return self.found - self.rejected


class RejectedEntry(models.Model):
    """An entry of a file that could not become a record, with its place, reason and text."""

    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="rejected_entries")
    line = models.PositiveIntegerField(default=0)
    message = models.JSONField()
    raw = models.TextField(blank=True)
    mended_as = models.ForeignKey(
        "screening.Record", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["file", "line", "pk"]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.line}"
