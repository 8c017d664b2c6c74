import re
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from screening.formats import parse
from screening.formats._bibtex_entries import value
from screening.formats._bibtex_mapping import authors, keywords
from screening.formats._latex import decode
from screening.formats.bibtex import FORMAT, sniff
from screening.records.record import Record, ToolDecision

DATA = Path(__file__).parents[1] / "data" / "bibtex"


def test_mixed_file_gives_every_entry_with_its_fields():
    parsed = parse(DATA / "mixed.bib")
    first, second, child, whole = parsed.records
    assert (parsed.format, parsed.found) == ("bibtex", 4)
    assert first.title == "DNA₂ repair in Mus musculus: 5% & more"
    assert first.authors == ("Gao, Ya", "Härri, Éloïse", "Exosome Working Group")
    assert (first.journal, first.year, first.issue, first.pages) == (
        "Journal of Made-up Medicine",
        2021,
        "4",
        "101-109",
    )
    assert (first.doi, first.issn, first.notes) == ("10.1234/abc_1", ("1234-5679",), "")
    assert first.abstract == "Costs of $5 and $10; range 3~5 mg."
    assert first.keywords == ("exosome", "miRNA", "mice")
    assert first.line == 7
    assert first.raw.startswith("@article{gao2021,")
    assert first.raw.endswith("}")
    assert second.authors == ("杨育伟", "张三", "李四")
    assert (second.title, second.language) == ("外泌体治疗脑卒中的研究进展", "zh")
    assert second.journal == "undefinedmacro Supplement"
    assert (child.title, child.journal, child.year) == (
        "A child of its proceedings",
        "Proceedings of the Made-up Meeting",
        2019,
    )
    assert (whole.type, whole.authors) == ("conference", ())


def test_damaged_entries_are_recovered_or_reported_with_line_and_text():
    parsed = parse(DATA / "damaged.bib")
    assert [record.title for record in parsed.records] == [
        "Whole",
        "Still to be told apart",
        "Same key as the first",
    ]
    rejected = [problem for problem in parsed.problems if problem.rejected]
    assert [(problem.line, problem.raw[:14]) for problem in rejected] == [(13, "@article{lost,")]
    told = [problem.line for problem in parsed.problems if problem.line and not problem.rejected]
    assert told == [6, 14]
    assert parsed.found == 4


def test_words_of_the_authors_and_of_the_database_are_both_kept():
    """Scopus writes both."""
    text = "@article{a, title={T}, author_keywords={Bone;  骨}, keywords={Skeleton;  Bone}}"
    assert parse(text.encode()).records[0].keywords == ("Bone", "骨", "Skeleton")


def test_links_give_their_text_and_addresses_their_address():
    """TeXMed writes the PubMed number as a link in the note."""
    text = (
        r"@article{a, title={外泌体, see \href{https://example.org/a}{the data}}, howpublished={\href{https://example.org/b}{web}},"
        r" note={[PubMed:\href{https://pubmed.ncbi.nlm.nih.gov/12345678}{12345678}]}}"
    )
    (record,) = parse(text.encode()).records
    assert (record.title, record.url) == ("外泌体, see the data", "https://example.org/b")
    assert (record.pmid, record.notes) == ("12345678", "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A, B and C, D", ("A, B", "C, D")),
        ("{Smith and Sons, Inc} and Wu, X", ("Smith and Sons, Inc", "Wu, X")),
        ("张三 and 李四", ("张三", "李四")),
        ("欧阳, 修文", ("欧阳修文",)),
        ('Brand{\\"a}o, A AND Others', ("Brandäo, A", "et al.")),
        ("von Hicks, III, Michael", ("von Hicks, III, Michael",)),
        ("Author 1", ("Author 1",)),
        ("", ()),
    ],
)
def test_authors_are_split_outside_braces(text, names):
    assert authors(text) == names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a, b", ("a", "b")),
        ("a, b; c", ("a, b", "c")),
        ("肉瘤；诊断", ("肉瘤", "诊断")),
        ("{a; b}; c", ("a; b", "c")),
        ("", ()),
    ],
)
def test_keywords_are_split(text, words):
    assert keywords(text) == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{a} # { b}", "a b"),
        ('"a {"} b"', 'a {"} b'),
        ("jan", "jan"),
        ("J # { X}", "Journal X"),
        ("2019", "2019"),
        ("{a {b} c}", "a {b} c"),
    ],
)
def test_value_joins_parts_and_macros(text, said):
    assert value(text, {"j": "Journal"}) == said


