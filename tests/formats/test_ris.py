import pytest
import rispy

from screening.formats import FORMATS, parse
from screening.formats._ris_entries import split
from screening.records.record import Record, ToolDecision
from tests.formats.samples import DATA


def read(text):
    return parse(text.encode(), format_key="ris")


def entry(*lines):
    return "\n".join(("TY  - JOUR", *lines, "ER  - ", ""))


@pytest.fixture(scope="module")
def dialects():
    return parse((DATA / "ris" / "dialects.ris").read_bytes())


def test_dialects_give_the_same_fields(dialects):
    first, ovid, cnki, late = dialects.records
    assert first.title == "Walking after stroke: a randomised trial"
    assert first.authors == ("Ångström, Eva", "de la Cruz, Ana")
    assert (first.year, first.date) == (2019, "2019/03/05")
    assert (first.volume, first.issue, first.pages) == ("12", "3", "101-110")
    assert first.doi == "10.5555/sample.2019.1"
    assert first.keywords == ("stroke", "gait", "exercise")
    assert first.abstract == "Background. First line second line."
    assert first.source_database == "Sample Abstracts"
    assert (ovid.title, ovid.authors, ovid.year) == (
        "Breathing exercises in asthma.",
        ("Smith, Tom",),
        2018,
    )
    assert (ovid.journal, ovid.pages, ovid.abstract) == ("Sample Medicine", "", "An abstract.")
    assert cnki.authors == ("王小明", "李四", "赵六")
    assert (cnki.title, cnki.language) == ("针刺治疗失眠的随机对照试验", "zh")
    assert cnki.abstract == "目的 探讨针刺的疗效。"
    assert (late.title, late.source_database) == ("Tags before the type", "Sample Base")


def test_dialects_lose_nothing(dialects):
    assert (dialects.found, dialects.error) == (4, None)
    assert [str(problem.message)[:6] for problem in dialects.problems if problem.line] == ["“n.d.”"]
    assert not any("second" in str(problem.message) for problem in dialects.problems)
    assert [record.line for record in dialects.records] == [4, 23, 38, 47]


def test_decisions_of_rayyan_and_asreview_are_read():
    rayyan, asreview, unseen = parse((DATA / "ris" / "decisions.ris").read_bytes()).records
    labels = ("rct", "adults")
    assert rayyan.decisions == (
        ToolDecision("rayyan", "Ana", "include", (), labels),
        ToolDecision("rayyan", "Bo", "exclude", ("wrong outcome",), labels),
    )
    assert rayyan.notes == ""
    assert asreview.decisions == (ToolDecision("asreview", "", "include", (), ("prior",)),)
    assert asreview.notes == "A note of our own."
    assert unseen.decisions == ()


def test_entry_without_end_is_read_and_told():
    parsed = read("TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - \n\nTY  - JOUR\nTI  - Thr")
    assert [record.title for record in parsed.records] == ["One", "Two", "Thr"]
    assert [problem.line for problem in parsed.problems if "end mark" in str(problem.message)] == [
        1,
        8,
    ]


def test_empty_entry_is_rejected_with_its_text():
    parsed = read(entry("TI  - One") + entry("TI  - "))
    rejected = [problem for problem in parsed.problems if problem.rejected]
    assert parsed.found == 2
    assert [(problem.line, problem.raw) for problem in rejected] == [
        (4, "TY  - JOUR\nTI  - \nER  -")
    ]


def test_end_mark_with_text_between_tags_is_a_value():
    parsed = read("TY  - JOUR\nTI  - One\nER  - End of reference\nKW  - word\nER  - \n")
    assert [(record.title, record.keywords) for record in parsed.records] == [("One", ("word",))]


def test_tags_without_type_are_an_entry():
    assert [record.title for record in read("JF  - Journal\nT1  - Alone\nER  -\n").records] == [
        "Alone"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "  TY  - JOUR\n  TI  - One\n  AU  - A, B\n  ER  - \n",
        "TY  -JOUR\nTI  -One\nAU  -A, B\nER  -\n",
        "TY  -  JOUR\nTI  -  One\nAU  -  A, B\nER  -\n",
        "TY - JOUR\rTI - One\rAU - A, B\rER -\r",
        "TY  - JOUR\r\nTI  - One\r\nAU  - A, B\r\nER",
        "\n \ufeff\nTY  - JOUR\nTI  - One\nAU  - A, B\nER  - ",
    ],
)
def test_blanks_and_line_ends_do_not_matter(text):
    parsed = parse(text.encode())
    assert [(record.title, record.authors) for record in parsed.records] == [("One", ("A, B",))]
    assert not any("second" in str(problem.message) for problem in parsed.problems)


