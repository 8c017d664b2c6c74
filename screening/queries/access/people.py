"""What is known of people: confirmed addresses, and who needs a second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Exists, OuterRef

from screening.models import Membership, Review, User

#: Addresses of the worked example's people.
EXAMPLE = [f"{name}@example.org" for name in ("lin", "chen", "keller", "zhou", "novak")]
FIRST = "screening.first-account"


def is_confirmed(user: User) -> bool:
    """Whether the person has shown to read the mail of the account's address."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def addresses_are_confirmed() -> bool:
    """Whether this site can ask people to confirm their address; without a mail server it cannot."""
    return str(settings.ACCOUNT_EMAIL_VERIFICATION) == "mandatory"


def anybody() -> bool:
    """Whether there are people of this site's own, beside those of the worked example."""
    return User.objects.exclude(email__in=EXAMPLE).exists()


def reviews_led_alone(user: User) -> list[Review]:
    """Reviews that would have no lead without the person."""
    mine = Membership.objects.filter(user=user, ended_at=None, leads=True).values("review")
    others = Membership.objects.filter(review=OuterRef("pk"), ended_at=None, leads=True).exclude(
        user=user
    )
    return list(Review.objects.filter(~Exists(others), pk__in=mine).order_by("pk"))


def first_token() -> str:
    """The secret part of the address of the first account,
    valid for a week and for as long as there are no people.
    """
    return TimestampSigner(salt=FIRST).sign("first")


def is_first_token(token: str) -> bool:
    """Whether this site has made it, and lately."""
    try:
        TimestampSigner(salt=FIRST).unsign(token, max_age=7 * 24 * 3600)
    except BadSignature:
        return False
    return True


def needs_second_factor(user: User) -> bool:
    """Whether the site wants one of this person and there is none yet;
    recovery codes alone are none.
    """
    if settings.MFA_REQUIRED == "nobody":
        return False
    if settings.MFA_REQUIRED == "leads":
        led = Membership.objects.filter(user=user, ended_at=None, leads=True)
        if not (user.is_staff or led.exists()):
            return False
    return (
        not Authenticator.objects.filter(user=user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
