"""Full texts of a report that is merged: they are where its reviewers read,
and at home again when it is undone.
"""

import pytest

from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.fulltext.retrieval import set_retrieval
from screening.queries.access.authorization import access_review
from screening.queries.fulltext.reports_sought import sought
from screening.queries.screening.cards import cards
from tests.builders import make_cast, make_full_text, make_record, make_search

pytestmark = pytest.mark.django_db


def test_file_of_a_duplicate_is_read_on_the_record_that_is_kept():
    cast = make_cast()
    search = make_search(cast.review, kind="citation", name="参考文献")
    kept, twin = (
        make_record(cast.review, search=search, place="await_retrieval") for _ in range(2)
    )
    set_retrieval(by=cast.lead, review=cast.review, record_ids=[twin.pk], status="retrieved")
    file = make_full_text(cast.review, record=twin, name="外泌体.pdf")
    done = merge(review=cast.review, record_ids=[kept.pk, twin.pk], by=cast.lead)
    access = access_review(cast.first, cast.review.pk)
    assert [card.files for card in cards(access, "full-text", [kept.pk])] == [[file]]
    assert list(sought(cast.review).get(pk=kept.pk).full_texts.all()) == [file]
    undo_merge(by=cast.lead, review=cast.review, merge_id=done.pk)
    file.refresh_from_db()
    assert file.record == twin
