"""What a published version keeps beside its numbers: how its diagram looked, its methods text,
and its files.
"""

from django.db import models


class PublicationCopy(models.Model):
    """One published version as it could be taken away on that day. Made with it;
    its files follow within minutes.
    """

    publication = models.OneToOneField("screening.Publication", models.CASCADE, related_name="copy")
    title_en = models.TextField(blank=True)
    title_zh = models.TextField(blank=True)
    #: Language to `Flow.to_snapshot()` with the reasons named in it.
    flows = models.JSONField(default=dict)
    #: Language to the reasons in the protocol's order.
    reasons = models.JSONField(default=dict)
    #: The team's own words of the diagram then: label set to label key to text.
    labels = models.JSONField(default=dict)
    counts_studies = models.BooleanField(default=True)
    #: Language to the sections of the methods text: key, heading, paragraphs, lines.
    methods = models.JSONField(default=dict)
    name = models.CharField(max_length=100, blank=True)
    #: One zip with every export in both languages; empty until it is made.
    stored = models.FileField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    #: [language, key of the export] of what the zip holds.
    files = models.JSONField(default=list)
    made_at = models.DateTimeField(null=True, blank=True)
    #: Records that stood elsewhere already when the files were made.
    moved = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"copy of {self.publication_id}"
