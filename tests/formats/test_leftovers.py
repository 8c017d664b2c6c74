"""Nothing is dropped in silence: what is not taken over is told with its name, how often,
and an example.
"""

from hypothesis import given
from hypothesis import strategies as st

from screening.formats import parse

RIS = "TY  - JOUR\nTI  - {title}\nAU  - Gao, Ya\nPY  - 2020\n{more}ER  - \n\n"


def test_tags_of_ris_that_no_field_holds():
    text = RIS.format(title="一", more="M1  - 项目编号 1234\nTI  - 另一个题名很长\n") + RIS.format(
        title="Two", more="M1  - Other one\nC4  - 基金\n"
    )
    parsed = parse(text.encode())
    assert parsed.unused == {"M1": 2, "TI": 1, "C4": 1}
    found = parsed.leftovers.found
    assert (found["M1"].example, found["M1"].line, found["TI"].example) == (
        "项目编号 1234",
        1,
        "另一个题名很长",
    )
    assert "项目编号 1234" in parsed.records[0].raw


def test_a_value_that_the_record_holds_is_not_left_over():
    text = RIS.format(
        title="一个题名",
        more="T1  - 一个题名\nAB  - 摘要的内容\nN2  - 摘要的内容\nJF  - J Test\nT2  - J Test\n",
    )
    assert parse(text.encode()).unused == {}


def test_columns_of_a_table():
    text = "Title,Authors,Year,Funding,Country,Empty\n一,张三,2020,国家基金,中国,\nTwo,Ni W,2021,,Chile,NA\n"
    parsed = parse(text.encode())
    assert parsed.unused == {"Funding": 1, "Country": 2}
    assert parsed.leftovers.found["Country"].example == "中国"


def test_fields_of_other_tagged_formats():
    medline = "PMID- 1\nTI  - One\nAU  - Gao Y\nGR  - 国家基金\nDP  - 2020\n\nPMID- 2\nTI  - Two\nGR  - NSFC\nDP  - 2021\n"
    assert parse(medline.encode()).unused == {"GR": 2}
    express = (
        "{Reference Type}: Journal Article\n{Title}: 题名\n{Author}: 张三\n{Subject}: 医药卫生\n"
    )
    assert parse(express.encode()).unused == {"subject": 1}


def test_tags_right_behind_the_end_belong_to_the_entry_and_others_are_told():
    text = (
        RIS.format(title="First", more="").rstrip("\n")
        + "\nAB  - 摘要在结束标记之后。\n\n"
        + RIS.format(title="Second", more="")
    )
    first, second = parse(text.encode()).records
    assert (first.abstract, second.abstract) == ("摘要在结束标记之后。", "")
    lost = (
        RIS.format(title="First", more="")
        + "一句话\nAB  - Nobody's\n\n"
        + RIS.format(title="Second", more="")
    )
    parsed = parse(lost.encode())
    assert [record.abstract for record in parsed.records] == ["", ""]
    told = [str(problem.message) for problem in parsed.problems]
    assert any("Nobody's" in text for text in told)
    assert any("一句话" in text for text in told)


def test_two_types_in_a_row_are_one_entry():
    text = "TY  - BOOK\nTY  - CHAP\nTI  - 两个类型\nER  - \n\n" + RIS.format(title="Two", more="")
    parsed = parse(text.encode())
    assert [(record.title, record.type) for record in parsed.records] == [
        ("两个类型", "chapter"),
        ("Two", "article"),
    ]
    assert parsed.found == 2
    assert any("BOOK, CHAP" in str(problem.message) for problem in parsed.problems)


def test_one_notice_of_a_kind():
    parsed = parse(
        "".join(RIS.format(title="", more=f"DO  - 10.1/{n}\n") for n in range(500)).encode()
    )
    (told,) = [problem for problem in parsed.problems if "no title" in str(problem.message)]
    assert (told.times, told.line) == (500, 1)


