"""Queues by the kind of work: what people wait for does not stand behind what takes an hour,
nor mail behind either.
"""

from collections import Counter
from typing import Any

LONG, SHORT, MAIL = "long", "short", "mail"
QUEUES = (SHORT, MAIL, LONG)
#: Kinds of jobs that take seconds, or wait for a mail server; all others are long.
KINDS = {SHORT: {"export", "publication", "read", "stopping_p"}, MAIL: {"news"}}
#: Of these a review has one at a time, whatever the settings: a second would look at the same
#: records.
ALONE = {"dedupe"}


def queue_of(kind: str) -> str:
    """The queue that jobs of this kind wait in."""
    return next((queue for queue, kinds in KINDS.items() if kind in kinds), LONG)


def of_queue(rows: Any, queue: str) -> Any:
    """Those of the jobs that wait in the queue."""
    if queue == LONG:
        return rows.exclude(kind__in=set().union(*KINDS.values()))
    return rows.filter(kind__in=KINDS[queue])


def room(kind: str, review: int | None, busy: Counter[tuple[str, int | None]], most: int) -> bool:
    """Whether one more of this kind may begin beside those at work, counted by kind and review.

    A review has at most so many long jobs at work, so that no team holds all workers; letters go
    out one by one, so that a mail server that hangs holds one worker.
    """
    if queue_of(kind) == MAIL:
        return not any(queue_of(other) == MAIL for other, _review in busy)
    if review is None:
        return True
    if kind in ALONE and busy[kind, review]:
        return False
    at_work = sum(
        n for (other, whose), n in busy.items() if whose == review and queue_of(other) == LONG
    )
    return queue_of(kind) != LONG or at_work < most
