"""What would bring back something that never was is named: merges, re-openings, answers."""

from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone

from screening.actions.duplicates.duplicate_answers import answer_pair, reopen_pair, split
from screening.actions.verification.kept_checks import kept
from screening.models import DuplicatePair, Merge, Record, Reopening
from tests.actions.verification.test_verification import TA, lived_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    """A lived review in which pairs were answered, one of them opened again."""
    cast = lived_review()
    about = {"by": cast.lead, "review": cast.review}
    rows = list(Record.objects.filter(review=cast.review, place="await_ta", duplicates=None))
    pairs = [
        DuplicatePair.objects.create(review=cast.review, first=one, second=other, score=0.5)
        for one, other in pairwise(rows[:4])
    ]
    # Undoing a merge closes what was asked before it; the answers that count come after.
    for pair, answer in zip(pairs, ("different", "same", "later"), strict=True):
        answer_pair(**about, pair_id=pair.pk, answer=answer)
    reopen_pair(**about, pair_id=pairs[2].pk)
    return cast.review


def test_what_is_kept_is_what_was(review):
    assert list(kept(review)) == []
    merge = Merge.objects.filter(review=review, undone_at=None).exclude(by=None).last()
    split(by=merge.by, review=review, merge_id=merge.pk)
    assert list(kept(review)) == []


def standing():
    return Merge.objects.filter(undone_at=None).earliest("pk")


def change(row, **fields):
    return type(row).objects.filter(pk=row.pk).update(**fields)


def other_votes(row, part):
    """Has one of the votes that were put aside say something else."""
    row.before[part][TA]["votes"][0]["verdict"] = "maybe"
    return change(row, before=row.before)


def someone_else():
    return Record.objects.exclude(merged_in=standing()).first()


EDITS = [
    (lambda: change(standing(), primary=someone_else()), "primary is"),
    (lambda: change(standing(), by=None), "by is None"),
    (lambda: change(standing(), undone_at=timezone.now()), "undone is True"),
    (lambda: Merge.objects.exclude(undone_at=None).update(undone_at=None), "undone is False"),
    (lambda: standing().records.remove(standing().primary) or 1, "records is"),
    (lambda: standing().records.add(someone_else()) or 1, "records is"),
    (lambda: change(standing(), before=standing().before | {"primary": {}}), "reports is"),
    (lambda: change(standing(), before={}), "reports is"),
    (lambda: change(Reopening.objects.earliest("pk"), before={"stages": {TA: 1}}), "form is"),
    (lambda: standing().delete()[0], "primary is None"),
    (lambda: other_votes(Reopening.objects.earliest("pk"), "stages"), "verdict is maybe"),
    (lambda: DuplicatePair.objects.filter(answer="different").update(answer="open"), "answer is open"),
    (lambda: DuplicatePair.objects.filter(answer="open").update(answer="different"), "but open"),
    (lambda: DuplicatePair.objects.filter(answer="different").update(answered_by=None), "by is None"),
    (lambda: DuplicatePair.objects.filter(answer="different").delete()[0], "answer is None"),
]  # fmt: skip


def test_edit_of_what_is_kept_is_named(review):
    for edit, named in EDITS:
        with transaction.atomic():
            assert edit()
            found = list(map(str, kept(review)))
            assert any(named in problem for problem in found), (named, found)
            transaction.set_rollback(True)
