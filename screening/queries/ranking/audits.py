"""Audit samples: which one runs, how far it is,
and the queue in which its records cannot be told from the rest.
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.db.models import QuerySet

from screening.models import Audit, Record, Review, Standing

#: While an audit runs, about one record in so many is an ordinary one, so that nobody knows which
#: they look at.
ORDINARY_EVERY = 5


def open_audit(review: Review, stage: str) -> Audit | None:
    """The audit that runs at this stage, if any."""
    return Audit.objects.filter(review=review, stage=stage, closed_at=None).first()


def audited(audit: Audit) -> QuerySet[Standing]:
    """Where the records of the sample stand at its stage;
    a merged one is followed to the report it belongs to.
    """
    return Standing.objects.filter(stage=audit.stage, record__in=sample_reports(audit))


def sample_reports(audit: Audit) -> list[int]:
    """Ids of the reports that the records of the sample now belong to,
    one for each record of the sample.
    """
    rows = audit.records.values_list("pk", "primary_id")
    return [primary or pk for pk, primary in rows]


def decided_of(audit: Audit, until: datetime | None = None) -> int:
    """How many records of the sample are decided (up to then);
    how they were decided stays untold until all are.
    """
    standings = audited(audit).filter(reached_at__lte=until) if until else audited(audit)
    outcomes = dict(standings.values_list("record", "outcome"))
    return sum(outcomes.get(report) in {"include", "exclude"} for report in sample_reports(audit))


def shuffled_in(
    person: int, sample: Sequence[int], ordinary: Sequence[int], count: int
) -> list[int]:
    """The first `count` of both, about four of the sample to each ordinary one,
    in an order of the person's own.

    The same two queues give the same mixture, so that a page loaded again shows the same record.
    """
    mixed: list[int] = []
    first, second = list(sample), [pk for pk in ordinary if pk not in set(sample)]
    while (first or second) and len(mixed) < count:
        heads = (person, first[0] if first else 0, second[0] if second else 0)
        takes_ordinary = Random(str(heads)).random() < 1 / ORDINARY_EVERY  # noqa: S311 - not a secret
        mixed.append((second if second and (takes_ordinary or not first) else first).pop(0))
    return mixed


def waiting_sample(audit: Audit, waiting: QuerySet[Record]) -> QuerySet[Record]:
    """Of the records that wait for a person those of the sample."""
    return waiting.filter(pk__in=audit.records.values("pk"))
