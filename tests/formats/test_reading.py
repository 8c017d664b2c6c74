import tracemalloc

import pytest

from screening.formats import (
    FORMATS,
    Limits,
    Parsed,
    Problem,
    Source,
    Stream,
    parse,
    parse_entry,
    stream,
)
from screening.formats import _reading as reading
from screening.formats._format import Format
from screening.records.record import Record
from screening.records.registry import RegistryError
from tests.formats.samples import SAMPLES

ENTRY = "TY  - JOUR\nTI  - Study {0}\nAU  - Doe, J\nPY  - 2020\nAB  - Words.\nER  - \n\n"


def ris(count):
    return "".join(ENTRY.format(number) for number in range(count)).encode()


@pytest.mark.parametrize(("path", "key"), SAMPLES, ids=lambda value: getattr(value, "name", value))
def test_every_sample_is_read_whole_with_lines_and_raw_text(path, key):
    data = path.read_bytes()
    parsed = parse(data)
    lines = data.decode().split("\n")
    assert parsed.error is None
    assert parsed.found == len(parsed.records) > 0
    for record in parsed.records:
        assert record.raw.split("\n")[0] == lines[record.line - 1].rstrip("\n")
        assert record.title


@pytest.mark.parametrize(("path", "key"), SAMPLES, ids=lambda value: getattr(value, "name", value))
def test_every_entry_can_be_read_again_alone(path, key):
    for record in parse(path.read_bytes()).records:
        again = [
            item
            for item in parse_entry(record.raw, key, line=record.line)
            if isinstance(item, Record)
        ]
        assert [(each.title, each.authors, each.line) for each in again] == [
            (record.title, record.authors, record.line)
        ]


def test_parse_entry_refuses_an_unknown_format():
    with pytest.raises(RegistryError):
        parse_entry("TI  - x", "nonsense")


def test_stream_reads_a_large_file_in_portions(monkeypatch, tmp_path):
    monkeypatch.setattr("screening.formats._input.PORTION", 20_000)
    monkeypatch.setattr("screening.formats._encoding_chain.BLOCK", 10_000)
    monkeypatch.setattr("screening.formats._input.BLOCK", 10_000)
    path = tmp_path / "large.ris"
    path.write_bytes(ris(3000))
    whole = parse(ris(3000))
    items = stream(path)
    records = [item for item in items if isinstance(item, Record)]
    assert [record.title for record in records] == [f"Study {number}" for number in range(3000)]
    assert [record.line for record in records] == [record.line for record in whole.records]
    assert (items.found, items.records, items.error) == (3000, 3000, None)


@pytest.mark.parametrize(("path", "key"), SAMPLES, ids=lambda value: getattr(value, "name", value))
def test_portions_change_nothing(monkeypatch, path, key):
    data = path.read_bytes()
    whole = parse(data * 3)
    monkeypatch.setattr("screening.formats._input.PORTION", 200)
    parts = parse(data * 3)
    assert [(record.title, record.line) for record in parts.records] == [
        (r.title, r.line) for r in whole.records
    ]


def test_stream_holds_no_more_than_a_portion(monkeypatch, tmp_path):
    monkeypatch.setattr("screening.formats._input.PORTION", 40_000)
    monkeypatch.setattr("screening.formats._input.BLOCK", 20_000)
    path = tmp_path / "large.ris"
    path.write_bytes(ris(6000))
    tracemalloc.start()
    count = sum(isinstance(item, Record) for item in stream(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 6000
    assert peak < 2_000_000  # the records together take more than 8 MB


def test_limits_are_told(tmp_path):
    assert "more than the limit of" in str(parse(ris(10), limits=Limits(bytes=100)).error)
    assert "more than 5 records" in str(parse(ris(10), limits=Limits(records=5)).error)
    assert "stopped after 0 seconds" in str(parse(ris(600), limits=Limits(seconds=0)).error)
    csv = b"title,year\n" + b"A,2020\n" * 100
    assert "limit" in str(parse(csv, limits=Limits(whole_bytes=50)).error)


def test_long_field_is_kept_whole():
    parsed = parse(f"TY  - JOUR\nTI  - One\nAB  - {'词' * 300_000}\nER  - \n".encode())
    assert len(parsed.records[0].abstract) == 300_000


def test_seven_thousand_authors_are_kept():
    authors = "".join(f"AU  - Family{number}, Given\n" for number in range(7456))
    assert (
        len(parse(f"TY  - JOUR\nTI  - One\n{authors}ER  - \n".encode()).records[0].authors) == 7456
    )


def fake(read, count=lambda source: 0) -> Format:
    return Format("fake", "Fake", lambda head: 1.0, read, count)


def with_reader(monkeypatch, read, count=lambda source: 0) -> Parsed:
    monkeypatch.setattr(reading, "FORMATS", {**FORMATS, "fake": fake(read, count)})
    return parse(b"some text", format_key="fake")


def test_reader_that_fails_ends_with_a_problem(monkeypatch):
    def read(source: Source):
        yield Record(title="One")
        raise KeyError("boom")

    parsed = with_reader(monkeypatch, read)
    assert [record.title for record in parsed.records] == ["One"]
    assert any("boom" in str(problem.message) and problem.rejected for problem in parsed.problems)
    assert parsed.found == 2


def test_counts_that_differ_are_told(monkeypatch):
    parsed = with_reader(monkeypatch, lambda source: iter([Record(title="One")]), lambda source: 7)
    assert any("finds 7 entries" in str(problem.message) for problem in parsed.problems)


def test_file_without_entries_says_so(monkeypatch):
    parsed = with_reader(monkeypatch, lambda source: iter(()))
    assert "there is no entry" in str(parsed.error)


def test_missing_fields_are_counted_for_the_whole_file():
    parsed = parse(
        b"TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nTI  - Two\nPY  - 2020\nAU  - A, B\nAB  - x\nER  - \n"
    )
    told = {str(problem.message) for problem in parsed.problems}
    assert told == {
        "No abstract: 1 of 2 records.",
        "No year: 1 of 2 records.",
        "No author: 1 of 2 records.",
    }


def test_stream_is_empty_where_the_file_is_refused():
    refused = stream(b"%PDF-1.4", name="a.pdf")
    assert isinstance(refused, Stream)
    assert list(refused) == []
    assert refused.error is not None


def test_problems_have_a_line_and_a_remedy():
    for problem in parse(b"TY  - JOUR\nTI  - One\n").problems:
        assert isinstance(problem, Problem)
        assert str(problem.message).endswith(".")


@pytest.mark.parametrize("key", [key for key, each in FORMATS.items() if each.write])
def test_half_a_character_from_json_stops_no_writer(key):
    (record,) = parse(
        rb'[{"id": "1", "type": "book", "title": "\u9488\u523a \ud800"}]', format_key="csl_json"
    ).records
    assert b"".join(FORMATS[key].write([record]))
