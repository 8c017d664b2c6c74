"""Who joins a review, what they may do in it, and how they leave."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from screening.actions.access.notifications import tell_leads
from screening.actions.history.event_log import log
from screening.actions.screening.assignment import pass_on
from screening.actions.vote_lock import close_gate
from screening.models import Invitation, Membership, Review, User
from screening.queries.access.members import members, token_hash
from screening.queries.access.people import addresses_are_confirmed, is_confirmed

LONGEST_INVITATION = timedelta(days=7)
ROLE_FIELDS = ("leads", "reviews", "adjudicates")


class LastLead(Exception):
    """Somebody must lead the review; nothing was changed."""


class InvitationEnded(Exception):
    """The invitation was used, revoked or is too old."""


class WrongAddress(Exception):
    """The invitation is for another e-mail address."""


class UnconfirmedAddress(Exception):
    """Nobody has shown yet that the mail of the account's address reaches this person."""


@transaction.atomic
def invite(
    *, by: User, review: Review, email: str = "", name: str = "", valid: timedelta, **roles: bool
) -> tuple[Invitation, str]:
    """A new invitation and its token, which is shown once and stored only as a hash.

    `name` says for whom a link is. `roles` are leads, reviews, adjudicates; none observes. Raises
    ValueError for a validity over seven days.
    """
    if not timedelta(0) < valid <= LONGEST_INVITATION:
        raise ValueError(f"an invitation holds for at most {LONGEST_INVITATION.days} days")
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        review=review,
        email=email.strip().lower(),
        name=name.strip(),
        token_hash=token_hash(token),
        invited_by=by,
        expires_at=timezone.now() + valid,
        **_known(roles),
    )
    log(review=review, actor=by, verb="invite", invitation=invitation.pk, roles=_known(roles))
    return invitation, token


@transaction.atomic
def renew_invitation(*, by: User, invitation: Invitation) -> str:
    """A new token for an open or expired invitation, for seven days from now;
    the link of before ends.

    Raises InvitationEnded when it was used or revoked.
    """
    token = secrets.token_urlsafe(32)
    fresh = {
        "token_hash": token_hash(token),
        "expires_at": timezone.now() + LONGEST_INVITATION,
        "mailed_at": None,
    }
    unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not unused.update(invited_by=by, **fresh):
        raise InvitationEnded
    invitation.refresh_from_db()
    log(
        review=invitation.review,
        actor=by,
        verb="invite",
        invitation=invitation.pk,
        roles=invitation.roles,
    )
    return token


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation) -> bool:
    """Ends an open invitation; False when it was used or revoked already."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not open_ones.update(revoked_at=timezone.now()):
        return False
    log(review=invitation.review, actor=by, verb="revoke_invitation", invitation=invitation.pk)
    return True


def note_mailed(invitation: Invitation) -> None:
    """Notes that the token went by mail and nowhere else:
    whoever has it reads the mail of that address.
    """
    invitation.mailed_at = timezone.now()
    invitation.save(update_fields=["mailed_at"])


@transaction.atomic
def accept_invitation(*, by: User, invitation: Invitation) -> Membership:
    """Makes the person a member with the roles of the invitation, once.

    Who is in the review already stays as they are, and the invitation stays open for its real
    guest. Who was removed comes back under their old code. Raises WrongAddress, UnconfirmedAddress
    or InvitationEnded.
    """
    if invitation.email and invitation.email != by.email:
        raise WrongAddress
    if invitation.email and addresses_are_confirmed() and not is_confirmed(by):
        raise UnconfirmedAddress
    review = _locked(invitation.review)
    known = Membership.objects.filter(review=review, user=by).first()
    if known and known.ended_at is None:
        return known
    now = timezone.now()
    usable = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now
    )
    if not usable.update(accepted_at=now, accepted_by=by):
        raise InvitationEnded
    member = known or Membership(review=review, user=by, code=next_code(review))
    member.ended_at = None
    for role in ROLE_FIELDS:
        setattr(member, role, getattr(invitation, role))
    member.save()
    log(
        review=review, actor=by, verb="join", member=member.pk, code=member.code, roles=member.roles
    )
    tell_leads(review, "joined", {"by": str(by)}, but=by)
    return member


@transaction.atomic
def change_roles(
    *, by: User, member: Membership, leads: bool, reviews: bool, adjudicates: bool
) -> Membership:
    """Gives the member exactly these roles; what was dealt to somebody who no longer reviews is
    everybody's.

    Raises LastLead when nobody would lead any more.
    """
    review = _locked(member.review)
    member = Membership.objects.get(pk=member.pk)
    before = member.roles
    if not leads:
        _keep_a_lead(review, member)
    member.leads, member.reviews, member.adjudicates = leads, reviews, adjudicates
    if member.roles != before:
        member.save(update_fields=ROLE_FIELDS)
        log(
            review=review,
            actor=by,
            verb="change_roles",
            member=member.pk,
            before=before,
            after=member.roles,
        )
        if not reviews:
            pass_on(by=by, review=review, user=member.user)
    return member


@transaction.atomic
def end_membership(*, by: User, member: Membership, heir: User | None = None) -> Membership:
    """The member leaves, or is removed by a lead;
    from the next request on the review is not there for them.

    Their votes stay; what was dealt to them and has none is the heir's, or everybody's. Raises
    LastLead when nobody would lead any more.
    """
    review = _locked(member.review)
    _keep_a_lead(review, member)
    if Membership.objects.filter(pk=member.pk, ended_at=None).update(ended_at=timezone.now()):
        verb = "leave" if by.pk == member.user_id else "remove_member"
        log(
            review=review,
            actor=by,
            verb=verb,
            member=member.pk,
            code=member.code,
            roles=member.roles,
        )
        pass_on(by=by, review=review, user=member.user, heir=heir)
        tell_leads(review, "joined", {"left": True, "by": str(member.user)}, but=by)
    member.refresh_from_db()
    return member


def next_code(review: Review) -> str:
    """The first free letter code: A, B, … Z, AA, AB, …"""
    taken = set(Membership.objects.filter(review=review).values_list("code", flat=True))
    position = 0
    while (code := _letters(position)) in taken:
        position += 1
    return code


def _letters(position: int) -> str:
    head, last = divmod(position, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + last)


def _known(roles: dict[str, bool]) -> dict[str, bool]:
    return {role: bool(roles.get(role)) for role in ROLE_FIELDS}


def _locked(review: Review) -> Review:
    close_gate(review)
    return Review.objects.select_for_update().get(pk=review.pk)


def _keep_a_lead(review: Review, leaving: Membership) -> None:
    if leaving.leads and not members(review).filter(leads=True).exclude(pk=leaving.pk).exists():
        raise LastLead
