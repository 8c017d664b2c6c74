"""News by e-mail: all that is due for one person in one letter, tried again after a failure,
never sent twice.
"""

from datetime import timedelta
from smtplib import SMTPException
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from screening.actions.jobs.job_queue import UNFINISHED, enqueue
from screening.actions.jobs.job_run import Running
from screening.models import NEWS, Job, Mailing, Membership, Notice, User
from screening.queries.access.people import addresses_are_confirmed, is_confirmed
from screening.queries.news.news_sentences import address, detail, sentence

KIND = "news"
#: Attempts at one letter before it is given up; the notices stay in the program.
TRIES = 6
#: Before the second attempt; each further pause is twice as long.
FIRST_PAUSE = timedelta(minutes=5)
AT_ONCE = 100
SALT = "news"


def post_due() -> list[Job]:
    """One job for each person with news due by e-mail, unless one is waiting; to be delivered."""
    now = timezone.now()
    due = (
        Notice.objects.filter(mail_at__lte=now, letter=None)
        .order_by()
        .values_list("user", flat=True)
        .distinct()
    )
    waiting = set(
        Job.objects.filter(kind=KIND, state__in=UNFINISHED).values_list("params__user", flat=True)
    )
    return [
        enqueue(kind=KIND, review=None, by=None, user=user)
        for user in due[:AT_ONCE]
        if user not in waiting
    ]


def send_letter(running: Running) -> dict[str, Any]:
    """The job "news": takes what is due for a person, and sends it. Params: user.

    What was taken is written down before the mail server is spoken to. Where a worker dies after
    that, nobody knows whether the letter has left, so it is not sent again; a failure that is
    certain puts the news back for later.
    """
    user = User.objects.filter(pk=running.params["user"]).first()
    letter = uuid4()
    if user is None or not _take(user, letter):
        return {"sent": 0}
    taken = list(
        Notice.objects.filter(letter=letter).select_related("review").order_by("review", "at", "pk")
    )
    told = [notice for notice in taken if _still_open(notice)]
    try:
        if told and _reachable(user):
            compose(user, told, str(letter)).send()
    except (SMTPException, OSError):
        _put_back(letter)
        return {"sent": 0, "later": len(told)}
    Notice.objects.filter(letter=letter).update(mailed_at=timezone.now(), mail_at=None)
    return {"sent": len(told)}


def compose(user: User, told: list[Notice], letter: str) -> EmailMessage:
    """The letter in the person's language, with the ways to get fewer of its kind (RFC 2369,
    RFC 8058).
    """
    with override(user.language or settings.LANGUAGE_CODE):
        off = settings.SITE_URL + reverse(
            "news-off", args=[token(user, {notice.kind for notice in told})]
        )
        lines = [
            {"text": sentence(one), "more": detail(one), "review": one.review, "link": _link(one)}
            for one in told
        ]
        choices = settings.SITE_URL + reverse("news-choices")
        text = render_to_string(
            "screening/news/mail/news.txt", {"lines": lines, "off": off, "choices": choices}
        )
        return EmailMessage(
            subject=_subject(told),
            body=text,
            to=[user.email],
            headers={
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
                "Message-ID": f"<{letter}@{_host()}>",
            },
        )


def token(user: User, kinds: set[str]) -> str:
    """What a link to unsubscribe carries: who, and from which kinds; signed,
    as nobody signs in for it.
    """
    return signing.dumps([user.pk, sorted(kinds)], salt=SALT)


def read_token(text: str) -> tuple[User, list[str]] | None:
    """Whose it is and for which kinds; None for one that was not made here,
    or whose account is closed.
    """
    try:
        user_id, kinds = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return (user, [kind for kind in kinds if kind in NEWS]) if user else None


@transaction.atomic
def choose(*, user: User, choices: dict[str, str]) -> None:
    """When each of these kinds is mailed to the person from now on;
    what waited to be mailed follows it at once.
    """
    fresh = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    fresh.news = {
        k: v for k, v in (fresh.news | choices).items() if k in NEWS and v in Mailing.values
    }
    fresh.save(update_fields=["news"])
    off = [kind for kind, mailing in fresh.news.items() if mailing == Mailing.OFF]
    Notice.objects.filter(user=user, kind__in=off, letter=None).exclude(mail_at=None).update(
        mail_at=None
    )
    user.news = fresh.news


@transaction.atomic
def _take(user: User, letter: Any) -> int:
    return Notice.objects.filter(user=user, letter=None, mail_at__lte=timezone.now()).update(
        letter=letter
    )


@transaction.atomic
def _put_back(letter: Any) -> None:
    """For later, with a longer pause each time; at last not at all."""
    tries = (
        Notice.objects.filter(letter=letter)
        .order_by("-tries")
        .values_list("tries", flat=True)
        .first()
        or 0
    ) + 1
    again = timezone.now() + FIRST_PAUSE * 2 ** (tries - 1) if tries < TRIES else None
    Notice.objects.filter(letter=letter).update(letter=None, tries=F("tries") + 1, mail_at=again)


def _still_open(notice: Notice) -> bool:
    """Nothing of a review that the person has left meanwhile."""
    if notice.review_id is None:
        return True
    return Membership.objects.filter(
        review=notice.review_id, user=notice.user_id, ended_at=None, review__deleting_at=None
    ).exists()


def _reachable(user: User) -> bool:
    return user.is_active and (is_confirmed(user) or not addresses_are_confirmed())


def _link(notice: Notice) -> str:
    path = address(notice)
    return settings.SITE_URL + path if path else ""


def _subject(told: list[Notice]) -> str:
    reviews = {notice.review.title for notice in told if notice.review}
    if len(told) == 1:
        text = sentence(told[0])
        text = f"{text} ({reviews.pop()})" if reviews else text
    elif len(reviews) == 1:
        many = ngettext("%(n)s update in “%(review)s”", "%(n)s updates in “%(review)s”", len(told))
        text = many % {"n": len(told), "review": reviews.pop()}
    else:
        text = _("%(n)s updates in your reviews") % {"n": len(told)}
    return " ".join(text.split())


def _host() -> str:
    return settings.SITE_URL.split("//")[-1].split(":")[0] or "localhost"
