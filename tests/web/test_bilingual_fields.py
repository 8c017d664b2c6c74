"""Forms that ask for a text in two languages begin with the reader's own."""

import pytest
from django.utils.translation import override

from screening.models import Review
from screening.web.access.review_forms import NewReviewForm
from screening.web.bilingual_fields import reader_language_first
from screening.web.protocol.forms import CriterionForm


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["languages", "title_en", "title_zh", "question_en", "question_zh"]),
        ("zh-hans", ["languages", "title_zh", "title_en", "question_zh", "question_en"]),
    ],
)
def test_new_review_begins_with_the_title_in_the_readers_language(language, order):
    with override(language):
        form = NewReviewForm()
    assert list(form.fields) == order
    assert form.fields[order[1]].widget.attrs["autofocus"]
    assert form.fields["title_zh"].widget.attrs["lang"] == "zh-Hans"


def test_other_fields_keep_their_places():
    with override("zh-hans"):
        form = CriterionForm(review=Review())
        assert reader_language_first(form) == "text_zh"
    assert list(form.fields) == ["stage", "inclusion", "kind", "text_zh", "text_en"]