def test_words_that_look_like_tags_stay_in_the_abstract():
    parsed = read(
        entry(
            "TI  - One", "AB  - Stages", "II - moderate", "QQ - odd", "CT-scan - fine", "PY  - 2020"
        )
    )
    assert parsed.records[0].abstract == "Stages II - moderate QQ - odd CT-scan - fine"


@pytest.mark.parametrize(
    ("lines", "field", "expected"),
    [
        (["TI  - A", "T1  - B"], "title", "A"),
        (["T1  - B", "BT  - C"], "title", "B"),
        (["TI  - 题名", "TT  - Title"], "title_translated", "Title"),
        (["JO  - Abb J", "JF  - Full Journal"], "journal", "Full Journal"),
        (["JA  - Abb J"], "journal", "Abb J"),
        (["AU  - A, B", "A1  - C, D"], "authors", ("A, B",)),
        (["AN  - WOS:000123", "AU  - A, B", "A1  - The Group"], "authors", ("A, B", "The Group")),
        (["AN  - WOS:000123"], "source_database", "Web of Science"),
        (["DP  - EBSCOhost"], "source_database", "EBSCOhost"),
        (
            ["UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-85&x=1"],
            "identifiers",
            (("eid", "2-s2.0-85"),),
        ),
        (["U2  - L373791783"], "identifiers", (("embase", "L373791783"),)),
        (["M3  - doi:10.5555/X"], "doi", "10.5555/x"),
        (["L3  - http://dx.doi.org/10.5555/y"], "doi", "10.5555/y"),
        (["N1  - 参见 10.5555/other", "UR  - https://doi.org/10.5555/own"], "doi", "10.5555/own"),
        (["PMID  - 12345678"], "pmid", "12345678"),
        (["SN  - 0894-9867, 0894-9867"], "issn", ("0894-9867",)),
        (["SN  - 978-3-86490-311-3"], "isbn", ("978-3-86490-311-3",)),
        (["PY  - ", "Y1  - 2014/06/01"], "year", 2014),
        (["M3  - Review"], "type", "review"),
        (["VL  - n/a"], "volume", ""),
        (["IS  - ahead-of-print"], "issue", ""),
        (["VL  - 第3卷"], "volume", "第3卷"),
        (["KW  - *a", "KW  - b; c"], "keywords", ("a", "b", "c")),
        (["AB  - short", "AB  - a longer one"], "abstract", "a longer one"),
        (["TI  - 题名", "AB  - English", "AB  - 中文摘要"], "abstract", "中文摘要"),
        (["TI  - 题名", "AB  - English", "AB  - 中文摘要"], "abstract_translated", "English"),
    ],
)
def test_tags_fill_fields(lines, field, expected):
    assert getattr(read(entry("ID  - 1", "N1  - x", *lines)).records[0], field) == expected


def test_written_file_is_read_by_rispy_with_the_same_content():
    records = parse((DATA / "ris" / "dialects.ris").read_bytes()).records
    text = b"".join(FORMATS["ris"].write(iter(records))).decode()
    theirs = rispy.loads(text)
    assert [entry["title"] for entry in theirs] == [record.title for record in records]
    assert [tuple(entry["authors"]) for entry in theirs] == [record.authors for record in records]
    assert [entry.get("doi", "") for entry in theirs] == [record.doi for record in records]
    assert [entry.get("abstract", "") for entry in theirs] == [
        record.abstract for record in records
    ]
    assert [tuple(entry.get("keywords", ())) for entry in theirs] == [
        record.keywords for record in records
    ]


def test_written_values_cannot_break_the_file():
    record = Record(title="One\nER  - \nTY  - JOUR", authors=("A\rB",), notes="a\n\nb")
    written = b"".join(FORMATS["ris"].write(iter([record])))
    assert len(parse(written).records) == 1


def test_a_field_broken_into_many_lines_is_read_in_linear_time():
    text = entry("TI  - One", "AB  - a", *["word"] * 200_000)
    assert len(next(split(text)).fields["AB"][0]) > 900_000


def test_embase_is_known_by_its_accession_number():
    record = parse(b"TY  - JOUR\nT1  - A title\nU2  - L373791783\nER  - \n").records[0]
    assert (record.source_database, record.identifiers) == ("Embase", (("embase", "L373791783"),))


def test_japanese_names_with_a_comma_stay_whole() -> None:
    text = "TY  - JOUR\nTI  - 骨格筋の研究\nAU  - 山田, 太郎\nAU  - 佐藤, 花子\nLA  - ja\nER  - \n"
    assert parse(text.encode()).records[0].authors == ("山田太郎", "佐藤花子")


