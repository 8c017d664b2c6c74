"""Duplicates: questions to people, merges that can be undone, and the keys that find candidates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DedupeRun(models.Model):
    """One run of the deduplication, so that all its merges can be undone together."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="dedupe_runs")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    merged = models.PositiveIntegerField(default=0)
    to_check = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    #: Numbers of the merges that were undone with the run, so that this can be taken back.
    undone = models.JSONField(default=list, blank=True)
    #: Languages of a pair to how many the run kept apart (`seen`) and some of them, drawn by chance
    #: (`records`).
    apart = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"run {self.pk}"


class Merge(models.Model):
    """Duplicates joined under a primary record.
    `before` restores exactly what was when it is undone.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="merges")
    run = models.ForeignKey(
        DedupeRun, models.SET_NULL, null=True, blank=True, related_name="merges"
    )
    primary = models.ForeignKey("screening.Record", models.CASCADE, related_name="merges")
    #: All records of the group, the primary among them.
    records = models.ManyToManyField("screening.Record", related_name="merged_in")
    evidence = models.JSONField(default=list, blank=True)
    score = models.FloatField(null=True, blank=True)
    before = models.JSONField(default=dict)
    #: Empty when the program was certain.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["review", "undone_at", "id"], name="merge_live")]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class DuplicateSample(models.Model):
    """Pairs drawn from what the program was sure of,
    mixed into the questions to see how often it is wrong.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="duplicate_samples")
    #: Pairs drawn at most of each kind and each two languages.
    size = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Why it ended without a result; "" for one that runs or was evaluated.
    given_up = models.TextField(blank=True)
    #: For each kind and two languages: how many there were, were drawn and were wrong, and the
    #: exact interval.
    result = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(closed_at=None),
                name="one_duplicate_sample_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"sample {self.pk}"


class DuplicatePair(models.Model):
    """Two records that may be one report: waiting for a person, or answered by one.
    `first` has the lower id.

    A pair of a sample is one that the program had merged or kept apart (`drawn`), and what a person
    `found`. That two merged records are different is acted upon when the sample is evaluated: until
    then nobody is to know which these are, so `answer` stays open.
    """

    class Answer(models.TextChoices):
        OPEN = "open", _("To check")
        SAME = "same", _("Merged")
        DIFFERENT = "different", _("Not duplicates")
        LATER = "later", _("Later")
        LINKED = "linked", _("Linked, not merged")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="duplicate_pairs")
    run = models.ForeignKey(DedupeRun, models.SET_NULL, null=True, blank=True, related_name="pairs")
    first = models.ForeignKey("screening.Record", models.CASCADE, related_name="+")
    second = models.ForeignKey("screening.Record", models.CASCADE, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer.choices, default=Answer.OPEN)
    score = models.FloatField(null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    sample = models.ForeignKey(
        DuplicateSample, models.SET_NULL, null=True, blank=True, related_name="pairs"
    )
    drawn = models.CharField(max_length=6, blank=True)
    languages = models.CharField(max_length=40, blank=True)
    found = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_question_a_pair")
        ]
        indexes = [models.Index(fields=["review", "answer", "-score"], name="pair_by_answer")]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.second_id} {self.answer}"


class BlockingKey(models.Model):
    """A key under which a record may meet its duplicates; a new import touches only its own blocks."""

    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="+", db_index=True)
    review_id = models.BigIntegerField()
    key = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["review_id", "key"], name="blocking_by_key")]

    def __str__(self) -> str:
        return self.key
