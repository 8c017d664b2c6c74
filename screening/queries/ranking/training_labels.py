"""What one person's order may be learned from: their own votes and what is decided,
never an open vote of another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from screening.models import (
    Criterion,
    HighlightList,
    Record,
    Review,
    Settlement,
    Standing,
    User,
    Vote,
)

#: A maybe asks to see more of the kind.
RELEVANT = {"include": 1, "maybe": 1, "exclude": 0}


@dataclass(frozen=True, slots=True)
class Labels:
    """Records with 1 (relevant) or 0, in the order in which they were decided;
    `own` of them by the person.

    `until` is the moment of the person's newest vote among them, None without one.
    """

    records: list[int]
    values: list[int]
    own: int
    until: datetime | None

    @property
    def settled(self) -> int:
        """How many were decided without a vote of the person."""
        return len(self.records) - self.own


def labels_of(review: Review, stage: str, user: User) -> Labels:
    """The labels of this person at this stage.

    A settlement comes first, then the person's own vote, then what others have agreed on (channel
    L4 of the blinding: a vote that is still open at somebody else's desk is never read, nor is what
    a tool has excluded).
    """
    here = {"review": review, "stage": stage}
    said: dict[int, tuple[datetime, int]] = {}
    agreed = Standing.objects.filter(
        **here, outcome__in=["include", "exclude"], tool="", clash=False, fresh=False
    )
    for record, outcome, at in agreed.values_list("record", "outcome", "reached_at"):
        if at is not None:
            said[record] = (at, RELEVANT[outcome])
    mine = Vote.objects.filter(**here, user=user).values_list("record", "verdict", "cast_at")
    own: dict[int, datetime] = {}
    for record, verdict, at in mine:
        own[record] = at
        said[record] = (at, RELEVANT[verdict])
    for record, verdict, at in Settlement.objects.filter(**here).values_list(
        "record", "verdict", "settled_at"
    ):
        said[record] = (at, RELEVANT[verdict])
    order = sorted(said, key=lambda record: (said[record][0], record))
    return Labels(order, [said[r][1] for r in order], len(own), max(own.values(), default=None))


def protocol_text(review: Review) -> list[str]:
    """What the protocol says of relevant records, in both languages: titles, question,
    inclusion criteria, terms.

    Line by line, as `manage.py rank_file` reads a protocol:
    no pair of words reaches over the end of a line.
    """
    texts = [review.title_en, review.title_zh, review.question_en, review.question_zh]
    criteria = Criterion.objects.filter(review=review, inclusion=True, until_version=None)
    for english, chinese in criteria.values_list("text_en", "text_zh"):
        texts += [english, chinese]
    lists = HighlightList.objects.filter(review=review, owner=None).exclude(
        colour=HighlightList.Colour.RED
    )
    for terms in lists.values_list("terms", flat=True):
        texts += [str(term).replace("*", " ") for term in terms]
    return [line for text in texts for line in text.splitlines() if line.strip()]


#: The columns of a record that an order is learned from.
TEXTS = (
    "title",
    "title_translated",
    "abstract",
    "abstract_translated",
    "keywords",
    "keywords_translated",
)


def text_count(review: Review, places: tuple[str, ...]) -> int:
    """How many reports `text_rows` gives."""
    return Record.objects.filter(review=review, primary=None, place__in=places).count()


def text_rows(
    review: Review, places: tuple[str, ...], size: int = 2000
) -> Iterator[tuple[Any, ...]]:
    """(id, *TEXTS) of every report in these places, in each language its records know, by id,
    read piece by piece.
    """
    rows = Record.objects.filter(review=review, primary=None, place__in=places).order_by("pk")
    for pk, joint, *texts in rows.values_list("pk", "bilingual", *TEXTS).iterator(chunk_size=size):
        yield pk, *(texts if joint is None else (joint[name] for name in TEXTS))
