import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.formats import FORMATS, parse
from screening.formats import _custom_fields as extras
from screening.records.record import TYPES, Record, ToolDecision

WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30
)
LISTS = st.lists(WORDS.filter(str.strip), max_size=3).map(tuple)
RECORDS = st.builds(
    Record,
    title=WORDS,
    title_translated=WORDS,
    authors=LISTS,
    authors_translated=LISTS,
    authors_incomplete=st.booleans(),
    editors=LISTS,
    translators=LISTS,
    edition=WORDS,
    accessed=WORDS | st.dates().map(str),
    isbn=LISTS,
    year=st.none() | st.integers(1500, 2099),
    date=WORDS,
    journal=WORDS,
    volume=WORDS,
    pages=WORDS,
    doi=WORDS,
    identifiers=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
    abstract=WORDS,
    abstract_translated=WORDS,
    keywords=LISTS,
    keywords_translated=LISTS,
    type=st.sampled_from(sorted(TYPES)),
    notes=WORDS,
    decisions=st.lists(
        st.builds(ToolDecision, WORDS, WORDS, st.sampled_from(["include", "exclude"])), max_size=2
    ).map(tuple),
)


@pytest.mark.parametrize(
    "key", ["ris", "refworks", "endnote_tagged", "noteexpress", "pubmed_nbib", "bibtex"]
)
@settings(deadline=None)
@given(records=st.lists(RECORDS, min_size=1, max_size=3))
def test_any_record_comes_back_from_a_written_file(key, records):
    written = b"".join(FORMATS[key].write(iter(records)))
    again = parse(written, format_key=key, encoding="utf-8")
    assert [blank(record) for record in again.records] == records


def blank(record):
    """The record without what only a file has."""
    values = {name: getattr(record, name) for name in Record.__dataclass_fields__}
    return Record(**values | {"raw": "", "line": 0})


@pytest.mark.parametrize(
    "line",
    [
        "reviewapp year: [1]",
        "reviewapp title: 5",
        "reviewapp authors: nonsense",
        'reviewapp authors: "text"',
        'reviewapp type: "nothing known"',
        'reviewapp decisions: [{"tool": "x"}]',
        "reviewapp raw: 1",
        "reviewapp nothing",
        "other title: x",
        "reviewapp title: " + "[" * 100_000,
    ],
)
def test_lines_that_make_no_sense_change_nothing(line):
    record = Record(title="One")
    assert extras.merged(record, [line], "", 0) == record


def test_nothing_to_add_where_everything_was_read_back():
    record = Record(title="One", year=2020)
    assert list(extras.lines(record, record)) == []


def test_an_isbn_that_an_earlier_version_wrote_as_one_text_is_read():
    record = extras.merged(Record(title="一"), ['reviewapp isbn: "978-7-5037-1234-5"'], "", 1)
    assert record is not None
    assert record.isbn == ("978-7-5037-1234-5",)
