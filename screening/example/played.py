"""The example while it is being played."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from screening.actions.jobs import job_queue
from screening.example.articles import Article
from screening.models import (
    Criterion,
    Reason,
    Record,
    Review,
    User,
)
from screening.records.text import title_key

Tell = Callable[[str], None]


@dataclass(slots=True)
class Story:
    """The example while it is being played: who is in it, and which record is which article."""

    people: dict[str, User]
    review: Review
    tell: Tell
    articles: dict[str, Article]
    reasons: dict[tuple[str, str], Reason] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    keys: int = 0

    def article_of(self, record: Record) -> Article:
        """The article behind a record, by its folded title in either language."""
        found = self.articles.get(title_key(record.title)) or self.articles.get(
            title_key(record.title_translated)
        )
        if found is None:
            raise LookupError(f"record {record.pk} is none of the example's: {record.title!r}")
        return found

    def next_key(self) -> UUID:
        """A key for one press; the same example has the same keys."""
        self.keys += 1
        return uuid5(UUID(int=self.review.pk), str(self.keys))


def run_job(job: Any, work: Callable[[Any], dict[str, Any] | None]) -> dict[str, Any]:
    running = job_queue.claim(job.pk)
    if running is None:
        raise LookupError(f"job {job.pk} is in other hands")
    result = work(running) or {}
    running.finish(result)
    return result
