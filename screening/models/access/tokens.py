"""Keys by which programs speak for a person, and the answers they were given,
so that nothing is done twice.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may be used for; whatever it is, its person must be allowed to do it as well."""

    READ = "read", _("Read")
    IMPORT = "import", _("Searches, files and full texts")
    SCREEN = "screen", _("Votes, duplicates, conflicts, studies, notes and labels")
    LEAD = "lead", _("Protocol, stages, team, versions and webhooks")


class AccessToken(models.Model):
    """A token of one person, for all of their reviews or for one. Only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    #: The first characters, by which a person tells it from others.
    beginning = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("what it may be used for"), default=list)
    review = models.ForeignKey(
        "screening.Review", models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.beginning}…"

    @property
    def uses(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]

    @property
    def is_alive(self) -> bool:
        """Whether it is accepted now."""
        return self.ended_at is None and self.expires_at > timezone.now()


class GivenAnswer(models.Model):
    """What a program was answered when it sent an `Idempotency-Key` for the first time; sent again,
    it is repeated.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    #: SHA-256 of address and body: the same key for anything else is a mistake.
    asked = models.CharField(max_length=64)
    #: Empty while the first request is still being worked on.
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_person_and_key")
        ]
        indexes = [models.Index(fields=["at"], name="given_answer_at")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
