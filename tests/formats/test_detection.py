import gzip
import io
import zipfile

import pytest

from screening.formats import FORMATS, parse
from tests.formats.samples import SAMPLES


@pytest.mark.parametrize(("path", "key"), SAMPLES, ids=lambda value: getattr(value, "name", value))
def test_format_is_told_from_content_whatever_the_name(path, key):
    assert parse(path.read_bytes(), name="download.txt").format == key


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"MZ\x90\x00" + bytes(200), "a program"),
        (b"\x7fELF" + bytes(200), "a program"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "an archive of an unsupported type"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"SQLite format 3\x00" + bytes(50), "database file"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "audio or video file"),
        (bytes(range(256)) * 20, "neither text nor a supported table"),
        ("只是一些文字，没有任何格式。".encode(), "只是一些文字"),
        (b"Dear colleague, please find attached.", "Dear colleague"),
    ],
)
def test_other_files_are_refused_by_what_they_are(data, words):
    parsed = parse(data, name="search.ris")
    assert parsed.records == []
    assert parsed.error is not None
    assert "search.ris" in str(parsed.error)
    assert words in str(parsed.error)


def test_word_document_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    parsed = parse(packed.getvalue(), name="refs.docx")
    assert "Office document" in str(parsed.error)


def test_gz_of_an_export_is_read():
    path, _ = SAMPLES[0]
    parsed = parse(gzip.compress(path.read_bytes()), name="a.ris.gz")
    assert (parsed.format, parsed.error) == ("gz", None)
    assert parsed.records == parse(path.read_bytes()).records


def test_unknown_choices_are_told_with_what_is_known():
    path, _ = SAMPLES[0]
    wrong_format = parse(path.read_bytes(), format_key="nonsense")
    assert all(key in str(wrong_format.error) for key in FORMATS)
    assert "nonsense" in str(parse(path.read_bytes(), encoding="nonsense").error)


def test_sniffs_stay_in_range_on_anything():
    heads = ["", "\x00", "TY", "<", "{", "%0", "[1]", "a,b\n1,2", "中文", "【】", "<1.>", "PMID-"]
    for each in FORMATS.values():
        assert all(0 <= each.sniff(head) <= 1 for head in heads)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Session expired</body></html>",
            "is a web page",
        ),
        (b"\r\n\n%PDF-1.4\n1 0 obj", "is a PDF document"),
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"b" * 70_000 + b'">]><x>&a;</x>',
            "defines XML entities",
        ),
        (b"title," + b"a," * 2000 + b"z\n", "more than 1000 columns"),
        (
            b"FN Clarivate Analytics Web of Science\nVR 1.0\nEF\n",
            "looks like Web of Science (plain text), but",
        ),
    ],
    ids=["web page", "PDF behind blank lines", "entities", "columns", "no hits"],
)
def test_what_cannot_be_read_is_named(data, words):
    assert words in str(parse(data, name="x.ris").error)


def test_a_csv_whose_rows_do_not_fit_is_still_asked_about_as_a_table():
    data = "No;Kram;Wer;Wo\n1;Muscle exosomes;Li, Na; Wang;Bone\n2;骨骼肌外泌体;李娜;中国骨质疏松杂志\n".encode()
    assert "Choose the columns by hand" in str(parse(data, name="list.CSV").error)
    assert parse(data, name="list.txt").format == ""
    read = parse(data, name="list.csv", options={"mapping": {"Kram": "title", "Wo": "journal"}})
    assert [each.title for each in read.records] == ["Muscle exosomes", "骨骼肌外泌体"]
    assert "5 cells for 4 columns" in str(read.problems[0].message)
    assert "Bone" in read.records[0].raw, "a cell beyond the header is kept"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Project.ctv6", "Citavi"), ("My.enl", "reference manager"), ("x.db", "database file")],
)
def test_a_library_that_is_a_database_is_known_by_its_name(name, said):
    assert said in str(parse(b"SQLite format 3\x00" + b"\0" * 100, name=name).error)
