"""What happens at the door: who tried to sign in, and how often something was tried."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInAttempt(models.Model):
    """One try at an account's password, right or wrong;
    or several refused ones of the same place in one row.
    """

    ASKED, GOOD, WRONG, REFUSED, RESET = "asked", "good", "wrong", "refused", "reset"

    at = models.DateTimeField(auto_now_add=True)
    email = models.CharField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=8, default=ASKED)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["email", "at"], name="attempt_email"),
            models.Index(fields=["address", "at"], name="attempt_address"),
            models.Index(fields=["at"], name="attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.outcome}"

    @property
    def said(self) -> str:
        """The outcome in words."""
        words = {
            self.ASKED: _("no answer"),
            self.GOOD: _("signed in"),
            self.WRONG: _("wrong password"),
            self.REFUSED: _("blocked"),
            self.RESET: _("password reset by e-mail"),
        }
        return str(words.get(self.outcome, self.outcome))


class CacheEntry(models.Model):
    """A row of Django's database cache: counts of tries that all processes and hosts share."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
