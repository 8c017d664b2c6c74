from pathlib import Path

from screening.formats import parse, parse_entry

DATA = Path(__file__).parents[1] / "data"
SAMPLE = (DATA / "embase_lines" / "sample.csv").read_text(encoding="utf-8")


def test_each_title_begins_a_record():
    """A table reader would make a record of every line."""
    parsed = parse(SAMPLE.encode(), name="records.csv")
    assert (parsed.format, parsed.found, parsed.error) == ("embase_lines", 3, None)
    first, second = parsed.records
    assert (first.title, first.authors) == (
        'Samples of bone, and of "old" bone',
        ("Doe, J.", "Roe, A.B."),
    )
    assert (first.journal, first.year, first.volume, first.issue, first.pages) == (
        "Journal of samples",
        2020,
        "5",
        "3",
        "101-110",
    )
    assert (first.doi, first.pmid, first.type, first.language) == (
        "10.5555/sample.20",
        "12345678",
        "review",
        "en",
    )
    assert first.abstract == "First paragraph, with a comma. Second paragraph; with a semicolon."
    assert (first.keywords, first.issn) == (("sample", "bone"), ("1234-5679", "2345-6788"))
    assert (first.source_database, first.line) == ("Embase", 2)
    assert (second.title, second.title_translated) == (
        "A sample from the other side",
        "另一侧的样本",
    )
    assert (second.authors, second.language, second.abstract) == (
        ("Wang, X.", "Li, M."),
        "zh",
        "目的 探讨样本。",
    )
    assert (second.journal, second.year, second.volume, second.pages) == (
        "Chinese journal of samples",
        2021,
        "8",
        "1-9",
    )
    assert [problem.line for problem in parsed.problems if problem.rejected] == [29]


def test_one_entry_is_read_again():
    record = parse(SAMPLE.encode()).records[1]
    (again,) = parse_entry(record.raw, "embase_lines")
    assert again.title_translated == "另一侧的样本"


def test_a_table_whose_names_are_in_capitals_is_a_table():
    data = '"TITLE","AUTHOR NAMES","SOURCE","DOI"\n"One","Doe J.","Bone","10.5555/1"\n"二","王五","骨","10.5555/2"\n'
    assert [record.title for record in parse(data.encode()).records] == ["One", "二"]
