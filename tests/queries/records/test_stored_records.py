import pytest

from screening.models import Record as Row
from screening.models import SourceText
from screening.queries.records.stored_records import from_row, group_of, merged, record_of, to_row
from screening.records.record import Record, ToolDecision
from tests.builders import make_record, make_review, make_search

pytestmark = pytest.mark.django_db

ENTRY = Record(
    title="外泌体与肺癌",
    title_translated="Exosomes",
    authors=("高亚",),
    year=2020,
    doi="10.1/x",
    language="zh",
    keywords=("肺癌",),
    identifiers=(("cnki", "A"),),
    place="北京",
    raw="RT",
    line=4,
    decisions=(ToolDecision("rayyan", "Ana", "include"),),
)


@pytest.fixture
def search():
    return make_search(make_review(seed=3))


def store(search, entry):
    columns = to_row(entry, review=search.review, key="k")
    row = Row.objects.create(
        review=search.review, search=search, lane="dbr", flow_lane="dbr", **columns
    )
    SourceText.objects.create(record=row, raw=entry.raw, line=entry.line)
    return Row.objects.get(pk=row.pk)


def test_from_row_gives_back_what_to_row_stored(search):
    assert from_row(store(search, ENTRY), raw=True) == ENTRY


def test_merged_fills_gaps_and_says_where_each_field_came_from(search):
    first = store(search, ENTRY)
    second = store(
        search,
        Record(
            title="Exosomes in lung cancer",
            abstract="目的：……",
            year=2021,
            pmid="7",
            keywords=("肺癌", "外泌体"),
            language="en",
        ),
    )
    report = merged(first, [second])
    assert report.record.title == "外泌体与肺癌"
    assert (report.record.pmid, report.record.keywords) == ("7", ("肺癌", "外泌体"))
    assert report.provenance["title"] == (first.pk,)
    assert report.provenance["pmid"] == (second.pk,)
    assert report.provenance["keywords"] == (first.pk, second.pk)
    assert report.others["year"] == ((second.pk, 2021),)
    assert "pmid" not in report.others


def test_merged_takes_the_other_language_from_a_duplicate(search):
    first = store(search, Record(title="外泌体与肺癌", abstract="目的：……", language="zh"))
    second = store(search, Record(title="Exosomes", abstract="Aim: …", language="en"))
    report = merged(first, [second])
    assert (report.record.title_translated, report.record.abstract_translated) == (
        "Exosomes",
        "Aim: …",
    )
    assert report.provenance["title_translated"] == (second.pk,)


def test_merged_of_one_is_itself(search):
    row = store(search, ENTRY)
    assert merged(row).record == from_row(row)


def test_group_of_names_the_primary_first(search):
    first, second = make_record(search.review), make_record(search.review)
    Row.objects.filter(pk=first.pk).update(primary=second)
    assert [row.pk for row in group_of(Row.objects.get(pk=first.pk))] == [second.pk, first.pk]


def test_record_of_hides_what_is_loading(search):
    class Access:
        review = search.review

    row = make_record(search.review, place="loading")
    assert not record_of(Access, row.pk).exists()


def test_merged_keeps_the_journal_in_its_own_language(search):
    first = store(search, Record(title="外泌体与肺癌", journal="示例杂志", language="zh"))
    second = store(
        search,
        Record(
            title="Exosomes", journal="Illustrative Journal of Lungs", volume="3", language="en"
        ),
    )
    report = merged(first, [second]).record
    assert (report.journal, report.journal_translated) == (
        "示例杂志",
        "Illustrative Journal of Lungs",
    )
    assert report.volume == "3"
