"""Questions to people and links between reports, written as a comparison finds them."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from screening.actions.duplicates.merge import lock_merging
from screening.dedupe.decision import Decision, Result
from screening.models import DedupeRun, DuplicatePair, Record, Review
from screening.records.batches import batches

ASKED = ["score", "evidence", "answer", "run"]

Ids = tuple[int, int]


@transaction.atomic
def ask(review: Review, run: DedupeRun, result: Result, compared: Sequence[int]) -> None:
    """Writes the questions and links of a comparison of these records.

    What a person has answered stays as it is. The program's own earlier questions and links between
    two of the records are brought in line with what it says now, as the review's policy may be
    another.
    """
    lock_merging(review)
    wanted = _rows(review, run, result)
    new = set(compared)
    own = DuplicatePair.objects.filter(review=review, answered_by=None, sample=None)
    for pair in own.filter(answer__in=["open", "linked"]).order_by("pk"):
        ids = (pair.first_id, pair.second_id)
        now = wanted.get(ids)
        if now is not None:
            pair.score, pair.evidence, pair.answer, pair.run = (
                now.score,
                now.evidence,
                now.answer,
                run,
            )
            pair.save(update_fields=ASKED)
        elif new.issuperset(ids):
            pair.delete()
    _ask_once(review, wanted)
    DuplicatePair.objects.bulk_create(wanted.values(), ignore_conflicts=True, batch_size=1000)


def _ask_once(review: Review, wanted: dict[Ids, DuplicatePair]) -> None:
    """Of two questions, or two links, between the same two reports the likelier stays,
    and any that was put off.

    A record that joined a report brings the question again that its report has waiting already.
    """
    reports = _reports(review, wanted)
    asked = {(reports[ids], row.answer == "linked"): ids for ids, row in wanted.items()}
    waiting = DuplicatePair.objects.filter(
        review=review, answer__in=["open", "later", "linked"], sample=None
    )
    columns = "answer", "answered_by", "score", "first__primary", "second__primary"
    for pair in waiting.select_related("first", "second").only(*columns):
        between = _ordered(
            pair.first.primary_id or pair.first_id, pair.second.primary_id or pair.second_id
        )
        ids = asked.get((between, pair.answer == "linked"))
        if ids is None or ids not in wanted or ids == (pair.first_id, pair.second_id):
            continue
        if pair.answered_by_id or (pair.score or 0) >= (wanted[ids].score or 0):
            del wanted[ids]
        else:
            pair.delete()


def _reports(review: Review, pairs: Iterable[Ids]) -> dict[Ids, Ids]:
    """The two reports that the records of each pair belong to, the lower number first."""
    pairs = list(pairs)
    primary: dict[int, int | None] = {}
    for some in batches({pk for ids in pairs for pk in ids}, 2000):
        primary.update(
            Record.objects.filter(review=review, pk__in=some).values_list("pk", "primary_id")
        )
    return {(a, b): _ordered(primary.get(a) or a, primary.get(b) or b) for a, b in pairs}


def _rows(review: Review, run: DedupeRun, result: Result) -> dict[Ids, DuplicatePair]:
    rows = {}
    for decisions, answer in ((result.links, "linked"), (result.questions, "open")):
        for decision in decisions:
            first, second = _ids(decision)
            rows[first, second] = DuplicatePair(
                review=review,
                run=run,
                first_id=first,
                second_id=second,
                answer=answer,
                score=decision.score,
                evidence=[m.to_json() for m in decision.evidence],
            )
    return rows


def _ids(decision: Decision) -> Ids:
    return _ordered(int(str(decision.a)), int(str(decision.b)))


def _ordered(a: int, b: int) -> Ids:
    return (a, b) if a < b else (b, a)
