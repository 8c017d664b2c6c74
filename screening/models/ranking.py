"""The learned order of each person, and how the team found out whether it may stop:
audits and the decision.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FeatureSet(models.Model):
    """What the rankers read of a review's records, computed by a job and kept in a file;
    the newest one counts.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="feature_sets")
    #: The name of the file in the storage that all hosts share.
    stored = models.CharField(max_length=200)
    records = models.PositiveIntegerField()
    #: The newest event of the history when the records were read: what changed a record later is
    #: not in the file.
    event = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.records}"


class RankedOrder(models.Model):
    """One version of one person's order at a stage. Never changed: a new one takes its place."""

    class Kind(models.TextChoices):
        PROTOCOL = "protocol", _("similarity to the protocol")
        LEARNED = "learned", _("learned from votes")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="ranked_orders")
    stage = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    #: Votes of the person it was learned from.
    own = models.PositiveIntegerField(default=0)
    #: Decided records, without a vote of the person, it was learned from as well.
    settled = models.PositiveIntegerField(default=0)
    relevant = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.stage} {self.user_id} {self.kind} {self.own}"


class OrderPart(models.Model):
    """A stretch of an order: record ids, packed;
    apart so that a look at the beginning costs the same in any review.
    """

    order = models.ForeignKey(RankedOrder, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    #: Unsigned 64-bit numbers, little end first.
    ids = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="one_part_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.number}"


class PersonalOrder(models.Model):
    """Which version of the order a person is shown at a stage,
    and how the last attempt to learn one went.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="personal_orders")
    stage = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    order = models.ForeignKey(RankedOrder, models.SET_NULL, null=True, blank=True, related_name="+")
    #: What the last attempt was made with.
    features = models.ForeignKey(
        FeatureSet, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: The last attempt knew the person's votes up to here.
    until = models.DateTimeField(null=True, blank=True)
    #: How many labels the last attempt knew.
    known = models.PositiveIntegerField(default=0)
    #: A Message: why the last attempt failed; the order of before stays.
    failure = models.JSONField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage", "user"], name="one_order_a_person_and_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.user_id}"


class OrderReason(models.Model):
    """Why a record stood near the top of one person's order:
    its place and the terms that spoke for it.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="+")
    stage = models.CharField(max_length=20)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    terms = models.JSONField(default=list)
    #: It was one of the records mixed in at random.
    drawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "stage", "record"], name="one_reason_a_record_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.position}"


class Audit(models.Model):
    """A random sample of what nobody had voted on, screened by two people,
    that says what may be missed.

    Size and number of looks are fixed before anything is drawn. Which records belong to it is told
    to nobody while it runs.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="audits")
    stage = models.CharField(max_length=20)
    #: From 1: the number of this audit among those of the stage.
    look = models.PositiveSmallIntegerField(default=1)
    #: Whether further audits were to be allowed, which splits alpha among them.
    repeatable = models.BooleanField(default=False)
    size = models.PositiveIntegerField()
    #: Records without any vote when the sample was drawn from them.
    unscreened = models.PositiveIntegerField()
    found_before = models.PositiveIntegerField()
    records = models.ManyToManyField("screening.Record", related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Relevant records in the whole sample; empty when it was given up.
    relevant = models.PositiveIntegerField(null=True, blank=True)
    #: At most so many relevant ones were among the unscreened, at the confidence of this look.
    bound = models.PositiveIntegerField(null=True, blank=True)
    given_up = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage"],
                condition=models.Q(closed_at=None),
                name="one_open_audit_a_stage",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} audit {self.look}"


class Stopping(models.Model):
    """The lead's decision to screen no further at a stage, and what was known then. Taken back,
    never deleted.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="stoppings")
    stage = models.CharField(max_length=20)
    rule = models.TextField(_("stopping rule"))
    rule_set_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    audit = models.ForeignKey(Audit, models.SET_NULL, null=True, blank=True, related_name="+")
    #: screened, found, left, run, started at the moment of the decision.
    numbers = models.JSONField(default=dict)
    #: Records that were never screened because of it.
    excluded = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_stop_a_stage",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} stopped {self.at:%Y-%m-%d}"
