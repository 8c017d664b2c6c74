"""Records as they were imported; a group of duplicates is one report, known by its primary record."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from screening.models.expressions import Beginning
from screening.records.bilingual import Shown


class Record(models.Model):
    """One imported record, or one added by hand.

    `primary` is empty for the record that stands for its report, and names that record for a merged
    duplicate. `place`, `flow_lane`, `reason`, `flow_part` and `moved` are derived (see
    `actions.standing`), kept for speed and checked by `manage.py verify`: "loading" while an import
    runs, "duplicate" when merged, else the report's place in the flow.

    `version` is the version of the review that was worked on when the record came. In an update,
    `published` is where its report stood in the version before (empty where it was not there),
    `published_reason` why it was excluded there once it had been read, and `published_mark` the
    removal mark it had; `moved` says that it stood elsewhere since.

    `bilingual` is derived too (see `actions.bilingual`): of a primary record with duplicates what
    all its records say in either language, and which of them say so; empty for any other record.
    """

    class Part(models.TextChoices):
        """How the report of a primary record takes part in the flow of this version,
        where that is not plain.
        """

        REASSESSED = "reassessed", _("Previous version of this review, re-assessed")
        KNOWN = "known", _("Known from an earlier version")
        BOTH = "both", _("Known from an earlier version and re-assessed")

    # No index of their own for review and file: each leads an index below.
    review = models.ForeignKey(
        "screening.Review", models.CASCADE, related_name="records", db_index=False
    )
    search = models.ForeignKey("screening.Search", models.CASCADE, related_name="records")
    file = models.ForeignKey(
        "screening.ImportFile",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="records",
        db_index=False,
    )
    position = models.PositiveIntegerField(default=0)
    primary = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    lane = models.CharField(max_length=3)
    version = models.PositiveIntegerField(default=1)
    removed = models.CharField(max_length=10, blank=True)
    removed_note = models.CharField(max_length=200, blank=True)

    place = models.CharField(max_length=16, default="loading")
    flow_lane = models.CharField(max_length=3)
    reason = models.ForeignKey(
        "screening.Reason", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Empty is NULL, so that an index can hold the few rows that have a value and SQLite knows when
    # to use it.
    flow_part = models.CharField(max_length=10, null=True, blank=True, choices=Part.choices)  # noqa: DJ001
    published = models.CharField(max_length=16, null=True, blank=True)  # noqa: DJ001
    published_reason = models.ForeignKey(
        "screening.Reason", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    published_mark = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001
    moved = models.BooleanField(default=False)

    title = models.TextField(_("title"), blank=True)
    title_translated = models.TextField(_("translated title"), blank=True)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    authors_translated = models.JSONField(_("authors in original script"), default=list, blank=True)
    year = models.IntegerField(_("year"), null=True, blank=True)
    date = models.TextField(_("date"), blank=True)
    journal = models.TextField(_("journal"), blank=True)
    journal_translated = models.TextField(_("journal in the other language"), blank=True)
    volume = models.TextField(_("volume"), blank=True)
    issue = models.TextField(_("issue"), blank=True)
    pages = models.TextField(_("pages"), blank=True)
    doi = models.CharField(_("DOI"), max_length=300, blank=True)
    pmid = models.CharField(_("PMID"), max_length=10, blank=True)
    issn = models.JSONField(_("ISSN"), default=list, blank=True)
    isbn = models.TextField(_("ISBN"), blank=True)
    identifiers = models.JSONField(default=list, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    abstract_translated = models.TextField(_("translated abstract"), blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    keywords_translated = models.JSONField(
        _("keywords in the other language"), default=list, blank=True
    )
    type = models.CharField(_("type"), max_length=12, default="article")
    publisher = models.TextField(_("publisher"), blank=True)
    published_at_place = models.TextField(_("place of publication"), blank=True)
    url = models.TextField(_("address"), blank=True)
    source_database = models.TextField(_("source database"), blank=True)
    notices = models.JSONField(_("notices"), default=list, blank=True)
    notes = models.TextField(_("notes from the file"), blank=True)
    tool_decisions = models.JSONField(default=list, blank=True)

    authors_incomplete = models.BooleanField(_("more authors than are listed"), default=False)
    editors = models.JSONField(_("editors"), default=list, blank=True)
    translators = models.JSONField(_("translators"), default=list, blank=True)
    edition = models.TextField(_("edition"), blank=True, default="")
    accessed = models.TextField(_("accessed on"), blank=True, default="")

    bilingual = models.JSONField(null=True, blank=True, editable=False)
    title_sort = models.TextField(blank=True)
    author_sort = models.TextField(blank=True, default="")
    shuffle = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # An import that goes on after a crash can double nothing.
            models.UniqueConstraint(
                fields=["file", "position"], name="one_record_a_file_and_position"
            )
        ]
        indexes = [
            models.Index(fields=["review", "place", "id"], name="record_by_place"),
            # Holds all that the diagram counts, so that counting never reads the rows.
            models.Index(
                fields=["review", "version", "search", "flow_lane", "place", "reason"],
                name="record_flow",
            ),
            models.Index(
                fields=["review"], condition=Q(flow_part__isnull=False), name="record_flow_part"
            ),
            models.Index(
                fields=["review", "published"],
                condition=Q(published__isnull=False),
                name="record_published",
            ),
            models.Index(fields=["review", "place", "shuffle"], name="record_random"),
            models.Index(fields=["review", "place", "year"], name="record_by_year"),
            models.Index(fields=["review", "doi"], name="record_by_doi"),
            models.Index(fields=["review", "pmid"], name="record_by_pmid"),
            # Lists in each order they are offered in; the first also holds what a rare filter asks
            # of every record.
            models.Index(
                fields=["review", "id", "place", "language", "type", "year"], name="record_by_id"
            ),
            models.Index(fields=["review", "year", "id"], name="record_year_list"),
            models.Index(F("review"), Beginning("title_sort"), F("id"), name="record_by_title"),
            models.Index(F("review"), Beginning("author_sort"), F("id"), name="record_by_author"),
            models.Index(
                fields=["review", "primary"],
                condition=Q(primary__isnull=False),
                name="record_duplicates",
            ),
            models.Index(
                fields=["review"], condition=Q(abstract__empty=True), name="record_no_abstract"
            ),
            models.Index(fields=["review"], condition=Q(title__empty=True), name="record_no_title"),
            models.Index(
                fields=["review"], condition=Q(notices__empty=False), name="record_with_notice"
            ),
        ]

    def __str__(self) -> str:
        shown = self.shown
        return shown.title or shown.title_translated or f"#{self.pk}"

    @property
    def own_title(self) -> str:
        """What this one record is called in its file, also where it stands for a report of several."""
        return self.title or self.title_translated or f"#{self.pk}"

    @property
    def shown(self) -> Shown:
        """The report in both its languages, the way round that suits the reader."""
        return Shown(self, self.bilingual, chinese=(get_language() or "").startswith("zh"))


class SourceText(models.Model):
    """The text of a record in its file, apart so that lists stay light."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="source_text"
    )
    line = models.PositiveIntegerField(default=0)
    raw = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.record_id)
