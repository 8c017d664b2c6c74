"""Small files as they arrive from people: glued together, cut off, in rare encodings,
in rare dialects.
"""

import pytest

from screening.formats import parse

TWO = (
    "TY  - JOUR\r\nTI  - First title\r\nAU  - Smith, John\r\nPY  - 2020\r\nER  - \r\n\r\n"
    "TY  - JOUR\r\nTI  - 第二篇题名\r\nAU  - 王小明\r\nPY  - 2021\r\nER  - \r\n"
)
TITLES = ["First title", "第二篇题名"]


def titles(data):
    parsed = parse(data if isinstance(data, bytes) else data.encode())
    assert parsed.error is None
    assert parsed.found == len(parsed.records) + sum(
        problem.rejected for problem in parsed.problems
    )
    return [record.title for record in parsed.records]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(TWO.encode("utf-16-le"), TITLES, id="UTF-16 without a mark"),
        pytest.param(TWO.encode("utf-16-be"), TITLES, id="UTF-16, the other order"),
        pytest.param(TWO.replace("\r\n", "\r"), TITLES, id="returns alone"),
        pytest.param(
            TWO.replace("\r\n", "\n", 3).replace("\r\n", "\r", 2),
            TITLES,
            id="three kinds of line end",
        ),
        pytest.param(f"\ufeff{TWO}\ufeff{TWO}", TITLES * 2, id="two files glued together"),
        pytest.param(TWO.replace("ER  - \r\n", ""), TITLES, id="no end marks"),
        pytest.param(TWO.replace("\r\n", "\r\n\r\n"), TITLES, id="blank lines between tags"),
        pytest.param(TWO.replace("  - ", "\t- "), TITLES, id="tabs behind tags"),
        pytest.param(
            f"<html><body><pre>\n{TWO}</pre></body></html>", TITLES, id="saved from the browser"
        ),
        pytest.param(TWO.encode()[:-24], TITLES, id="cut off inside a tag"),
    ],
)
def test_ris_in_every_shape_gives_both_titles(data, found):
    assert titles(data) == found


def test_letters_of_a_cut_tag_are_no_part_of_the_title():
    assert titles(TWO.partition("AU  - 王")[0] + "AU") == TITLES


@pytest.mark.parametrize(
    "text",
    ["【作　者】王小明[1] 李四[2]", "【作　者】王小明[1 / 2];李四[2]", "【作 者】王小明 李四"],
)
def test_vip_authors_lose_the_numbers_of_their_institutions(text):
    data = f"〖检索结果〗选中1篇\n\n【题　名】CT引导下肺穿刺\n{text}\n【刊　名】中国肺癌杂志2020 5(1):49-51\n"
    assert parse(data.encode("gb18030")).records[0].authors == ("王小明", "李四")


def test_zoological_record_authors_lose_their_addresses():
    data = "FN Clarivate\nVR 1.0\nPT J\nTI A title\nAU Smith, J. [x@y.org]\n   Doe, A.\nSO Zootaxa\nPY 2020\nER\n\nEF\n"
    assert parse(data.encode()).records[0].authors == ("Smith, J.", "Doe, A.")


def test_a_bracketed_label_before_an_abstract_is_no_part_of_it():
    data = "{Reference Type}: Journal Article\n{Title}:题名\n{Abstract}：【摘要】 目的 比较。\n"
    assert parse(data.encode()).records[0].abstract == "目的 比较。"


@pytest.mark.parametrize(
    "header",
    ["序号,论文名称,第一作者,发表年度", "编号,文献名称,作者,年度", "序号,题 名,全部作者,出版年度"],
)
def test_odd_chinese_headers_are_understood(header):
    record = parse(f"{header}\n1,甲题,张三,2020\n2,乙题,李四,2021\n".encode("gb18030")).records[1]
    assert (record.title, record.authors, record.year) == ("乙题", ("李四",), 2021)


def test_a_table_may_begin_with_what_excel_needs_and_hold_lines_in_cells():
    data = 'sep=;\nTitle;Year;Abstract\n"A; one";2020;"line 1\nline ""2"""\nB;2021;\n'
    assert [(each.title, each.abstract) for each in parse(data.encode()).records] == [
        ("A; one", 'line 1 line "2"'),
        ("B", ""),
    ]


def test_a_web_page_that_is_called_xls_is_a_table():
    page = (
        '<html><head><meta charset="gb2312"></head><body><table><tr><td>Title-题名</td><td>Author-作者</td>'
        "<td>Year-年</td></tr><tr><td>肺结节</td><td>王小明;李四;</td><td>2020</td></tr></table></body></html>"
    )
    record = parse(page.encode("gb18030"), name="CNKI.xls").records[0]
    assert (record.title, record.authors, record.year) == ("肺结节", ("王小明", "李四"), 2020)


