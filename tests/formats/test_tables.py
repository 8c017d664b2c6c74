from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.formats import TABLE_FIELDS, describe_table, parse
from screening.formats._columns import guess_mapping, labels, plain_name
from screening.formats._people import authors

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Smith, John; Gao, Ya", ("Smith, John", "Gao, Ya")),
        ("Gao X., Ni W.", ("Gao, X.", "Ni, W.")),
        ("Liu R., Adler D.G.", ("Liu, R.", "Adler, D.G.")),
        ("Lim SM, Shiau CWC, Lau Y.", ("Lim, SM", "Shiau, CWC", "Lau, Y")),
        ("Joseph Rottman, Erran Carmel", ("Joseph Rottman", "Erran Carmel")),
        ("['Marx, Karl', 'Lindgren, Astrid']", ("Marx, Karl", "Lindgren, Astrid")),
        ("Gao, X., Ni, W.", ("Gao, X.", "Ni, W.")),
        ("Gao, Ya and Ni, Wei", ("Gao, Ya", "Ni, Wei")),
        ("Gao, Xin (57207929231); Ni, Wei (57225190317)", ("Gao, Xin", "Ni, Wei")),
        ("Smith, John", ("Smith, John",)),
        ("Smith, John A.", ("Smith, John A.",)),
        ("Ni, W.", ("Ni, W.",)),
        ("张三,李四", ("张三", "李四")),
        ("张三;李四;", ("张三", "李四")),
        ("张三 and 李四", ("张三", "李四")),
        ("高亚, et al.", ("高亚", "et al.")),
        ("AG Meyer, J Smith, ...", ("AG Meyer", "J Smith", "et al.")),
        ("AG Meyer, J Smith…", ("AG Meyer", "J Smith", "et al.")),
        ("张三, 李四…", ("张三", "李四", "et al.")),
        ("Smith, J. and Doe, A. and others", ("Smith, J.", "Doe, A.", "et al.")),
        (
            "[{'authorId': '12', 'name': 'Ann Smith'}, {'authorId': None, 'name': '王小明'}]",
            ("Ann Smith", "王小明"),
        ),
        ("[]", ()),
        ("", ()),
    ],
)
def test_authors_of_a_cell(cell, names):
    assert authors(cell) == names


def test_authors_glued_together_are_cut_where_both_sides_are_names():
    assert authors("Andy SmithTom WeberIan McDonald", glued=True) == (
        "Andy Smith",
        "Tom Weber",
        "Ian McDonald",
    )


@pytest.mark.parametrize(
    ("header", "mapping"),
    [
        (["Title", "Authors", "Year"], {"Title": "title", "Authors": "authors", "Year": "year"}),
        ([" 题名 ", "作者", "摘要"], {"题名": "title", "作者": "authors", "摘要": "abstract"}),
        (["Title-题名", "Source-文献来源"], {"Title-题名": "title", "Source-文献来源": "journal"}),
        (
            ["Title", "Source title", "Source"],
            {"Title": "title", "Source title": "journal", "Source": "source_database"},
        ),
        (["Title", "Source"], {"Title": "title", "Source": "journal"}),
        (
            [
                "an",
                "title",
                "contributors",
                "publicationDate",
                "source",
                "longDBName",
                "pageStart",
                "pageEnd",
            ],
            {
                "an": "number",
                "title": "title",
                "contributors": "authors",
                "publicationDate": "date",
                "source": "journal",
                "longDBName": "source_database",
                "pageStart": "start_page",
                "pageEnd": "end_page",
            },
        ),
        (
            ["Cites", "Authors", "Title", "Year", "Source", "ArticleURL", "CitesURL", "StartPage"],
            {
                "Authors": "authors",
                "Title": "title",
                "Year": "year",
                "Source": "journal",
                "ArticleURL": "url",
                "StartPage": "start_page",
            },
        ),
        (["题名", "作者", "ArticleURL"], {"题名": "title", "作者": "authors", "ArticleURL": "url"}),
        (["Paper Title", "Abstract text"], {"Paper Title": "title", "Abstract text": "abstract"}),
        (["Title", "Title"], {"Title": "title"}),
        (["foo", "bar"], {}),
    ],
)
def test_guess_mapping(header, mapping):
    assert guess_mapping(header) == mapping


