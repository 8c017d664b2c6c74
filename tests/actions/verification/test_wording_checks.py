"""Words of the team and marks of removal, changed behind the program's back, are named."""

import pytest
from django.db import transaction
from django.utils import timezone

from screening.actions.flow.diagram_settings import word_diagram
from screening.actions.protocol.protocol_items import (
    retire_criterion,
    retire_reason,
    save_criterion,
    save_reason,
)
from screening.actions.protocol.reviews import change_review
from screening.actions.verification.wording_checks import worded
from screening.models import Criterion, Reason, Record, Review
from tests.actions.verification.test_verification import FT, lived_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    cast = lived_review()
    about = {"by": cast.lead, "review": cast.review}
    save_reason(**about, stage=FT, label_en="Wrong desing", label_zh="")
    wrong = Reason.objects.get(label_en="Wrong desing")
    save_reason(**about, stage=FT, label_en="Wrong design", label_zh="设计不符", reason=wrong)
    retire_reason(**about, reason=save_reason(**about, stage=FT, label_en="Old", label_zh=""))
    for words in ("Adults 成人", "Children 儿童"):
        save_criterion(**about, stage=FT, text_en=words, text_zh="")
    adults, children = Criterion.objects.filter(text_en__in=["Adults 成人", "Children 儿童"])
    save_criterion(**about, stage=FT, text_en="Adults 成年人", text_zh="", criterion=adults)
    retire_criterion(**about, criterion=children)
    change_review(**about, title_en="Nodules")
    word_diagram(**about, label_set="en", labels={"removed": "Removed:"})
    return Review.objects.get(pk=cast.review.pk)


def test_words_are_those_that_were_written(review):
    assert list(map(str, worded(review))) == []


def reason(label):
    return Reason.objects.filter(label_en=label)


def criterion(text):
    return Criterion.objects.filter(text_en=text)


def test_a_criterion_rewritten_after_votes_is_no_edit(review):
    assert criterion("Adults 成人").get().until_version is not None


EDITS = [
    (lambda: criterion("Adults 成年人").update(text_en="Adults"), "text_en is Adults"),
    (lambda: criterion("Adults 成年人").update(until_version=1), "retired is True"),
    (lambda: criterion("Children 儿童").update(until_version=None), "retired is False"),
    (lambda: criterion("Adults 成年人").delete()[0], "retired is True"),
    (lambda: reason("Wrong design").update(label_zh="别的"), "label_zh is 别的, but 设计不符"),
    (lambda: reason("Wrong design").update(retired_at=timezone.now()), "retired is True"),
    (lambda: reason("Old").update(retired_at=None), "retired is False"),
    (lambda: reason("Wrong design").delete()[0], "retired is True"),
    (lambda: Review.objects.update(title_en="Other"), "title_en is Other, but Nodules"),
    (lambda: Review.objects.update(diagram_labels={}), "labels: en is {}"),
    (lambda: Record.objects.filter(place="duplicate").update(removed="other"), "removed is"),
    (lambda: Record.objects.filter(place="other").update(removed_note="x"), "but ('other', '撤稿')"),
]  # fmt: skip


def test_edit_of_words_or_marks_is_named(review):
    for edit, named in EDITS:
        with transaction.atomic():
            assert edit()
            found = list(map(str, worded(Review.objects.get(pk=review.pk))))
            assert any(named in problem for problem in found), (named, found)
            transaction.set_rollback(True)
