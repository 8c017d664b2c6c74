from datetime import date

import pytest

from screening.actions.imports import searches
from screening.actions.imports.searches import SearchRefused
from screening.models import Event, Record, Search
from tests.builders import make_file, make_record, make_review, make_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    return make_review(version=2)


def test_add_search_belongs_to_this_version(review):
    search = searches.add_search(
        by=review.created_by, review=review, name="中国知网", kind="database"
    )
    assert (search.version, Event.objects.get(verb="add_search").data["name"]) == (2, "中国知网")


def test_change_search_logs_what_was_before(review):
    search = make_search(review)
    searches.change_search(
        by=review.created_by, search=search, name="CNKI", date_run=date(2024, 11, 30)
    )
    assert Event.objects.get(verb="change_search").data["before"] == {
        "name": "PubMed",
        "date_run": None,
    }
    assert Event.objects.get(verb="change_search").data["after"]["date_run"] == "2024-11-30"


def test_change_of_kind_takes_the_records_to_the_other_column(review):
    search = make_search(review)
    record = make_record(review, search=search, place="await_ta")
    searches.change_search(by=review.created_by, search=search, kind="website")
    record.refresh_from_db()
    assert (record.lane, record.flow_lane, record.place) == ("oth", "oth", "await_retrieval")


def test_change_of_kind_is_refused_for_too_many_records(review, monkeypatch):
    monkeypatch.setattr(searches, "MOST_MOVED", 0)
    search = make_search(review)
    make_record(review, search=search)
    with pytest.raises(SearchRefused, match="too_many"):
        searches.change_search(by=review.created_by, search=search, kind="website")
    assert (Search.objects.get().kind, Record.objects.get().lane) == ("database", "dbr")


def test_delete_search_only_when_empty(review):
    empty, filled, read = (make_search(review) for _ in range(3))
    make_record(review, search=filled)
    make_file(review, search=read)
    for search in (filled, read):
        with pytest.raises(SearchRefused, match="in_use"):
            searches.delete_search(by=review.created_by, search=search)
    searches.delete_search(by=review.created_by, search=empty)
    assert list(Search.objects.all()) == [filled, read]
