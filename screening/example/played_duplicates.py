"""Duplicates of the example: merged by the program, answered and found by people,
and one mistake taken back.
"""

from screening.actions.duplicates import dedupe_job, duplicate_answers
from screening.actions.duplicates.merge import MergeRefused, merge
from screening.actions.jobs import job_queue
from screening.example.played import Story, run_job
from screening.models import (
    DuplicatePair,
    Record,
)
from screening.queries.duplicates.duplicate_pairs import to_check


def deduplicate(story: Story) -> None:
    """The program merges what is certain; people answer its questions and find what it could not."""
    job, _new = job_queue.enqueue_once(kind="dedupe", review=story.review, by=story.people["lead"])
    result = run_job(job, dedupe_job.run)
    answered = [_answer(story, pair) for pair in to_check(story.review)]
    found = _merge_what_is_left(story)
    _err_and_undo(story)
    story.tell(
        f"{result['merged']} duplicates merged, {len(answered)} pairs answered, {found} found while reading the list"
    )


def _answer(story: Story, pair: DuplicatePair) -> DuplicatePair:
    same = story.article_of(pair.first) is story.article_of(pair.second)
    return duplicate_answers.answer_pair(
        by=story.people["first"],
        review=story.review,
        pair_id=pair.pk,
        answer="same" if same else "different",
    )


def _merge_what_is_left(story: Story) -> int:
    standing: dict[int, Record] = {}
    found = 0
    for record in Record.objects.filter(review=story.review, primary=None).order_by("pk"):
        first = standing.setdefault(story.article_of(record).number, record)
        if first is not record:
            duplicate_answers.mark_duplicate(
                by=story.people["second"], review=story.review, record_id=record.pk, of_id=first.pk
            )
            found += 1
    return found


def _err_and_undo(story: Story) -> None:
    """A merge that should not have been, taken back."""
    a, b = Record.objects.filter(review=story.review, primary=None, place="await_ta").order_by(
        "title_sort"
    )[:2]
    try:
        wrong = merge(review=story.review, record_ids=[a.pk, b.pk], by=story.people["second"])
    except MergeRefused as refused:
        raise LookupError(f"the example could not merge {a.pk} and {b.pk}") from refused
    duplicate_answers.split(by=story.people["second"], review=story.review, merge_id=wrong.pk)
