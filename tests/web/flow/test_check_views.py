"""Check my diagram: numbers typed in or read from a PRISMA2020 file,
each broken sum named with box and amount.
"""

import csv
import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from screening.flow.counts import Flow, Tally, count
from screening.flow.csv_table import write
from screening.flow.labels import SETS
from tests.builders import make_user
from tests.flow.flows import make_flow

SOUND = {
    "database_results": 100,
    "duplicates": 20,
    "records_screened": 80,
    "records_excluded": 60,
    "dbr_sought_reports": 20,
    "dbr_notretrieved_reports": 2,
    "dbr_assessed": 18,
    "dbr_excluded": "研究设计不符 8\nWrong outcome (n = 3)",
    "new_studies": 7,
    "new_reports": 7,
}


@pytest.fixture
def send(client, db):
    client.force_login(make_user())
    return lambda data: client.post(reverse("check-diagram"), data).context


def test_numbers_that_add_up(send):
    answer = send(SOUND)
    assert answer["checked"]
    assert answer["breaches"] == []


@pytest.mark.parametrize(
    ("box", "value", "identity", "amount"),
    [
        ("duplicates", 25, "I2", -5),
        ("records_excluded", 61, "I3", -1),
        ("dbr_assessed", 17, "I4", 1),
        ("new_reports", 6, "N1", 1),
        ("dbr_excluded", "设计，8", "N1", 3),
    ],
)
def test_broken_sum_is_named_with_its_boxes_and_amount(send, box, value, identity, amount):
    found = send(SOUND | {box: value})["breaches"]
    told = {(breach["identity"], breach["amount"]): breach for breach in found}
    assert (identity, amount) in told
    assert "_" not in told[identity, amount]["text"]
    assert told[identity, amount]["boxes"]


def test_file_of_the_package_is_read(send):
    flow = count(
        [
            Tally("CNKI 中国知网", "database", "dbr", "included", 3),
            Tally("PubMed", "database", "dbr", "ft_exclude", 2, "设计"),
        ]
    )
    text = write(flow, SETS["zh"]).text
    upload = SimpleUploadedFile("PRISMA.csv", text.encode())
    assert send({"file": upload})["breaches"] == []
    wrong = SimpleUploadedFile(
        "PRISMA.csv", text.replace("dbr_assessed.html,5", "dbr_assessed.html,6").encode()
    )
    assert {breach["identity"] for breach in send({"file": wrong})["breaches"]} >= {"I4"}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "标题,作者\n甲,乙\n".encode("gb18030")])
def test_file_that_is_none_says_so(send, content):
    answer = send({"file": SimpleUploadedFile("a.csv", content or b" ")})
    assert answer["problems"]
    assert not answer["checked"]


def test_line_without_a_number_is_told(send):
    assert "dbr_excluded" in send(SOUND | {"dbr_excluded": "设计不符"})["form"].errors


def test_how_many_sums_could_be_checked_is_told(send):
    answer = send(SOUND)
    assert (answer["judgement"].checked, answer["whole"]) == (4, 4)


@pytest.mark.parametrize(
    "numbers", [{"new_studies": 5}, {"duplicates": 12}, {"database_results": 300}]
)
def test_no_green_where_nothing_could_be_checked(client, db, numbers):
    client.force_login(make_user())
    page = client.post(reverse("check-diagram"), numbers).content.decode()
    assert "alert good" not in page
    assert "No sums could be checked" in page


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,697", 1697),
        ("1 697", 1697),
        ("1\u2009697", 1697),
        ("1.697", 1697),
        ("１６９７", 1697),
        ("(n = 1,697)", 1697),
        ("（n＝1697）", 1697),
        ("1697", 1697),
        ("0", 0),
    ],
)
def test_numbers_may_be_typed_as_they_are_printed(send, typed, number):
    assert send({"database_results": typed})["form"].numbers() == {"database_results": number}


@pytest.mark.parametrize("typed", ["about 1700", "1,69", "12a", "-5", "十二"])
def test_what_is_no_number_is_told(send, typed):
    assert "database_results" in send({"database_results": typed})["form"].errors


def test_lists_take_numbers_as_they_are_printed(send):
    form = send({"sources": "PubMed (n = 1,204)\n中国知网（n＝2 956）\nEmbase 3"})["form"]
    assert form.numbers()["sources"] == {"PubMed": 1204, "中国知网": 2956, "Embase": 3}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_file_as_a_spreadsheet_saves_it(send, encoding, delimiter):
    flow = count(
        [
            Tally("中国知网", "database", "dbr", "included", 3),
            Tally("PubMed", "database", "dbr", "ft_exclude", 2, "设计不符"),
        ]
    )
    answer = send(
        {"file": SimpleUploadedFile("PRISMA.csv", saved(flow, "zh", delimiter).encode(encoding))}
    )
    assert answer["problems"] == ()
    assert answer["judgement"].sound
    assert answer["form"]["dbr_assessed"].value() == 5


def test_file_in_latin_1(send):
    flow = count([Tally("Índice Médico", "database", "dbr", "ft_exclude", 2, "Población errónea")])
    answer = send(
        {"file": SimpleUploadedFile("PRISMA.csv", saved(flow, "en", ";").encode("latin-1"))}
    )
    assert answer["judgement"].sound
    assert "Población errónea, 2" in answer["form"]["dbr_excluded"].value()


def saved(flow, labels, delimiter):
    """The file as a spreadsheet writes it again, with its own delimiter."""
    out = io.StringIO()
    if delimiter == ";":
        out.write("sep=;\r\n")
    csv.writer(out, delimiter=delimiter).writerows(
        csv.reader(io.StringIO(write(flow, SETS[labels]).text))
    )
    return out.getvalue()


@pytest.mark.parametrize("waiting", [0, 2])
def test_our_own_file_of_an_update_passes(send, waiting):
    """With reports of earlier studies and dropped ones, of which the schema has no rows,
    finished or not.
    """
    flow = make_flow(5, 100, other=True, updated=True, waiting=waiting)
    dropped = Flow.from_snapshot(flow.to_snapshot())
    numbers = {
        **dropped.numbers,
        "previous_removed_studies": 2,
        "previous_joined_studies": 1,
        "total_studies": flow["total_studies"] - 3,
    }
    text = write(replace(dropped, numbers=numbers), SETS["zh"]).text
    answer = send({"file": SimpleUploadedFile("PRISMA.csv", text.encode())})
    assert answer["judgement"].sound
    assert answer["unchecked"] == []
    typed = {
        field.name: field.value() for field in answer["form"] if field.value() not in (None, "")
    }
    assert send(typed)["judgement"].sound


def test_sums_of_an_update_are_told_in_both_languages(client, db):
    client.force_login(make_user())
    numbers = {"previous_studies": "20", "new_studies": "10", "total_studies": "25"}
    for language, words in (("en", "dropped or joined"), ("zh-hans", "剔除、合并")):
        client.cookies["django_language"] = language
        page = client.post(
            reverse("check-diagram"), numbers, headers={"accept-language": language}
        ).content.decode()
        assert words in page
        assert "previous_studies +" not in page