BIBTEX = r"""
@string{jlc = "Lung Cancer"}
@string(jn = {Journal of } # {Nursing})
@preamble{"\newcommand{\x}{y}"}
@comment{ignored @article{no, title={no}}}
@article{a1, title = {{The {DNA} of {{nested}} braces}}, author={M{\"u}ller, J{\'o}zef}, journal = jlc, year=2020}
@article{a1, title = "Quoted {"}title{"} # not", journal = "The " # jlc # " Letters", year = 2021}
@inproceedings{c1, title={A paper}, author={Li, Na}, crossref={proc}}
@proceedings{proc, title={Proc. of Conf}, year={2019}}
@ARTICLE(paren, TITLE={Parens}, JOURNAL=jn, YEAR=2001)
@misc{,title={No key}, year=2000}
"""


def test_bibtex_with_macros_double_keys_nested_braces_and_cross_references():
    records = parse(BIBTEX.encode()).records
    assert [(each.title, each.journal, each.year) for each in records] == [
        ("The DNA of nested braces", "Lung Cancer", 2020),
        ('Quoted "title" # not', "The Lung Cancer Letters", 2021),
        ("A paper", "Proc. of Conf", 2019),
        ("Proc. of Conf", "", 2019),
        ("Parens", "Journal of Nursing", 2001),
        ("No key", "", 2000),
    ]


@pytest.mark.parametrize(
    ("given", "authors"),
    [("王　二", ("王二",)), ("王五 李 四", ("王五", "李四")), ("王 小明;李四", ("王小明", "李四"))],
)
def test_a_blank_inside_a_chinese_name_does_not_make_two_of_it(given, authors):
    data = f"〖检索结果〗选中1篇\n\n【题　名】题\n【作　者】{given}\n【刊　名】中国杂志2020 5(1):49-51\n"
    assert parse(data.encode()).records[0].authors == authors


@pytest.mark.parametrize(("value", "pages"), [("49-51", "49-51"), ("3", "")])
def test_page_count_of_cnki_is_pages_only_where_it_holds_a_range(value, pages):
    data = f"SrcDatabase-来源库: 期刊\nTitle-题名: 题\nAuthor-作者: 王五;\nYear-年: 2020\nPageCount-页码: {value}\n"
    assert parse(data.encode()).records[0].pages == pages


def test_a_tag_of_psycnet_behind_the_type_does_not_hide_it():
    data = "TY  - JOUR\nDESCRIPTORS  - Bones\nID  - 2020-1\nT1  - A title\nA1  - Doe, Ann\nER  - \n"
    assert parse(data.encode()).records[0].type == "article"


def test_the_book_around_a_chapter_of_pubmed_is_its_journal():
    data = "PMID- 7\nBTI - Handbook of bones\nTI  - Marrow\nAU  - Doe A\nPT  - Book Chapter\nDP  - 2001\n"
    record = parse(data.encode()).records[0]
    assert (record.title, record.journal, record.type) == ("Marrow", "Handbook of bones", "chapter")


def test_the_number_of_a_patent_is_no_issn():
    record = parse(
        b"%0 Patent\n%T Device\n%A Jae Choi;Geun Jeong\n%@ US11651140\n%8 2023-05-16\n"
    ).records[0]
    assert (record.issn, record.identifiers) == ((), (("patent", "US11651140"),))


def test_ovid_entries_may_be_indented_by_one_and_name_a_person_a_line():
    data = "<1. >\nTitle\n  First.\nSource\n  J X. Vol.5(3), 2019, pp. 1-10.\n\n <2. >\n Title\n   Second.\n Author\n   Lee C\n   Doe A\n"
    first, second = parse(data.encode()).records
    assert (first.pages, first.year) == ("1-10", 2019)
    assert (second.title, second.authors) == ("Second.", ("Lee C", "Doe A"))


def test_marks_that_nobody_sees_are_taken_out_of_words() -> None:
    text = (
        "TY  - JOUR\nTI  - \u200b骨骼肌外\u200b泌体\u2060与exo\u00adsome\nAU  - \u200b李四\u200b\nT2  - 示例\u200b杂志\n"
        "AB  - 目的\ufeff 探讨外泌\u200b体。می\u200cخواهم\nKW  - 外泌\u200b体\nPY  - \u200b2020\nER  - \n"
    )
    (record,) = parse(text.encode()).records
    assert (record.title, record.authors) == ("骨骼肌外泌体与exosome", ("李四",))
    assert (record.journal, record.year, record.keywords) == ("示例杂志", 2020, ("外泌体",))
    assert record.abstract == "目的 探讨外泌体。می\u200cخواهم"


