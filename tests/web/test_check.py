"""Check my diagram: numbers typed in or read from a PRISMA2020 file, each broken sum named with box and amount."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from screening.prisma.counts import Tally, count
from screening.prisma.csv_table import write
from screening.prisma.labels import SETS
from tests.builders import make_user

SOUND = {
    "database_results": 100, "duplicates": 20, "records_screened": 80, "records_excluded": 60, "dbr_sought_reports": 20,
    "dbr_notretrieved_reports": 2, "dbr_assessed": 18, "dbr_excluded": "研究设计不符 8\nWrong outcome (n = 3)", "new_studies": 7,
    "new_reports": 7,
}  # fmt: skip


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
    flow = count([
        Tally("CNKI 中国知网", "database", "dbr", "included", 3), Tally("PubMed", "database", "dbr", "ft_exclude", 2, "设计"),
    ])  # fmt: skip
    text = write(flow, SETS["zh"]).text
    upload = SimpleUploadedFile("PRISMA.csv", text.encode())
    assert send({"file": upload})["breaches"] == []
    wrong = SimpleUploadedFile("PRISMA.csv", text.replace("dbr_assessed.html,5", "dbr_assessed.html,6").encode())
    assert {breach["identity"] for breach in send({"file": wrong})["breaches"]} >= {"I4"}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "标题,作者\n甲,乙\n".encode("gb18030")])
def test_file_that_is_none_says_so(send, content):
    answer = send({"file": SimpleUploadedFile("a.csv", content or b" ")})
    assert answer["problems"]
    assert not answer["checked"]


def test_line_without_a_number_is_told(send):
    assert "dbr_excluded" in send(SOUND | {"dbr_excluded": "设计不符"})["form"].errors
