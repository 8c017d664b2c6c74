import pytest

from screening.actions.records.search_index import index
from screening.models import Record, RecordWords
from screening.queries.records.search import matching
from tests.builders import make_record, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    review = make_review()
    made = [
        make_record(
            review,
            title="外泌体 miR-206 与肺癌的研究",
            title_translated="Exosomal miR-206",
            authors=["高亚"],
        ),
        make_record(
            review,
            title="Osteoporosis in 李明's cohort",
            abstract="Ärzte und Müdigkeit",
            doi="10.1000/abc.1",
        ),
        make_record(review, title="Lung nodules", keywords=["骨质疏松"]),
    ]
    index(made)
    return made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("外泌体", [0]),
        ("泌", [0]),
        ("肺癌 mir", [0]),
        ("外泌体与骨", []),
        ("高亚", [0]),
        ("osteo*", [1]),
        ("OSTEO* 李明", [1]),
        ("osteo", []),
        ("arzte", [1]),
        ("10.1000/ABC.1", [1]),
        ("lung nodules", [2]),
        ("骨质疏松", [2]),
        ("外泌體", [0]),
        ("", []),
        ("…… “”", []),
        ("*", []),
        ('" OR "', []),
        ("lung' | 'x", []),
    ],
)
def test_matching_finds(records, text, found):
    pks = set(Record.objects.filter(matching(text)).values_list("pk", flat=True))
    assert pks == {records[n].pk for n in found}


def test_matching_excluded_is_the_rest(records):
    assert set(Record.objects.exclude(matching("肺癌"))) == set(records[1:])


def test_index_follows_an_edit(records):
    records[0].title, records[0].title_translated = "新的题名", ""
    records[0].save()
    index(records[:1])
    assert not Record.objects.filter(matching("外泌体"))
    assert Record.objects.get(matching("新的题名")) == records[0]


def test_index_goes_with_the_record(records):
    records[0].delete()
    assert RecordWords.objects.filter(words__holds=["外泌"]).count() == 0
