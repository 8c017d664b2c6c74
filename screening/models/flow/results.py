"""What the numbers of the paper rest on beside the records: figures entered by hand,
published versions, and seals.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ManualNumber(models.Model):
    """So many records or studies from before the tool, entered by a person who says why; withdrawn,
    never deleted.

    `box` is what became of them: a position of the flow (then `source`, `kind` and perhaps `reason`
    say more), or one of the numbers of studies, such as those of the previous version of the
    review.
    """

    class Box(models.TextChoices):
        DUPLICATE = "duplicate", _("removed as duplicates")
        AUTO = "auto", _("marked as ineligible by automation tools")
        OTHER = "other", _("removed for other reasons before screening")
        TA_EXCLUDE = "ta_exclude", _("excluded on title and abstract")
        TA_TOOL = "ta_tool", _("excluded on title and abstract by a tool")
        NOT_RETRIEVED = "not_retrieved", _("full text not retrieved")
        FT_EXCLUDE = "ft_exclude", _("excluded on full text")
        INCLUDED = "included", _("included")
        PREVIOUS = "previous", _("studies included in the previous version")
        PREVIOUS_REPORTS = (
            "previous_reports",
            _("reports of studies included in the previous version"),
        )
        REMOVED = "removed", _("studies of the previous version removed now")
        REMOVED_REPORTS = (
            "removed_reports",
            _("reports of studies of the previous version removed now"),
        )
        STUDIES_MA = "total_studies_ma", _("studies in the meta-analysis")
        REPORTS_MA = "total_reports_ma", _("reports of studies in the meta-analysis")

    OF_STUDIES = (
        Box.PREVIOUS,
        Box.PREVIOUS_REPORTS,
        Box.REMOVED,
        Box.REMOVED_REPORTS,
        Box.STUDIES_MA,
        Box.REPORTS_MA,
    )

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="manual_numbers")
    version = models.PositiveIntegerField(default=1)
    source = models.CharField(_("source"), max_length=200, blank=True)
    kind = models.CharField(_("kind of source"), max_length=12, blank=True)
    box = models.CharField(_("what became of them"), max_length=16, choices=Box.choices)
    reason = models.ForeignKey(
        "screening.Reason",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reason"),
    )
    number = models.PositiveIntegerField(_("number"))
    why = models.TextField(_("reason for manual entry"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.box} {self.number}"


class Publication(models.Model):
    """A version of the review as it was published: its numbers, and where every record stood.
    Never changed.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="publications")
    version = models.PositiveIntegerField()
    note = models.TextField(_("note"), blank=True)
    #: `Flow.to_snapshot()`.
    flow = models.JSONField()
    #: Where every record stood, packed; see `queries.publications`.
    rows = models.BinaryField()
    #: Study to the primary records of its reports.
    studies = models.JSONField(default=dict)
    #: Primary record of each included report to all its records; a version published before this
    #: was kept has none.
    reports = models.JSONField(default=dict)
    criteria_version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"version {self.version}, {self.pk}"


class Seal(models.Model):
    """A stretch of the history, sealed: each entry's hash covers the one before (see
    `history.chain`).
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="seals")
    #: Sequence number of its first entry, from 1 without gaps; of two sealers at once only one can
    #: write it.
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    #: Hash of its last entry.
    head = models.CharField(max_length=64)
    #: Event id and hash of each entry, packed; see `actions.sealing`.
    entries = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["review", "first"], name="one_seal_a_beginning")
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


class SavedFilter(models.Model):
    """A filter of the records page that a person keeps under a name."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="saved_filters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["review", "user", "name"], name="one_filter_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class NoticeAnswer(models.Model):
    """What somebody decided on seeing that a report was retracted, doubted or corrected:
    it is kept, and why.

    `notices` are the words that were answered; one that is found later asks again.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="notice_answers")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="notice_answers")
    notices = models.JSONField(default=list)
    why = models.TextField(_("reason for keeping it"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.why[:40]}"
