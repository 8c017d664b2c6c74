"""Which token belongs to what a program sends, and whose it is."""

import hashlib
import secrets

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from screening.models import AccessToken, Review, User

#: How every token begins, so that one that got into a public place can be recognised.
PREFIX = "rva_"
#: Characters of the signature at the end of a token.
SIGNED = 16


def new_text() -> str:
    """A token nobody has yet. Its end is a signature,
    which tells without the database that this site has made it.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    return secret + _signature(secret)


def is_ours(text: str) -> bool:
    """Whether this site has made that token, ended or not: enough to take a large body in,
    and for nothing else.
    """
    secret, signature = text[:-SIGNED], text[-SIGNED:]
    return (
        text.startswith(PREFIX)
        and text.isascii()
        and constant_time_compare(signature, _signature(secret))
    )


def _signature(secret: str) -> str:
    return salted_hmac("screening.token", secret, algorithm="sha256").hexdigest()[:SIGNED]


def hash_of(token: str) -> str:
    """What is stored of a token: SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(text: str) -> AccessToken | None:
    """The token with its person; None for one that is unknown, ended, too old,
    or of a closed account, all alike.
    """
    if not is_ours(text):
        return None
    alive = AccessToken.objects.filter(
        ended_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )
    return alive.select_related("user").filter(token_hash=hash_of(text)).first()


def tokens_of(user: User) -> QuerySet[AccessToken]:
    """The person's tokens that have not been ended, newest first."""
    return AccessToken.objects.filter(user=user, ended_at=None).select_related("review")


def service_accounts(review: Review) -> QuerySet[User]:
    """The service accounts of a review, each with its tokens at hand as `alive`."""
    found = User.objects.filter(
        service_of=review, memberships__review=review, memberships__ended_at=None
    )
    return found.prefetch_related("tokens").order_by("pk")
