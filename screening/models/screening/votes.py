"""Votes, what became of them, and what people wrote beside them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What a person says of a record."""

    INCLUDE = "include", _("Include")
    MAYBE = "maybe", _("Maybe")
    EXCLUDE = "exclude", _("Exclude")


class Vote(models.Model):
    """One person's standing vote on a record at a stage; earlier ones are in the history."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="votes")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="votes")
    stage = models.CharField(max_length=20)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    #: What it said before a discussion, where it was changed in one: agreement is that of people
    #: who had not talked.
    first_verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True, default="")
    reason = models.ForeignKey(
        "screening.Reason", models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Criterion id to met, unclear or not_met.
    judgements = models.JSONField(default=dict, blank=True)
    #: Mean of the judgements in [0, 1].
    grade = models.FloatField(null=True, blank=True)
    criteria_version = models.PositiveIntegerField(default=1)
    #: Made by the browser for each key press, so that a vote sent twice is one vote.
    key = models.UUIDField()
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "user", "stage"], name="one_vote_a_person_record_and_stage"
            )
        ]
        indexes = [
            models.Index(fields=["review", "stage", "user", "cast_at"], name="vote_by_person")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.verdict}"


class BulkVote(models.Model):
    """One act by which a person gave many records the same vote,
    kept so that it can be taken back as a whole.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="bulk_votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    #: From it and a record's number follows the key of the vote there.
    key = models.UUIDField(unique=True)
    records = models.JSONField(default=list)
    cast_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.stage} {self.verdict} {len(self.records)}"


class Settlement(models.Model):
    """An adjudicator's decision on a conflict; the votes stay as they are."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="settlements")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="settlements")
    stage = models.CharField(max_length=20)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.ForeignKey(
        "screening.Reason", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rationale = models.TextField(_("rationale"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="settlements"
    )
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "stage"], name="one_settlement_a_record_and_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.verdict}"


class Standing(models.Model):
    """Where a report stands at a stage: derived from votes and settlement, kept for speed.

    Made by the first vote. `votes` are the votes that count now; claiming a free slot is one
    conditional UPDATE of it. `clash`: a merge brought two final, opposite outcomes together (policy
    P4).
    """

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Waiting for votes")
        CONFLICT = "conflict", _("Conflict")
        INCLUDE = "include", _("Included")
        EXCLUDE = "exclude", _("Excluded")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="standings")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="standings")
    stage = models.CharField(max_length=20)
    votes = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.PENDING)
    reason = models.ForeignKey(
        "screening.Reason", models.PROTECT, null=True, blank=True, related_name="+"
    )
    clash = models.BooleanField(default=False)
    #: The tool whose exclusion stands while nobody settles it (policy P8).
    tool = models.CharField(max_length=80, blank=True)
    #: Votes wanted on this record where that differs from the stage's rule, as in a calibration
    #: round.
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Votes that decided it, where its stage has come to want another number since: decided stays
    #: decided.
    pinned = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Several people's votes have decided it, and nobody, the voters included, has been shown that:
    #: they may still mend a slip.
    fresh = models.BooleanField(default=False)
    #: Set while the two are asked to talk and may revise their own votes.
    discussed_at = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "stage"], name="one_standing_a_record_and_stage"
            )
        ]
        indexes = [
            models.Index(
                fields=["review", "stage", "outcome", "record"], name="standing_by_outcome"
            ),
            models.Index(
                fields=["review", "record"], condition=~models.Q(tool=""), name="standing_of_tools"
            ),
            models.Index(
                fields=["review", "stage"], condition=models.Q(fresh=True), name="standing_fresh"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.outcome}"


class Unblinded(models.Model):
    """Somebody who was shown open votes of others on a report: they may not vote on it,
    nor change their vote.
    """

    class Cause(models.TextChoices):
        STAGE = "stage", _("unblinded the stage")
        ARCHIVE = "archive", _("created an archive")
        RULES = "rules", _("saw what a lower number of votes had decided")
        MERGE = "merge", _("saw what a merge had decided")

    review = models.ForeignKey(
        "screening.Review", models.CASCADE, related_name="unblinded", db_index=False
    )
    record = models.ForeignKey(
        "screening.Record", models.CASCADE, related_name="unblinded", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    stage = models.CharField(max_length=20)
    cause = models.CharField(max_length=8, choices=Cause.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "stage", "user"], name="unblinded_once_a_record_and_stage"
            )
        ]
        indexes = [models.Index(fields=["review", "user"], name="unblinded_of_a_person")]

    def __str__(self) -> str:
        return f"{self.stage} {self.record_id} {self.user_id}"


class Note(models.Model):
    """A person's note on a record; shared ones are seen by others once both have decided."""

    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="people_notes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    text = models.TextField(_("note"))
    shared = models.BooleanField(_("shared with the team after the decision"), default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "user", "stage"], name="one_note_a_person_and_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.user_id}"


class Label(models.Model):
    """A label of the team. `made_by`: who thought of it while screening,
    and keeps it until a report shows it.
    """

    class Colour(models.TextChoices):
        NONE = "", _("No colour")
        GREEN = "green", _("Green")
        RED = "red", _("Red")
        BLUE = "blue", _("Blue")
        AMBER = "amber", _("Amber")
        VIOLET = "violet", _("Violet")

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="labels")
    name = models.CharField(_("label"), max_length=80)
    colour = models.CharField(
        _("colour"), max_length=8, choices=Colour.choices, blank=True, default=""
    )
    position = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "pk"]
        # Two people may think of one name; refusing the second would tell of the first.
        constraints = [
            models.UniqueConstraint(
                fields=["review", "name", "made_by"], name="one_label_a_name_and_maker"
            ),
            models.UniqueConstraint(
                fields=["review", "name"],
                condition=models.Q(made_by=None),
                name="one_label_of_the_team_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """A label put on a record by a person; others see it once the stage at which it was put is
    decided.
    """

    label = models.ForeignKey(Label, models.CASCADE, related_name="labellings")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="labellings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: The stage that the record had come to by then.
    stage = models.CharField(max_length=20, blank=True, default="")
    shared = models.BooleanField(_("shared with the team after the decision"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label", "record", "user"], name="one_labelling_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label_id} {self.record_id}"


class Comment(models.Model):
    """What somebody says about a record: to the team once it is decided,
    before that to those who discuss it.
    """

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="comments")
    record = models.ForeignKey("screening.Record", models.CASCADE, related_name="comments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    text = models.TextField(_("comment"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.user_id}"