@pytest.mark.parametrize(
    ("head", "least"),
    [
        ("@article{a,\n title = {x}}", 0.9),
        ("Scopus\nEXPORT DATE\n\n@ARTICLE{Gao2021,\nauthor={x}", 0.9),
        ("TY  - JOUR\nTI  - x@y{z", 0.0),
        ("mail me@article.org", 0.0),
    ],
)
def test_sniff_looks_at_content(head, least):
    assert sniff(head) == 0.0 if least == 0.0 else sniff(head) >= least


RECORDS = [
    Record(
        title="Costs & benefits: 5% of H₂O_x in {mice} #1 ~ ^ \\ $",
        title_translated="小鼠的成本",
        authors=("高亚", "Gao, Ya", "World Health Organization", "Smith and Sons, Inc"),
        authors_translated=("Gao Ya",),
        year=2020,
        date="2020 Nov-Dec",
        journal="Journal of A & B",
        volume="1",
        issue="2",
        pages="3-4",
        doi="10.1234/a_b",
        pmid="123",
        issn=("1234-5679", "2345-6786"),
        keywords=("Aged, 80 and over", "外泌体", "a; b"),
        abstract="First “quoted” -- and ``other''.",
        language="zh",
        type="review",
        identifiers=(("pmcid", "PMC1"), ("nct", "NCT01234567")),
        notes="one\ntwo",
        url="https://example.org/a_b?c=%20d",
        source_database="CNKI",
        notices=("Retraction in: X",),
    ),
    Record(
        title="外泌体",
        authors=("高亚",),
        year=2020,
        type="thesis",
        publisher="某大学",
        language="zh",
    ),
    Record(title="外泌体", authors=("高亚",), year=2020, type="trial", language="zh"),
    Record(title="No author", type="web"),
]


def written(records):
    return b"".join(FORMAT.write(records)).decode("utf-8")


def bare(record):
    return {**record.to_json(), "raw": "", "line": 0}


def test_written_file_reads_back_equal():
    back = parse(written(RECORDS).encode()).records
    assert [bare(record) for record in back] == [bare(record) for record in RECORDS]


def test_written_file_keeps_the_decisions_of_other_tools_in_the_note():
    given = (ToolDecision("rayyan", "Ana", "exclude", ("错误人群",), ("rct",)),)
    text = written([Record(title="One", notes="mine", decisions=given)])
    assert "RAYYAN-INCLUSION" in text
    assert "reviewapp =" not in text.replace("reviewapp date", "")
    assert [(each.notes, each.decisions) for each in parse(text.encode()).records] == [
        ("mine", given)
    ]


def test_written_file_keeps_what_bibtex_has_no_field_for():
    given = (ToolDecision("covidence", "", "exclude", ("wrong; {dose}",), ("50 % ~ $5",)),)
    record = Record(title="One", url="not an address", decisions=given)
    assert [bare(each) for each in parse(written([record]).encode()).records] == [bare(record)]


def test_written_keys_are_ascii_and_unique():
    keys = re.findall(r"^@\w+\{(.*),$", written(RECORDS * 3), re.MULTILINE)
    assert len(set(keys)) == len(keys) == 12
    assert all(key.isascii() and re.fullmatch(r"[a-z0-9-]+", key) for key in keys)
    assert keys[1].startswith("gaoya2020")


def test_written_file_says_the_same_to_bibtexparser_and_pybtex():
    text = written(RECORDS)
    library = bibtexparser.parse_string(text)
    other = parse_string(text, "bibtex")
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == list(other.entries)
    for entry, record in zip(library.entries, RECORDS, strict=True):
        assert decode(entry.fields_dict["title"].value) == record.title
        theirs = other.entries[entry.key]
        assert decode(theirs.fields["title"]) == record.title
        assert len(theirs.persons.get("author", [])) == len(record.authors)


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Co", "Cc"]), max_size=30)


@settings(deadline=None)
@given(st.lists(st.builds(Record, title=TEXT, journal=TEXT, abstract=TEXT), max_size=4))
def test_no_text_breaks_the_written_file(records):
    library = bibtexparser.parse_string(written(records))
    assert len(library.entries) == len(records)
    assert not library.failed_blocks


def test_japanese_names_with_a_comma_stay_whole() -> None:
    text = "@article{a, title={骨格筋の研究}, author={山田, 太郎 and 佐藤, 花子}, year={2020}}\n"
    assert parse(text.encode()).records[0].authors == ("山田太郎", "佐藤花子")
