"""A review and its protocol."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_reader_language(english: str, chinese: str) -> str:
    """The text in the reader's language, or in the other one where only that is written."""
    first, second = (
        (chinese, english) if (get_language() or "").startswith("zh") else (english, chinese)
    )
    return first or second


class ConflictVotes(models.TextChoices):
    """Who may see both votes while a conflict waits."""

    ADJUDICATORS = "adjudicators", _("Adjudicators only")
    VOTERS = "voters", _("Adjudicators and the people who voted")
    ALL = "all", _("The whole team")


class Languages(models.TextChoices):
    """In which language the team writes its protocol."""

    BOTH = "both", _("English and Chinese")
    EN = "en", _("English only")
    ZH = "zh", _("Chinese only")


class Review(models.Model):
    """One systematic review: what is asked, and how its team has agreed to work."""

    title_en = models.CharField(_("title in English"), max_length=400, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=400, blank=True)
    question_en = models.TextField(_("review question in English"), blank=True)
    question_zh = models.TextField(_("review question in Chinese"), blank=True)
    languages = models.CharField(
        _("language of the review"), max_length=4, choices=Languages.choices, default=Languages.BOTH
    )
    framework = models.CharField(_("question framework"), max_length=10, blank=True)
    #: Key of an element of the framework → {"en": text, "zh": text}.
    elements = models.JSONField(_("elements of the question"), default=dict, blank=True)
    background = models.TextField(_("notes on the protocol"), blank=True)
    counts_studies = models.BooleanField(_("group reports into studies"), default=True)
    show_names = models.BooleanField(_("show names, not codes, in conflicts"), default=True)
    conflict_votes = models.CharField(
        _("who may see the votes on a conflict before it is resolved"),
        max_length=12,
        choices=ConflictVotes.choices,
        default=ConflictVotes.ADJUDICATORS,
    )
    adjudicator_may_have_voted = models.BooleanField(
        _("allow adjudicators to resolve records they voted on"), default=False
    )
    other_skips_screening = models.BooleanField(
        _("records from other sources skip title and abstract screening"), default=True
    )
    version = models.PositiveIntegerField(_("version of the review"), default=1)
    criteria_version = models.PositiveIntegerField(default=1)
    dedupe_policy = models.JSONField(default=dict, blank=True)
    #: The team's own words in the diagram: label set to label key to text.
    diagram_labels = models.JSONField(default=dict, blank=True)
    #: What the methods page needs and no other page asks: field to text.
    methods = models.JSONField(default=dict, blank=True)
    seed = models.PositiveIntegerField(default=0)
    #: The key of the worked example this review was built from, "" for a real one.
    example = models.CharField(max_length=20, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    #: Since when it is only read, and off the list.
    put_away_at = models.DateTimeField(null=True, blank=True)
    #: Since when it is being deleted, and there for nobody any more.
    deleting_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_reader_language(self.title_en, self.title_zh)

    @property
    def question(self) -> str:
        """The review question in the reader's language."""
        return in_reader_language(self.question_en, self.question_zh)


class StageSetting(models.Model):
    """How one stage of one review runs."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20)
    votes_needed = models.PositiveSmallIntegerField(_("votes needed"), default=2)
    maybe_conflicts = models.BooleanField(_("treat maybe and include as a conflict"), default=False)
    reason_required = models.BooleanField(_("require a reason for exclusion"), default=False)
    judged = models.BooleanField(_("ask for a judgement on each criterion"), default=False)
    cutoff = models.PositiveSmallIntegerField(
        _("minimum average score for inclusion (0–100)"), null=True, blank=True
    )
    cutoff_reason = models.ForeignKey(
        "screening.Reason",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reason for excluding reports below the minimum score"),
    )
    double_share = models.PositiveSmallIntegerField(
        _("percentage of records screened in duplicate"), default=100
    )
    by_language = models.BooleanField(
        _("only assign records to people who read the language"), default=False
    )
    hides_authors = models.BooleanField(
        _("hide authors and journal while screening"), default=False
    )
    instructions_en = models.TextField(_("instructions in English"), blank=True)
    instructions_zh = models.TextField(_("instructions in Chinese"), blank=True)
    learned_order = models.BooleanField(
        _("offer each person an order learned from their votes"), default=False
    )
    shows_terms = models.BooleanField(
        _("show, after the vote, which terms ranked a record highly"), default=False
    )
    stopping_rule = models.TextField(_("stopping rule"), blank=True)
    stopping_rule_at = models.DateTimeField(null=True, blank=True)
    #: Since when everybody sees all votes of this stage.
    unblinded_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage"], name="one_setting_a_stage_and_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.stage}"

    @property
    def is_open(self) -> bool:
        """Whether votes are taken now."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def instructions(self) -> str:
        """What the team agreed to keep in mind, in the reader's language."""
        return in_reader_language(self.instructions_en, self.instructions_zh)


class Criterion(models.Model):
    """A criterion of relevance, quality or suitability at a stage. Old ones stay,
    with the version they ended in.
    """

    class Kind(models.TextChoices):
        RELEVANCE = "relevance", _("Relevance")
        QUALITY = "quality", _("Quality")
        SUITABILITY = "suitability", _("Content fit")

    review = models.ForeignKey(Review, models.CASCADE, related_name="criteria")
    stage = models.CharField(_("stage"), max_length=20)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.RELEVANCE)
    inclusion = models.BooleanField(_("inclusion criterion"), default=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_zh = models.TextField(_("text in Chinese"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    since_version = models.PositiveIntegerField(default=1)
    until_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["stage", "-inclusion", "position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The criterion in the reader's language."""
        return in_reader_language(self.text_en, self.text_zh)


class Reason(models.Model):
    """A reason for exclusion; position is the protocol's order, and the key that gives it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reasons")
    stage = models.CharField(_("stage"), max_length=20)
    label_en = models.CharField(_("label in English"), max_length=200, blank=True)
    label_zh = models.CharField(_("label in Chinese"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stage", "position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return in_reader_language(self.label_en, self.label_zh)


class HighlightList(models.Model):
    """A named list of terms to mark in the text; the team's, or one person's own."""

    class Colour(models.TextChoices):
        GREEN = "green", _("Green")
        RED = "red", _("Red")
        BLUE = "blue", _("Blue")
        AMBER = "amber", _("Amber")
        VIOLET = "violet", _("Violet")

    review = models.ForeignKey(Review, models.CASCADE, related_name="highlight_lists")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    colour = models.CharField(
        _("colour"), max_length=8, choices=Colour.choices, default=Colour.GREEN
    )
    terms = models.JSONField(_("terms"), default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name_en, self.name_zh)
