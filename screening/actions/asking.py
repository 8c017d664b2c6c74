"""Questions to people and links between reports, written as a comparison finds them."""

from collections.abc import Sequence

from django.db import transaction

from screening.actions.merging import lock_merging
from screening.dedupe.decision import Decision, Result
from screening.models import DedupeRun, DuplicatePair, Review

ASKED = ["score", "evidence", "answer", "run"]


@transaction.atomic
def ask(review: Review, run: DedupeRun, result: Result, compared: Sequence[int]) -> None:
    """Writes the questions and links of a comparison of these records.

    What a person has answered stays as it is. The program's own earlier questions and links between two of the records
    are brought in line with what it says now, as the review's policy may be another.
    """
    lock_merging(review)
    wanted = _rows(review, run, result)
    new = set(compared)
    own = DuplicatePair.objects.filter(review=review, answered_by=None)
    for pair in own.filter(answer__in=["open", "linked"]).order_by("pk"):
        ids = (pair.first_id, pair.second_id)
        now = wanted.get(ids)
        if now is not None:
            pair.score, pair.evidence, pair.answer, pair.run = now.score, now.evidence, now.answer, run
            pair.save(update_fields=ASKED)
        elif new.issuperset(ids):
            pair.delete()
    DuplicatePair.objects.bulk_create(wanted.values(), ignore_conflicts=True, batch_size=1000)


def _rows(review: Review, run: DedupeRun, result: Result) -> dict[tuple[int, int], DuplicatePair]:
    rows = {}
    for decisions, answer in ((result.links, "linked"), (result.questions, "open")):
        for decision in decisions:
            first, second = _ids(decision)
            rows[first, second] = DuplicatePair(
                review=review, run=run, first_id=first, second_id=second, answer=answer, score=decision.score,
                evidence=[m.to_json() for m in decision.evidence],
            )  # fmt: skip
    return rows


def _ids(decision: Decision) -> tuple[int, int]:
    first, second = sorted((int(str(decision.a)), int(str(decision.b))))
    return first, second
