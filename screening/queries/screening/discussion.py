"""What is said about a record, who may read it, and whom a comment names."""

import re
from collections.abc import Iterable

from screening.models import Comment, Membership, Review, Standing, User, Vote
from screening.queries.access.authorization import Access
from screening.queries.screening.conflicts import names_of
from screening.queries.screening.votes import visible_votes

MARK = re.compile("[@＠]")


def discussion(access: Access, stage: str, record_id: int) -> list[tuple[str, Comment]]:
    """Comments on a record at a stage with the names of who wrote them, oldest first;
    [] for who may not read them.

    They may be read where the report is decided or under discussion,
    by whoever may see all its votes.
    """
    if not _open(stage, record_id) or not sees_all(access, stage, record_id):
        return []
    names = names_of(access)
    written = Comment.objects.filter(
        review=access.review, record=record_id, stage=stage
    ).select_related("user")
    return [(names.get(one.user_id, str(one.user)), one) for one in written]


def sees_all(access: Access, stage: str, record_id: int) -> bool:
    """Whether this member may see every vote on the record at that stage."""
    votes = Vote.objects.filter(record=record_id, stage=stage)
    return visible_votes(access).filter(record=record_id, stage=stage).count() == votes.count()


def readers(review: Review, stage: str, record_id: int) -> list[Membership]:
    """Members who may read what is said about the record at that stage; nobody while it is blinded."""
    if not _open(stage, record_id):
        return []
    members = (
        Membership.objects.filter(review=review, ended_at=None)
        .select_related("user")
        .order_by("pk")
    )
    return [one for one in members if sees_all(Access(review, one, one.user), stage, record_id)]


def mentionable(access: Access, stage: str, record_id: int) -> list[str]:
    """Names by which this member can call others who may read it."""
    names = names_of(access)
    found = readers(access.review, stage, record_id)
    return [names[one.user_id] for one in found if one.user_id != access.user.pk]


def mentioned(text: str, names: Iterable[tuple[str, User]]) -> list[User]:
    """The people whom the text calls by "@" and name;
    of two names that begin alike the longer one is meant.
    """
    known = sorted(
        ((name, user) for name, user in names if name.strip()), key=lambda pair: -len(pair[0])
    )
    found: dict[int, User] = {}
    for at in (match.end() for match in MARK.finditer(text)):
        rest = text[at:].casefold()
        called = next((user for name, user in known if _begins(rest, name.casefold())), None)
        if called is not None:
            found[called.pk] = called
    return list(found.values())


def _begins(rest: str, name: str) -> bool:
    """A name in a script with blanks ends where its word ends; text may follow a Chinese one."""
    after = rest[len(name) : len(name) + 1]
    return rest.startswith(name) and not (
        name[-1].isascii() and after.isascii() and after.isalnum()
    )


def _open(stage: str, record_id: int) -> bool:
    standing = Standing.objects.filter(record=record_id, stage=stage).first()
    return standing is not None and (
        standing.outcome in {"include", "exclude"} or standing.discussed_at is not None
    )
