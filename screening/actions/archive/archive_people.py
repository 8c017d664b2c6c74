"""The people of an archive: who they are here, and when they come into the review."""

import uuid
from typing import Any

from screening.actions.archive.archive_reading import Archive
from screening.actions.archive.archive_tables import restored
from screening.models import Membership, Review, User

#: The domain of addresses at which nobody can be reached (RFC 2606).
NOWHERE = "archive.invalid"
LONGEST_ADDRESS = 254


def people_of(archive: Archive, by: User | None, trusted: bool) -> dict[int, int]:
    """The account here (id) of each person of the archive (id there).

    Trusted, people are found by address or made without a password; otherwise only `by` is found,
    and the others are names without a way to sign in. Raises ValueError for what is no address,
    KeyError for a row without one.
    """
    found: dict[int, int] = {}
    for row in archive.lines("User"):
        address = str(row["email"]).strip().lower()
        if "@" not in address or len(address) > LONGEST_ADDRESS:
            raise ValueError(address)
        user = by if by and by.email == address else None
        if user is None and trusted:
            user = User.objects.filter(email=address).first()
        found[row["id"]] = (
            user or _made(row, address if trusted else f"{uuid.uuid4().hex}@{NOWHERE}", trusted)
        ).pk
    return found


def _made(row: dict[str, Any], address: str, trusted: bool) -> User:
    language = row["language"] if row["language"] in {"", "en", "zh-hans"} else ""
    reads = [str(one)[:10] for one in row["reads"]][:20]
    name = str(row["name"])[:150]
    return User.objects.create_user(
        address, None, name=name, language=language, reads=reads, is_active=trusted
    )


def take_in(archive: Archive, review: Review, ids: dict[int, int]) -> None:
    """Opens the review to its members, as they were in the archive."""
    ended = Membership._meta.get_field("ended_at")
    for row in archive.lines("Membership"):
        members = Membership.objects.filter(review=review, pk=ids[row["id"]])
        members.update(ended_at=restored(ended, row["ended_at"]))


def join(review: Review, by: User | None) -> None:
    """Makes whoever loaded the review one of its leads."""
    if by is None:
        return
    mine, made = Membership.objects.get_or_create(
        review=review,
        user=by,
        defaults={"leads": True, "code": f"L{review.memberships.count() + 1}"},
    )
    if not made and (mine.ended_at or not mine.leads):
        Membership.objects.filter(pk=mine.pk).update(leads=True, ended_at=None)
