"""What the interface costs beside the page with the same answer."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.client import Program
from tests.builders import make_cast, make_record

PAIRS = [
    ("list_records", "", "/reviews/{}/records/"),
    ("list_records", "q=Record&year_from=2010", "/reviews/{}/records/?q=Record&year_from=2010"),
    ("list_history", "", "/reviews/{}/history/"),
    ("get_flow", "", "/reviews/{}/flow/"),
    ("list_searches", "", "/reviews/{}/searches/"),
    ("list_members", "", "/reviews/{}/team/"),
    ("get_agreement", "", "/reviews/{}/agreement/"),
    ("list_studies", "", "/reviews/{}/studies/"),
    ("list_merges", "", "/reviews/{}/duplicates/?tab=merged"),
    ("list_full_texts", "", "/reviews/{}/full-texts/"),
    ("list_criteria", "", "/reviews/{}/protocol/"),
]


@pytest.fixture
def cast(db):
    made = make_cast()
    for _number in range(30):
        make_record(made.review)
    return made


def queries(ask) -> int:
    ask()
    with CaptureQueriesContext(connection) as found:
        ask()
    return len(found)


@pytest.mark.parametrize(("name", "query", "page"), PAIRS, ids=lambda value: str(value))
def test_an_answer_takes_no_more_queries_than_the_page(cast, name, query, page):
    program, client, pk = Program(cast.observer), Client(), cast.review.pk
    client.force_login(cast.observer, backend="django.contrib.auth.backends.ModelBackend")
    assert queries(lambda: program.get(name, query=query, review_id=pk)) <= queries(
        lambda: client.get(page.format(pk))
    )


def test_more_rows_take_no_more_queries(cast):
    program = Program(cast.observer)
    few = queries(lambda: program.get("list_records", query="limit=2", review_id=cast.review.pk))
    many = queries(lambda: program.get("list_records", query="limit=30", review_id=cast.review.pk))
    assert few == many


@pytest.mark.slow
def test_two_hundred_records_take_about_as_long_as_four_pages_of_fifty(cast):
    """The page shows fifty, so its time is taken four times."""
    for _number in range(170):
        make_record(cast.review)
    program, client, pk = Program(cast.observer), Client(), cast.review.pk
    client.force_login(cast.observer, backend="django.contrib.auth.backends.ModelBackend")

    def seconds(ask) -> float:
        ask()
        took = []
        for _try in range(3):
            begun = time.process_time()
            ask()
            took.append(time.process_time() - begun)
        return min(took)

    answer = seconds(
        lambda: program.client.get(
            f"/api/v1/reviews/{pk}/records/?limit=200", headers=program.headers
        )
    )
    assert answer <= 1.2 * 4 * seconds(lambda: client.get(f"/reviews/{pk}/records/"))
