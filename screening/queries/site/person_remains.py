"""What stays of a person when their account is closed: how many of each kind, without a word of it."""

from typing import Any

from screening.models import (
    Comment,
    Event,
    FullTextFile,
    FullTextMark,
    ImportFile,
    Labelling,
    Membership,
    Note,
    Settlement,
    User,
    Vote,
)

#: Tables that others build on, and who of a row is meant.
KINDS: dict[str, tuple[Any, str]] = {
    "memberships": (Membership, "user"),
    "votes": (Vote, "user"),
    "settlements": (Settlement, "settled_by"),
    "notes": (Note, "user"),
    "comments": (Comment, "user"),
    "labels": (Labelling, "user"),
    "marks": (FullTextMark, "user"),
    "files": (ImportFile, "uploaded_by"),
    "full_texts": (FullTextFile, "by"),
    "history": (Event, "actor"),
}


def remains(user: User) -> dict[str, int]:
    """How many rows of each kind name the account; those of no kind are left out."""
    counted = {
        kind: model.objects.filter(**{who: user}).count() for kind, (model, who) in KINDS.items()
    }
    return {kind: count for kind, count in counted.items() if count}
