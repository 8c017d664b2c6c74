"""The CSV of the PRISMA2020 package, by its reader's rules, and the way back."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.flow.counts import Studies, Tally, count
from screening.flow.csv_table import read, write
from screening.flow.identities import check
from screening.flow.labels import SETS
from tests.flow.flows import make_flow


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["data"]: row for row in csv.DictReader(io.StringIO(text))}


def as_the_package_reads(text: str) -> dict[str, str]:
    """A list entry as the R reader takes it: split at ";", the label up to the first comma,
    then digits.
    """
    entries = [entry.strip() for entry in text.split(";")]
    return {entry.split(",")[0]: entry.split(",")[1].strip() for entry in entries}


def test_schema_rows_stand_in_order_without_the_last_two():
    table = write(make_flow())
    lines = list(csv.reader(io.StringIO(table.text)))
    assert len(lines) == 33
    assert lines[0] == ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
    assert [line[2] for line in lines if line[0] == "NA"] == ["prevstud", "newstud", "othstud"]
    assert not table.text.startswith("\ufeff")


def test_meta_analysis_rows_stand_only_with_numbers():
    flow = count([], Studies(total_studies_ma=4, total_reports_ma=5))
    assert rows(write(flow).text)["total_reports_ma"]["n"] == "5"


@pytest.mark.parametrize(("other", "updated"), [(False, False), (True, False), (True, True)])
def test_round_trip_gives_the_same_numbers(other, updated):
    flow = make_flow(5, 1000, other, updated)
    reading = read(write(flow).text)
    assert reading.problems == ()
    expected = flow.to_json()
    for key, number in reading.numbers.items():
        if key in {"dbr_excluded", "other_excluded"}:
            assert list(number.values()) == list(expected[key].values())
        else:
            assert number == expected[key], key
    beyond = {"N1", "T2"} if flow["new_reports_of_previous_studies"] else set()
    assert {breach.identity for breach in check(reading.numbers)} == beyond


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("Wrong design (e.g., case series)", "Wrong design (e.g. - case series)"),
        ("Ongoing; no results", "Ongoing； no results"),
        ("Author's data", "Author’s data"),
        ("对象不符,如动物", "对象不符，如动物"),
        ("对象不符；设计不符", "对象不符；设计不符"),
        ('"Quoted" reason', '"Quoted" reason'),
        ("两行\n理由", "两行 理由"),
        ("Trailing,", "Trailing"),
    ],
)
def test_labels_lose_what_the_package_reads_as_punctuation(reason, written):
    flow = count([Tally("A", "database", "dbr", "ft_exclude", 5, reason)])
    table = write(flow)
    assert as_the_package_reads(rows(table.text)["dbr_excluded"]["n"]) == {written: "5"}
    assert read(table.text).numbers["dbr_excluded"] == {written: 5}
    assert table.altered == (((reason, written),) if reason != written else ())


@given(st.dictionaries(st.text(min_size=1, max_size=30), st.integers(1, 10**6), max_size=6))
def test_no_label_loses_its_number(reasons):
    flow = count(
        Tally("A", "database", "dbr", "ft_exclude", n, reason) for reason, n in reasons.items()
    )
    reading = read(write(flow).text)
    assert reading.problems == ()
    assert sorted(reading.numbers["dbr_excluded"].values()) == sorted(reasons.values())


def test_no_reason_is_a_zero_and_a_single_one_can_be_padded():
    assert rows(write(make_flow(0)).text)["dbr_excluded"]["n"] == "0"
    assert rows(write(make_flow(1), pad_single_reason=True).text)["dbr_excluded"]["n"].endswith(
        "; Other, 0"
    )


def test_numbers_the_schema_cannot_hold_are_listed():
    assert write(make_flow(other=True, waiting=2)).omitted == {
        "other_duplicates": 6,
        "records_excluded_automation": 300,
        "records_awaiting_screening": 6,
        "dbr_awaiting_assessment": 6,
    }


def test_translation_changes_the_box_texts_alone():
    english, chinese = rows(write(make_flow()).text), rows(write(make_flow(), SETS["zh"]).text)
    assert chinese["records_screened"]["boxtext"] == "筛选的记录（阅读题名和摘要）"
    assert chinese["dbr_excluded"]["boxtext"] == "排除的报告"
    assert [
        k for k in english if {**english[k], "boxtext": ""} != {**chinese[k], "boxtext": ""}
    ] == []


def test_template_texts_mean_no_detail():
    flow = count([])
    assert (
        rows(write(flow).text)["database_specific_results"]["n"]
        == "Database 1, xxx; Database 2, xxx; Database 3, xxx"
    )
    assert "sources" not in read(write(flow).text).numbers


def test_reader_names_what_the_package_would_read_otherwise():
    text = write(make_flow()).text
    bad = re.sub(r"^(records_screened,.*),\d+$", r"\1,-12a", text, flags=re.MULTILINE)
    reading = read(bad)
    assert reading.numbers["records_screened"] == 12
    assert [str(p) for p in reading.problems] == [
        "Row records_screened: “-12a” is not a number; the package would read 12."
    ]


def test_another_file_is_refused_in_words():
    assert str(read("a,b\n1,2\n").problems[0]).startswith("This is not a PRISMA2020 file")
    assert read("").numbers == {}