@given(st.lists(st.text(max_size=20), max_size=8))
def test_guessed_mapping_names_columns_and_fields_that_exist(header):
    mapping = guess_mapping(header)
    assert set(mapping) <= set(labels(header))
    assert set(mapping.values()) <= set(TABLE_FIELDS)


def test_plain_name_takes_the_latin_half():
    assert [
        plain_name(name)
        for name in ("Title-题名", " abstract ", "publication_year", "PageCount-页码")
    ] == [
        "title",
        "abstract",
        "publication year",
        "pagecount-页码",
    ]


def test_semicolon_table_keeps_lines_quotes_and_guarded_formulas():
    parsed = parse(DATA / "csv" / "semicolon.csv")
    assert [record.title for record in parsed.records] == [
        "Exosomes; a review",
        "外泌体研究",
        "=1+1 is a formula",
    ]
    assert [record.line for record in parsed.records] == [3, 5, 6]
    assert parsed.records[1].authors == ("张三", "李四")
    assert parsed.records[0].abstract == "Two lines"


def test_odd_headers_are_understood_after_a_preface():
    parsed = parse(DATA / "csv" / "odd.csv")
    first = parsed.records[0]
    assert (first.title, first.authors, first.year, first.doi) == (
        "Made-up study",
        ("Gao, Ya",),
        2020,
        "10.1234/odd.1",
    )
    assert [record.line for record in parsed.records] == [3, 4]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_tab_text_of_excel_is_unquoted(encoding: str) -> None:
    """Excel quotes cells with marks, line breaks or commas, and no header."""
    text = (
        "Title\tAuthors\tYear\tAbstract\r\n"
        '"One, with ""quotes"" in it"\tGao Y\t2020\tShort\r\n'
        '外泌体研究\t"王伟; 李娜"\t2021\t"第一行\n第二行"\r\n'
    )
    records = parse(text.encode(encoding), name="export.xls").records
    assert [(r.title, r.year) for r in records] == [
        ('One, with "quotes" in it', 2020),
        ("外泌体研究", 2021),
    ]
    assert records[1].abstract.split() == ["第一行", "第二行"]


def test_tab_text_without_quotation_keeps_titles_in_quotation_marks() -> None:
    text = 'Title\tAuthors\tYear\n"Exosomes" in bone\tGao Y\t2020\n"外泌体"\t王伟\t2021\n"A "new" way\tLi N\t2022\n'
    assert [r.title for r in parse(text.encode()).records] == [
        '"Exosomes" in bone',
        '"外泌体"',
        '"A "new" way',
    ]


def test_stray_quotation_mark_costs_one_row():
    parsed = parse(DATA / "csv" / "stray.csv")
    assert [record.title for record in parsed.records] == [
        "Good one",
        "Bad one",
        "Found one",
        "Found two",
    ]
    assert [(problem.line, problem.rejected) for problem in parsed.problems if problem.line] == [
        (5, True),
        (3, False),
    ]
    assert parsed.found == 5


def test_chosen_mapping_wins_over_the_guess():
    text = "Title,Topic,Who\nA journal's name,外泌体 in mice,张三;李四\n".encode()
    mapping = {"Topic": "title", "Who": "authors", "Title": "journal"}
    record = parse(text, format_key="csv", options={"mapping": mapping}).records[0]
    assert (record.title, record.authors, record.journal) == (
        "外泌体 in mice",
        ("张三", "李四"),
        "A journal's name",
    )


def test_table_without_a_title_says_which_columns_there_are():
    parsed = parse("甲,乙\n1,2\n3,4\n".encode())
    assert (parsed.format, parsed.found) == ("csv", 0)
    assert "甲, 乙" in str(parsed.error)


def test_repeated_header_is_told():
    parsed = parse(b"title,year\nOne,2001\ntitle,year\nTwo,2002\n")
    assert [record.title for record in parsed.records] == ["One", "Two"]
    assert [problem.line for problem in parsed.problems if problem.rejected] == [3]


