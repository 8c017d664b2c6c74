"""What whoever runs the site does to accounts and orphaned reviews;
none of it leads to a vote or a text.
"""

import logging

from django.db import transaction

from screening.actions.access.account_closure import close_account
from screening.actions.access.accounts import end_sessions
from screening.actions.access.members import next_code
from screening.actions.history.event_log import log as history
from screening.models import Membership, Review, SiteText, User
from screening.queries.site.site_texts import kept

log = logging.getLogger(__name__)


class WrongAddress(Exception):
    """What was typed is not the address of the account."""


class NotOneself(Exception):
    """Whoever runs the site cannot take the own account away."""


def disable(*, by: User | None, user: User) -> int:
    """Closes the account and ends its sessions at once; how many. Raises NotOneself."""
    if by is not None and by.pk == user.pk:
        raise NotOneself
    User.objects.filter(pk=user.pk).update(is_active=False)
    log.warning("account %s was disabled by %s", user.pk, by.pk if by else "the terminal")
    return end_sessions(user=user)


def enable(*, by: User | None, user: User) -> None:
    """The account can be signed in to again."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    log.warning("account %s was enabled by %s", user.pk, by.pk if by else "the terminal")


@transaction.atomic
def hand_over(*, by: User | None, review: Review, to: User, reason: str) -> Membership:
    """Makes the person a lead of the review, beside those it has;
    the history of the review tells who did it and why.

    Raises ValueError without a reason, or for whoever does it:
    running a site is no way into a review.
    """
    if not reason.strip() or (by is not None and by.pk == to.pk):
        raise ValueError("a review is handed over to somebody else, for a reason")
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    member = Membership.objects.filter(review=review, user=to).first()
    member = member or Membership(review=review, user=to, code=next_code(review))
    member.leads, member.ended_at = True, None
    member.save()
    history(
        review=review,
        actor=by,
        verb="hand_over",
        member=member.pk,
        code=member.code,
        reason=reason.strip()[:500],
    )
    return member


def close_for(*, by: User | None, user: User, typed: str) -> User:
    """Closes somebody's account for them, as a law or they themselves may ask: no name,
    address or way in remains.

    `typed` has to be its address. Raises WrongAddress, NotOneself, or LeadsAlone,
    and then nothing was changed.
    """
    if typed.strip().lower() != user.email.lower():
        raise WrongAddress
    if by is not None and by.pk == user.pk:
        raise NotOneself
    closed = close_account(user)
    log.warning("account %s was closed by %s", user.pk, by.pk if by else "the terminal")
    return closed


def write_text(*, by: User | None, place: str, text_en: str, text_zh: str) -> SiteText:
    """What everybody is told in this place from now on; empty texts take it away.
    Raises ValueError for no place.
    """
    if place not in SiteText.Place.values:
        raise ValueError(place)
    told = {"text_en": text_en.strip(), "text_zh": text_zh.strip()}
    text, _made = SiteText.objects.update_or_create(place=place, defaults=told)
    kept.forget()
    log.info("the text of %s was changed by %s", place, by.pk if by else "the terminal")
    return text
