"""People, and what they may do in a review."""

from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the sign-in name."""

    def create_user(
        self, email: str, password: str | None = None, *, confirmed: bool = False, **fields: Any
    ) -> "User":
        """A new account with that address, lower-cased; `confirmed`: somebody vouches for it.

        Raises ValueError without an address.
        """
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        if confirmed:
            from allauth.account.models import EmailAddress

            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that may run the site; whoever can make it vouches for its address."""
        rights = {"is_staff": True, "is_superuser": True, "confirmed": True}
        return self.create_user(email, password, **(rights | fields))

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with that address in any case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractUser):
    """A person with an account."""

    username = None  # type: ignore[assignment]
    first_name = last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True)
    keys = models.CharField(_("shortcut preset"), max_length=12, default="rayyan")
    own_keys = models.JSONField(default=dict, blank=True)
    reads = models.JSONField(_("languages read"), default=list, blank=True)
    #: Kind of news → when it is mailed; a kind that is not named is mailed as its declaration says.
    news = models.JSONField(default=dict, blank=True)
    #: How the person likes records to be shown, see `queries/access/display_settings.py`.
    reading = models.JSONField(default=dict, blank=True)
    #: The review that this account serves; people have none. It never signs in and never votes.
    service_of = models.ForeignKey(
        "screening.Review", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Whether a service account manages its review as a lead does, or only reads.
    service_leads = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()  # type: ignore[misc,assignment]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """One person in one review. Who neither leads, reviews nor adjudicates observes."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    leads = models.BooleanField(_("lead"), default=False)
    reviews = models.BooleanField(_("reviewer"), default=False)
    adjudicates = models.BooleanField(_("adjudicator"), default=False)
    code = models.CharField(_("code"), max_length=8)
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "user"], name="one_membership_a_person_and_review"
            ),
            models.UniqueConstraint(fields=["review", "code"], name="one_code_a_person_and_review"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({', '.join(self.roles)})"

    @property
    def roles(self) -> list[str]:
        """Keys of the roles held: lead, reviewer, adjudicator; ["observer"] for none of them."""
        return _held(self.leads, self.reviews, self.adjudicates)


class Invitation(models.Model):
    """A one-time link into a review. Only the hash of its token is kept."""

    review = models.ForeignKey("screening.Review", models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), blank=True)
    name = models.CharField(_("for whom"), max_length=100, blank=True, default="")
    leads = models.BooleanField(default=False)
    reviews = models.BooleanField(default=False)
    adjudicates = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email or f"invitation {self.pk}"

    @property
    def roles(self) -> list[str]:
        """Keys of the roles that whoever accepts it will hold."""
        return _held(self.leads, self.reviews, self.adjudicates)


def _held(leads: bool, reviews: bool, adjudicates: bool) -> list[str]:
    held = {"lead": leads, "reviewer": reviews, "adjudicator": adjudicates}
    return [role for role, has in held.items() if has] or ["observer"]