def test_describe_table_shows_header_mapping_and_rows():
    shown = describe_table((DATA / "csv" / "odd.csv").read_bytes())
    assert shown is not None
    assert shown.header[0] == "Paper Title"
    assert shown.mapping["Paper Title"] == "title"
    assert shown.rows[1][0] == "外泌体研究"
    html = describe_table((DATA / "html_table" / "cnki.xls").read_bytes())
    assert html is not None
    assert html.mapping["Title-题名"] == "title"
    assert describe_table("nothing to see") is None


def test_raw_text_of_a_row_can_be_read_again():
    record = parse(DATA / "csv" / "semicolon.csv").records[0]
    again = parse(record.raw.encode(), format_key="csv").records[0]
    assert again.title == record.title
    assert again.authors == record.authors


@pytest.mark.parametrize(
    ("header", "row", "database"),
    [
        (
            "Rank,Publication ID,Title,Source title,PubYear,Dimensions URL",
            "5,pub.1,T,J,2020,https://x.org",
            "Dimensions",
        ),
        ("Title,StoreId,Authors,pubtitle,year", 'T,22,"Doe, A",J,2020', "ProQuest"),
        (
            "Title,Journal Title,Doctype,PLink,Publication Date",
            "T,J,Article,http://x.org,20200101",
            "EBSCOhost",
        ),
        (
            "Rank,NCT Number,Title,Conditions,Year",
            "1,NCT01234567,T,Bone,2020",
            "ClinicalTrials.gov",
        ),
        ("題名,作者,年,刊名", "T,王五,2020,J", ""),
        ("Titre,Auteurs,Année,Revue", 'T,"Doe, A",2020,J', ""),
        ("No,Titel,Verfasser,Jahr,Zeitschrift", '1,T,"Doe, A",2020,J', ""),
    ],
)
def test_headers_of_more_databases_and_languages(header, row, database):
    record = parse(f"{header}\n{row}\n".encode()).records[0]
    assert (record.title, record.year, record.source_database, record.issue) == (
        "T",
        2020,
        database,
        "",
    )
    assert record.type == "trial" or record.journal == "J"
    assert record.type == ("trial" if database == "ClinicalTrials.gov" else "article")


def test_scopus_without_author_has_none():
    data = "Authors,Title,Year,Source title,EID\n[No author name available],T,2020,J,2-s2.0-1\n"
    assert parse(data.encode()).records[0].authors == ()


ODD = "Paper;Who;When;Where;What it says\n" + "".join(
    f"Exosome paper {n};Doe, Ann;2018;Bone;{'An abstract. ' * 40}{n}\n" for n in range(4)
)


def test_a_pubmed_number_may_be_an_address():
    """OpenAlex gives addresses for all its identifiers."""
    data = (
        "display_name,ids.pmid,authorships.author.display_name\n"
        "One,https://pubmed.ncbi.nlm.nih.gov/12345678,Ann Smith|Tom Weber\n"
        "外泌体,PMID：0123456,王小明\nThree,https://example.org/pubmed,Ann Smith\n"
    )
    assert [record.pmid for record in parse(data.encode()).records] == ["12345678", "123456", ""]


def test_strange_names_do_not_make_a_row_the_header():
    parsed = parse(ODD.encode())
    assert (parsed.format, parsed.records) == ("csv", [])
    assert "among: Paper, Who, When, Where, What it says." in str(parsed.error)


def test_fields_of_strange_columns_are_suggested_by_their_cells():
    described = describe_table(ODD.encode())
    assert described.mapping == {"Paper": "title", "When": "year", "What it says": "abstract"}
    chinese = describe_table(
        "编号,论文,标识\n1,外泌体对骨形成的影响,10.3969/j.issn.1\n2,骨质疏松研究进展,10.3969/j.issn.2\n".encode()
    )
    assert chinese.mapping == {"论文": "title", "标识": "doi"}
    records = parse(ODD.encode(), options={"mapping": dict(described.mapping)}).records
    assert [record.title for record in records] == [f"Exosome paper {n}" for n in range(4)]


def test_columns_of_chinese_databases_are_understood() -> None:
    """SinoMed says 年代, VIP 起止页 and ISSN号."""
    (record,) = parse(
        "题名,作者,刊名,年代,起止页,ISSN号\n甲的研究,王五,示例杂志,2021,391-396,1234-5679\n".encode()
    ).records
    assert (record.year, record.pages, record.issn) == (2021, "391-396", ("1234-5679",))


