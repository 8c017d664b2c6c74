"""Tries at passwords: slowed down, and in such a way that nobody can lock somebody else out.

What is counted is never the account alone, or a stranger could use its tries up. A browser in which
the account has signed in before has tries of its own, whoever else tries; other places have few for
one account and some for all accounts together. Whoever is kept waiting and is in the right has two
ways past: the browser they know, and the link by mail, after which the count of their place starts
again.
"""

import ipaddress
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from screening.models import CacheEntry, SignInAttempt, User

WINDOW = timedelta(minutes=15)
HOUR = timedelta(hours=1)
#: Wrong passwords in WINDOW from a browser in which the account has signed in.
KNOWN_TRIES = 10
#: Wrong passwords in WINDOW for one account from one other place: 16 an hour.
PLACE_TRIES = 4
#: Wrong passwords in an hour from one place in browsers nobody is known in.
PLACE_TRIES_ALTOGETHER = 100
KEPT = timedelta(days=90)
COUNTED = Q(outcome__in=[SignInAttempt.ASKED, SignInAttempt.WRONG])


class TooManyTries(Exception):
    """This try is refused unseen; its password was not looked at."""


def begin_attempt(*, email: str, address: str, device: str = "") -> SignInAttempt:
    """Notes that somebody is about to try; `device` names the browser where the account is known,
    else it is empty.

    The row is written before the count, so that tries at the same moment count each other.
    Raises TooManyTries.
    """
    email, place = email.strip().lower()[:254], place_of(address)
    attempt = SignInAttempt.objects.create(
        email=email, address=place, device=device, user=User.objects.filter(email=email).first()
    )
    if device:
        over = _since_good(SignInAttempt.objects.filter(email=email, device=device)) > KNOWN_TRIES
    else:
        here = SignInAttempt.objects.filter(address=place, device="")
        altogether = here.filter(COUNTED, at__gt=timezone.now() - HOUR).count()
        over = (
            _since_good(here.filter(email=email)) > PLACE_TRIES
            or altogether > PLACE_TRIES_ALTOGETHER
        )
    if over:
        _refuse(attempt)
        raise TooManyTries
    return attempt


def end_attempt(attempt: SignInAttempt, *, good: bool) -> None:
    """Notes how the try ended."""
    attempt.outcome = SignInAttempt.GOOD if good else SignInAttempt.WRONG
    attempt.save(update_fields=["outcome"])


def begin_afresh(*, user: User, address: str) -> None:
    """The person has proven to read the account's mail: the count of their place starts again."""
    SignInAttempt.objects.create(
        email=user.email, user=user, address=place_of(address), outcome=SignInAttempt.RESET
    )


def place_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 that one IPv6 subscriber has;
    "" for neither.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((found, 64), strict=False).network_address)
    return str(found)


def forget_the_past(now: datetime | None = None) -> int:
    """Deletes ended sessions, tries older than KEPT, and counts that have run out; how many rows."""
    now = now or timezone.now()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    gone = [
        Session.objects.filter(expire_date__lt=now),
        UserSession.objects.filter(~Exists(alive), last_seen_at__lt=now - HOUR),
        SignInAttempt.objects.filter(at__lt=now - KEPT),
        CacheEntry.objects.filter(expires__lt=now),
    ]
    return sum(rows.delete()[0] for rows in gone)


def _since_good(tries: object) -> int:
    """Wrong or unanswered tries within WINDOW, after the last good one."""
    recent = tries.filter(at__gt=timezone.now() - WINDOW)  # type: ignore[attr-defined]
    good = (
        recent.filter(outcome__in=[SignInAttempt.GOOD, SignInAttempt.RESET]).order_by("-pk").first()
    )
    return int(recent.filter(COUNTED, pk__gt=good.pk if good else 0).count())


@transaction.atomic
def _refuse(attempt: SignInAttempt) -> None:
    """One row for all refused tries of a place at an account within WINDOW;
    a flood of them would fill the disk.
    """
    same = SignInAttempt.objects.filter(
        email=attempt.email,
        address=attempt.address,
        device=attempt.device,
        outcome=SignInAttempt.REFUSED,
        at__gt=timezone.now() - WINDOW,
    )
    if first := same.order_by("pk").first():
        SignInAttempt.objects.filter(pk=first.pk).update(times=F("times") + 1)
        attempt.delete()
    else:
        attempt.outcome = SignInAttempt.REFUSED
        attempt.save(update_fields=["outcome"])
