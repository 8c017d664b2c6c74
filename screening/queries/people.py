"""What is known of people: confirmed addresses, and who needs a second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings

from screening.models import Membership, User


def is_confirmed(user: User) -> bool:
    """Whether the person has shown to read the mail of the account's address."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def addresses_are_confirmed() -> bool:
    """Whether this site can ask people to confirm their address; without a mail server it cannot."""
    return str(settings.ACCOUNT_EMAIL_VERIFICATION) == "mandatory"


def needs_second_factor(user: User) -> bool:
    """Whether the site wants one of this person and there is none yet; recovery codes alone are none."""
    if settings.MFA_REQUIRED == "nobody":
        return False
    if settings.MFA_REQUIRED == "leads":
        led = Membership.objects.filter(user=user, ended_at=None, leads=True)
        if not (user.is_staff or led.exists()):
            return False
    return not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