def test_the_column_of_cnkis_list_that_says_the_kind_is_no_database() -> None:
    table = (
        "序号\t篇名\t作者\t来源\t发表时间\t数据库\t被引\n1\t甲的研究\t王五;李四\t示例杂志\t2021-03-15\t期刊\t3\n"
        "2\t乙的研究\t赵六\t示例大学\t2019-06-01\t硕士\t\n3\t丙的研究\t钱七\t示例学报\t2020-01-01\t万方\t\n"
    )
    found = [(record.type, record.source_database) for record in parse(table.encode()).records]
    assert found == [("article", ""), ("thesis", ""), ("article", "万方")]


def test_what_r_writes_for_a_missing_value_is_no_value():
    """write.csv puts NA into every empty cell; "Na" is a name, in Chinese too."""
    data = (
        '"title","author","year","journal","volume","pages","doi","abstract"\n'
        '"First","Na; 那, 英",2018,"Bone",NA,NA,NA,NA\n'
        '"外泌体研究","NA","NA","NA","7","NA","NA","NA"\n'
    )
    parsed = parse(data.encode())
    first, second = parsed.records
    assert (first.authors, first.year, first.journal) == (("Na", "那英"), 2018, "Bone")
    assert (first.volume, first.pages, first.doi, first.abstract) == ("", "", "", "")
    assert (second.authors, second.year, second.date, second.journal, second.volume) == (
        (),
        None,
        "",
        "",
        "7",
    )
    assert "No abstract: 2 of 2 records." in [str(problem.message) for problem in parsed.problems]


def test_the_place_in_an_embase_table_is_no_database():
    """Embase's table has the journal in "Source title" and the whole place in "Source"."""
    data = (
        '"Title","Author Names","Source","Source title","Emtree Medical Index Terms"\n'
        '"One","Doe J.","Bone (2020) 5:3 (1-9). Date of Publication: 2020","Bone","human"\n'
        '"二","Wang X.","Chin. J. Bone (2021) 8 (1-9). Date of Publication: 2021","Chin. J. Bone","human"\n'
    )
    records = parse(data.encode()).records
    assert [(record.journal, record.source_database) for record in records] == [
        ("Bone", "Embase"),
        ("Chin. J. Bone", "Embase"),
    ]


def test_the_table_of_the_trial_registers_has_dates():
    """The WHO's portal names its columns as its XML names its elements;
    Cochrane marks main keywords with a star.
    """
    data = (
        "TrialID,Public title,Source Register,Date registration,Date registration3,Condition\n"
        "ChiCTR2000000001,外泌体治疗骨折,ChiCTR,2020-02-17,20200217,*骨折\n"
    )
    (record,) = parse(data.encode()).records
    assert (record.year, record.date, record.type, record.source_database) == (
        2020,
        "20200217",
        "trial",
        "ICTRP (ChiCTR)",
    )
    assert record.keywords == ("骨折",)


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Title,Author,Item Type,Abstract Note,Manual Tags", "García Márquez, Gabriel José"),
        ("Article Title,Author Full Names,UT (Unique WOS ID)", "García Márquez, Gabriel José"),
        ("Title,Author full names,Source title,EID", "García Márquez, Gabriel José (57207929231)"),
        ("Title,Authors,Publication ID,Dimensions URL", "García Márquez, Gabriel José"),
        ("PT\tTI\tAF\tSO", "García Márquez, Gabriel José"),
    ],
)
def test_one_author_with_two_family_and_two_given_names_is_one(header, cell):
    """Tools that part names with semicolons write a comma only inside a name."""
    mark = "\t" if "\t" in header else ","
    names = header.split(mark)
    rows = [
        [f"T{n}" if "T" in name[:9] or name == "TI" else "x" for name in names] for n in range(2)
    ]
    place = next(n for n, name in enumerate(names) if name.startswith(("Author", "AF")))
    rows[0][place], rows[1][place] = cell, f"{cell}; 王小明"
    text = "\n".join(
        mark.join(f'"{value}"' if mark == "," else value for value in row) for row in [names, *rows]
    )
    first, second = parse(text.encode()).records
    assert first.authors == ("García Márquez, Gabriel José",)
    assert second.authors == ("García Márquez, Gabriel José", "王小明")