LINES = st.sampled_from(
    [
        "TY  - JOUR",
        "ER  - ",
        "",
        "TI  - 题名",
        "AU  - Gao, Ya",
        "AB  - text",
        "a remark",
        "DB  - X",
        "1.",
        "TY  - BOOK",
    ]
)


@given(st.lists(LINES, max_size=30))
def test_every_title_in_any_order_of_lines_is_in_a_record_or_told(lines):
    parsed = parse("\n".join(lines).encode(), format_key="ris")
    records = "".join(record.raw for record in parsed.records)
    told = "".join(problem.raw for problem in parsed.problems)
    assert parsed.found == len(parsed.records) + sum(
        problem.rejected for problem in parsed.problems
    )
    if parsed.error is None:
        assert (records + told).count("题名") >= bool(lines.count("TI  - 题名"))


def test_fields_of_bibtex():
    text = "@article{a, title={题名}, author={张三}, year={2020}, owner={me}, groups={已筛选}, journal={J}}\n"
    assert parse(text.encode()).unused == {"owner": 1, "groups": 1}


def test_a_second_name_of_a_journal_in_bibtex_is_told_only_where_it_differs():
    text = "@article{a, title={One}, year={2020}, journal={J Test}, fjournal={%s}}\n"
    assert parse((text % "J Test").encode()).unused == {}
    assert parse((text % "Journal of Tests").encode()).unused == {"fjournal": 1}


def test_fields_of_json():
    csl = '[{"id": "x", "type": "book", "title": "书名", "author": [{"literal": "张三"}], "call-number": "R2"}]'
    assert parse(csl.encode()).unused == {"call-number": 1}
    zotero = (
        '[{"itemType": "book", "title": "书名", "rights": "公开", "creators": [{"creatorType": "seriesEditor", '
        '"name": "李四"}], "tags": [], "extra": "PMID: 1\\nShelf: 3"}]'
    )
    assert parse(zotero.encode()).unused == {"rights": 1, "creators (seriesEditor)": 1, "extra": 1}
    eppi = '{"References": [{"ItemId": 1, "Title": "题名", "Authors": "张三", "Availability": "馆藏"}]}'
    assert parse(eppi.encode()).unused == {"Availability": 1}
    trial = (
        '[{"protocolSection": {"identificationModule": {"nctId": "NCT01234567", "briefTitle": "Tea"}, '
        '"designModule": {"studyType": "INTERVENTIONAL"}}, "derivedSection": {"miscInfoModule": {"versionHolder": "x"}}}]'
    )
    assert parse(trial.encode()).unused == {
        "designModule.studyType": 1,
        "derivedSection.miscInfoModule.versionHolder": 1,
    }


def test_elements_of_xml():
    endnote = (
        "<xml><records><record><ref-type name='Journal Article'>17</ref-type><titles><title><style>题名</style></title>"
        "</titles><call-num><style>QZ 200</style></call-num><accession-num>2012</accession-num></record></records></xml>"
    )
    assert parse(endnote.encode()).unused == {"call-num": 1, "accession-num": 1}
    pubmed = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T <i>x</i></ArticleTitle>"
        "<GrantList><Grant><GrantID>国家基金</GrantID></Grant></GrantList></Article></MedlineCitation></PubmedArticle>"
        "</PubmedArticleSet>"
    )
    assert parse(pubmed.encode()).unused == {"GrantID": 1}
    mods = (
        "<modsCollection xmlns='http://www.loc.gov/mods/v3'><mods><titleInfo><title>题名</title></titleInfo>"
        "<classification>R2</classification><note>备注</note></mods></modsCollection>"
    )
    assert parse(mods.encode()).unused == {"classification": 1}
    registry = (
        "<Trials_downloaded_from_ICTRP><Trial><TrialID>ChiCTR2000012345</TrialID><Public_title>茶</Public_title>"
        "<Recruitment_Status>招募中</Recruitment_Status></Trial></Trials_downloaded_from_ICTRP>"
    )
    assert parse(registry.encode()).unused == {"Recruitment_Status": 1}