@pytest.mark.parametrize(
    "label", ["References: ", "Export Date: 1 May 2020\nReferences: ", "参考文献："]
)
def test_the_doi_of_a_cited_work_is_not_the_records_own(label):
    """Scopus puts the list of references into a note;
    papers without a DOI would share one they cite.
    """
    cited = f"{label}Roe, A., (2014) J. Samples, 5, p. 1. , https://doi.org/10.5555/cited.1;\n李四, (2015) 10.5555/cited.2"
    (record,) = read(entry("TI  - A paper without a DOI", f"N1  - {cited}")).records
    assert (record.doi, "10.5555/cited.1" in record.notes) == ("", True)
    (record,) = read(entry("TI  - Another", "N1  - doi: 10.5555/own.1", f"N1  - {cited}")).records
    assert record.doi == "10.5555/own.1"


PLAIN = "TY  - JOUR\nTI  - First\nAU  - Ni, W\nPY  - 2020\nER  - \n\nTY  - JOUR\nTI  - 第二\nPY  - 2021\nER  - \n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PLAIN.replace("  - ", "\u00a0 - "), id="a no-break blank"),
        pytest.param(
            PLAIN.replace("  - ", "\u00a0\u00a0-\u00a0", 5), id="no-break blanks in one entry"
        ),
        pytest.param(PLAIN.replace("  - ", "  – "), id="dashes of a word processor"),
        pytest.param(PLAIN.replace("TY", "\u200bTY"), id="a blank without width"),
        pytest.param(
            PLAIN.replace("TY  - JOUR\nTI  - First", "TI  - First\nTY  - JOUR"),
            id="a title before its type",
        ),
        pytest.param(
            PLAIN.replace("TY  - JOUR\nTI", "TY  - GEN\nTI", 1).replace("AU", "TY  - JOUR\nAU"),
            id="a second type",
        ),
    ],
)
def test_tags_in_odd_forms_are_read(text):
    parsed = read(text)
    assert [(record.title, record.year, record.type) for record in parsed.records] == [
        ("First", 2020, "article"),
        ("第二", 2021, "article"),
    ]
    assert parsed.records[0].authors == ("Ni, W",)
    assert not [problem for problem in parsed.problems if "simpler count" in str(problem.message)]


def test_an_entry_without_type_takes_nothing_from_the_one_behind_it():
    parsed = read(
        PLAIN.replace(
            "\nTY  - JOUR\nTI  - 第二",
            "\nAU  - Lost, L\nTI  - No type\nPY  - 2018\n\nTY  - JOUR\nTI  - 第二",
        )
    )
    assert [(record.title, record.year) for record in parsed.records] == [
        ("First", 2020),
        ("No type", 2018),
        ("第二", 2021),
    ]
    assert not [problem for problem in parsed.problems if "simpler count" in str(problem.message)]


def test_two_entries_without_end_marks_stay_two_though_one_has_no_title():
    parsed = read(
        "TY  - JOUR\nAU  - Ni, W\nDO  - 10.5555/a\nTY  - JOUR\nTI  - Second\nAU  - Gao, Y\nER  - \n"
    )
    assert [(record.title, record.doi) for record in parsed.records] == [
        ("", "10.5555/a"),
        ("Second", ""),
    ]


def test_second_values_are_taken_where_they_are_another_language_and_told_otherwise():
    parsed = read(
        "TY  - JOUR\nTI  - Iron in elders\nTI  - 老年人的铁\nPY  - 2020\nPY  - 2019\nKW  - NA\nDA  - 2020/05\nER  - \n"
    )
    (record,) = parsed.records
    assert (record.title, record.title_translated, record.year) == (
        "Iron in elders",
        "老年人的铁",
        2020,
    )
    assert record.keywords == ()
    assert parsed.unused == {"PY": 1}


@pytest.mark.parametrize(
    "tag",
    [
        "N1  - PMID: 30000001",
        "U1  - 30000001[pmid]",
        "UR  - https://pubmed.ncbi.nlm.nih.gov/30000001/",
        "UR  - http://www.ncbi.nlm.nih.gov/pubmed/30000001",
        "U2  - L600000001\nC5  - 30000001 (http://www.ncbi.nlm.nih.gov/pubmed/30000001)",
        "AN  - PMID: 30000001",
        "ID  - mdl-30000001",
    ],
)
def test_the_number_of_pubmed_is_found_wherever_it_stands(tag):
    (record,) = read(f"TY  - JOUR\nTI  - 题名\n{tag}\nER  - \n").records
    assert record.pmid == "30000001"
    assert "30000001" not in dict(record.identifiers).values()


def test_the_number_of_another_work_in_a_note_is_not_taken():
    (record,) = read(
        "TY  - JOUR\nTI  - 题名\nN1  - Comment on: Test J. PMID: 30000001\nER  - \n"
    ).records
    assert record.pmid == ""


def test_the_month_beside_the_year_is_kept():
    (record,) = read("TY  - JOUR\nTI  - 题名\nPY  - 2020\nDA  - JUN\nER  - \n").records
    assert (record.date, record.year) == ("2020 JUN", 2020)