def test_ris_with_tags_in_small_letters():
    parsed = parse(
        "ty  - jour\nti  - 题名\nau  - Smith, John\npy  - 2004\ner  - \n\nty  - jour\nti  - Two\ner  - \n".encode()
    )
    assert [(record.title, record.year) for record in parsed.records] == [
        ("题名", 2004),
        ("Two", None),
    ]
    assert parsed.found == 2


def test_ris_with_every_value_printed_as_a_list():
    text = "TY  - JOUR\nTI  - ['一个题名']\nAU  - ['张三', \"O'Neill, Anne\"]\nKW  - ['茶', 'two']\nER  - \n"
    (record,) = parse(text.encode()).records
    assert (record.title, record.authors, record.keywords) == (
        "一个题名",
        ("张三", "O'Neill, Anne"),
        ("茶", "two"),
    )


def test_pubmed_number_beside_that_of_proquest():
    text = "TY  - JOUR\nTI  - One\nAN  - 1234567890; PMID: 22334455\nER  - \n"
    assert parse(text.encode()).records[0].pmid == "22334455"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_wrapper_of_excel_in_a_table_parted_by_tabs(encoding):
    text = 'Title\tYear\tPMID\n="茶与死亡率"\t="2019"\t="31234567"\n'
    (record,) = parse(text.encode(encoding)).records
    assert (record.title, record.year, record.pmid) == ("茶与死亡率", 2019, "31234567")


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("論文タイトル,著者名,雑誌名,発行年,ページ", "cp932"),
        ("제목,저자,학술지명,발행연도,페이지", "cp949"),
        ("Название,Авторы,Журнал,Год,Страницы", "cp1251"),
        ("Назва,Автори,Журнал,Рік,Сторінки", "utf-8"),
        ("Tytuł,Autorzy,Czasopismo,Rok,Strony", "utf-8"),
        ("Başlık,Yazarlar,Dergi,Yıl,Sayfalar", "utf-8"),
        ("篇名,作者,刊名,出版年,頁次", "big5"),
    ],
)
def test_names_of_columns_in_other_languages(header, encoding):
    parsed = parse(
        f'{header}\nOne title,"Smith, John",J Test,2019,1-5\n'.encode(encoding), encoding=encoding
    )
    (record,) = parsed.records
    assert (record.title, record.authors, record.journal) == (
        "One title",
        ("Smith, John",),
        "J Test",
    )
    assert (record.year, record.pages) == (2019, "1-5")


def test_polish_in_latin_2_is_no_chinese():
    text = "%0 Journal Article\n%A Wiśniewska, Małgorzata\n%T Ocena jakości życia chorych w województwie łódzkim\n%D 2010\n"
    assert (
        parse(text.encode("iso8859-2")).records[0].title
        == "Ocena jakości życia chorych w województwie łódzkim"
    )
    chinese = "%0 Journal Article\n%A 王小明\n%T 護理人員工作壓力 (X光) 與離職意願之探討\n%D 2010\n"
    assert (
        parse(chinese.encode("big5")).records[0].title == "護理人員工作壓力 (X光) 與離職意願之探討"
    )


def test_a_cut_list_of_authors_in_a_table():
    text = 'Title,Authors,Editors,Translators,Edition,Access Date\n题名,张三等,"Ed, Ann",王二,第2版,2024-05-01\n'
    (record,) = parse(text.encode()).records
    assert (record.authors, record.authors_incomplete) == (("张三",), True)
    assert (record.editors, record.translators, record.edition) == (
        ("Ed, Ann",),
        ("王二",),
        "第2版",
    )
    assert record.accessed == "2024-05-01"


def test_people_edition_and_access_of_zotero_pubmed_and_mods():
    zotero = (
        '[{"itemType": "book", "title": "书名", "edition": "2", "accessDate": "2024-05-01T10:00:00Z", "tags": [], '
        '"creators": [{"creatorType": "editor", "name": "李四"}, {"creatorType": "translator", "name": "王二"}]}]'
    )
    (record,) = parse(zotero.encode()).records
    assert (record.editors, record.translators, record.edition) == (("李四",), ("王二",), "2")
    assert (record.authors, record.accessed) == ((), "2024-05-01")
    pubmed = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T</ArticleTitle>"
        "<AuthorList CompleteYN='N'><Author><LastName>Li</LastName></Author></AuthorList></Article></MedlineCitation>"
        "</PubmedArticle></PubmedArticleSet>"
    )
    assert parse(pubmed.encode()).records[0].authors_incomplete
    mods = (
        "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>T</title></titleInfo><originInfo><edition>2nd"
        "</edition></originInfo><name><namePart>李四</namePart><role><roleTerm>editor</roleTerm></role></name></mods>"
    )
    (record,) = parse(mods.encode()).records
    assert (record.editors, record.authors, record.edition) == (("李四",), (), "2nd")
