"""Pages by the last row seen: walked to the end and back, every row comes once and in order."""

from base64 import urlsafe_b64encode
from json import dumps

import pytest

from screening.models import Record
from screening.models.expressions import BEGINNING
from screening.queries.keyset import page
from screening.queries.records.listing import listed, records_of
from tests.builders import make_record, make_review

pytestmark = pytest.mark.django_db
LONG = "外泌体 " * 80
TITLES = ["b", "a", "b", "骨", LONG + "2", LONG + "10", LONG + "2", "", "a' | \"", "é"]
YEARS = [2020, None, 1999, 2020, None, 2020, 1999, 2024, None, 2020]


@pytest.fixture
def review():
    review = make_review()
    for title, year in zip(TITLES, YEARS, strict=True):
        make_record(review, title=title or "x", title_sort=title, year=year)
    make_record(review, place="loading", title_sort="c")
    make_record(make_review(), title_sort="c")
    return review


def walk(rows, order: str, size: int) -> tuple[list[int], list[int]]:
    """Keys met on the way to the last page, and on the way back from there."""
    there, back, cursor = [], [], ""
    while True:
        shown = page(rows, order=order, cursor=cursor, size=size)
        there += [row.pk for row in shown.rows]
        if not shown.next:
            break
        cursor = shown.next
    back = [row.pk for row in shown.rows]
    while shown.previous:
        shown = page(rows, order=order, cursor=shown.previous, size=size)
        back = [row.pk for row in shown.rows] + back
    return there, back


def expected(review, order: str) -> list[int]:
    rows = list(Record.objects.filter(review=review).exclude(place="loading"))
    field, falling = order.lstrip("-"), order.startswith("-")
    told = [row for row in rows if getattr(row, field) is not None]
    told.sort(key=lambda row: (getattr(row, field), row.pk), reverse=falling)
    empty = sorted((row.pk for row in rows if getattr(row, field) is None), reverse=falling)
    return [row.pk for row in told] + empty


@pytest.mark.parametrize("size", [1, 3, 50])
@pytest.mark.parametrize("order", ["pk", "-pk", "year", "-year", "title_sort", "-title_sort"])
def test_pages_hold_every_row_once_in_order(review, order, size):
    assert walk(records_of(review), order, size) == (expected(review, order),) * 2


def test_titles_alike_for_longer_than_the_index_holds_are_still_in_order(review):
    assert all(len(title) > BEGINNING for title in TITLES if title.startswith("外泌体"))
    found = [row.title_sort for row in page(records_of(review), order="title_sort").rows]
    assert [title for title in found if title.startswith("外泌体")] == [
        LONG + "10",
        LONG + "2",
        LONG + "2",
    ]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        urlsafe_b64encode(b"[" * 100_000).decode(),
        *(
            urlsafe_b64encode(dumps(told).encode()).decode()
            for told in (
                {},
                [[], 1, 2],
                ["after", "骨\0", 1],
                ["after", True, 1],
                ["after", 1 << 70, 1],
                ["after", 1, 1 << 70],
                ["after", 1, "1"],
                ["after", [1], 1],
                ["after", {}, 1],
                [{}, 1, 1],
            )
        ),
    ],
)
def test_cursor_that_nobody_wrote_gives_the_first_page(review, cursor):
    for order in ("year", "title_sort", "pk"):
        assert page(records_of(review), order=order, cursor=cursor, size=3).rows


def test_list_is_the_same_whether_little_or_much_is_found(review, monkeypatch):
    rows = records_of(review).filter(year=2020)
    for order in ("pk", "-year", "title_sort"):
        little, n = listed(rows, order=order)
        monkeypatch.setattr("screening.queries.records.listing.COUNTED_TO", 2)
        much, more = listed(rows, order=order)
        monkeypatch.undo()
        assert [row.pk for row in little.rows] == [row.pk for row in much.rows]
        assert (n, more) == (4, 3)
